"""Agreements that pause, resume and end with a look at what stops.

Why: what crosses between organisations is agreed by both, for as long as both want it.
"""

from migrations.files import run_files, settle

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0006", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
