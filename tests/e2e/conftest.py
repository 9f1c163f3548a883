"""Gives the tests a running Plein, a browser, and a context of that browser for each person."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.conftest import Database, Servers
from tests.e2e.stack import Stack, running

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 10_000
HUNG_SECONDS = 120  # what waits in the browser without an end of its own, as closing a page does

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser, and fails when that hangs."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(HUNG_SECONDS))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="session")
def stack(servers: Servers, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One running Plein with the demo's story, for tests that do not mind one another's rows."""
    valkey = servers.valkey.replace("db=0", f"db={servers.number}")
    with running(database, valkey, tmp_path_factory.mktemp("plein")) as made:
        yield made


class Doorman:
    """Opens contexts of the browser for people; each signs in once, for real."""

    def __init__(self, browser: Browser, stack: Stack) -> None:
        self.browser, self.stack = browser, stack
        self.states: dict[str, StorageState] = {}

    def context(self, who: str = "", *, width: int = 1280, **also: object) -> BrowserContext:
        """A context in which `who` is signed in ('' for nobody)."""
        if who and who not in self.states:
            with self.browser.new_context(locale="nl-NL") as first:
                first.set_default_timeout(WAIT_MS)
                self.stack.sign_in(first.new_page(), who)
                self.states[who] = first.storage_state()
        made = self.browser.new_context(
            base_url=self.stack.address,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": width, "height": 900},
            storage_state=self.states[who] if who else None,
            **also,  # type: ignore[arg-type] # options of Playwright's own
        )
        made.set_default_timeout(WAIT_MS)
        return made


@pytest.fixture(scope="session")
def doorman(browser: Browser, stack: Stack) -> Doorman:
    """Lets people in."""
    return Doorman(browser, stack)


@pytest.fixture
def visit(doorman: Doorman) -> Iterator[Visit]:
    """From a person and a path to that page, which ends with the test; fails on any message of the console."""
    opened: list[BrowserContext] = []
    said: list[str] = []

    def open_page(who: str, path: str, **also: object) -> Page:
        context = doorman.context(who, **also)  # type: ignore[arg-type] # as there
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [line for line in said if not re.search(r"status of 4\d\d", line)] == []  # a refusal, looked for by the test
