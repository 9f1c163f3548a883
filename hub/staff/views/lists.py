"""The list of the own people, also as a file; and what can be done to many of them at once."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from flask_babel import ngettext

from hub.desk import acts
from hub.desk.lists import Choice, Column, Listing, Options, drawn, every, export
from hub.kit.feature import Bulk, Fate
from hub.staff import service
from hub.staff.views.edge import draw, pages
from tenants import clock
from tenants.actor import Actor


def role_words(row: object) -> str:
    """What somebody is here, in a word."""
    if getattr(row, "ended", False):
        return _("uit dienst")
    return _("beheerder") if getattr(row, "role", "") == "administrator" else _("medewerker")


def source_words(source: str) -> str:
    """Where somebody's place came from."""
    return {
        "sign-in": _("zelf ingelogd"),
        "invitation": _("uitnodiging"),
        "scim": _("personeelssysteem (SCIM)"),
        "merger": _("samenvoeging"),
    }[source]


def _roles(_actor: Actor, _organisation_id: UUID) -> Options:
    return [("", _("Alle rollen")), ("member", _("Medewerker")), ("administrator", _("Beheerder"))]


def _sources(_actor: Actor, _organisation_id: UUID) -> Options:
    return [("", _("Alle bronnen")), *((one, source_words(one)) for one in service.SOURCES)]


def _states(_actor: Actor, _organisation_id: UUID) -> Options:
    return [
        ("", _("Iedereen")),
        ("active", _("In dienst")),
        ("leaving", _("Vertrekt binnen %(days)s dagen", days=service.SOON_DAYS)),
        ("never", _("Nooit ingelogd")),
        ("ended", _("Uit dienst")),
    ]


PEOPLE = Listing(
    path="/mensen",
    title=lambda: _("Mensen"),
    search=lambda: _("Naam"),
    columns=(
        Column("naam", lambda: _("Naam"), lambda row: row.shown, by="name"),
        Column("functie", lambda: _("Functie"), lambda row: row.title, in_page=False),
        Column("afdeling", lambda: _("Afdeling"), lambda row: row.department, in_page=False),
        Column("adres", lambda: _("Mailadres"), lambda row: row.address, in_page=False),
        Column("rol", lambda: _("Rol"), role_words),
        Column("bron", lambda: _("Bron"), lambda row: source_words(row.source)),
        Column("sinds", lambda: _("Hier sinds"), lambda row: row.since, by="since"),
        Column("tot", lambda: _("Tot en met"), lambda row: clock.last_day_if_any(row.until) or "", in_page=False),
        Column("actief", lambda: _("Laatst actief"), lambda row: row.seen_at, by="seen"),
        Column("aanmeldingen", lambda: _("Aanmeldingen"), lambda row: row.logins),
        Column("groepen", lambda: _("Groepen"), lambda row: row.groups),
    ),
    find=service.people,
    choices=(
        Choice("staat", lambda: _("Toegang"), _states),
        Choice("rol", lambda: _("Rol"), _roles),
        Choice("bron", lambda: _("Bron"), _sources),
    ),
    order="naam",
)


@pages.get("/beheer/<uuid:organisation_id>/mensen")
def people(organisation_id: UUID) -> str:
    """The staff, by name or otherwise, all or some."""
    found = drawn(PEOPLE, organisation_id)
    return draw("staff/people.html", organisation_id, list=found, acts=acts.on("/mensen"))


@pages.get("/beheer/<uuid:organisation_id>/mensen.csv")
def people_file(organisation_id: UUID) -> Response:
    """The same as a file."""
    return export(PEOPLE, organisation_id)


def _left(actor: Actor, organisation_id: UUID, chosen: Sequence[UUID], _detail: Mapping[str, str]) -> Iterator[Fate]:
    for one in service.chosen(actor, organisation_id, chosen):
        why = ""
        if one.ended:
            why = _("is al uit dienst")
        elif one.id in actor.mine:
            why = _("dat ben jij zelf")
        elif one.role == "administrator":
            why = _("is beheerder; haal dat eerst weg")
        notes = [ngettext("%(num)s lidmaatschap eindigt", "%(num)s lidmaatschappen eindigen", one.places)]
        if one.stewards:
            notes.append(
                ngettext(
                    "%(num)s plek houdt geen groepsbeheerder over",
                    "%(num)s plekken houden geen groepsbeheerder over",
                    one.stewards,
                )
            )
        if one.sponsored:
            notes.append(
                ngettext(
                    "%(num)s externe houdt geen contactpersoon over",
                    "%(num)s externen houden geen contactpersoon over",
                    one.sponsored,
                )
            )
        yield Fate(one.id, one.shown, "; ".join(notes), why)


def _leave(actor: Actor, organisation_id: UUID, affiliation_id: UUID, _detail: Mapping[str, str]) -> None:
    service.end_affiliation(actor, organisation_id, affiliation_id, why="")


ACTS = (
    Bulk(
        kind="mensen-uit-dienst",
        path="/mensen",
        title=lambda: _("Uit dienst melden"),
        button=lambda: _("Beëindig toegang"),
        about=lambda: _(
            "Zij zien vanaf de volgende klik niets meer namens jouw organisatie en hun sessies stoppen. "
            "Wat zij schreven, blijft staan."
        ),
        look=_left,
        act=_leave,
        is_danger=True,
        every=every(PEOPLE),
    ),
)
