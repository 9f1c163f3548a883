"""Puts documents in spaces the way people do: through the form."""

import re
from collections.abc import Callable
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client
from tests.world import World

Put = Callable[..., TestResponse]
Placed = Callable[..., str]
Work = Callable[[], None]
Folders = Callable[..., str]
FILE_POLICY = "sandbox; default-src 'none'"


@pytest.fixture
def put(world: World, client: Client) -> Put:
    """Upload files to a space as somebody: `put("sanne", "visie", ("a.txt", b"..."))`."""

    def upload(who: str, space: str, *files: tuple[str, bytes], once: str = "", **fields: str) -> TestResponse:
        sent = [(BytesIO(octets), name) for name, octets in files]
        data = {"once": once or str(uuid4()), "files": sent, **fields}
        return client(who).post(f"/groepen/{world.spaces[space]}/documenten", data=data)

    return upload


@pytest.fixture
def placed(put: Put) -> Callable[..., str]:
    """One document that was put in; gives its address."""

    def place(who: str = "sanne", space: str = "visie", name: str = "a.txt", octets: bytes = b"hallo") -> str:
        answer = put(who, space, (name, octets))
        assert answer.status_code == 303, answer.text
        path, _, asked = answer.headers["Location"].partition("/documenten/dubbel?stuk=")
        return f"/documenten/{UUID(asked)}" if asked else path  # a name that is there already is asked about

    return place


@pytest.fixture
def follow(client: Client) -> Put:
    """Add a version to a document as somebody."""

    def add(who: str, url: str, octets: bytes, *, name: str = "b.txt", note: str = "", once: str = "") -> TestResponse:
        data = {"once": once or str(uuid4()), "note": note, "file": (BytesIO(octets), name)}
        return client(who).post(f"{url}/versies", data=data)

    return add


def shown(page: TestResponse) -> str:
    """The text of a page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def of(url: str) -> str:
    """The id at the end of an address."""
    return url.rsplit("/", 1)[-1]


@pytest.fixture
def folder(world: World, client: Client) -> Folders:
    """A folder that was made; gives its address."""

    def make(who: str, space: str, name: str, *, inside: str = "") -> str:
        data = {"once": str(uuid4()), "name": name, "map": of(inside) if inside else ""}
        answer = client(who).post(f"/groepen/{world.spaces[space]}/mappen", data=data)
        assert answer.status_code == 303, shown(answer)
        return answer.headers["Location"]

    return make


def is_harmless(answer: TestResponse) -> None:
    """Whatever these bytes are, a browser saves them and runs nothing."""
    assert answer.headers["Content-Security-Policy"] == FILE_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
