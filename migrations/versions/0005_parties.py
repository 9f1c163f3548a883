"""Everything about a group that its co-owners agree to: parties, roles, reach, form, and the charter.

Why: co-owners are equals, so what widens sight takes the consent of each.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("charter",)
INTERNAL: tuple[str, ...] = ("members_may_invite", "classification")


def upgrade() -> None:
    """Makes it."""
    run_files("0005", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    drop_functions("members_may_invite", "classification")
    run("DROP TABLE plein.charter_reading, plein.charter")
