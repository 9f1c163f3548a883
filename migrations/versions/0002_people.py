"""The own people of an organisation: staff by invitation, other logins, sessions, whoever comes back.

Why: an administrator answers for who works here, through which logins, and until when.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("tables", "signin", "people", "logins", "invitations")
INTERNAL: tuple[str, ...] = (
    "seen",
    "is_live_session",
    "seems_ended",
    "keep_administrator",
    "close_sessions",
    "reopen",
    "own_session",
    "clash",
    "open_staff_invitation",
    "begin_staff",
    "session_id",
    "close_own",
    "unlinking",
)
DOORS = (
    "door_returning",
    "door_link_arrived",
    "set_term",
    "reopen_affiliation",
    "end_sessions",
    "own_sessions",
    "end_own_sessions",
    "end_own_session",
    "admin_leaving",
    "admin_chosen_people",
    "work_terms",
    "work_administrators",
    "work_reopened",
    "work_place",
    "own_link",
    "link_login",
    "own_logins",
    "own_login_places",
    "own_login",
    "unlink_login",
    "ask_login",
    "withdraw_login_request",
    "admin_login_requests",
    "admin_logins",
    "answer_login",
    "take_login",
    "answer_return",
    "work_login_request",
    "invite_staff",
    "resend_staff_invitation",
    "withdraw_staff_invitation",
    "door_staff_invitation",
    "staff_terms",
    "accept_staff_invitation",
    "refuse_staff_invitation",
    "confirm_staff",
    "work_staff_invitation",
)
CHANGED = ("door_sign_in_begin", "door_sign_in_take", "door_sign_in", "admin_people", "admin_person")

TABLES_BACK = """
DROP TABLE plein.login_request, plein.login_link;
REVOKE UPDATE (person_id) ON plein.affiliation FROM plein_door;
REVOKE DELETE ON plein.affiliation_login FROM plein_door;
REVOKE UPDATE (person_id) ON plein.login FROM plein_door;
REVOKE UPDATE (sponsor_id) ON plein.invitation FROM plein_door;
DELETE FROM plein.invitation WHERE kind = 'staff';
ALTER TABLE plein.invitation DROP COLUMN title, DROP CONSTRAINT invitation_kind_check, DROP CONSTRAINT invitation_check,
  ADD CONSTRAINT invitation_kind_check CHECK (kind IN ('external', 'administrator')),
  ADD CONSTRAINT invitation_check CHECK (kind = 'administrator'
    OR (space_id IS NOT NULL AND group_id IS NOT NULL AND sponsor_id IS NOT NULL AND address <> ''));
ALTER TABLE plein.sign_in DROP COLUMN link;
ALTER TABLE plein.login DROP COLUMN upstream;
DROP INDEX plein.affiliation_ending;
ALTER TABLE plein.affiliation DROP COLUMN seen_at;
"""


def upgrade() -> None:
    """Makes it."""
    run_files("0002", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back; invitations of staff that still wait are lost."""
    run("DROP TRIGGER seen ON plein.session")
    drop_functions(*DOORS, *INTERNAL, *CHANGED)
    take_back("0001", "doors_signin", "door_sign_in_begin", "door_sign_in_take", "door_sign_in")
    take_back("0001", "doors_people", "end_affiliation", "appoint", "admin_people", "admin_person")
    run(TABLES_BACK)
    settle()
