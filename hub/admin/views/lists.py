"""The lists of externals, invitations and groups, each also as a file; and the page of one group."""

from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _

from hub.admin import service
from hub.admin.views.edge import pages
from hub.desk import acts
from hub.desk.lists import Choice, Column, Listing, Options, drawn, export
from hub.desk.service import cursor
from hub.desk.views import draw, next_page
from hub.kit.pages import actor
from hub.kit.paging import PAGE
from tenants import clock
from tenants.actor import Actor

STATES = ("open", "sent", "opened", "waiting", "accepted", "refused", "withdrawn", "expired")


def state_words(state: str) -> str:
    """How an invitation stands, in a word."""
    return {
        "open": _("Wacht nog"),
        "sent": _("Verstuurd"),
        "opened": _("Geopend"),
        "waiting": _("Wacht op bevestiging"),
        "accepted": _("Aangenomen"),
        "refused": _("Afgeslagen"),
        "withdrawn": _("Ingetrokken"),
        "expired": _("Verlopen"),
    }.get(state, state)


def role_words(role: str) -> str:
    """What somebody is in a space, in a word."""
    return {"steward": _("groepsbeheerder"), "member": _("lid"), "reader": _("lezer")}.get(role, role)


def party_words(row: object) -> str:
    """What the organisation is in a group."""
    if getattr(row, "square", False):
        return _("ons plein")
    return _("eigenaar") if getattr(row, "role", "") == "owner" else _("deelnemer")


def reach_words(row: object) -> str:
    """Which of the own people a group is for."""
    if getattr(row, "reach", "") == "named":
        return _("alleen genoemde mensen")
    return _("alle medewerkers") if getattr(row, "form", "") == "open" else _("wie is toegelaten")


def _soon(_actor: Actor, _organisation_id: UUID) -> Options:
    return [
        ("", _("Maakt niet uit")),
        *((str(days), _("Binnen %(days)s dagen", days=days)) for days in service.ENDS_WITHIN),
    ]


def _sponsors(_actor: Actor, _organisation_id: UUID) -> Options:
    return [("", _("Met en zonder")), (service.WITHOUT_SPONSOR, _("Zonder contactpersoon"))]


def _groups(actor: Actor, organisation_id: UUID) -> Options:
    found = service.groups_with_externals(actor, organisation_id)
    return [("", _("Alle groepen")), *((str(one.group_id), one.title) for one in found)]


EXTERNALS = Listing(
    path="/externen",
    title=lambda: _("Externen"),
    search=lambda: _("Naam of werkgever"),
    columns=(
        Column("naam", lambda: _("Naam"), lambda row: row.shown, by="name"),
        Column("werkgever", lambda: _("Werkgever"), lambda row: row.employer, by="employer"),
        Column("plek", lambda: _("Groep of kamer"), lambda row: row.space_title, by="place"),
        Column("groep", lambda: _("Groep"), lambda row: row.group_title, in_page=False),
        Column("contact", lambda: _("Contactpersoon"), lambda row: row.sponsor, by="sponsor"),
        Column(
            "contact-doet-mee",
            lambda: _("Contactpersoon doet mee"),
            lambda row: _("ja") if row.sponsor_live else _("nee"),
            in_page=False,
        ),
        Column("tot", lambda: _("Toegang t/m"), lambda row: clock.last_day(row.until), by="until"),
        Column("actief", lambda: _("Laatst actief"), lambda row: row.last_seen),
        Column("rol", lambda: _("Rol"), lambda row: role_words(row.role), in_page=False),
    ),
    find=service.externals,
    choices=(
        Choice("eindigt", lambda: _("Toegang eindigt"), _soon),
        Choice("contact", lambda: _("Contactpersoon"), _sponsors),
        Choice("groep", lambda: _("Groep"), _groups),
    ),
    order="tot",
)

INVITATIONS = Listing(
    path="/uitnodigingen",
    title=lambda: _("Uitnodigingen"),
    search=lambda: _("Naam, mailadres of werkgever"),
    columns=(
        Column("naam", lambda: _("Voor wie"), lambda row: row.shown, by="name"),
        Column("adres", lambda: _("Mailadres"), lambda row: row.address, in_page=False),
        Column("werkgever", lambda: _("Werkgever"), lambda row: row.employer, in_page=False),
        Column("plek", lambda: _("Groep of kamer"), lambda row: row.place),
        Column("contact", lambda: _("Contactpersoon"), lambda row: row.sponsor, by="sponsor"),
        Column("verstuurd", lambda: _("Verstuurd"), lambda row: row.created_at, by="sent"),
        Column("tot", lambda: _("Toegang t/m"), lambda row: clock.last_day(row.access_until), by="until"),
        Column("stand", lambda: _("Hoe staat het"), lambda row: state_words(row.state)),
    ),
    find=service.invitations,
    choices=(
        Choice(
            "stand",
            lambda: _("Hoe staat het"),
            lambda _actor, _id: [("", _("Alle uitnodigingen")), *((one, state_words(one)) for one in STATES)],
        ),
    ),
    order="-verstuurd",
)

GROUPS = Listing(
    path="/groepen",
    title=lambda: _("Groepen"),
    search=lambda: _("Titel"),
    columns=(
        Column("groep", lambda: _("Groep"), lambda row: row.title, by="title"),
        Column("rol", lambda: _("Onze rol"), party_words, by="role"),
        Column("bereik", lambda: _("Wie van ons"), reach_words),
        Column("leden", lambda: _("Onze leden"), lambda row: row.own_members, by="members"),
        Column("externen", lambda: _("Waarvan extern"), lambda row: row.own_externals, by="externals", in_page=False),
        Column("organisaties", lambda: _("Organisaties"), lambda row: ", ".join(row.parties)),
        Column("kamers", lambda: _("Kamers met onze mensen"), lambda row: ", ".join(row.rooms), in_page=False),
        Column("sinds", lambda: _("Doet mee sinds"), lambda row: row.since, by="since", in_page=False),
    ),
    find=service.groups,
    choices=(
        Choice(
            "rol",
            lambda: _("Onze rol"),
            lambda _actor, _id: [("", _("Alle")), ("owner", _("Eigenaar")), ("participant", _("Deelnemer"))],
        ),
        Choice(
            "welke",
            lambda: _("Welke groepen"),
            lambda _actor, _id: [
                ("", _("Alle groepen")),
                ("live", _("Niet gearchiveerd")),
                ("shared", _("Met andere organisaties")),
                ("externals", _("Met onze externen")),
                ("archived", _("Gearchiveerd")),
            ],
        ),
    ),
    order="groep",
)


@pages.get("/beheer/<uuid:organisation_id>/externen")
def externals(organisation_id: UUID) -> str:
    """The externals, those whose access ends first on top."""
    found = drawn(EXTERNALS, organisation_id)
    return draw("admin/externals.html", organisation_id, tab="/externen", list=found, acts=acts.on("/externen"))


@pages.get("/beheer/<uuid:organisation_id>/externen.csv")
def externals_file(organisation_id: UUID) -> Response:
    """The same as a file."""
    return export(EXTERNALS, organisation_id)


@pages.get("/beheer/<uuid:organisation_id>/uitnodigingen")
def invitations(organisation_id: UUID) -> str:
    """The invitations of externals, newest first."""
    found = drawn(INVITATIONS, organisation_id)
    return draw(
        "admin/invitations.html",
        organisation_id,
        tab="/uitnodigingen",
        list=found,
        state_words=state_words,
        ours=service.to_confirm(actor(), organisation_id),
    )


@pages.get("/beheer/<uuid:organisation_id>/uitnodigingen.csv")
def invitations_file(organisation_id: UUID) -> Response:
    """The same as a file."""
    return export(INVITATIONS, organisation_id)


@pages.get("/beheer/<uuid:organisation_id>/groepen")
def groups(organisation_id: UUID) -> str:
    """The groups that the organisation is a party of."""
    found = drawn(GROUPS, organisation_id)
    return draw(
        "admin/groups.html",
        organisation_id,
        tab="/groepen",
        list=found,
        party_words=party_words,
        reach_words=reach_words,
    )


@pages.get("/beheer/<uuid:organisation_id>/groepen.csv")
def groups_file(organisation_id: UUID) -> Response:
    """The same as a file."""
    return export(GROUPS, organisation_id)


@pages.get("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>")
def group(organisation_id: UUID, group_id: UUID) -> str:
    """One group: what the organisation is there, and the own people in it and in its rooms."""
    found = service.group(actor(), organisation_id, group_id)
    people = service.group_people(
        actor(), organisation_id, group_id, after=cursor(request.args.get("na", "").replace("\0", "")), size=PAGE
    )
    return draw(
        "admin/group.html",
        organisation_id,
        tab="/groepen",
        group=found,
        people=people.rows,
        more=next_page(organisation_id, f"groepen/{group_id}", people.after),
        party_words=party_words,
        reach_words=reach_words,
        role_words=role_words,
    )
