"""Agreements that pause, resume and end with a look at what stops.

Why: what crosses between organisations is agreed by both, for as long as both want it.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PARTS = ("lists", "bulk", "agreements")
INTERNAL = ("title_for", "vouching")
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
    "title_for",
    "vouching",
    "propose_agreement",
    "admin_agreement_sides",
    "admin_agreement_steps",
    "admin_agreement_names",
    "admin_agreement_groups",
    "admin_agreements",
    "work_agreement_step",
    "work_warn_agreements",
    "work_agreement_warning",
    "find_colleagues",
    "open_directories",
    "own_department",
    "set_policies",
)


def upgrade() -> None:
    """Makes it."""
    run_files("0006", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    drop_functions(*MADE)
    take_back("0001", "doors_people", "admin_memberships", "admin_groups", "propose_agreement", "step_agreement")
    run("DROP TABLE plein.bulk_row, plein.bulk, plein.agreement_step, plein.agreement_address")
    run("ALTER TABLE plein.agreement_party DROP COLUMN resumed_at")
    run("ALTER TABLE plein.organisation DROP COLUMN forget_days")
    run("REVOKE UPDATE (guest_days, founders, brand) ON plein.organisation FROM plein_door")
    settle()
