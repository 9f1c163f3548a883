"""What an organisation decides for its own people: guests and their terms, groups, forgetting, its colour."""

from typing import Any
from uuid import UUID

from hub.desk.service import find
from tenants.actor import Actor
from tenants.db import door, door_rows


def set_policies(
    actor: Actor, organisation_id: UUID, *, guest_days: int, founders: str, forget_days: int, brand: str
) -> int:
    """Decide them; returns how many changed. Invalid names the wrong field."""
    find(actor, organisation_id)
    changed: int = door(
        "set_policies",
        the_organisation=organisation_id,
        the_guest_days=guest_days,
        the_founders=founders,
        the_forget_days=forget_days,
        the_brand=brand,
    )
    return changed


def terms(actor: Actor, organisation_id: UUID) -> list[Any]:
    """The versions of the terms of use, newest first: number, text, by whom, when, how many accepted it last."""
    find(actor, organisation_id)
    return door_rows("terms_of", the_organisation=organisation_id)


def publish_terms(actor: Actor, organisation_id: UUID, *, text: str) -> int:
    """Make a new version, in force at once; returns its number."""
    find(actor, organisation_id)
    number: int = door("publish_terms", the_organisation=organisation_id, the_text=text)
    return number
