"""Everything about a group that its co-owners agree to: parties, roles, reach, form, and the charter.

Why: co-owners are equals, so what widens sight takes the consent of each.
"""

from migrations.files import run_files, settle

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0005", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
