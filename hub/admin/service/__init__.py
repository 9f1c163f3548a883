"""What an administrator does for one organisation: answers requests, looks after people and places, reads the log."""

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
    to_confirm,
    until_day,
)
from hub.admin.service.policies import publish_terms, set_policies, terms

__all__ = [
    "ENDS_WITHIN",
    "WITHOUT_SPONSOR",
    "Todo",
    "chosen_externals",
    "end_external",
    "extend_external",
    "externals",
    "group",
    "group_people",
    "groups",
    "groups_with_externals",
    "invitations",
    "publish_terms",
    "set_policies",
    "term",
    "terms",
    "to_confirm",
    "todo",
    "until_day",
]
