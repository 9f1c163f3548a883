"""Mails about the own people: an invitation, what waits for an administrator, what was decided. No content."""

from collections.abc import Callable
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from hub.kit import letters, mail, moments
from hub.kit.pages import settings
from hub.staff import service
from tenants.clock import last_day
from tenants.db import door, door_rows


def invitation(row_id: UUID, *, invitation: str, generation: int) -> None:
    """Mail the link to the invited address, unless the invitation was withdrawn or sent anew meanwhile."""
    found = letters.one("work_staff_invitation", the_invitation=UUID(invitation))
    if found is None or not found.live or found.generation != generation:
        return
    secret = service.link_secret(settings().secret, UUID(invitation), generation)
    with force_locale("nl"):
        subject = _("%(name)s van %(organisation)s nodigt je uit", name=found.inviter, organisation=found.organisation)
        text = _(
            "Beste %(shown)s,\n\n%(name)s van %(organisation)s nodigt je uit op Plein.\n\n"
            "Bekijk de uitnodiging:\n%(link)s\n\n"
            "Na het inloggen zie je wat de uitnodiging inhoudt en tot wanneer. De link werkt tot en met %(day)s en "
            "is alleen voor jou. Verwachtte je dit niet? Dan hoef je niets te doen.",
            shown=found.shown,
            name=found.inviter,
            organisation=found.organisation,
            link=settings().address + service.link_path(secret),
            day=moments.day(last_day(found.expires_at)),
        )
    mail.send(found.address, subject, text, row_id)


def accepted(row_id: UUID, *, invitation: str) -> None:
    """Tell the administrators that the invited person works here now."""
    found = letters.one("work_staff_invitation", the_invitation=UUID(invitation))
    if found is None or found.status != "accepted":
        return
    _to_administrators(
        found.organisation_id,
        row_id,
        lambda: _("%(name)s werkt nu ook bij %(organisation)s", name=found.shown, organisation=found.organisation),
        lambda: _(
            "%(name)s nam de uitnodiging aan en heeft nu toegang als medewerker.\n\n%(link)s",
            name=found.shown,
            link=_desk(found.organisation_id, f"/mensen/{found.affiliation_id}"),
        ),
    )


def waiting(row_id: UUID, *, invitation: str) -> None:
    """Ask the administrators whether the taker is who was meant."""
    found = letters.one("work_staff_invitation", the_invitation=UUID(invitation))
    if found is None or found.status != "waiting":
        return
    _to_administrators(
        found.organisation_id,
        row_id,
        lambda: _("Bevestig wie de uitnodiging aannam"),
        lambda: _(
            "Iemand nam de uitnodiging aan %(name)s aan. Kijk of het de juiste persoon is, en laat toe of weiger:\n"
            "%(link)s",
            name=found.shown,
            link=_desk(found.organisation_id, "/mensen/uitnodigingen"),
        ),
    )


def returned(row_id: UUID, *, request: str) -> None:
    """Tell the administrators that somebody whose access ended wants to come back."""
    found = letters.one("work_login_request", the_request=UUID(request))
    if found is None or found.status != "open":
        return
    _to_administrators(
        found.organisation_id,
        row_id,
        lambda: _("%(name)s wil weer toegang", name=found.shown),
        lambda: _(
            "%(name)s logde in, maar de toegang via %(organisation)s was beëindigd. Kijk wie het is en beslis:\n"
            "%(link)s",
            name=found.shown,
            organisation=found.organisation,
            link=_desk(found.organisation_id, "/mensen/verzoeken"),
        ),
    )


def login(row_id: UUID, *, request: str) -> None:
    """Tell the administrators that one of their people asks for another login."""
    found = letters.one("work_login_request", the_request=UUID(request))
    if found is None or found.status != "open":
        return
    _to_administrators(
        found.organisation_id,
        row_id,
        lambda: _("%(name)s wil met nog een account inloggen", name=found.shown),
        lambda: _(
            "%(name)s vraagt om een andere aanmelding toe te laten voor %(organisation)s. Beslis hier:\n%(link)s",
            name=found.shown,
            organisation=found.organisation,
            link=_desk(found.organisation_id, "/mensen/verzoeken"),
        ),
    )


def answered(row_id: UUID, *, request: str) -> None:
    """Tell the person what was decided about a login."""
    found = letters.one("work_login_request", the_request=UUID(request))
    if found is None:
        return
    if found.status in {"reopened", "new"}:
        letters.send(
            found.affiliation_id,
            row_id,
            lambda: _("Je hebt weer toegang via %(organisation)s", organisation=found.organisation),
            lambda: _("Je kunt weer inloggen op Plein:\n%(link)s", link=settings().address + "/"),
        )
    elif found.status in {"accepted", "refused"}:
        agreed = found.status == "accepted"
        letters.send(
            found.affiliation_id,
            row_id,
            lambda: _("Antwoord van %(organisation)s over je aanmelding", organisation=found.organisation),
            lambda: (
                (
                    _("De beheerder heeft je andere aanmelding toegelaten. Je kunt nu met beide inloggen.\n%(link)s")
                    if agreed
                    else _("De beheerder heeft je andere aanmelding niet toegelaten.\n%(link)s")
                )
                % {"link": settings().address + "/account/aanmeldingen"}
            ),
        )


def reopened(row_id: UUID, *, affiliation: str) -> None:
    """Tell the administrators of other organisations that trust the same login."""
    for one in door_rows("work_reopened", the_affiliation=UUID(affiliation)):
        letters.send(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda one=one: _("%(name)s heeft weer toegang bij een andere organisatie", name=one.shown),  # type: ignore[misc]
            lambda one=one: _(  # type: ignore[misc]
                "%(organisation)s gaf %(name)s weer toegang. Deze persoon logt daar in met een aanmelding die ook bij "
                "jouw organisatie geldt. Je hoeft niets te doen als dat klopt.\n\n%(link)s",
                organisation=one.organisation,
                name=one.shown,
                link=settings().address + "/beheer",
            ),
        )


def role(row_id: UUID, *, affiliation: str, role: str) -> None:
    """Tell somebody who became an administrator, or is none any more; unless that changed again meanwhile."""
    found = letters.one("work_place", the_affiliation=UUID(affiliation))
    if found is None or found.role != role:
        return
    appointed = role == "administrator"
    letters.send(
        UUID(affiliation),
        row_id,
        lambda: (
            (
                _("Je bent nu beheerder van %(organisation)s")
                if appointed
                else _("Je bent geen beheerder meer van %(organisation)s")
            )
            % {"organisation": found.organisation}
        ),
        lambda: (
            (
                _("Je regelt nu op Plein wie er via jouw organisatie toegang heeft.\n%(link)s")
                if appointed
                else _("Je werkt verder als medewerker.\n%(link)s")
            )
            % {"link": settings().address + ("/beheer" if appointed else "/")}
        ),
    )


def terms() -> None:
    """End what came to its last day (periodic)."""
    door("work_terms")


def _to_administrators(
    organisation_id: UUID, row_id: UUID, subject: Callable[[], str], text: Callable[[], str]
) -> None:
    for one in door_rows("work_administrators", the_organisation=organisation_id):
        letters.send(one.affiliation_id, letters.id_for(row_id, one.affiliation_id), subject, text)


def _desk(organisation_id: UUID, path: str) -> str:
    return f"{settings().address}/beheer/{organisation_id}{path}"
