"""Every screen that exists, light on a desk and dark on a phone: accessible, valid, quiet, and nothing sticks out."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage
from werkzeug.routing import Map

from hub.app import create_app
from tests.e2e import checks
from tests.e2e.conftest import Doorman
from tests.e2e.names import NAMES
from tests.e2e.screens import SCREENS, Screen
from tests.e2e.stack import Stack

ContextOf = Callable[[str, str], BrowserContext]
VIEWS = {"light": {"width": 1280, "color_scheme": "light"}, "dark": {"width": 390, "color_scheme": "dark"}}
# Routes that answer a GET with something else than a page of their own.
NO_SCREENS = {
    "/healthz",
    "/readyz",
    "/static/<path:filename>",
    "/thema/<string(length=6):brand>.css",
    "/inloggen/bij/<string:handle>",  # on to the issuer, as are the next three
    "/inloggen/gast",
    "/inloggen/terug/<uuid:issuer_id>",
    "/items/<uuid:item_id>",  # on to the item's own page
    "/documenten/<uuid:document_id>/versies/<int:number>",  # the file, and pictures of its pages
    "/documenten/<uuid:document_id>/versies/<int:number>/bladen/<int:leaf>",
    "/groepen/<uuid:space_id>/documenten.zip",  # files, as is the next
    "/mappen/<uuid:folder_id>/zip",
    "/kopieen/<uuid:copy_id>/bestand",  # the file
    "/bijlagen/<uuid:attachment_id>",  # the file, and its picture
    "/bijlagen/<uuid:attachment_id>/beeld",
    "/groepen/<uuid:space_id>/noemen",  # a part of a page
    "/beheer",  # on to the organisation's own
    "/beheer/<uuid:organisation_id>/externen.csv",  # files, as are the next two
    "/beheer/<uuid:organisation_id>/uitnodigingen.csv",
    "/beheer/<uuid:organisation_id>/groepen.csv",
    "/beheer/<uuid:organisation_id>/auditlog/uitvoer",  # a file
    "/beheer/<uuid:organisation_id>/mensen.csv",
}
# Pages of somebody who does not exist before a story begins: the story looks at them (test_story.py).
IN_THE_STORY = {
    "/postbus/<uuid:mail_id>",
    "/uitnodiging/<string:secret>",
    "/meewerken/<string:secret>",  # tests/hub/staff reads it
    "/account/aanmeldingen/bevestigen",  # after a second sign-in: tests/sso/test_linking.py
}


@pytest.fixture(scope="module")
def names(stack: Stack) -> dict[str, str]:
    return {name: str(stack.one(query)) for name, query in NAMES.items()}


@pytest.fixture(scope="module")
def context_of(doorman: Doorman) -> Iterator[ContextOf]:
    """From a person and a view to a context that lasts as long as this module."""
    opened: dict[tuple[str, str], BrowserContext] = {}

    def of(who: str, view: str) -> BrowserContext:
        if (who, view) not in opened:
            opened[who, view] = doorman.context(who, **VIEWS[view])  # type: ignore[arg-type] # options of a context
        return opened[who, view]

    yield of
    for context in opened.values():
        context.close()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_is_right(
    screen: Screen, view: str, names: dict[str, str], context_of: ContextOf, stack: Stack
) -> None:
    page = context_of(screen.who, view).new_page()
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Failed to load resource: the server responded with a status of 4" not in message.text:  # the page itself
            said.append(f"console {message.type}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    answer = page.goto(screen.path.format(**names))
    assert answer is not None
    assert answer.status == screen.status, stack.last_words()

    said += [*checks.markup(answer.text()), *checks.icons(answer.text())]
    screen.do(page)
    said += [*checks.shape(page), *checks.axe(page), *checks.reflow(page)]
    screen.after(page)
    page.close()

    assert not said, "\n".join(said)


def test_every_page_is_among_the_screens(stack: Stack) -> None:
    rules: Map = create_app(stack.settings).url_map
    pages = {rule.rule for rule in rules.iter_rules() if "GET" in (rule.methods or set())}

    assert pages - NO_SCREENS - IN_THE_STORY - {screen.rule for screen in SCREENS} == set()
    assert {screen.rule for screen in SCREENS} - {""} - pages == set()


@pytest.mark.parametrize("path", ["/", "/groepen/{visie}", "/vragen/{vraag}", "/groepen/{visie}/uitnodigen"])
def test_with_forced_colours_every_control_has_an_edge(path: str, names: dict[str, str], doorman: Doorman) -> None:
    with doorman.context("fatima", forced_colors="active") as context:
        page = context.new_page()
        page.goto(path.format(**names))

        without = page.locator("button:visible, summary:visible, .nl-button:visible, input:visible").evaluate_all(
            """all => all.filter(one => {
                 const style = getComputedStyle(one);
                 const bare = style.borderTopStyle === "none" && style.outlineStyle === "none";
                 return bare && !one.closest(".hub-menu__list");
               }).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert without == []


def test_no_motion_for_whoever_asked_for_none(names: dict[str, str], doorman: Doorman) -> None:
    with doorman.context("fatima", reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"/groepen/{names['visie']}")

        moving = page.locator("*").evaluate_all(
            """all => all.filter(one => {
                 const style = getComputedStyle(one);
                 const all = `${style.transitionDuration},${style.animationDuration}`.split(",").map(parseFloat);
                 return Math.max(...all) > 0.01;
               }).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert moving == []
