"""Groups that one finds: requests to join, tags, pictures, and an end date that counts at the click.

Why: a group has a life of its own before and after its members.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("tables", "compute", "doors_life", "doors_requests")
INTERNAL: tuple[str, ...] = ("steered", "audience_of", "tell_members", "may_bring_back")
MADE = (
    *("set_end", "set_tags", "set_picture", "work_warn_ends", "work_title", "ask_to_join", "withdraw_request"),
    *("answer_request", "requests", "own_requests", "admin_requests", "asks_as", "work_request", "work_answer"),
    *INTERNAL,
)


def upgrade() -> None:
    """Makes it."""
    run_files("0003", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    drop_functions(*MADE, "findable_groups")
    take_back("0001", "enter", "compute")
    take_back("0001", "doors_base", "is_archived")
    take_back("0001", "doors_groups", "create_room", "archive_space", "join_group", "findable_groups")
    take_back("0001", "doors_worker", "work_archive")
    settle()
    run("DROP TABLE plein.request, plein.space_tag; ALTER TABLE plein.space DROP COLUMN icon, DROP COLUMN tint")
    run("ALTER TABLE plein.membership DROP COLUMN ended_for")
