"""The own people of an organisation: staff by invitation, other logins, sessions, whoever comes back.

Why: an administrator answers for who works here, through which logins, and until when.
"""

from migrations.files import run_files, settle

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ()
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0002", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
