"""Mails about parties: what waits, how it ended, who left. They name no group and hold no content."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from hub.kit import letters
from hub.kit.pages import settings
from tenants.db import door_rows


def proposal(row_id: UUID, *, proposal: str) -> None:
    """Ask every administrator whose agreement is still needed: who asked, for what kind of change, where to look."""
    for one in door_rows("work_proposal", the_proposal=UUID(proposal)):
        letters.write(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda name, one=one: _proposed(name, one),  # type: ignore[misc]
        )


def _proposed(name: str, one: Any) -> tuple[str, str]:  # noqa: ANN401 - the door's row
    subject, said = _asked(one)
    text = _(
        "Beste %(name)s,\n\n%(said)s Dat kan pas als jij akkoord bent.\n\nBekijk het voorstel en beslis:\n%(link)s",
        name=name,
        said=said,
        link=settings().address + "/beheer",
    )
    return subject, text


def _asked(one: Any) -> tuple[str, str]:  # noqa: ANN401 - the door's row
    if one.is_ours:
        return (
            _("%(organisation)s vraagt of jullie meedoen aan een groep", organisation=one.proposer),
            _("%(organisation)s wil samen met jouw organisatie in een groep werken.", organisation=one.proposer),
        )
    if one.kind == "party":
        return (
            _("Een nieuwe organisatie in een groep van jullie: akkoord?"),
            _(
                "%(organisation)s stelt een organisatie voor in een groep van jouw organisatie.",
                organisation=one.proposer,
            ),
        )
    if one.kind == "charter":
        return (
            _("Groepsafspraken in een groep van jullie: akkoord?"),
            _(
                "%(organisation)s legt groepsafspraken voor in een groep van jouw organisatie.",
                organisation=one.proposer,
            ),
        )
    if one.kind == "form":
        return (
            _("Een groep van jullie wijder openzetten: akkoord?"),
            _("%(organisation)s wil een groep van jouw organisatie wijder openzetten.", organisation=one.proposer),
        )
    return (
        _("Een verandering in een groep van jullie: akkoord?"),
        _(
            "%(organisation)s wil in een groep van jouw organisatie veranderen hoe een organisatie meedoet.",
            organisation=one.proposer,
        ),
    )


def decided(row_id: UUID, *, proposal: str) -> None:
    """Tell who proposed how it ended, a party that it was put out, and every party that there is a new charter."""
    for one in door_rows("work_decided", the_proposal=UUID(proposal)):
        letters.write(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda name, one=one: _decided(name, one),  # type: ignore[misc]
        )


def _decided(name: str, one: Any) -> tuple[str, str]:  # noqa: ANN401 - the door's row
    subject, said, path = _ended(one)
    text = _(
        "Beste %(name)s,\n\n%(said)s\n\nLees meer:\n%(link)s",
        name=name,
        said=said,
        link=settings().address + path,
    )
    return subject, text


def _ended(one: Any) -> tuple[str, str, str]:  # noqa: ANN401 - the door's row
    if one.why == "proposer" and one.status == "refused":
        return _("Je voorstel is geweigerd"), _("Een voorstel dat je in een groep deed, is geweigerd."), "/groepen"
    if one.why == "proposer":
        return _("Je voorstel is ingegaan"), _("Een voorstel dat je in een groep deed, is ingegaan."), "/groepen"
    if one.kind == "out":
        return (
            _("Jullie doen niet meer mee aan een groep"),
            _("De eigenaren van een groep hebben besloten dat jouw organisatie niet meer meedoet."),
            "/beheer",
        )
    return (
        _("Nieuwe groepsafspraken"),
        _("In een groep van jouw organisatie gelden nieuwe groepsafspraken. Lees ze in Beheer."),
        "/beheer",
    )


def left(row_id: UUID, *, group: str, organisation: str) -> None:
    """Tell the administrators of the co-owners that a party left."""
    for one in door_rows("work_party_left", the_group=UUID(group), the_organisation=UUID(organisation)):
        letters.write(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda name, one=one: (  # type: ignore[misc]
                _("%(organisation)s stapte uit een groep van jullie", organisation=one.organisation),
                _(
                    "Beste %(name)s,\n\n%(organisation)s doet niet meer mee aan een groep van jouw organisatie."
                    " Wat zij schreven, blijft staan.\n\nBekijk jullie groepen:\n%(link)s",
                    name=name,
                    organisation=one.organisation,
                    link=settings().address + "/beheer",
                ),
            ),
        )
