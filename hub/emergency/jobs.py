"""Mails about emergency access: who must decide, who is read along with, who asked. No content; a title to stewards."""

from typing import Any
from uuid import UUID, uuid5

from flask_babel import gettext as _

from hub.kit import letters, moments
from hub.kit.pages import settings
from tenants.db import door_rows


def asked(row_id: UUID, *, emergency: str) -> None:
    """Ask every administrator whose agreement is needed."""
    _each(row_id, emergency, {"confirmer"})


def answered(row_id: UUID, *, emergency: str) -> None:
    """Tell the stewards that somebody reads along, and who asked what became of it."""
    _each(row_id, emergency, {"steward", "asker"})


def _each(row_id: UUID, emergency: str, parts: set[str]) -> None:
    for one in door_rows("work_emergency", the_emergency=UUID(emergency)):
        if one.part in parts:
            message_id = uuid5(row_id, f"{one.part} {one.affiliation_id}")
            letters.write(one.affiliation_id, message_id, lambda name, one=one: _greeted(name, one))  # type: ignore[misc]


def _greeted(name: str, one: Any) -> tuple[str, str]:  # noqa: ANN401 - the door's row
    subject, said = _words(one)
    return subject, _("Beste %(name)s,\n\n%(said)s", name=name, said=said)


def _words(one: Any) -> tuple[str, str]:  # noqa: ANN401 - the door's row
    beheer = settings().address + "/beheer"
    if one.part == "confirmer":
        return (
            _("%(name)s vraagt noodtoegang: ga je akkoord?", name=one.asker),
            _(
                "%(name)s, beheerder van %(organisation)s, wil meelezen in een groep waarvan jouw organisatie eigenaar "
                "is. Dat kan alleen als jij akkoord gaat. Lees de reden en beslis:\n%(link)s\n\n"
                "Het verzoek verloopt op %(moment)s.",
                name=one.asker,
                organisation=one.organisation,
                link=beheer,
                moment=moments.moment_in_full(one.until),
            ),
        )
    if one.part == "steward":
        return (
            _("Noodtoegang in “%(title)s”", title=one.title),
            _(
                "%(name)s, beheerder van %(organisation)s, leest tot %(moment)s mee in “%(title)s”. De beheerders van "
                "alle eigenaren gingen daarmee akkoord. De reden staat boven aan de groep. Je kunt de noodtoegang daar "
                "ook beëindigen.",
                name=one.asker,
                organisation=one.organisation,
                moment=moments.moment_in_full(one.until),
                title=one.title,
            ),
        )
    if one.status == "granted":
        return (
            _("Je hebt noodtoegang"),
            _("Je kunt meelezen tot %(moment)s. Alles wat je opent, staat in het auditlog.\n\n%(link)s",
              moment=moments.moment_in_full(one.until), link=beheer),
        )  # fmt: skip
    return _("Je verzoek om noodtoegang is geweigerd"), _("Er verandert niets.\n\n%(link)s", link=beheer)
