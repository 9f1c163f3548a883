"""What jobs make of files: pictures of their pages and their text.

Why: a document is read where it stands, on a phone too, and later found by its words.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("previews",)
INTERNAL: tuple[str, ...] = ("looks_into",)


def upgrade() -> None:
    """Makes it."""
    run_files("0015", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back; the pictures go with the next sweep of the storage."""
    run(
        "DROP TRIGGER looks_into ON plein.document_version; DROP TRIGGER looks_into ON plein.attachment;"
        " DELETE FROM plein.outbox WHERE kind = 'content.read' AND done_at IS NULL"
    )
    drop_functions("work_preview_waits", "work_preview_made", "work_known", *INTERNAL)
    run("DROP TABLE plein.preview_page, plein.preview")
