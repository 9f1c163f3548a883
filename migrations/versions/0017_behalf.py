"""On behalf of whom a question is asked can be changed by who asked it.

Why: a name is soon wrong, and asking again loses the answers.
"""

from migrations.files import settle

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
