"""Who can read, exactly, and as whom: previews of widening, and a view as an external sees it.

Why: one must know at every moment who can read this.
"""

from migrations.files import run_files, settle

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0007", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
