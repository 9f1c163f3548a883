"""Gives the tests of externals an inviter's steps over HTTP."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest

from tests.hub.conftest import Client
from tests.world import World

Invite = Callable[..., UUID]


@pytest.fixture
def invite(world: World, client: Client) -> Invite:
    """Invites somebody as a steward would; gives the invitation's id."""

    def send(address: str, *, by: str = "fatima", space: str = "tender", days: int = 60, **also: str) -> UUID:
        form = {
            "shown": "Nova Nieuw",
            "address": address,
            "employer": "Nieuw BV",
            "role": "member",
            "access_until": (world.now.date() + timedelta(days=days)).isoformat(),
            "once": str(uuid4()),
        } | also
        answer = client(by).post(f"/groepen/{world.spaces[space]}/uitnodigen", data=form)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        found: UUID = world.one(
            "SELECT id FROM plein.invitation WHERE address = %s ORDER BY created_at DESC LIMIT 1", address
        )
        return found

    return send


def link_in(message: EmailMessage) -> str:
    """The path of the invitation's link in a mail."""
    found = re.search(r"/uitnodiging/[\w-]+", message.get_content())
    assert found is not None
    return found[0]


def in_days(world: World, days: int) -> date:
    """A day from now, by the database's clock."""
    found: date = world.now.date() + timedelta(days=days)
    return found
