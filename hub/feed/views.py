"""The start page."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _

from hub.content import cards
from hub.feed import service
from hub.kit.pages import actor, page
from hub.kit.paging import after_id

pages = Blueprint("feed", __name__, template_folder="templates")

MINE = "groepen"


@dataclass(frozen=True)
class Pill:
    """One of the ways to look at the stream, as templates/parts/page.html draws it."""

    title: str
    url: str
    current: bool


@pages.get("/")
def start() -> str:
    """What is new in all my spaces, in those where I am a member, or on one of my squares."""
    shown, before = request.args.get("toon", ""), after_id(request.args.get("na"))
    if not shown:
        spaces = sorted(actor().sees)
    elif shown == MINE:
        spaces = service.my_groups(actor())
    else:
        spaces = [service.one_of(actor(), after_id(shown) or UUID(int=0))]
    items = service.timeline(actor(), spaces, before=before)
    squares = [(str(one.id), one.organisation) for one in service.squares(actor())]
    return page(
        "feed/start.html",
        cards=cards.of(actor(), items.rows),
        after=items.after,
        shown=shown,
        is_first=before is None,
        pills=[
            Pill(title, f"/?toon={key}" if key else "/", shown == key)
            for key, title in (("", _("Alles")), (MINE, _("Mijn groepen")), *squares)
        ],
        panels=cards.panels(actor()),
        places=service.own_places(actor()),
        ended=service.own_ended(actor()),
    )
