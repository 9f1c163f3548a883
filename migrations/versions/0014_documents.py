"""Documents, whole: folders, and where the newest version of each document stands.

Why: nobody finds anything in one long list, and a folder may hold a hundred thousand.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("documents",)
INTERNAL: tuple[str, ...] = (
    "heads_version",
    "heads_document",
    "heads_space",
    "lies_in",
    "no_circle",
    "bins_folder",
)


def upgrade() -> None:
    """Makes it."""
    run_files("0014", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back: folders are gone, what lay in them stays."""
    run(
        "DROP TRIGGER heads_version ON plein.document_version; DROP TRIGGER heads_document ON plein.document;"
        " DROP TRIGGER lies_in ON plein.document; DROP TRIGGER bins_folder ON plein.item;"
        " DROP TABLE plein.document_head; ALTER TABLE plein.document_version DROP CONSTRAINT document_version_here;"
        " ALTER TABLE plein.document DROP COLUMN folder_id; DROP TABLE plein.folder"
    )
    drop_functions(*INTERNAL)
    run(
        "DROP TRIGGER moved ON plein.item; DROP TRIGGER counted ON plein.item;"
        " CREATE TRIGGER moved AFTER INSERT ON plein.item FOR EACH ROW WHEN (new.parent_id IS NULL)"
        " EXECUTE FUNCTION plein.moved();"
        " CREATE TRIGGER counted AFTER UPDATE OF deleted_at ON plein.item FOR EACH ROW WHEN (new.parent_id IS NULL"
        " AND (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION plein.counted();"
        " DELETE FROM plein.thread_read WHERE item_id IN (SELECT id FROM plein.item WHERE kind = 'folder');"
        " DELETE FROM plein.item_text WHERE item_id IN (SELECT id FROM plein.item WHERE kind = 'folder');"
        " DELETE FROM plein.item WHERE kind = 'folder'; DROP INDEX plein.item_timeline;"
        " SET ROLE plein_schema; CREATE INDEX item_timeline ON plein.item (space_id, id DESC)"
        " WHERE parent_id IS NULL AND deleted_at IS NULL;"
        " ALTER TABLE plein.item DROP CONSTRAINT item_kind_check, DROP CONSTRAINT item_check,"
        " ADD CONSTRAINT item_kind_check CHECK (kind IN ('post', 'question', 'document', 'answer', 'comment')),"
        " ADD CONSTRAINT item_check CHECK ((parent_id IS NULL) = (kind IN ('post', 'question', 'document')));"
        " RESET ROLE"
    )
