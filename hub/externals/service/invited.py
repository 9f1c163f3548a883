"""The invited person's side: who invites, what for, yes or no."""

from typing import Any
from uuid import UUID

from tenants.actor import Actor
from tenants.db import again, door, door_rows
from tenants.errors import Invalid, Missing, words
from tenants.names import sort_name

LONGEST_NAME = 120


def greeting(proof: bytes) -> Any:  # noqa: ANN401 - the door's row: kind, organisation, initials, brand, sponsor, the two issuers
    """Who invites, before sign-in. Missing for a link that is absent, used, withdrawn or run out: all the same."""
    rows = door_rows("door_invitation", the_proof=proof)
    if not rows:
        raise Missing
    return rows[0]


def terms(_actor: Actor, proof: bytes) -> Any:  # noqa: ANN401 - the door's row: organisation, sponsor, title, role, access_until ...
    """What for and until when, after sign-in; Missing as `greeting`."""
    rows = door_rows("invitation_terms", the_proof=proof)
    if not rows:
        raise Missing
    return rows[0]


def accept(actor: Actor, proof: bytes, *, session_proof: bytes, shown: str, terms_number: int) -> UUID | None:
    """Accept an invitation; the space, or None when it waits for somebody's word. Invalid without a good name.

    `terms_number`: the version of the terms that was shown, 0 where there are none; Conflict when another is in force.
    """
    name = " ".join(shown.split()) or actor.shown
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid({"shown": words("Vul je naam in zoals anderen die zien, hoogstens 120 tekens.")})
    space_id: UUID | None = door(
        "accept_invitation",
        the_proof=proof,
        the_session=session_proof,
        the_shown=name,
        the_sort_name=sort_name(name),
        the_terms=terms_number,
    )
    again()
    return space_id


def refuse(_actor: Actor, proof: bytes) -> None:
    """Say no to an invitation; its link ends."""
    door("refuse_invitation", the_proof=proof)
