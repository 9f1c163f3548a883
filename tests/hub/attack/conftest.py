"""Gives the attacks a way to send any form as anybody."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client

Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: Client) -> Send:
    """Sends a form as somebody: who, path, and its fields."""

    def post(who: str, path: str, **fields: object) -> TestResponse:
        return client(who).post(path, data={"once": str(uuid4()), **fields})

    return post
