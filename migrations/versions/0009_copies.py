"""A copy of a party's own items.

Why: who leaves takes along what is its own.
"""

from alembic import op

from migrations.files import drop_functions, run_files, settle

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PARTS = ("copies",)


def upgrade() -> None:
    """Makes it."""
    run_files("0009", *PARTS)
    settle()


def downgrade() -> None:
    """Takes it back; the files of copies are removed by hand, they lie in the storage's folder `copies`."""
    drop_functions(
        "ask_copy",
        "open_copy",
        "note_copy",
        "remove_copy",
        "work_copy",
        "work_copy_progress",
        "work_copy_end",
        "work_copies_over",
        "work_copy_gone",
    )
    op.execute("DROP TABLE plein.copy")
