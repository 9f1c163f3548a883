"""The foundation: organisations, people, spaces, content, the one rule and its doors.

Why: everything that the rule of access reads is here from the first day, so that later features add a table and no
clause. The roles must exist (migrations/sql/roles.sql, once per server). There is no earlier code to live beside.
"""

from alembic import op

from migrations.files import run_files

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PARTS = (
    "tables",
    "enter",
    "doors_base",
    "policies",
    "doors_signin",
    "doors_groups",
    "doors_people",
    "doors_worker",
    "grants",
)


def upgrade() -> None:
    """Makes the schema."""
    run_files("0001", *PARTS)
    op.execute("GRANT SELECT ON public.plein_version TO plein_app, plein_worker")


def downgrade() -> None:
    """Drops the schema with everything in it; the roles stay."""
    op.execute("DROP SCHEMA plein CASCADE")
