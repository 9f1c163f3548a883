"""Every template compiles, finds what it takes, and holds nothing that our policy, eval or a second click forbids."""

from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException

from hub.app import create_app
from hub.settings import Settings
from tests.meta import template_rules
from tests.meta.code import FLOORS, ROOT, files, name, template_folders

TEMPLATES = list(files(".html", folders=FLOORS))


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_holds_nothing_forbidden(template: Path) -> None:
    assert list(template_rules.faults(template.read_text(encoding="utf-8"))) == []


def test_every_template_compiles_and_finds_what_it_takes(settings: Settings) -> None:
    app = create_app(settings)

    faults = template_rules.unknown_names(template_folders(ROOT), set(app.jinja_env.filters), set(app.jinja_env.tests))

    assert list(faults) == []


def test_every_address_that_is_written_out_leads_somewhere(settings: Settings) -> None:
    """Follows links and forms whose address holds no variable; browsers follow the others."""
    routes = create_app(settings).url_map.bind("plein.test")
    dead = []
    for template in TEMPLATES:
        for method, address in template_rules.addresses(template.read_text(encoding="utf-8")):
            try:
                routes.match(address, method)
            except HTTPException:
                dead.append(f"{name(template)}: {method} {address}")

    assert dead == []
