"""Pages of groups and rooms; the first tab of a space is the messages' own."""

from datetime import timedelta
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups import audience, schemas, service, tabs
from hub.groups.policy import POLICY
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.kit.paging import after_id
from tenants.clock import last_day_if_any, today
from tenants.errors import Forbidden

pages = Blueprint("groups", __name__, template_folder="templates")


def space_page(template: str, space_id: UUID, *, tab: str, **context: object) -> str:
    """A page inside a group or room with its head, audience bar and tabs; the template extends "groups/space.html"."""
    space = service.find(actor(), space_id)
    readers = service.audience(space_id)
    return page(
        template,
        space=space,
        group=service.group_of(space),
        place=service.own_place(actor(), space_id),
        abilities=POLICY.abilities(actor(), space),
        audience=audience.in_words(readers),
        about=partial(service.about, actor(), space),
        tabs=tabs.of(actor(), space_id, current=tab, members=readers.people),
        **context,
    )


# ---------------------------------------------------------------- which groups there are, and a new one


@pages.get("/groepen")
def index() -> str:
    """My groups, those that I can join, those that are archived."""
    which = _which()
    query = request.args.get("q", "")[: schemas.TITLE_MAX]
    found = service.spaces(actor(), which, query=query, after=after_id(request.args.get("na")))
    return page(
        "groups/index.html",
        which=which,
        query=query,
        found=found,
        findable=service.findable(actor(), query=query) if which is service.Which.OPEN else [],
        audiences=audience.of_each(one.id for one in found.rows),
        may_found=bool(service.founders(actor())),
        is_staff=bool(actor().staff_affiliations),
        more="/groepen?" + urlencode({"lijst": which, "q": query, "na": found.after}) if found.after else "",
    )


def _which() -> service.Which:
    try:
        return service.Which(request.args.get("lijst", service.Which.MINE))
    except ValueError:
        return service.Which.MINE


@pages.get("/groepen/nieuw")
def new_group() -> str:
    """The page to found a group on."""
    founders = service.founders(actor())
    if not founders:
        raise Forbidden
    return page(
        "groups/new.html",
        founders=founders,
        tomorrow=today() + timedelta(days=1),
        title_max=schemas.TITLE_MAX,
        purpose_max=schemas.PURPOSE_MAX,
    )


@pages.post("/groepen")
@again(new_group)
def found() -> Response:
    """Found a group."""
    sent = form(schemas.NewGroup())
    made = service.found(
        actor(),
        title=sent["title"],
        purpose=sent["purpose"],
        form=sent["form"],
        ends_on=sent["ends_on"],
        affiliation_id=sent["affiliation"],
    )
    toast(_("De groep “%(title)s” is er. Nodig nu collega’s en organisaties uit.", title=sent["title"]))
    return seen(f"/groepen/{made}")


@pages.get("/groepen/<uuid:space_id>/kamers")
def rooms(space_id: UUID) -> str:
    """The rooms of a group that I see."""
    found = service.rooms(actor(), space_id, after=after_id(request.args.get("na")))
    return space_page(
        "groups/rooms.html",
        space_id,
        tab="",
        found=found,
        audiences=audience.of_each(one.id for one in found.rows),
    )


@pages.get("/groepen/<uuid:space_id>/kamers/nieuw")
def new_room(space_id: UUID) -> str:
    """The page to make a room on."""
    service.may_create_room(actor(), space_id)
    return space_page("groups/new_room.html", space_id, tab="", limits=schemas)


@pages.post("/groepen/<uuid:space_id>/kamers")
@again(new_room)
def create_room(space_id: UUID) -> Response:
    """Make a room."""
    sent = form(schemas.Described())
    made = service.create_room(actor(), space_id, title=sent["title"], purpose=sent["purpose"])
    toast(_("De kamer is er. Alleen jij ziet haar nog: voeg de anderen toe."))
    return seen(f"/groepen/{made}/leden")


# ---------------------------------------------------------------- what stewards change about a space


@pages.get("/groepen/<uuid:space_id>/bewerken")
def edit(space_id: UUID) -> str:
    """The page to rename, archive or wake up a space on."""
    space = service.steered(actor(), space_id)
    return space_page("groups/edit.html", space_id, tab="", limits=schemas, last_day=last_day_if_any(space.ends_at))


@pages.post("/groepen/<uuid:space_id>/bewerken")
@again(edit)
def rename(space_id: UUID) -> Response:
    """Keep another title and purpose."""
    sent = form(schemas.Described())
    service.rename(actor(), space_id, title=sent["title"], purpose=sent["purpose"])
    toast(_("Bewaard."))
    return seen(f"/groepen/{space_id}")


@pages.get("/groepen/<uuid:space_id>/archiveren")
def archive_page(space_id: UUID) -> str:
    """Ask once whether to archive."""
    service.steered(actor(), space_id)
    return space_page("groups/archive.html", space_id, tab="")


@pages.post("/groepen/<uuid:space_id>/archiveren")
def archive(space_id: UUID) -> Response:
    """Archive."""
    service.archive(actor(), space_id, archived=True)
    toast(_("De groep is gearchiveerd."), undo_url=f"/groepen/{space_id}/wekken")
    return seen(f"/groepen/{space_id}")


@pages.post("/groepen/<uuid:space_id>/wekken")
def wake(space_id: UUID) -> Response:
    """Wake up what was archived."""
    service.archive(actor(), space_id, archived=False)
    toast(_("De groep is weer in gebruik."))
    return seen(f"/groepen/{space_id}")


# ---------------------------------------------------------------- who reads


@pages.get("/groepen/<uuid:space_id>/wie")
def readers(space_id: UUID) -> str:
    """Who can read this, and why: the list behind the audience bar."""
    found = service.members(actor(), space_id, after=after_id(request.args.get("na")))
    return space_page(
        "groups/readers.html",
        space_id,
        tab="",
        found=found,
        more=f"/groepen/{space_id}/wie?" + urlencode({"na": found.after}) if found.after else "",
    )


# ---------------------------------------------------------------- parties


@pages.get("/groepen/<uuid:space_id>/organisaties")
def parties(space_id: UUID) -> str:
    """Which organisations take part, and which are proposed."""
    return space_page(
        "groups/parties.html",
        space_id,
        tab="",
        parties=service.parties(actor(), space_id),
        proposals=service.proposals(actor(), space_id),
    )


@pages.get("/groepen/<uuid:space_id>/organisaties/voorstel")
def new_party(space_id: UUID) -> str:
    """The page to propose an organisation on."""
    return space_page(
        "groups/propose.html", space_id, tab="", organisations=service.proposable(actor(), space_id), preview=None
    )


@pages.post("/groepen/<uuid:space_id>/organisaties")
@again(new_party)
def propose(space_id: UUID) -> str | Response:
    """Say what the proposal would open; and send it, once that was agreed to."""
    sent = form(schemas.NewParty())
    wanted = service.Wanted(sent["organisation"], sent["domain"], sent["role"], sent["reach"])
    if "sure" not in request.form:
        found = service.preview(actor(), space_id, wanted)
        return space_page("groups/propose.html", space_id, tab="", organisations=(), preview=found, wanted=wanted)
    named = service.propose(actor(), space_id, wanted)
    toast(_("Het voorstel is verstuurd. %(name)s doet mee zodra iedereen akkoord is.", name=named))
    return seen(f"/groepen/{space_id}/organisaties")


@pages.post("/groepen/<uuid:space_id>/organisaties/<uuid:proposal_id>/intrekken")
def withdraw(space_id: UUID, proposal_id: UUID) -> Response:
    """Take a proposal back."""
    service.withdraw(actor(), space_id, proposal_id)
    toast(_("Het voorstel is ingetrokken."))
    return seen(f"/groepen/{space_id}/organisaties")
