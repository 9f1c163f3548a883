"""Roles that change hands: stewards are offered, accepted, named; people come in by work address.

Why: a group must never be left without somebody who tends it.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PARTS = ("tables", "members", "stewards", "addresses")
INTERNAL = ("is_live", "stewards_of", "offer_stands", "lacks_steward")
NEW = (
    *INTERNAL,
    "add_members",
    "member_origins",
    "waiting_members",
    "former_members",
    "admin_ended",
    "admin_ended_place",
    "admin_outside",
    "admin_place",
    "offer_stewardship",
    "withdraw_offer",
    "answer_offer",
    "own_offers",
    "space_offers",
    "admin_offers",
    "admin_unstewarded",
    "admin_candidates",
    "name_steward",
    "work_offer",
    "add_by_address",
    "withdraw_address",
    "answer_address",
    "space_addresses",
    "admin_addresses",
    "admin_asked_addresses",
    "work_address_request",
    "work_forget_addresses",
)

# Who sees a membership as it was: whoever sees the space.
SEEN_BEFORE = """
ALTER POLICY see ON plein.membership USING (
  space_id IN (SELECT plein.listed('sees'))
    AND (wrote OR since <= (SELECT plein.moment()) AND until > (SELECT plein.moment()))
  OR affiliation_id IN (SELECT plein.listed('mine'))
  OR sponsor_id IN (SELECT plein.listed('staff_affiliations')))
"""


def upgrade() -> None:
    """Makes it."""
    run_files("0004", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    run(SEEN_BEFORE)
    drop_functions(*NEW)
    take_back("0001", "doors_base", "another_steward")
    take_back("0001", "doors_groups", "add_member", "confirm_member", "admit_own", "change_role", "end_membership")
    take_back("0001", "doors_people", "admin_waiting")
    run("DROP TABLE plein.address_request, plein.offer")
    run("DROP INDEX plein.membership_stewards, plein.membership_waits, plein.membership_put_out")
