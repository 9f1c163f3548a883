"""What comes in at Beheer: a reason, a role, a choice out of the log."""

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, pre_load, validate

from hub.kit import text
from tenants.errors import words

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)

_A_DAY = words("Vul een dag in zoals 24-11-2026.")
_GUESTS = words("Vul een aantal dagen in van 1 tot en met 1096.")
TERMS_MAX = 20_000
_LONG = words("Dit is te lang. Gebruik hoogstens 20.000 tekens.")
_FORGET = words("Vul een aantal dagen in van 1 tot en met 3650.")


def _day() -> fields.Date:
    return fields.Date(
        load_default=None,
        allow_none=True,
        validate=validate.Range(FIRST, LAST, error=_A_DAY),
        error_messages={"invalid": _A_DAY},
    )


def wrong(sentence: str) -> dict[str, Any]:
    """One sentence for whatever is wrong with a field."""
    return dict.fromkeys(("required", "invalid", "null", "too_large"), sentence)


class _Form(Schema):
    """A form of Beheer: other fields do not count, an empty day is no day."""

    class Meta:
        """Nothing else counts."""

        unknown = EXCLUDE

    @pre_load
    def _empty_is_none(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        days = [name for name, field in self.fields.items() if isinstance(field, fields.Date)]
        return sent | {name: None for name in days if not sent.get(name)}


class Decided(_Form):
    """What an organisation decides for its own people; the door knows how far each may go."""

    guest_days = fields.Integer(
        required=True, validate=validate.Range(1, 1096, error=_GUESTS), error_messages=wrong(_GUESTS)
    )
    founders = fields.String(required=True, error_messages=wrong(words("Kies een van de mogelijkheden.")))
    forget_days = fields.Integer(
        required=True, validate=validate.Range(1, 3650, error=_FORGET), error_messages=wrong(_FORGET)
    )
    brand = fields.String(
        required=True, error_messages=wrong(words("Kies een kleur, als # met zes cijfers of letters a tot en met f."))
    )

    @post_load
    def in_small_letters(self, data: dict[str, Any], **_how: object) -> dict[str, Any]:
        """A colour is written in small letters."""
        return data | {"brand": data["brand"].strip().lower()}


class Terms(_Form):
    """A version of the terms of use, as it is kept."""

    text = fields.String(load_default="", validate=validate.Length(max=TERMS_MAX, error=_LONG))

    @post_load
    def as_written(self, data: dict[str, Any], **_how: object) -> dict[str, Any]:
        """Lines end alike, and nothing stands around it."""
        return data | {"text": text.written(data["text"])}
