"""Pages of questions: the tab of a space, one question with its answers, asking one, those that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards
from hub.content.cards import Place
from hub.content.schemas import BODY_MAX, TITLE_MAX
from hub.content.views import choose_place
from hub.groups.views import space_page
from hub.kit import moments
from hub.kit.feature import Card
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.kit.paging import after_id
from hub.questions import service
from hub.questions.schemas import Answer, Ask
from hub.questions.service import Order, Shown, Which
from tenants.actor import Actor
from tenants.errors import Missing

pages = Blueprint("questions", __name__, template_folder="templates")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Pill:
    """One of the ways to look at a list, as templates/parts/page.html draws it."""

    title: str
    url: str
    current: bool


@pages.get("/groepen/<uuid:space_id>/vragen")
def space(space_id: UUID) -> str:
    """The questions of a space."""
    which = _chosen("toon", Which.OPEN, (Which.OPEN, Which.ANSWERED, Which.ALL))
    own = f"/groepen/{space_id}/vragen"
    titles = {Which.OPEN: _("Open"), Which.ANSWERED: _("Beantwoord"), Which.ALL: _("Alle")}
    return space_page(
        "questions/space.html",
        space_id,
        tab="vragen",
        questions=service.in_space(actor(), space_id, which=which, after=after_id(request.args.get("na"))),
        which=which,
        pills=[Pill(title, f"{own}?toon={one}", one == which) for one, title in titles.items()],
    )


@pages.get("/groepen/<uuid:space_id>/vragen/nieuw")
def new(space_id: UUID) -> str:
    """The page to ask a question on."""
    return space_page("questions/new.html", space_id, tab="vragen", title_max=TITLE_MAX, body_max=BODY_MAX)


@pages.post("/groepen/<uuid:space_id>/vragen")
@again(new)
def ask(space_id: UUID) -> Response:
    """Ask a question."""
    sent = form(Ask())
    made = service.ask(actor(), space_id, title=sent["title"], body=sent["text"])
    toast(_("Je vraag staat erop."))
    return seen(f"/vragen/{made.id}")


@pages.get("/nieuw/vraag")
def choose() -> str | Response:
    """In which group; with only one there is nothing to choose."""
    return choose_place("/vragen/nieuw", title=_("Nieuwe vraag"), lead=_("Kies de groep aan wie je iets wilt vragen."))


@pages.get("/vragen")
def overview() -> str:
    """The questions of all my spaces: those that wait, or my own."""
    which = _chosen("toon", Which.OPEN, (Which.OPEN, Which.MINE))
    titles = {Which.OPEN: _("Wacht op antwoord"), Which.MINE: _("Mijn vragen")}
    return page(
        "questions/overview.html",
        questions=service.over_all(actor(), which=which, after=after_id(request.args.get("na"))),
        which=which,
        pills=[Pill(title, f"/vragen?toon={one}", one == which) for one, title in titles.items()],
    )


@pages.get("/vragen/<uuid:question_id>")
def read(question_id: UUID) -> str:
    """One question with its answers."""
    order = _chosen("volgorde", Order.USEFUL, tuple(Order))
    shown = service.read(
        actor(),
        question_id,
        order=order,
        after=after_id(request.args.get("na")),
        under=after_id(request.args.get("bij")),
        upto=after_id(request.args.get("tot")),
    )
    first = shown.first_answer_at
    titles = {Order.USEFUL: _("Nuttigste"), Order.NEWEST: _("Nieuwste")}
    return page(
        "questions/question.html",
        shown=shown,
        order=order,
        first_answer=_("na %(time)s", time=moments.open_for(shown.line.when, first)) if first else "",
        place=cards.places([shown.line.space_id])[shown.line.space_id],
        pills=[
            Pill(title, f"/vragen/{question_id}?volgorde={one}#antwoorden", one == order)
            for one, title in titles.items()
        ],
    )


@pages.get("/vragen/<uuid:question_id>/bewerken")
def edit_form(question_id: UUID) -> str:
    """The page on which the asker changes a question, or a steward its title."""
    question = service.changeable(actor(), question_id)
    piece = service.read(actor(), question_id).piece
    return page(
        "questions/edit.html",
        question=question,
        piece=piece,
        place=cards.places([question.space_id])[question.space_id],
        title_max=TITLE_MAX,
        body_max=BODY_MAX,
    )


@pages.post("/vragen/<uuid:question_id>/bewerken")
@again(edit_form)
def edit(question_id: UUID) -> Response:
    """Change a question."""
    service.changeable(actor(), question_id)
    sent = form(Ask())
    service.change(actor(), question_id, title=sent["title"], body=sent["text"])
    toast(_("Je wijziging is bewaard."))
    return seen(f"/vragen/{question_id}")


@pages.post("/vragen/<uuid:question_id>/antwoorden")
@again(read)
def answer(question_id: UUID) -> Response:
    """Answer a question."""
    service.find(actor(), question_id)
    sent = form(Answer())
    made = service.answer(actor(), question_id, body=sent["text"])
    toast(_("Dank je wel. Je antwoord staat erop."))
    return seen(f"/vragen/{question_id}#antwoord-{made.id}")


@pages.post("/antwoorden/<uuid:answer_id>/accepteren")
def accept(answer_id: UUID) -> Response:
    """Say that this answer helped."""
    question, before = service.accept(actor(), answer_id)
    undo = f"/antwoorden/{before}/accepteren" if before else f"/vragen/{question.item_id}/terugdraaien"
    toast(_("Antwoord geaccepteerd."), undo_url=undo)
    return seen(f"/vragen/{question.item_id}#antwoord-{answer_id}")


@pages.post("/vragen/<uuid:question_id>/terugdraaien")
def unaccept(question_id: UUID) -> Response:
    """Take the acceptance back."""
    before = service.unaccept(actor(), question_id)
    toast(_("De vraag staat weer open."), undo_url=f"/antwoorden/{before}/accepteren" if before else "")
    return seen(f"/vragen/{question_id}")


def _chosen(name: str, otherwise: Choice, allowed: Sequence[Choice]) -> Choice:
    """Which of the ways the address names; one that there is not is Missing."""
    sent = request.args.get(name, otherwise.value)
    for one in allowed:
        if one.value == sent:
            return one
    raise Missing


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
