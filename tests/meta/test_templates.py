"""Every template compiles, finds what it takes, and holds nothing that our policy, eval or a second click forbids."""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from hub.app import create_app
from hub.settings import Settings
from sso.devidp import views as devidp
from sso.devidp.state import State
from tests.meta import template_rules
from tests.meta.code import FLOORS, ROOT, files, name, template_folders

TEMPLATES = list(files(".html", folders=FLOORS))


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_holds_nothing_forbidden(template: Path) -> None:
    writes = "devidp" not in template.parts

    assert list(template_rules.faults(template.read_text(encoding="utf-8"), writes=writes)) == []


def test_every_template_compiles_and_finds_what_it_takes(settings: Settings) -> None:
    assert _unknown(create_app(settings), of_provider=False) == []


def test_every_template_of_the_development_provider_compiles() -> None:
    assert _unknown(devidp.create_app({}, "http://127.0.0.1:1", State()), of_provider=True) == []


def _unknown(app: Flask, *, of_provider: bool) -> list[str]:
    folders = [folder for folder in template_folders(ROOT) if ("devidp" in folder.parts) == of_provider]
    jinja = app.jinja_env
    return list(template_rules.unknown_names(folders, set(jinja.filters), set(jinja.tests)))


def test_every_address_that_is_written_out_leads_somewhere(settings: Settings) -> None:
    """Follows links and forms whose address holds no variable; browsers follow the others."""
    routes = create_app(settings).url_map.bind("plein.test")
    dead = []
    for template in (template for template in TEMPLATES if "devidp" not in template.parts):
        for method, address in template_rules.addresses(template.read_text(encoding="utf-8")):
            try:
                routes.match(address, method)
            except HTTPException:
                dead.append(f"{name(template)}: {method} {address}")

    assert dead == []
