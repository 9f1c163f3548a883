"""What comes in at the log: which of its rows are wanted."""

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from tenants.errors import words

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)

_A_DAY = words("Vul een dag in zoals 24-11-2026.")
_AN_ID = words("Deze keuze bestaat niet. Begin opnieuw vanaf het auditlog.")


def _day() -> fields.Date:
    return fields.Date(
        load_default=None,
        allow_none=True,
        validate=validate.Range(FIRST, LAST, error=_A_DAY),
        error_messages={"invalid": _A_DAY},
    )


def _id() -> fields.UUID:
    return fields.UUID(load_default=None, allow_none=True, error_messages={"invalid_uuid": _AN_ID, "invalid": _AN_ID})


class Sought(Schema):
    """Which rows of the log are wanted; an empty field asks nothing."""

    class Meta:
        """Nothing else counts."""

        unknown = EXCLUDE

    q = fields.String(load_default="", validate=validate.Length(max=120, error=words("Hoogstens 120 tekens.")))
    soort = fields.String(load_default="")
    van = _day()
    tot = _day()
    wie = _id()
    wat = _id()

    @pre_load
    def _empty_is_none(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        return sent | {name: None for name in ("van", "tot", "wie", "wat") if not sent.get(name)}
