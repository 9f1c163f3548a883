"""Mails about groups: let in, asked and answered, nearly over, over, awake again. No content, one affiliation each."""

from collections.abc import Callable
from uuid import UUID

from flask_babel import gettext as _

from hub.groups import service
from hub.kit import letters, moments
from hub.kit.pages import settings
from tenants.actor import Actor
from tenants.clock import last_day
from tenants.db import as_affiliation, become, door
from tenants.errors import Missing
from tenants.models import Space

WARN_DAYS = (14, 3)
"""So many days before a group ends its stewards are told."""


def added(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Tell somebody that a group or room has opened; only who sees it now learns its name."""
    _about(
        row_id,
        space,
        affiliation,
        lambda found: _("Je bent toegevoegd aan “%(title)s”", title=found.title),
        lambda found: _("Je kunt nu meelezen en meedoen in “%(title)s”:", title=found.title),
    )


def request(row_id: UUID, *, request: str, affiliation: str) -> None:
    """Tell a steward that somebody asks to come in, while that waits and she is one."""
    steward = UUID(affiliation)
    asked = letters.one("work_request", the_request=UUID(request), the_affiliation=steward)
    if asked is None:
        return
    _about(
        row_id,
        str(asked.group_id),
        affiliation,
        lambda found: _("%(name)s vraagt toegang tot “%(title)s”", name=asked.shown, title=found.title),
        lambda found: _(
            "%(name)s van %(organisation)s wil meedoen in “%(title)s”. Laat diegene toe of zeg nee:",
            name=asked.shown,
            organisation=asked.organisation,
            title=found.title,
        ),
        path="/verzoeken",
    )


def answered(row_id: UUID, *, request: str) -> None:
    """Tell the asker what came of it, by the name that she asked by; a refusal's words stand on the page."""
    answer = letters.one("work_answer", the_request=UUID(request))
    if answer is None:
        return
    if answer.status == "admitted":
        subject = lambda: _("Je doet mee in “%(title)s”", title=answer.named)  # noqa: E731 - said in the receiver's language
        said = lambda: _("Een groepsbeheerder heeft je toegelaten tot “%(title)s”:", title=answer.named)  # noqa: E731
        link = f"/groepen/{answer.group_id}"
    else:
        subject = lambda: _("Antwoord op je vraag om toegang")  # noqa: E731
        said = lambda: _("Je kunt nu niet meedoen in “%(title)s”. Lees het antwoord:", title=answer.named)  # noqa: E731
        link = "/groepen?lijst=vindbaar"
    _send(row_id, answer.affiliation_id, subject, said, link)


def ends(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Warn a steward that a group or room ends soon, while that is so."""
    _about(
        row_id,
        space,
        affiliation,
        lambda found: _("“%(title)s” loopt tot en met %(day)s", title=found.title, day=_end(found)),
        lambda found: _(
            "Na %(day)s kan niemand meer schrijven in “%(title)s”; lezen blijft kunnen. Wil je langer door? Kies een "
            "andere laatste dag:",
            title=found.title,
            day=_end(found),
        ),
        path="/bewerken",
        when=lambda actor, found: not service.is_archived(actor, found),
    )


def ended(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Tell somebody that a group or room is past its end date, unless it was woken meanwhile."""
    _about(
        row_id,
        space,
        affiliation,
        lambda found: _("“%(title)s” is afgelopen", title=found.title),
        lambda found: _(
            "De laatste dag van “%(title)s” is voorbij. Je kunt alles nog lezen en downloaden, niet meer schrijven. "
            "Een groepsbeheerder kan de groep weer in gebruik nemen.",
            title=found.title,
        ),
        when=service.is_archived,
    )


def archived(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Tell somebody that a steward archived a group or room, unless it was woken meanwhile."""
    _about(
        row_id,
        space,
        affiliation,
        lambda found: _("“%(title)s” is gearchiveerd", title=found.title),
        lambda found: _(
            "Een groepsbeheerder heeft “%(title)s” gearchiveerd. Je kunt alles nog lezen en downloaden, niet meer "
            "schrijven. Een groepsbeheerder kan het terugdraaien.",
            title=found.title,
        ),
        when=service.is_archived,
    )


def woken(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Tell somebody that a group or room is in use again."""
    _about(
        row_id,
        space,
        affiliation,
        lambda found: _("“%(title)s” is weer in gebruik", title=found.title),
        lambda found: _("Je kunt weer lezen en schrijven in “%(title)s”:", title=found.title),
        when=lambda actor, found: not service.is_archived(actor, found),
    )


def woken_admin(row_id: UUID, *, group: str, affiliation: str) -> None:
    """Tell an administrator of a party, who need not see the group, that it is in use again."""
    title = door("work_title", the_group=UUID(group), the_affiliation=UUID(affiliation))
    if title is None:
        return
    _send(
        row_id,
        UUID(affiliation),
        lambda: _("“%(title)s” is weer in gebruik", title=title),
        lambda: _(
            "Jouw organisatie doet mee in “%(title)s”. De groep was gearchiveerd en is weer in gebruik genomen.",
            title=title,
        ),
        "/beheer",
    )


def warn() -> None:
    """Put the warnings that are due, each once (periodic)."""
    door("work_warn_ends", the_days=list(WARN_DAYS))


def archive() -> None:
    """Make permanent what end dates did, and tell everybody (periodic)."""
    door("work_archive")


def _end(space: Space) -> str:
    return moments.day(last_day(space.ends_at))


def _about(
    row_id: UUID,
    space: str,
    affiliation: str,
    subject: Callable[[Space], str],
    said: Callable[[Space], str],
    *,
    path: str = "",
    when: Callable[[Actor, Space], bool] = lambda _actor, _space: True,
) -> None:
    """A mail about a space to one affiliation, which must see it now and as which the job enters; `when`: still so."""
    receiver = UUID(affiliation)
    if letters.receiver(receiver) is None:
        return
    actor = become(as_affiliation(receiver))
    try:
        found = service.find(actor, UUID(space))
    except Missing:
        return
    if when(actor, found):
        _send(row_id, receiver, lambda: subject(found), lambda: said(found), f"/groepen/{found.id}{path}")


def _send(row_id: UUID, affiliation_id: UUID, subject: Callable[[], str], said: Callable[[], str], path: str) -> None:
    """A mail in the receiver's language: a greeting, what there is to say, and where to look."""
    link = settings().address + path
    letters.write(
        affiliation_id,
        row_id,
        lambda name: (subject(), _("Beste %(name)s,\n\n%(said)s\n%(link)s", name=name, said=said(), link=link)),
    )
