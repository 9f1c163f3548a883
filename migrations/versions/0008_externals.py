"""The life of an external, whole: terms of use by version, another sponsor, the end and what is kept.

Why: an external's access always has somebody who vouches for it, and an end.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("terms", "compute", "invitations", "sponsorship", "worker", "own")
INTERNAL: tuple[str, ...] = (
    "has_agreed",
    "terms_number",
    "keep_days",
    "looking_after",
    "may_hand_over",
    "may_take_over",
    "set_sponsor",
    "note_invitation",
)
INTERNAL_BEFORE = ("let_in", "taken_out", "may_sponsor")

# What is made here, and of what was there before it takes the place.
MADE = (
    *("publish_terms", "terms_of", "terms_takers", "current_terms", "owed_terms", "accept_terms"),
    *("has_agreed", "terms_number"),
    *(
        "note_invitation",
        "may_invite",
        "known_address",
        "invitation_at",
        "resend_invitation",
        "invitation_terms",
        "accept_invitation",
    ),
    *("admin_confirmations", "work_waiting", "own_places"),
    *("may_hand_over", "may_take_over", "external_place", "sponsor_candidates", "set_sponsor", "ask_takeover"),
    *("answer_takeover", "withdraw_takeover", "assign_sponsor", "own_takeovers", "space_sponsorless", "own_externals"),
    *("work_takeover", "keep_days", "work_warn", "work_warning", "looking_after", "work_sponsorless"),
    *("work_sponsorless_told", "work_forget"),
    *("own_kept", "own_accounts", "own_log", "end_own_access", "work_left"),
)
BEFORE = {
    "doors_people": (
        *(
            "invite_external",
            "resend_invitation",
            "invitation_terms",
            "let_in",
            "taken_out",
            "accept_invitation",
            "confirm_taker",
        ),
        *(
            "may_sponsor",
            "withdraw_invitation",
            "space_invitations",
            "own_places",
            "own_externals",
            "external_place",
            "extend_external",
            "own_ended",
        ),
    ),
    "doors_worker": ("work_warn", "work_warning", "work_sweep"),
}


def upgrade() -> None:
    """Makes it."""
    run_files("0008", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    take_back("0003", "compute", "compute")
    drop_functions(*MADE, "own_ended")
    for file, names in BEFORE.items():
        take_back("0001", file, *names)
    settle(INTERNAL_BEFORE)
    run("DROP TABLE plein.sponsorship, plein.terms_accepted, plein.terms")
    run("REVOKE UPDATE (shown, employer, address) ON plein.invitation FROM plein_door")
    run("ALTER TABLE plein.invitation DROP COLUMN taker_terms")
    run("REVOKE DELETE ON plein.login, plein.affiliation_address FROM plein_door")
    run("REVOKE UPDATE (title, department, employer) ON plein.affiliation FROM plein_door")
