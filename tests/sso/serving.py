"""Runs WSGI applications on a port of this machine for a test, and speaks to them as a browser would."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from flask import Flask
from werkzeug.serving import make_server


@contextmanager
def served(make: Callable[[str], Flask]) -> Iterator[str]:
    """The address at which the application made by `make(address)` answers."""
    holder: dict[str, Any] = {}
    server = make_server("127.0.0.1", 0, lambda environ, start: holder["app"](environ, start), threaded=True)  # noqa: PLW0108 - made later
    address = f"http://127.0.0.1:{server.server_port}"
    holder["app"] = make(address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Browser:
    """Keeps cookies, and stops at every redirect so that a test sees it."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, url: str, headers: dict[str, str] | None = None) -> requests.Response:
        return self.session.get(url, allow_redirects=False, timeout=10, headers=headers)

    def post(self, url: str, data: dict[str, str]) -> requests.Response:
        return self.session.post(url, data, allow_redirects=False, timeout=10)


def callback(response: requests.Response) -> dict[str, str]:
    """What a redirect carries back to the application."""
    assert response.status_code in {302, 303}, response.text
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query, keep_blank_values=True))


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}
