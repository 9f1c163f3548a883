"""Everything about a group that its co-owners agree to: parties, roles, reach, form, and the charter.

Why: co-owners are equals, so what widens sight takes the consent of each.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("charter", "proposals", "lists", "charters")
INTERNAL: tuple[str, ...] = (
    "members_may_invite",
    "classification",
    "width",
    "needed",
    "meaning",
    "consents_to",
    "proposal_verb",
    "proposal_logs",
    "ask_again",
    "party_out",
    "take_proposal",
    "lay_proposal",
    "as_proposer",
    "as_writer",
)
DOORS = (
    "propose_change",
    "narrow_form",
    "narrow_reach",
    "group_proposals",
    "own_party",
    "came_by_themselves",
    "work_decided",
    "work_party_left",
    "write_charter",
    "propose_charter",
    "charters",
    "admin_charters",
    "admin_unread_charters",
    "read_charter",
)
CHANGED = ("answer_proposal", "admin_proposals", "work_proposal")

TABLES_AS_BEFORE = """
DELETE FROM plein.consent c USING plein.proposal p WHERE p.id = c.proposal_id AND p.kind <> 'party';
DELETE FROM plein.proposal WHERE kind <> 'party';
UPDATE plein.proposal SET status = 'withdrawn' WHERE status = 'lapsed';
REVOKE UPDATE (declined_at) ON plein.proposal FROM plein_door;
REVOKE UPDATE (given_by, at, meaning) ON plein.consent FROM plein_door;
SET ROLE plein_schema;
ALTER TABLE plein.consent DROP meaning;
ALTER TABLE plein.membership DROP narrowed_at;
DROP INDEX plein.proposal_one_open, plein.proposal_charter;
ALTER TABLE plein.proposal
  DROP CONSTRAINT proposal_what_check, DROP CONSTRAINT proposal_charter_fkey,
  DROP kind, DROP form, DROP charter_id, DROP hidden, DROP declined_at,
  DROP CONSTRAINT proposal_role_check, ADD CONSTRAINT proposal_role_check CHECK (role IN ('owner', 'participant')),
  DROP CONSTRAINT proposal_reach_check, ADD CONSTRAINT proposal_reach_check CHECK (reach IN ('all', 'named')),
  DROP CONSTRAINT proposal_status_check,
  ADD CONSTRAINT proposal_status_check CHECK (status IN ('open', 'taken', 'refused', 'withdrawn'));
CREATE UNIQUE INDEX proposal_one_open ON plein.proposal (group_id, named) WHERE status = 'open';
RESET ROLE;
DROP TABLE plein.charter_reading, plein.charter;
"""


def upgrade() -> None:
    """Makes it."""
    run_files("0005", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    drop_functions(*INTERNAL, *DOORS, *CHANGED)
    run(TABLES_AS_BEFORE)
    take_back("0001", "doors_groups", "propose_party", "answer_proposal", "withdraw_proposal", "leave_party")
    take_back("0001", "doors_people", "admin_proposals")
    take_back("0001", "doors_worker", "work_proposal")
    settle()
