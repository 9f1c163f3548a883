"""Questions, whole: several good answers, on behalf of someone, tags, merged duplicates, questions that look alike.

Why: a question that was asked before should find its answer, and one that was answered should say so everywhere.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("questions",)
INTERNAL: tuple[str, ...] = ("words_of_title", "merges", "stays_merged", "reopens", "asks_for")


def upgrade() -> None:
    """Makes it."""
    run_files("0013", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back: which answers were good too, tags, and what was merged are gone."""
    run(
        "DROP TRIGGER words_of_title ON plein.question; DROP TRIGGER merges ON plein.question;"
        " DROP TRIGGER stays_merged ON plein.item; DROP TRIGGER reopens ON plein.question;"
        " DROP TRIGGER asks_for ON plein.question; DROP POLICY newborn ON plein.question;"
        " DROP TABLE plein.good_answer, plein.item_tag, plein.question_word; DROP INDEX plein.question_open;"
        " ALTER TABLE plein.question DROP COLUMN asked_for, DROP COLUMN asked_for_id, DROP COLUMN merged_into,"
        " DROP COLUMN merged_at, DROP COLUMN merged_by, DROP COLUMN reopened_at, DROP COLUMN reopened_by,"
        " DROP CONSTRAINT question_space_item;"
        " CREATE POLICY newborn ON plein.question AS RESTRICTIVE FOR INSERT TO plein_app"
        " WITH CHECK (accepted_by IS NULL);"
        " SET ROLE plein_schema;"
        " CREATE INDEX question_open ON plein.question (space_id, item_id) WHERE accepted_id IS NULL; RESET ROLE"
    )
    drop_functions("stems", "tell_merged", "how_many_people", *INTERNAL)
