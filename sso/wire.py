"""HTTP to an identity provider: short, no redirects, no more than a cap, TLS except on a developer's own machine."""

import ipaddress
import json
import os
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies

SECONDS = 5.0
MOST_BYTES = 512 * 1024
_CHUNK = 16 * 1024

Json = dict[str, Any]


class Unusable(ValueError):
    """An answer or an address that we do not take. The message is ours."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that was read whole, within the cap."""

    status_code: int
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The body as JSON; ValueError when it is none."""
        return json.loads(self.body)

    def raise_for_status(self) -> None:
        """What requests does for its own responses."""
        if self.status_code >= requests.codes.bad_request:
            raise requests.HTTPError(f"status {self.status_code}")


def usable(url: object, *, loopback: bool) -> str:
    """The URL, when it is https, or http on this machine where `loopback` allows that; else Unusable."""
    if isinstance(url, str):
        parts = urlsplit(url)
        here = loopback and parts.scheme == "http" and _is_here(parts.hostname or "")
        if parts.hostname and not parts.fragment and not parts.username and (here or parts.scheme == "https"):
            return url
    raise Unusable("an address that is not https")


def prepare(session: requests.Session, url: str) -> None:
    """Make a session forget what the environment adds (.netrc), except the way out and the authorities to trust."""
    session.trust_env = False
    session.proxies.update(get_environ_proxies(url))
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True


def read(response: requests.Response) -> Answer:
    """Read a streamed response within the cap and the time; Unusable beyond."""
    deadline = time.monotonic() + SECONDS
    body = bytearray()
    with response:
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > MOST_BYTES:
                raise Unusable("an answer that is too long")
            if time.monotonic() > deadline:
                raise Unusable("an answer that takes too long")
    return Answer(response.status_code, bytes(body))


def get(url: str, *, loopback: bool) -> Json:
    """The JSON object at a URL; Unusable or requests' own exception when there is none."""
    with requests.Session() as session:
        prepare(session, usable(url, loopback=loopback))
        answer = read(
            session.get(
                url, timeout=SECONDS, allow_redirects=False, stream=True, headers={"Accept": "application/json"}
            )
        )
    if answer.status_code != requests.codes.ok:
        raise Unusable(f"status {answer.status_code}")
    found = answer.json()
    if not isinstance(found, dict):
        raise Unusable("no JSON object")
    return found


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
