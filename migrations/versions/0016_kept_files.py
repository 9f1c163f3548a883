"""Files stay with a draft: chosen once, they are there when the form comes back.

Why: who chose four large files and forgot a word should not choose them again. And what nobody needs any more goes:
what was made of a file that its author took out of a text.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("kept",)
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0016", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back; the files that were kept go with the next sweep of the storage."""
    drop_functions("work_let_go", "work_forget_previews")
    take_back("0015", "previews", "looks_into", "work_known")
    run(
        "DROP TABLE plein.draft_file; DROP POLICY door ON plein.draft;"
        " REVOKE SELECT (id, saved_at, wordless), DELETE ON plein.draft FROM plein_door;"
        " DELETE FROM plein.draft WHERE place IN ('document', 'version');"
        " ALTER TABLE plein.draft DROP CONSTRAINT draft_whose, DROP COLUMN wordless, DROP CONSTRAINT draft_place_check,"
        " ADD CONSTRAINT draft_place_check CHECK (place IN ('post', 'question', 'comment', 'answer', 'edit'));"
        " DROP POLICY door ON plein.document_version; DROP POLICY door ON plein.attachment;"
        " REVOKE SELECT (owner_id, sha256) ON plein.document_version, plein.attachment FROM plein_door"
    )
