"""What an administrator does for one organisation: answers requests, looks after people and places, reads the log."""

from hub.admin.service.arrangements import (
    Allowed,
    Arrangement,
    agreement,
    agreements,
    partners,
    propose_agreement,
    step_agreement,
)
from hub.admin.service.directory import (
    admit,
    appoint,
    end_affiliation,
    externals,
    invitations,
    people,
    person,
    places,
    waiting,
)
from hub.admin.service.duties import Todo, todo
from hub.admin.service.logbook import Asked, Range, log
from hub.admin.service.parties import groups

__all__ = [
    "Allowed",
    "Arrangement",
    "Asked",
    "Range",
    "Todo",
    "admit",
    "agreement",
    "agreements",
    "appoint",
    "end_affiliation",
    "externals",
    "groups",
    "invitations",
    "log",
    "partners",
    "people",
    "person",
    "places",
    "propose_agreement",
    "step_agreement",
    "todo",
    "waiting",
]
