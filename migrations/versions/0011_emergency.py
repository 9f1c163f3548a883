"""Emergency access: two administrators, a reason, a few hours, and everybody told.

Why: somebody must be able to look when nobody is left to open, and never in silence.
"""

from migrations.files import run_files, settle

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0011", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
