"""The life of an external, whole: terms of use by version, another sponsor, the end and what is kept.

Why: an external's access always has somebody who vouches for it, and an end.
"""

from migrations.files import run_files, settle

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0008", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
