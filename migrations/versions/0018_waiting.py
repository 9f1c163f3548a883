"""Deleted answers of a space are found by themselves, and what one deleted in the order in which one did.

Why: a question whose accepted answer was deleted waits again, and looking for those read every question of a person's
spaces, on each start page. A page of one's own bin read all of it.
"""

from migrations.files import run

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes it."""
    run(
        "SET ROLE plein_schema; CREATE INDEX item_answer_bin ON plein.item (space_id, id)"
        " WHERE kind = 'answer' AND deleted_at IS NOT NULL; CREATE INDEX item_own_bin ON plein.item"
        " (deleted_by, deleted_at DESC, id DESC) WHERE deleted_at IS NOT NULL; RESET ROLE"
    )


def downgrade() -> None:
    """Takes it back."""
    run("DROP INDEX plein.item_answer_bin, plein.item_own_bin")
