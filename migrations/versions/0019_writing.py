"""A draft of a question keeps its labels and for whom it is asked.

Why: who went on with a draft chose both again, or forgot them.
"""

from migrations.files import run

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes it. NULL is what the form did not have; a person who was chosen is an id alone, found again when shown."""
    run(
        "SET ROLE plein_schema; ALTER TABLE plein.draft ADD COLUMN labels text CHECK (length(labels) <= 1000),"
        " ADD COLUMN typed_labels text CHECK (length(typed_labels) <= 1000),"
        " ADD COLUMN asked_for text CHECK (length(asked_for) <= 200), ADD COLUMN asked_for_id uuid; RESET ROLE;"
        " GRANT UPDATE (labels, typed_labels, asked_for, asked_for_id) ON plein.draft TO plein_app"
    )


def downgrade() -> None:
    """Takes it back."""
    run(
        "ALTER TABLE plein.draft DROP COLUMN labels, DROP COLUMN typed_labels, DROP COLUMN asked_for,"
        " DROP COLUMN asked_for_id"
    )
