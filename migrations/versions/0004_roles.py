"""Roles that change hands: stewards are offered, accepted, named; people come in by work address.

Why: a group must never be left without somebody who tends it.
"""

from migrations.files import run_files, settle

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0004", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
