"""Who can read, exactly, and as whom: previews of widening, and a view as an external sees it.

Why: one must know at every moment who can read this.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("audience", "widening", "view_as")
INTERNAL: tuple[str, ...] = ("counted", "viewable")


def upgrade() -> None:
    """Makes it."""
    run_files("0007", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    run("SET ROLE plein_schema; DROP TRIGGER counted ON plein.item; RESET ROLE;")
    drop_functions("counted", "readers_by_openness", "widening", "start_view", "view_as", "viewable")
    take_back("0001", "doors_base", "moved")
    take_back("0001", "doors_groups", "audience")
    run("SET ROLE plein_schema; ALTER TABLE plein.space_activity DROP COLUMN items, DROP COLUMN documents; RESET ROLE;")
