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
    appoint,
    end_affiliation,
    people,
    person,
    places,
)
from hub.admin.service.duties import Todo, todo
from hub.admin.service.lists import (
    ENDS_WITHIN,
    WITHOUT_SPONSOR,
    chosen_externals,
    end_external,
    extend_external,
    externals,
    group,
    group_people,
    groups,
    groups_with_externals,
    invitations,
    term,
    until_day,
)

__all__ = [
    "ENDS_WITHIN",
    "WITHOUT_SPONSOR",
    "Allowed",
    "Arrangement",
    "Todo",
    "agreement",
    "agreements",
    "appoint",
    "chosen_externals",
    "end_affiliation",
    "end_external",
    "extend_external",
    "externals",
    "group",
    "group_people",
    "groups",
    "groups_with_externals",
    "invitations",
    "partners",
    "people",
    "person",
    "places",
    "propose_agreement",
    "step_agreement",
    "term",
    "todo",
    "until_day",
]
