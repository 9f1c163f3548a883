"""Who is in, letting colleagues in, another role, leaving."""

from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hub.groups import service as groups
from hub.groups.policy import POLICY
from hub.groups.schemas import TITLE_MAX
from hub.groups.views import space_page
from hub.kit.pages import actor, again, errors, form, seen, settings, toast
from hub.kit.paging import after_id
from hub.members import schemas, service
from hub.members.views.edge import pages
from tenants.errors import Forbidden, Invalid


@pages.get("/groepen/<uuid:space_id>/leden")
def members(space_id: UUID) -> str:
    """Who is in, by name."""
    only = _filter()
    found = service.listed(actor(), space_id, only=only, after=after_id(request.args.get("na")))
    steers = space_id in actor().stewards
    return space_page(
        "members/members.html",
        space_id,
        tab="leden",
        found=found,
        only=only,
        more=_more(space_id, found.after),
        outside=len(service.waiting(actor(), space_id)) if steers else 0,
        asked=next((one for one in service.mine(actor()) if one.space_id == space_id), None),
    )


def _filter() -> groups.Filter:
    asked = request.args
    return groups.Filter(
        name=asked.get("q", "")[:TITLE_MAX],
        organisation_id=after_id(asked.get("organisatie")),
        role=asked.get("rol", ""),
        kind=asked.get("soort", ""),
    )


def _more(space_id: UUID, after: str) -> str:
    kept = {name: request.args[name] for name in ("q", "organisatie", "rol", "soort") if request.args.get(name)}
    return f"/groepen/{space_id}/leden?" + urlencode(kept | {"na": after}) if after else ""


# ---------------------------------------------------------------- letting colleagues in


@pages.get("/groepen/<uuid:space_id>/leden/toevoegen")
def find_colleague(space_id: UUID) -> str:
    """Look for colleagues to let in, or ask for one by work address."""
    name = request.args.get("q", "")[:TITLE_MAX]
    wrong = errors()
    found = []
    service.may_add(actor(), space_id)
    if name:
        try:
            found = service.addable(actor(), space_id, name=name)
        except Invalid as invalid:
            wrong |= {field: _(sentence) for field, sentence in invalid.fields.items()}
    return space_page(
        "members/add.html",
        space_id,
        tab="leden",
        name=name,
        found=found,
        around=[] if name else service.of_the_group(actor(), space_id),
        asked=service.asked_addresses(actor(), space_id),
        wrong=wrong,
    )


@pages.post("/groepen/<uuid:space_id>/leden")
@again(find_colleague)
def add(space_id: UUID) -> Response:
    """Let colleagues in, or back in."""
    service.may_add(actor(), space_id)
    sent = form(schemas.NewMembers())
    done = service.add(actor(), space_id, affiliation_ids=sent["affiliation"], role=sent["role"])
    if done.added:
        toast(ngettext("%(num)s collega doet nu mee.", "%(num)s collega’s doen nu mee.", done.added))
    if done.waiting:
        toast(
            ngettext(
                "Voor %(num)s collega beslist eerst de beheerder van die organisatie.",
                "Voor %(num)s collega’s beslist eerst de beheerder van die organisatie.",
                done.waiting,
            )
        )
    return seen(f"/groepen/{space_id}/leden")


@pages.post("/groepen/<uuid:space_id>/leden/adres")
@again(find_colleague)
def ask_address(space_id: UUID) -> Response:
    """Ask for somebody by work address; the answer says nothing about whether it is anybody's."""
    service.may_add(actor(), space_id)
    sent = form(schemas.ByAddress())
    service.ask_address(actor(), space_id, address=sent["address"], role=sent["role"], a_day=settings().addresses_a_day)
    toast(_("Als dit adres bij een deelnemende organisatie hoort, krijgt de beheerder daar je verzoek."))
    return seen(f"/groepen/{space_id}/leden/toevoegen")


@pages.post("/groepen/<uuid:space_id>/leden/adres/<uuid:address_id>/intrekken")
def withdraw_address(space_id: UUID, address_id: UUID) -> Response:
    """Take a question by address back."""
    service.withdraw_address(actor(), space_id, address_id)
    toast(_("Je verzoek is ingetrokken."))
    return seen(f"/groepen/{space_id}/leden/toevoegen")


# ---------------------------------------------------------------- one membership


@pages.post("/groepen/<uuid:space_id>/leden/ik")
def join(space_id: UUID) -> Response:
    """Become a member by oneself."""
    service.join(actor(), space_id)
    toast(_("Je bent nu lid."))
    return seen(f"/groepen/{space_id}")


@pages.post("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/rol")
def change_role(space_id: UUID, membership_id: UUID) -> Response:
    """Make a reader a member, or the other way round; or step down as steward."""
    groups.membership(actor(), space_id, membership_id)
    role = form(schemas.NewRole())["role"]
    one = service.change_role(actor(), space_id, membership_id, role=role)
    if one.role == "steward":
        toast(_("Je bent geen groepsbeheerder meer. Je bent nog wel lid."))
        return seen(f"/groepen/{space_id}/leden")
    said = _("%(name)s kan nu alleen lezen en reageren met een duim.") if role == "reader" else _("%(name)s is nu lid.")
    toast(said % {"name": one.person.name}, undo_url=request.path, role=one.role)
    return seen(f"/groepen/{space_id}/leden")


@pages.get("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/stoppen")
def end_page(space_id: UUID, membership_id: UUID) -> str:
    """Ask once before somebody loses access, and say what follows."""
    one = groups.membership(actor(), space_id, membership_id)
    if not one.may_end:
        raise Forbidden
    leaving = service.leaving(one, groups.find(actor(), space_id)) if one.is_me else None
    return space_page("members/end.html", space_id, tab="leden", one=one, leaving=leaving)


@pages.post("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/stoppen")
@again(end_page)
def end(space_id: UUID, membership_id: UUID) -> Response:
    """End a membership; a steward can take it back for a colleague."""
    one = service.end(actor(), space_id, membership_id)
    if one.is_me:
        toast(_("Je leest hier niet meer mee.") if one.in_emergency else _("Je bent geen lid meer."))
        return seen("/groepen")
    if one.in_emergency:
        toast(_("De noodtoegang van %(name)s is voorbij.", name=one.person.name))
        return seen(f"/groepen/{space_id}/leden")
    said = _("%(name)s is geen lid meer.", name=one.person.name)
    if one.person.is_external or one.role == "steward" or "add-member" not in _abilities(space_id):
        toast(said)
    else:
        toast(said, undo_url=f"/groepen/{space_id}/leden", affiliation=str(one.id), role=one.role)
    return seen(f"/groepen/{space_id}/leden")


def _abilities(space_id: UUID) -> frozenset[str]:
    return POLICY.abilities(actor(), groups.find(actor(), space_id)) if space_id in actor().sees else frozenset()
