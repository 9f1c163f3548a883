"""Who wants to come back, and through which logins the own people are here."""

from datetime import date
from typing import Any
from uuid import UUID

from hub.desk.service import find
from hub.staff.service.people import person, until
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Missing
from tenants.names import sort_name


def requests(actor: Actor, organisation_id: UUID) -> list[Any]:
    """What waits for a yes or a no, oldest first: people who come back, and logins that are asked for."""
    find(actor, organisation_id)
    return door_rows("admin_login_requests", the_organisation=organisation_id)


def request(actor: Actor, organisation_id: UUID, request_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One of them; else Missing."""
    found = next((one for one in requests(actor, organisation_id) if one.id == request_id), None)
    if found is None:
        raise Missing
    return found


def answer_return(actor: Actor, organisation_id: UUID, request_id: UUID, *, answer: str, last_day: date | None) -> Any:  # noqa: ANN401 - the door's row
    """Say who came back: the same person, somebody else who begins anew, or nobody who should be here."""
    found = request(actor, organisation_id, request_id)
    door(
        "answer_return",
        the_request=request_id,
        the_answer=answer,
        the_until=until(last_day),
        the_sort_name=sort_name(found.shown),
    )
    return found


def answer_login(actor: Actor, organisation_id: UUID, request_id: UUID, *, agrees: bool) -> Any:  # noqa: ANN401 - the door's row
    """Let another login of somebody count here, or not."""
    found = request(actor, organisation_id, request_id)
    door("answer_login", the_request=request_id, agrees=agrees)
    return found


def logins(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> list[Any]:
    """The logins of one of the own people: where, since when, let in by whom."""
    find(actor, organisation_id)
    return door_rows("admin_logins", the_organisation=organisation_id, the_affiliation=affiliation_id)


def take_login(actor: Actor, organisation_id: UUID, affiliation_id: UUID, *, login_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """Take a login away from one of the own people; Conflict for the only one."""
    found = person(actor, organisation_id, affiliation_id)
    door("take_login", the_affiliation=affiliation_id, the_login=login_id)
    return found
