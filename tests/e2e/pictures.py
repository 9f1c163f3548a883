"""Takes the pictures of README and docs anew: `python -m pytest tests/e2e/pictures.py` writes docs/pictures/."""

import time
from base64 import b64decode
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from hub.kit.assets import ROOT
from tests.e2e.conftest import Doorman
from tests.e2e.leading import choose_first_place, invite_to, type_a_question
from tests.e2e.names import NAMES
from tests.e2e.stack import READY_SECONDS, Stack

FOLDER = ROOT / "docs" / "pictures"
PICTURES = {
    "home": ("fatima", "/"),
    "group": ("fatima", "/groepen/{visie}"),
    "question": ("fatima", "/vragen/{vraag}"),
    "documents": ("fatima", "/groepen/{visie}/documenten"),
    "invite": ("fatima", "/groepen/{visie}/uitnodigen"),
    "beheer": ("mark", "/beheer/{zandwijk}/externen"),
    "readers": ("fatima", "/groepen/{visie}/wie"),
    "members": ("fatima", "/groepen/{visie}/leden"),
    "proposal": ("mark", "/beheer/{zandwijk}/voorstellen/{voorstel}"),
    "guest": ("peter", "/mijn-toegang"),
    "log": ("mark", "/beheer/{zandwijk}/auditlog"),
    "isolation": ("mark", "/beheer/{zandwijk}/isolatie"),
    "thread": ("fatima", "/berichten/{foto_bericht}"),
    "history": ("fatima", "/items/{bericht}/geschiedenis"),
    "alike": ("fatima", "/groepen/{visie}/vragen/nieuw"),
    "folder": ("fatima", "/mappen/{beelden}"),
    "pages": ("fatima", "/documenten/{eigen_document}"),
    "move": ("fatima", "/items/{in_kamer}/verplaatsen"),
}
# What leads to what the picture shows.
FIRST: dict[str, Callable[[Page], object]] = {
    "invite": invite_to(2),
    "alike": type_a_question,
    "move": choose_first_place,
}
VIEWS = {"light": (1280, 860), "dark": (390, 844)}
DOWN = {("thread", "light"): 210}
"""So far one has scrolled."""
QUALITY = 70


@pytest.fixture(scope="module", autouse=True)
def every_file_is_read(stack: Stack) -> None:
    """The worker has looked into the files of the story, so that they are shown."""
    until = time.monotonic() + READY_SECONDS
    while stack.one("SELECT count(*) FROM plein.preview WHERE status = 'asked'"):
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PICTURES)
def test_picture(doorman: Doorman, stack: Stack, name: str, view: str) -> None:
    who, path = PICTURES[name]
    width, height = VIEWS[view]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with doorman.context(who, width=width, color_scheme=view, device_scale_factor=1) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.goto(path.format(**{key: stack.one(query) for key, query in NAMES.items()}))
        if name in FIRST:
            FIRST[name](page)
        page.locator("img").evaluate_all(
            "all => Promise.all(all.map(one => { one.loading = 'eager'; return one.decode() }))"
        )
        down = DOWN.get((name, view), 0)
        page.evaluate("down => { document.activeElement?.blur(); scrollTo({top: down, behavior: 'instant'}) }", down)
        page.wait_for_timeout(300)
        taken = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        (FOLDER / f"{name}-{view}.webp").write_bytes(b64decode(taken["data"]))
