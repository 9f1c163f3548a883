"""On behalf of whom a question is asked can be changed by who asked it; and questions are alike in English too.

Why: a name is soon wrong, and asking again loses the answers.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("behalf", "words")
INTERNAL: tuple[str, ...] = ("asks_for",)


def upgrade() -> None:
    """Makes it."""
    run_files("0017", *PARTS)
    settle(INTERNAL)


# The words of all titles, as the function that is there now gives them.
WORDS = (
    "DELETE FROM plein.question_word; INSERT INTO plein.question_word (item_id, word, space_id)"
    " SELECT q.item_id, s, q.space_id FROM plein.question q CROSS JOIN LATERAL plein.stems(q.title) s"
    " ON CONFLICT DO NOTHING"
)


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
    take_back("0013", "questions", "stems")
    run(WORDS)
