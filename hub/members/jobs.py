"""Mails about roles and about people asked for by address. No content, and no title for who may not see it."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from hub.groups import service as groups
from hub.kit import letters, moments
from hub.kit.pages import settings
from tenants.clock import last_day
from tenants.db import as_affiliation, become, door, door_rows
from tenants.errors import Missing
from tenants.models import Space


def offer(row_id: UUID, *, offer: str) -> None:
    """Ask a colleague whether to become steward, while the offer stands."""
    found = _offer(offer)
    if found is None or not found.stands:
        return
    space = _space(found.taker_id, found.space_id)
    if space is None:
        return
    letters.write(
        found.taker_id,
        row_id,
        lambda name: (
            _("Wil je groepsbeheerder worden van “%(title)s”?", title=space.title),
            _(
                "Beste %(name)s,\n\n%(maker)s vraagt of je groepsbeheerder wilt worden van “%(title)s”.\n\n"
                "Bekijk wat dat betekent en antwoord uiterlijk %(day)s:\n%(link)s",
                name=name,
                maker=found.maker,
                title=space.title,
                day=moments.day(last_day(found.until)),
                link=f"{settings().address}/rolaanbod/{offer}",
            ),
        ),
    )


def answer(row_id: UUID, *, offer: str) -> None:
    """Tell who asked what the answer was."""
    found = _offer(offer)
    if found is None or found.status not in {"accepted", "refused"}:
        return
    space = _space(found.maker_id, found.space_id)
    if space is None:
        return
    letters.write(
        found.maker_id,
        row_id,
        lambda name: (
            _("Antwoord op jouw vraag over “%(title)s”", title=space.title),
            _(
                "Beste %(name)s,\n\n%(said)s\n%(link)s",
                name=name,
                said=_answered(found),
                link=f"{settings().address}/groepen/{space.id}/leden",
            ),
        ),
    )


def _answered(found: Any) -> str:  # noqa: ANN401 - the door's row
    if found.status == "refused":
        return _("%(name)s wil geen groepsbeheerder worden.", name=found.taker)
    if found.steps_down:
        return _("%(name)s is nu groepsbeheerder. Jij bent gewoon lid.", name=found.taker)
    return _("%(name)s is nu ook groepsbeheerder.", name=found.taker)


def named(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Tell somebody that an administrator of the own organisation made her steward."""
    found = _space(UUID(affiliation), UUID(space))
    if found is None:
        return
    letters.write(
        UUID(affiliation),
        row_id,
        lambda name: (
            _("Je bent nu groepsbeheerder van “%(title)s”", title=found.title),
            _(
                "Beste %(name)s,\n\nEen beheerder van jouw organisatie heeft je aangewezen als groepsbeheerder van "
                "“%(title)s”. Je laat mensen toe en houdt de groep op orde.\n%(link)s",
                name=name,
                title=found.title,
                link=f"{settings().address}/groepen/{found.id}/leden",
            ),
        ),
    )


def address(row_id: UUID, *, request: str) -> None:
    """Ask the administrators of whose address it is; nobody, when it is nobody's."""
    for one in door_rows("work_address_request", the_request=UUID(request)):
        letters.write(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda name, one=one: (  # type: ignore[misc]
                _("%(organisation)s wil een collega van jou in een groep", organisation=one.asker_organisation),
                _(
                    "Beste %(name)s,\n\nEen groepsbeheerder van %(organisation)s vroeg op werkadres om een collega van "
                    "jou. Dat kan pas als jij het goedvindt.\n\nBekijk het verzoek en beslis:\n%(link)s",
                    name=name,
                    organisation=one.asker_organisation,
                    link=settings().address + "/beheer",
                ),
            ),
        )


def forget() -> None:
    """Forget the addresses that were asked for and have run out."""
    door("work_forget_addresses")


def _offer(offer_id: str) -> Any:  # noqa: ANN401 - the door's row
    return letters.one("work_offer", the_offer=UUID(offer_id))


def _space(affiliation_id: UUID, space_id: UUID) -> Space | None:
    """The group or room as this affiliation sees it now; None when it does not."""
    try:
        return groups.find(become(as_affiliation(affiliation_id)), space_id)
    except Missing:
        return None
