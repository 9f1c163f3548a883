"""Mails about externals: the invitation, what became of it, and warnings before the end. No content, no title."""

from itertools import pairwise
from uuid import UUID, uuid5

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from hub.externals.service import links
from hub.kit import letters, mail, moments
from hub.kit.pages import settings
from tenants.clock import last_day
from tenants.db import door, door_rows

WARN_DAYS = (30, 14, 3)


def invitation(row_id: UUID, *, invitation: str, generation: int) -> None:
    """Mail the link to the invited address, unless the invitation was withdrawn or sent anew meanwhile."""
    found = letters.one("work_invitation", the_invitation=UUID(invitation))
    if found is None or not found.live or found.generation != generation:
        return
    link = settings().address + links.path(links.secret(settings().secret, UUID(invitation), generation))
    with force_locale("nl"):
        subject = _("%(name)s van %(organisation)s nodigt je uit", name=found.sponsor, organisation=found.organisation)
        text = _(
            "Beste %(shown)s,\n\n%(name)s van %(organisation)s nodigt je uit om samen te werken op Plein.\n\n"
            "Bekijk de uitnodiging:\n%(link)s\n\n"
            "Na het inloggen zie je waarvoor je bent uitgenodigd en tot wanneer. De link werkt tot en met %(day)s en "
            "is alleen voor jou. Verwachtte je dit niet? Dan hoef je niets te doen.",
            shown=found.shown,
            name=found.sponsor,
            organisation=found.organisation,
            link=link,
            day=moments.day(last_day(found.expires_at)),
        )
    mail.send(found.address, subject, text, row_id)


def accepted(row_id: UUID, *, invitation: str) -> None:
    """Tell the sponsor that the invited person is in."""
    found = letters.one("work_invitation", the_invitation=UUID(invitation))
    told = door("work_sponsor", the_invitation=UUID(invitation))
    if found is None or told is None:
        return
    letters.send(
        told,
        row_id,
        lambda: _("%(name)s heeft je uitnodiging aangenomen", name=found.shown),
        lambda: _(
            "%(name)s doet nu mee, tot en met %(day)s.\n\nJe externen: %(link)s",
            name=found.shown,
            day=moments.day(last_day(found.access_until)),
            link=settings().address + "/externen",
        ),
    )


def waiting(row_id: UUID, *, invitation: str) -> None:
    """Ask the sponsor whether the taker with another address is who was meant, or an administrator who put one out."""
    found = letters.one("work_invitation", the_invitation=UUID(invitation))
    if found is None:
        return
    for one in door_rows("work_waiting", the_invitation=UUID(invitation)):
        letters.send(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda: _("Bevestig wie je uitnodiging aannam"),
            lambda one=one: (  # type: ignore[misc]
                _(
                    "Iemand nam je uitnodiging aan %(name)s aan met een ander mailadres. "
                    "Kijk of dit dezelfde persoon is, en laat toe of weiger:\n%(link)s",
                    name=found.shown,
                    link=settings().address + "/externen",
                )
                if not one.by_administrator
                else _(
                    "Iemand die door een beheerder was uitgezet, nam een nieuwe uitnodiging aan. "
                    "Een beheerder beslist of deze persoon weer wordt toegelaten:\n%(link)s",
                    link=settings().address + "/beheer",
                )
            ),
        )


def warning(row_id: UUID, *, membership: str, days: int) -> None:  # noqa: ARG001 - part of what makes the promise one of its own
    """Warn the external, and the sponsor or who looks after it without one; each mail only to who is still live."""
    found = letters.one("work_warning", the_membership=UUID(membership))
    if found is None:
        return
    day = last_day(found.until)
    letters.send(
        found.external_id,
        row_id,
        lambda: _("Je toegang eindigt op %(day)s", day=moments.day(day)),
        lambda: _(
            "Je toegang als gast van %(organisation)s loopt tot en met %(day)s. Heb je die langer nodig? Vraag het je "
            "contactpersoon op tijd.\n\n%(link)s",
            organisation=found.organisation,
            day=moments.day(day),
            link=settings().address + "/mijn-toegang",
        ),
    )
    if found.sponsor_id is not None:
        letters.send(
            found.sponsor_id,
            uuid5(row_id, "sponsor"),
            lambda: _("De toegang van %(name)s eindigt op %(day)s", name=found.external_shown, day=moments.day(day)),
            lambda: _(
                "De toegang van %(name)s, voor wie jij contactpersoon bent, loopt tot en met %(day)s. Verlengen of "
                "laten aflopen:\n%(link)s",
                name=found.external_shown,
                day=moments.day(day),
                link=settings().address + "/externen",
            ),
        )
    for other in found.others:
        letters.send(
            other,
            letters.id_for(row_id, other),
            lambda: _("De toegang van %(name)s eindigt op %(day)s", name=found.external_shown, day=moments.day(day)),
            lambda: _(
                "De toegang van %(name)s loopt tot en met %(day)s, en de contactpersoon doet niet meer mee. Is de "
                "toegang langer nodig? Laat een collega het overnemen:\n%(link)s",
                name=found.external_shown,
                day=moments.day(day),
                link=f"{settings().address}/externen/{membership}/contactpersoon",
            ),
        )


def takeover(row_id: UUID, *, offer: str) -> None:
    """Ask somebody to take over an external, while the question still waits."""
    found = letters.one("work_takeover", the_offer=UUID(offer))
    if found is None or found.status != "asked":
        return
    letters.send(
        found.asked_id,
        row_id,
        lambda: _("Word jij contactpersoon van %(name)s?", name=found.external),
        lambda: _(
            "%(asker)s vraagt of jij contactpersoon van %(name)s wordt. Zeg ja of nee, uiterlijk op %(day)s:\n%(link)s",
            asker=found.asker,
            name=found.external,
            day=moments.day(last_day(found.until)),
            link=settings().address + "/externen",
        ),
    )


def takeover_refused(row_id: UUID, *, offer: str) -> None:
    """Tell who asked that the answer is no."""
    found = letters.one("work_takeover", the_offer=UUID(offer))
    if found is None or found.status != "refused":
        return
    letters.send(
        found.asked_by,
        row_id,
        lambda: _("%(name)s neemt het niet over", name=found.asked),
        lambda: _(
            "%(name)s wordt geen contactpersoon van %(external)s. Vraag een andere collega:\n%(link)s",
            name=found.asked,
            external=found.external,
            link=settings().address + "/externen",
        ),
    )


def sponsor(row_id: UUID, *, membership: str, sponsor: str) -> None:
    """Tell the external and the new sponsor that they have each other, while they have."""
    found = letters.one("work_warning", the_membership=UUID(membership))
    if found is None or found.sponsor_id != UUID(sponsor):
        return
    new = letters.receiver(found.sponsor_id)
    if new is None:
        return
    letters.send(
        found.external_id,
        row_id,
        lambda: _("%(name)s is nu je contactpersoon", name=new.shown),
        lambda: _(
            "Je contactpersoon bij %(organisation)s is vanaf nu %(name)s. Aan je toegang verandert niets.\n\n%(link)s",
            organisation=found.organisation,
            name=new.shown,
            link=settings().address + "/mijn-toegang",
        ),
    )
    letters.send(
        found.sponsor_id,
        uuid5(row_id, "sponsor"),
        lambda: _("Jij bent nu contactpersoon van %(name)s", name=found.external_shown),
        lambda: _(
            "De toegang van %(name)s loopt tot en met %(day)s. Jij kunt die verlengen, beëindigen of overdragen:"
            "\n%(link)s",
            name=found.external_shown,
            day=moments.day(last_day(found.until)),
            link=settings().address + "/externen",
        ),
    )


def sponsorless(row_id: UUID, *, space: str, sponsor: str) -> None:
    """Tell stewards and administrators that a sponsor is gone and the externals are still there."""
    for one in door_rows("work_sponsorless_told", the_space=UUID(space), the_sponsor=UUID(sponsor)):
        path = f"/groepen/{space}/uitnodigingen" if one.is_steward else f"/beheer/{one.organisation_id}/externen"
        letters.send(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda one=one: ngettext(  # type: ignore[misc]
                "%(num)s externe heeft geen contactpersoon meer",
                "%(num)s externen hebben geen contactpersoon meer",
                one.externals,
            ),
            lambda one=one, path=path: _(  # type: ignore[misc]
                "%(name)s doet in een groep niet meer mee en was daar contactpersoon. De toegang van de externen loopt "
                "door tot hun einddatum. Vraag een collega om het over te nemen:\n%(link)s",
                name=one.sponsor,
                link=settings().address + path,
            ),
        )


def left(row_id: UUID, *, affiliation: str) -> None:
    """Tell the sponsors that an external ended the own access."""
    for one in door_rows("work_left", the_affiliation=UUID(affiliation)):
        letters.send(
            one.sponsor_id,
            letters.id_for(row_id, one.sponsor_id),
            lambda one=one: _("%(name)s beëindigde de eigen toegang", name=one.shown),  # type: ignore[misc]
            lambda one=one: _(  # type: ignore[misc]
                "%(name)s, voor wie jij contactpersoon was, heeft zelf de toegang beëindigd. "
                "Je hoeft niets te doen.\n\nJe externen: %(link)s",
                name=one.shown,
                link=settings().address + "/externen",
            ),
        )


def warn() -> None:
    """Put the warnings that are due, each once, and word of sponsors who are gone (periodic)."""
    for days, above in pairwise((*WARN_DAYS, 0)):
        door("work_warn", days=days, above=above)
    door("work_sponsorless")


def forget() -> None:
    """Bring back to a name who has had no access for the organisation's term (periodic)."""
    door("work_forget")


def sweep() -> None:
    """Remove what has run out: sessions, started sign-ins, handled forms (periodic)."""
    door("work_sweep")
