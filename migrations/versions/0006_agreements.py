"""Agreements that pause, resume and end with a look at what stops.

Why: what crosses between organisations is agreed by both, for as long as both want it.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PARTS = ("lists", "bulk")
INTERNAL = ("as_key",)
MADE = (
    "admin_externals",
    "admin_invitations",
    "admin_groups",
    "admin_group_people",
    "admin_figures",
    "start_bulk",
    "admin_bulk",
    "admin_bulk_rows",
    "work_bulk",
    "work_bulk_rows",
    "work_bulk_row",
    "work_bulk_on",
    "as_key",
)


def upgrade() -> None:
    """Makes it."""
    run_files("0006", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    drop_functions(*MADE)
    take_back("0001", "doors_people", "admin_memberships", "admin_groups")
    run("DROP TABLE plein.bulk_row, plein.bulk")
    settle()
