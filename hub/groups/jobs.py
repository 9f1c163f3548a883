"""Mails about groups: a proposal that waits for an administrator, and that somebody was let in. No content."""

from typing import Any
from uuid import UUID, uuid5

from flask_babel import force_locale
from flask_babel import gettext as _

from hub.groups import service
from hub.kit import mail
from hub.kit.pages import settings
from tenants.db import as_affiliation, become, door_rows
from tenants.errors import Missing


def proposal(row_id: UUID, *, proposal: str) -> None:
    """Ask every administrator whose agreement is still needed. The mail names no group: who asked and where to look."""
    for one in door_rows("work_proposal", the_proposal=UUID(proposal)):
        receiver = _address(one.affiliation_id)
        if receiver is None:
            continue
        with force_locale(receiver.language):
            if one.is_ours:
                subject = _("%(organisation)s vraagt of jullie meedoen aan een groep", organisation=one.proposer)
                said = _(
                    "%(organisation)s wil samen met jouw organisatie in een groep werken.", organisation=one.proposer
                )
            else:
                subject = _("Een nieuwe organisatie in een groep van jullie: akkoord?")
                said = _(
                    "%(organisation)s stelt een organisatie voor in een groep van jouw organisatie.",
                    organisation=one.proposer,
                )
            text = _(
                "Beste %(name)s,\n\n%(said)s Dat kan pas als jij akkoord bent.\n\n"
                "Bekijk het voorstel en beslis:\n%(link)s",
                name=receiver.shown,
                said=said,
                link=settings().address + "/beheer",
            )
        mail.send(receiver.address, subject, text, uuid5(row_id, str(one.affiliation_id)))


def added(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Tell somebody that a group or room has opened; only who sees it now learns its name."""
    receiver = _address(UUID(affiliation))
    if receiver is None:
        return
    try:
        found = service.find(become(as_affiliation(UUID(affiliation))), UUID(space))
    except Missing:
        return
    with force_locale(receiver.language):
        subject = _("Je bent toegevoegd aan “%(title)s”", title=found.title)
        text = _(
            "Beste %(name)s,\n\nJe kunt nu meelezen en meedoen in “%(title)s”:\n%(link)s",
            name=receiver.shown,
            title=found.title,
            link=f"{settings().address}/groepen/{found.id}",
        )
    mail.send(receiver.address, subject, text, row_id)


def _address(affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    return next(iter(door_rows("work_address", the_affiliation=affiliation_id)), None)
