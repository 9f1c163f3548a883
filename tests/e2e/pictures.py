"""Takes the pictures of the README anew: `python -m pytest tests/e2e/pictures.py` writes docs/pictures/."""

from base64 import b64decode

import pytest

from hub.kit.assets import ROOT
from tests.e2e.conftest import Doorman
from tests.e2e.leading import invite_to
from tests.e2e.names import NAMES
from tests.e2e.stack import Stack

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
}
VIEWS = {"light": (1280, 860), "dark": (390, 844)}


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
        if name == "invite":
            invite_to(2)(page)
            page.evaluate("() => document.activeElement?.blur()")
        page.wait_for_timeout(300)
        taken = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 85})
        (FOLDER / f"{name}-{view}.webp").write_bytes(b64decode(taken["data"]))
