"""What was in the bin when its thread moved is not opened to the stewards of where it went.

Why: a comment that was taken back in a room of one organisation could be read in the bin of a room of another.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("bin",)
INTERNAL: tuple[str, ...] = ("veils",)
VEILED = ("item", "item_text", "item_past", "attachment", "mention")


def upgrade() -> None:
    """Makes it."""
    run_files("0020", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back: stewards find it in their bin again."""
    run("".join(f"DROP POLICY veil ON plein.{table};" for table in VEILED))
    run(
        "DROP TRIGGER veils ON plein.item; DROP POLICY door ON plein.item;"
        " REVOKE SELECT (id, space_id, author_id, deleted_by, veiled) ON plein.item FROM plein_door"
    )
    drop_functions("veils", "veiled")
    take_back("0012", "spine", "moves")
    run("ALTER TABLE plein.item DROP COLUMN veiled")
