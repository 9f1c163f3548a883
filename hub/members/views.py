"""Pages about who is in a group or room."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups import service as groups
from hub.groups.policy import POLICY
from hub.groups.schemas import TITLE_MAX
from hub.groups.views import space_page
from hub.kit.pages import actor, again, errors, form, seen, toast
from hub.kit.paging import after_id
from hub.members import schemas, service
from tenants.errors import Forbidden, Invalid

pages = Blueprint("members", __name__, template_folder="templates")


@pages.get("/groepen/<uuid:space_id>/leden")
def members(space_id: UUID) -> str:
    """Who is in, by name."""
    only = _filter()
    found = groups.members(actor(), space_id, only=only, after=after_id(request.args.get("na")))
    return space_page(
        "members/members.html",
        space_id,
        tab="leden",
        found=found,
        only=only,
        more=_more(space_id, "leden", found.after),
    )


def _filter() -> groups.Filter:
    asked = request.args
    return groups.Filter(
        name=asked.get("q", "")[:TITLE_MAX],
        organisation_id=after_id(asked.get("organisatie")),
        role=asked.get("rol", ""),
        kind=asked.get("soort", ""),
    )


def _more(space_id: UUID, path: str, after: str) -> str:
    kept = {name: request.args[name] for name in ("q", "organisatie", "rol", "soort") if request.args.get(name)}
    return f"/groepen/{space_id}/{path}?" + urlencode(kept | {"na": after}) if after else ""


@pages.get("/groepen/<uuid:space_id>/leden/toevoegen")
def find_colleague(space_id: UUID) -> str:
    """Look for a colleague to let in."""
    name = request.args.get("q", "")[:TITLE_MAX]
    wrong = errors()
    found = []
    service.may_add(actor(), space_id)
    if name:
        try:
            found = service.addable(actor(), space_id, name=name)
        except Invalid as invalid:
            wrong |= {field: _(sentence) for field, sentence in invalid.fields.items()}
    return space_page("members/add.html", space_id, tab="leden", name=name, found=found, wrong=wrong)


@pages.post("/groepen/<uuid:space_id>/leden")
@again(find_colleague)
def add(space_id: UUID) -> Response:
    """Let a colleague in."""
    sent = form(schemas.NewMember())
    is_in = service.add(actor(), space_id, affiliation_id=sent["affiliation"], role=sent["role"])
    toast(
        _("Toegevoegd. Diegene krijgt bericht.")
        if is_in
        else _("De beheerder van die organisatie bevestigt dit eerst. Daarna doet je collega mee.")
    )
    return seen(f"/groepen/{space_id}/leden")


@pages.post("/groepen/<uuid:space_id>/leden/ik")
def join(space_id: UUID) -> Response:
    """Become a member by oneself."""
    service.join(actor(), space_id)
    toast(_("Je bent nu lid."))
    return seen(f"/groepen/{space_id}")


@pages.post("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/rol")
def change_role(space_id: UUID, membership_id: UUID) -> Response:
    """Make a reader a member, or the other way round."""
    groups.membership(actor(), space_id, membership_id)
    role = form(schemas.NewRole())["role"]
    one = service.change_role(actor(), space_id, membership_id, role=role)
    said = _("%(name)s kan nu alleen lezen en reageren met een duim.") if role == "reader" else _("%(name)s is nu lid.")
    undo = {"undo_url": request.path, "role": one.role} if one.role in {"member", "reader"} else {}
    toast(said % {"name": one.person.name}, **undo)
    return seen(f"/groepen/{space_id}/leden")


@pages.get("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/stoppen")
def end_page(space_id: UUID, membership_id: UUID) -> str:
    """Ask once before somebody loses access."""
    one = groups.membership(actor(), space_id, membership_id)
    if not one.may_end:
        raise Forbidden
    return space_page("members/end.html", space_id, tab="leden", one=one)


@pages.post("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/stoppen")
@again(end_page)
def end(space_id: UUID, membership_id: UUID) -> Response:
    """End a membership; a steward can take it back for a colleague."""
    one = service.end(actor(), space_id, membership_id)
    if one.is_me:
        toast(_("Je bent geen lid meer."))
        return seen("/groepen")
    said = _("%(name)s is geen lid meer.", name=one.person.name)
    if one.person.is_external or one.role == "steward" or "steward" not in _abilities(space_id):
        toast(said)
    else:
        toast(said, undo_url=f"/groepen/{space_id}/leden", affiliation=str(one.id), role=one.role)
    return seen(f"/groepen/{space_id}/leden")


def _abilities(space_id: UUID) -> frozenset[str]:
    return POLICY.abilities(actor(), groups.find(actor(), space_id))
