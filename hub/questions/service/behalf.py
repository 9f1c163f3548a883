"""For whom somebody asks: a name, or somebody who is in the space and whom the asker sees there."""

from dataclasses import dataclass
from uuid import UUID

from hub.content.models import Draft
from hub.groups import service as groups
from hub.groups.service import Filter
from hub.kit.people import bylines
from hub.questions.models import Question
from tenants.actor import Actor
from tenants.errors import Invalid, words
from tenants.names import sort_name

SUGGESTED = 8
LEAST = 2
"""From so many letters on, names are offered."""


@dataclass(frozen=True)
class Behalf:
    """For whom one asks: an affiliation, or else a name; neither when one asks for oneself."""

    name: str = ""
    affiliation_id: UUID | None = None


NOBODY = Behalf()


def names(actor: Actor, space_id: UUID, said: str) -> list[str]:
    """People of a space of whose name a word begins so, as far as the actor sees them: "Name (organisation)"."""
    if len(sort_name(said)) < LEAST:
        groups.find(actor, space_id)
        return []
    found = groups.members(actor, space_id, only=Filter(name=said)).rows[:SUGGESTED]
    return [groups.full_name(one.person) for one in found if not one.is_me]


def meant(actor: Actor, space_id: UUID, said: str) -> Behalf:
    """Who is meant by what was typed: the one person of the space with exactly this name, else the name itself.

    Invalid where several people have it: the organisation behind it says which.
    """
    if not said:
        return NOBODY
    exact = groups.called(actor, space_id, said)
    if len(exact) > 1:
        sentence = words("Er zijn hier meer mensen met deze naam. Zet de organisatie er tussen haakjes achter.")
        raise Invalid({"voor": sentence})
    return Behalf(affiliation_id=exact[0].id) if exact else Behalf(name=said)


def said_for(question: Question) -> str:
    """For whom a question is asked, as one types it: a name, with the organisation of whom the actor sees there."""
    if question.asked_for_id is None:
        return question.asked_for
    return groups.full_name(bylines([question.asked_for_id])[question.asked_for_id])


def kept_for(actor: Actor, space_id: UUID, draft: Draft | None) -> str | None:
    """For whom one would ask by an own draft; None when it does not say so.

    Who was chosen is looked for again: of whom one does not find in the space any more nothing is shown, as if nobody
    had been chosen.
    """
    if draft is None or draft.asked_for_id is None:
        return draft.asked_for if draft else None
    said = groups.full_name(bylines([draft.asked_for_id])[draft.asked_for_id])
    return said if draft.asked_for_id in {one.id for one in groups.called(actor, space_id, said)} else None
