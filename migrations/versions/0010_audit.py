"""The audit log sealed: a chain for each organisation, and what the self-check found.

Why: an auditor must be able to see that nothing was altered, removed, put in or cut off.
"""

from migrations.files import run_files, settle, take_back

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("verbs",)
INTERNAL: tuple[str, ...] = ()


def upgrade() -> None:
    """Makes it."""
    run_files("0010", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    take_back("0001", "doors_base", "audit")
