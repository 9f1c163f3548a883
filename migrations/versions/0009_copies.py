"""A copy of a party's own items.

Why: who leaves takes along what is its own.
"""

from migrations.files import run_files, settle

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0009", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
