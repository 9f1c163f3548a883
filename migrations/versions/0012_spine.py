"""The spine of everything written, grown: history, files in a text, mentions, pins, moving, turning, drafts.

Why: what people expect of a message they expect of a question and of a document too, so it is written once.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("spine",)
INTERNAL: tuple[str, ...] = ("lives_there", "moves", "rehomed", "turns", "keeps_past")
CASCADES = (
    ("item", "(space_id, parent_id)", "item (space_id, id)"),
    ("item_text", "(space_id, item_id, author_id)", "item (space_id, id, author_id)"),
    ("reaction", "(space_id, item_id)", "item (space_id, id)"),
    ("question", "(space_id, item_id, author_id)", "item (space_id, id, author_id)"),
    ("question", "(space_id, accepted_id, item_id, accepted_kind)", "item (space_id, id, parent_id, kind)"),
    ("document", "(space_id, item_id, author_id)", "item (space_id, id, author_id)"),
    ("document_version", "(space_id, document_id)", "document (space_id, item_id)"),
)


def upgrade() -> None:
    """Makes it."""
    run_files("0012", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back: what texts said before, files in texts, mentions, pins, drafts and reading marks are gone."""
    run(
        "DROP TRIGGER moves ON plein.item; DROP TRIGGER rehomed ON plein.item; DROP TRIGGER turns ON plein.item;"
        " DROP TRIGGER lives_there ON plein.item; DROP TRIGGER lives_there ON plein.reaction;"
        " DROP TRIGGER lives_there ON plein.document_version; DROP TRIGGER keeps_past ON plein.item_text;"
        " DROP TABLE plein.item_past, plein.attachment, plein.mention, plein.pin, plein.draft, plein.space_read,"
        " plein.thread_read; REVOKE UPDATE (space_id, kind) ON plein.item FROM plein_app"
    )
    drop_functions(*INTERNAL, "gains", "reading_there")
    run(
        "DROP INDEX plein.item_bin; DROP POLICY as_me ON plein.question;"
        " CREATE POLICY as_me ON plein.question AS RESTRICTIVE FOR INSERT TO plein_app"
        " WITH CHECK (author_id IN (SELECT plein.listed('affiliations')))"
    )
    run(
        "DROP POLICY author_or_steward ON plein.item;"
        " CREATE POLICY author_or_steward ON plein.item AS RESTRICTIVE FOR UPDATE TO plein_app"
        " USING (author_id IN (SELECT plein.listed('mine'))"
        " AND (deleted_by IS NULL OR deleted_by IN (SELECT plein.listed('mine')))"
        " OR space_id IN (SELECT plein.listed('stewards')))"
    )
    for table, columns, target in CASCADES:
        name = f"{table}_{'_'.join(columns.strip('()').split(', '))}_fkey"
        run(
            f"SET ROLE plein_schema; ALTER TABLE plein.{table} DROP CONSTRAINT {name},"
            f" ADD CONSTRAINT {name} FOREIGN KEY {columns} REFERENCES plein.{target}; RESET ROLE"
        )
