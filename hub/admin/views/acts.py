"""What can be done to many externals at once: longer access, or none any more."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from flask_babel import gettext as _

from hub.admin import service
from hub.admin.views.lists import EXTERNALS
from hub.desk.lists import every
from hub.kit import moments
from hub.kit.feature import Bulk, Fate
from tenants import clock
from tenants.actor import Actor


def _asks(actor: Actor, organisation_id: UUID, sent: Mapping[str, str]) -> dict[str, str]:
    return {"last_day": service.until_day(actor, organisation_id, sent.get("last_day", "")).isoformat()}


def _extended(actor: Actor, organisation_id: UUID, chosen: Sequence[UUID], detail: Mapping[str, str]) -> Iterator[Fate]:
    until = clock.end_of(service.until_day(actor, organisation_id, detail.get("last_day", "")))
    for one in service.chosen_externals(actor, organisation_id, chosen):
        now = moments.day(clock.last_day(one.until))
        why = ""
        if one.until >= until:
            why = _("heeft al toegang tot en met %(day)s", day=now)
        elif not one.sponsor_live:
            why = _("de contactpersoon doet hier niet meer mee; laat een collega het eerst overnemen")
        note = _("%(place)s: nu tot en met %(day)s", place=one.space_title, day=now)
        yield Fate(one.id, one.shown, note, why)


def _ended(actor: Actor, organisation_id: UUID, chosen: Sequence[UUID], _detail: Mapping[str, str]) -> Iterator[Fate]:
    for one in service.chosen_externals(actor, organisation_id, chosen):
        note = _("geen toegang meer tot “%(place)s”", place=one.space_title)
        if one.space_kind == "group":
            note = _("geen toegang meer tot “%(place)s” en de kamers daarin", place=one.space_title)
        yield Fate(one.id, one.shown, note)


ACTS = (
    Bulk(
        kind="externen-verlengen",
        path="/externen",
        title=lambda: _("Toegang verlengen"),
        button=lambda: _("Verleng"),
        look=_extended,
        act=service.extend_external,
        asks=_asks,
        fields="admin/_until.html",
        every=every(EXTERNALS),
    ),
    Bulk(
        kind="externen-beeindigen",
        path="/externen",
        title=lambda: _("Toegang beëindigen"),
        button=lambda: _("Beëindig nu"),
        about=lambda: _("Zij zien vanaf de volgende klik niets meer. Wat zij schreven, blijft staan."),
        look=_ended,
        act=service.end_external,
        is_danger=True,
        every=every(EXTERNALS),
    ),
)
