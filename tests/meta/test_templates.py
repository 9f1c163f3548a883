"""Every template compiles, finds what it takes, and holds nothing that our policy, eval or a second click forbids."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from hub.kit import drawing
from tests.meta import template_rules
from tests.meta.code import FLOORS, ROOT, files, name, template_folders

TEMPLATES = list(files(".html", folders=FLOORS))


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_holds_nothing_forbidden(template: Path) -> None:
    assert list(template_rules.faults(template.read_text(encoding="utf-8"))) == []


def test_every_template_compiles_and_finds_what_it_takes() -> None:
    app = Flask("plein")
    drawing.prepare(app, now=lambda: datetime.now(UTC))

    faults = template_rules.unknown_names(template_folders(ROOT), set(app.jinja_env.filters), set(app.jinja_env.tests))

    assert list(faults) == []
