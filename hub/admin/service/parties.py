"""The groups that an organisation is a party of."""

from typing import Any
from uuid import UUID

from hub.desk.service import find
from tenants.actor import Actor
from tenants.db import door_rows


def groups(actor: Actor, organisation_id: UUID) -> list[Any]:
    """Title, own role and reach, own people there, the other parties as far as one may know them."""
    find(actor, organisation_id)
    return door_rows("admin_groups", the_organisation=organisation_id)
