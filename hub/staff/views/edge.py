"""The pages of this feature, and the parts of the tab Mensen."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from flask_babel import gettext as _

from hub.desk.tabs import DrawnTab
from hub.desk.views import draw as draw_desk

pages = Blueprint("staff", __name__, template_folder="../templates")


def draw(template: str, organisation_id: UUID, *, part: str = "", tab: str = "/mensen", **context: Any) -> str:  # noqa: ANN401
    """A page of Mensen; `part` is the path of its part after /mensen."""
    home = f"/beheer/{organisation_id}/mensen"
    named = (
        ("", _("Iedereen")),
        ("/beheerders", _("Beheerders")),
        ("/verzoeken", _("Verzoeken")),
        ("/uitnodigingen", _("Uitnodigingen")),
    )
    parts = [DrawnTab(title, home + path, path == part) for path, title in named]
    return draw_desk(template, organisation_id, tab=tab, parts=parts, people_url=home, **context)
