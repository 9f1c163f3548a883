"""What jobs make of files: pictures of their pages and their text.

Why: a document is read where it stands, on a phone too, and later found by its words.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("previews",)
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0015", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back; the pictures go with the next sweep of the storage."""
    drop_functions("work_preview", "work_preview_made")
    run("DROP TABLE plein.preview_page, plein.preview")
