"""Acts on the rows of a list that were ticked: what will happen to whom is shown first, then a job does it row by row.

A feature declares a `hub.kit.feature.Bulk` in `Feature.bulk`. Its `look` says of each chosen row of that organisation
what would happen, or why it stays out; `act` does one row through the same service as the button beside it, and says no
by a Refusal. The job enters as the administrator who began it, again before each row: what she may not do any more,
does not happen. Rows are done in batches of a transaction each, so one that was cut off is done again as a whole and
no row twice.
"""

import logging
from collections.abc import Iterable, Mapping
from uuid import UUID

from hub.kit.feature import Bulk
from tenants.actor import Actor
from tenants.db import as_affiliation, become, door, door_rows, session
from tenants.errors import Invalid, Missing, Refusal, words

AT_ONCE = 20
"""So many rows are done in one transaction; a progress page moves by this."""

FAULT = words("Er ging bij ons iets mis. Probeer deze later opnieuw.")
NOT_THERE = words("Deze is er niet meer, of het mag niet meer.")

_ACTS: dict[str, Bulk] = {}
_log = logging.getLogger(__name__)


def register(acts: Iterable[Bulk]) -> None:
    """Let a feature act on many rows of its lists."""
    _ACTS.update({one.kind: one for one in acts})


def of(kind: str) -> Bulk:
    """The act of this kind; Missing when there is none."""
    if kind not in _ACTS:
        raise Missing
    return _ACTS[kind]


def on(path: str) -> list[Bulk]:
    """The acts on the list at this path."""
    return [one for one in _ACTS.values() if one.path == path]


def work(_row_id: UUID, *, bulk: str) -> None:
    """Do the next rows of an act in the name of who began it, and promise the rest (a job)."""
    found = next(iter(door_rows("work_bulk", the_bulk=UUID(bulk))), None)
    if found is None:
        return
    stopped = False
    for row in door_rows("work_bulk_rows", the_bulk=UUID(bulk), at_most=AT_ONCE):
        actor = become(as_affiliation(found.affiliation_id))
        if found.organisation_id not in actor.administers:
            stopped = True
            break
        reason = _do(found.kind, actor, found.organisation_id, row.thing_id, found.detail)
        door("work_bulk_row", the_bulk=UUID(bulk), the_position=row.position, the_reason=reason)
    door("work_bulk_on", the_bulk=UUID(bulk), is_stopped=stopped)


def _do(kind: str, actor: Actor, organisation_id: UUID, thing_id: UUID, detail: Mapping[str, str]) -> str:
    """Do one row; '' when it was done, else the sentence that says why not, and nothing of it stays."""
    try:
        with session().begin_nested():
            of(kind).act(actor, organisation_id, thing_id, detail)
    except Missing:
        return NOT_THERE
    except Invalid as refusal:
        return next(iter(refusal.fields.values()), refusal.message)
    except Refusal as refusal:
        return refusal.message
    except Exception as error:  # noqa: BLE001 - one row that fails stops no other
        _log.warning("row failed", extra={"kind": kind, "error": type(error).__name__})
        return FAULT
    return ""
