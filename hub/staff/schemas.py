"""What comes in about the own people: a reason, a day, a role, an answer, an invitation, a choice out of the list."""

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from hub.kit import text
from hub.kit.forms import mail_address
from tenants.errors import words

WHY, NAME, TITLE, ADDRESS = 1000, 120, 120, 254
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)

_A_DAY = words("Vul een dag in zoals 24-11-2026.")
_A_NAME = words("Vul de naam in, hoogstens 120 tekens.")
_AN_ADDRESS = words("Vul een mailadres in zoals naam@gemeente.nl.")
_ONE_OF = words("Kies een van de mogelijkheden.")


class _Form(Schema):
    """A form of Beheer: other fields do not count, an empty day is no day."""

    class Meta:
        """Nothing else counts."""

        unknown = EXCLUDE

    @pre_load
    def _clean(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        days = [name for name, one in self.fields.items() if isinstance(one, fields.Date)]
        lines = [name for name in ("shown", "title") if isinstance(sent.get(name), str)]
        return (
            sent | {name: None for name in days if not sent.get(name)} | {name: text.line(sent[name]) for name in lines}
        )


def _day(*, required: bool = False) -> fields.Date:
    wrong = words("Kies een einddatum. Zonder einddatum kan het niet.")
    how: dict[str, Any] = {"required": True} if required else {"load_default": None, "allow_none": True}
    return fields.Date(
        validate=validate.Range(FIRST, LAST, error=_A_DAY),
        error_messages={"invalid": _A_DAY, "required": wrong, "null": wrong},
        **how,
    )


def _one_of(*allowed: str) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.OneOf(allowed, error=_ONE_OF),
        error_messages={"required": _ONE_OF, "invalid": _ONE_OF},
    )


def _why() -> fields.String:
    return fields.String(
        load_default="", validate=validate.Length(max=WHY, error=words("Houd het korter: hoogstens 1000 tekens."))
    )


class Leaving(_Form):
    """When somebody leaves, and why: at once, or after a last day."""

    when = fields.String(load_default="now", validate=validate.OneOf(("now", "later"), error=_ONE_OF))
    last_day = _day()
    why = _why()


class Term(_Form):
    """Another last day, or none."""

    last_day = _day()
    why = _why()


class Role(_Form):
    """What somebody becomes."""

    role = _one_of("member", "administrator")


class Return(_Form):
    """Who it is that came back."""

    answer = _one_of("same", "other", "no")
    last_day = _day()


class Invited(_Form):
    """Somebody of another organisation who will also work here."""

    shown = fields.String(
        required=True,
        validate=validate.Length(1, NAME, error=_A_NAME),
        error_messages={"required": _A_NAME, "invalid": _A_NAME},
    )
    address = fields.String(
        required=True,
        validate=[validate.Length(max=ADDRESS, error=_AN_ADDRESS), mail_address(_AN_ADDRESS)],
        error_messages={"required": _AN_ADDRESS, "invalid": _AN_ADDRESS},
    )
    title = fields.String(load_default="", validate=validate.Length(max=TITLE, error=words("Hoogstens 120 tekens.")))
    last_day = _day(required=True)
