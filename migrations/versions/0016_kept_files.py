"""Files stay with a draft: chosen once, they are there when the form comes back.

Why: who chose four large files and forgot a word should not choose them again.
"""

from migrations.files import settle

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
