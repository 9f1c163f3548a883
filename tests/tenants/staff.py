"""What the tests of staff and of logins do: sign somebody in, end a place, find what was asked."""

import secrets
from uuid import UUID

from tenants.db import NOBODY_ENTERS, door, transaction
from tests.tenants.stage import Stage

STRANGERS = ("", "kees", "fatima", "mehmet", "olga", "peter", "sanne-elders")


def signs_in(stage: Stage, issuer: str, subject: str, *, address: str = "", upstream: str = "", at: str = "") -> bytes:
    """Somebody comes in through an organisation's issuer; the proof of the session, b"" when there is none."""
    proof = secrets.token_bytes(32)
    with transaction(stage.engine, NOBODY_ENTERS):
        person = door(
            "door_sign_in",
            the_issuer=stage.world.issuers[issuer],
            the_subject=subject,
            the_sid="",
            the_shown=subject.title(),
            the_sort_name=subject,
            the_address=address,
            is_verified=True,
            proposed=[stage.world.organisations[at or issuer]],
            the_invitation=None,
            the_proof=proof,
            the_tokens=None,
            fresh_seconds=600,
            session_seconds=3600,
            the_idle_seconds=0,
            the_upstream=upstream,
        )
    return proof if person else b""


def ends(stage: Stage, by: str, who: str, of: str = "") -> UUID:
    one = stage.world[who]
    affiliation = one.affiliations[of] if of else one.affiliation
    stage.does(by, "end_affiliation", the_affiliation=affiliation, the_why="")
    return affiliation


def request(stage: Stage, organisation: str = "zandwijk") -> UUID:
    query = "SELECT id FROM plein.login_request WHERE organisation_id = %s AND status = 'open' ORDER BY id DESC LIMIT 1"
    found: UUID = stage.world.one(query, stage.world.organisations[organisation])
    return found


def sessions(stage: Stage, who: str) -> int:
    found: int = stage.world.one("SELECT count(*) FROM plein.session WHERE login_id = %s", stage.world[who].login_id)
    return found
