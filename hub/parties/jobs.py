"""Mails about parties: a proposal that waits for an administrator. They name no group and hold no content."""

from typing import Any
from uuid import UUID, uuid5

from flask_babel import force_locale
from flask_babel import gettext as _

from hub.kit import mail
from hub.kit.pages import settings
from tenants.db import door_rows


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


def _address(affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    return next(iter(door_rows("work_address", the_affiliation=affiliation_id)), None)
