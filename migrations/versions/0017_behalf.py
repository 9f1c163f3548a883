"""On behalf of whom a question is asked can be changed by who asked it.

Why: a name is soon wrong, and asking again loses the answers.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("behalf",)
INTERNAL: tuple[str, ...] = ("asks_for",)


def upgrade() -> None:
    """Makes it."""
    run_files("0017", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    run(
        "REVOKE UPDATE (asked_for, asked_for_id) ON plein.question FROM plein_app; SET ROLE plein_schema;"
        " DROP TRIGGER asks_for_later ON plein.question; DROP TRIGGER asks_for ON plein.question; RESET ROLE"
    )
    drop_functions(*INTERNAL)
    take_back("0013", "questions", *INTERNAL)
    run(
        "SET ROLE plein_schema; CREATE TRIGGER asks_for BEFORE INSERT ON plein.question FOR EACH ROW"
        " WHEN (new.asked_for_id IS NOT NULL) EXECUTE FUNCTION plein.asks_for(); RESET ROLE"
    )
    settle(INTERNAL)
