"""The macros of templates/parts say what they are, and no form hides a property that the browser needs."""

import re
from pathlib import Path

import pytest

from hub.kit.assets import ROOT

PARTS = sorted((ROOT / "hub/templates/parts").glob("*.html"))
TEMPLATES = [path for floor in ("hub", "sso") for path in (ROOT / floor).rglob("*.html")]
MACROS = "field|textarea|select|choices|checkbox|checkboxes|date_field|upload"
FIELD = rf"(?:{MACROS})\(\s*['\"]([\w-]+)['\"]|\bname=\"([\w-]+)\""
HIDES = {
    "form",
    "action",
    "method",
    "submit",
    "elements",
    "target",
    "enctype",
    "matches",
    "closest",
    "children",
    "attributes",
}


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_the_first_comment_names_every_macro(path: Path) -> None:
    text = path.read_text()
    comment = text[: text.index("#}")]

    for macro in re.findall(r"{%-? macro ([a-z]\w*)", text):
        assert f"{macro}(" in comment, f"{path.name}: say what {macro}() is"


def test_no_field_has_a_name_that_hides_a_property_of_its_form() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in TEMPLATES
        for pair in re.findall(FIELD, path.read_text())
        for name in pair
        if name in HIDES
    ]

    assert found == []
