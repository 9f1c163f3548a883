"""Lists of questions: of a space, of all my spaces, those that look like what one types, cards, a panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from hub.content import cards
from hub.content.cards import Place
from hub.content.schemas import TITLE_MAX
from hub.groups.views import space_page
from hub.kit import text
from hub.kit.feature import Card
from hub.kit.pages import actor, page
from hub.kit.paging import after_id
from hub.questions import service
from hub.questions.schemas import TAG_MAX
from hub.questions.service import Shown, Which
from hub.questions.views.edge import Pill, chosen, pages
from tenants.actor import Actor


@pages.get("/groepen/<uuid:space_id>/vragen")
def space(space_id: UUID) -> str:
    """The questions of a space."""
    which = chosen("toon", Which.OPEN, (Which.OPEN, Which.ANSWERED, Which.ALL))
    tag = text.line(request.args.get("label", ""))[:TAG_MAX].lower()
    own = f"/groepen/{space_id}/vragen"
    titles = {Which.OPEN: _("Open"), Which.ANSWERED: _("Beantwoord"), Which.ALL: _("Alle")}
    return space_page(
        "questions/space.html",
        space_id,
        tab="vragen",
        questions=service.in_space(actor(), space_id, which=which, tag=tag, after=after_id(request.args.get("na"))),
        which=which,
        tag=tag,
        own=own,
        tags=service.in_use(actor(), space_id),
        pills=[Pill(title, _address(own, toon=one, label=tag), one == which) for one, title in titles.items()],
        more=_address(own, toon=which, label=tag),
    )


@pages.get("/vragen")
def overview() -> str:
    """The questions of all my spaces: those that wait, of whichever organisation, or my own."""
    which = chosen("toon", Which.OPEN, (Which.OPEN, Which.MINE))
    organisation_id = after_id(request.args.get("organisatie")) if which is Which.OPEN else None
    titles = {Which.OPEN: _("Wacht op antwoord"), Which.MINE: _("Mijn vragen")}
    return page(
        "questions/overview.html",
        questions=service.over_all(
            actor(), which=which, organisation_id=organisation_id, after=after_id(request.args.get("na"))
        ),
        which=which,
        organisation_id=organisation_id,
        organisations=service.waiting_of(actor()) if which is Which.OPEN else [],
        pills=[Pill(title, f"/vragen?toon={one}", one == which) for one, title in titles.items()],
        more=_address("/vragen", toon=which, organisatie=str(organisation_id or "")),
    )


@pages.get("/vragen/lijkt-op")
def alike() -> str:
    """Questions that look like what one is about to ask: a page of its own, and the part of it that a form shows."""
    said = text.line(request.args.get("title", ""))[:TITLE_MAX]
    return page(
        "questions/alike.html",
        said=said,
        found=service.alike(actor(), said, here=after_id(request.args.get("groep"))),
        title_max=TITLE_MAX,
        part=request.headers.get("HX-Request") == "true",
    )


def _address(path: str, **words: str) -> str:
    """An address with these words, of which the empty ones are left out."""
    return f"{path}?{urlencode({name: value for name, value in words.items() if value})}"


@dataclass(frozen=True)
class Carded:
    """A question and where it lies."""

    shown: Shown
    place: Place


def as_cards(who: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Questions as streams show them."""
    found = service.several(who, ids)
    where = cards.places(one.line.space_id for one in found.values())
    return {
        one: Card("questions/_card.html", Carded(shown, where[shown.line.space_id])) for one, shown in found.items()
    }


def waiting_panel(who: Actor, _space_id: UUID | None) -> Sequence[service.Line] | None:
    """The questions that wait longest, for beside the start page; None when nothing waits."""
    return service.waiting(who) or None
