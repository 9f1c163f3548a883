"""What comes in at Beheer: a reason, a role, an agreement, a choice out of the log."""

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from tenants.errors import words

WHY, TITLE = 1000, 200
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)

_A_DAY = words("Vul een dag in zoals 24-11-2026.")
_A_TITLE = words("Geef de afspraak een naam, hoogstens 200 tekens.")
_A_PARTNER = words("Kies minstens één andere organisatie uit de lijst.")


def _day() -> fields.Date:
    return fields.Date(
        load_default=None,
        allow_none=True,
        validate=validate.Range(FIRST, LAST, error=_A_DAY),
        error_messages={"invalid": _A_DAY},
    )


class _Form(Schema):
    """A form of Beheer: other fields do not count, an empty day is no day."""

    class Meta:
        """Nothing else counts."""

        unknown = EXCLUDE

    @pre_load
    def _empty_is_none(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        days = [name for name, field in self.fields.items() if isinstance(field, fields.Date)]
        return sent | {name: None for name in days if not sent.get(name)}


class Why(_Form):
    """The reason of a step that cannot be undone."""

    why = fields.String(
        load_default="", validate=validate.Length(max=WHY, error=words("Houd het korter: hoogstens 1000 tekens."))
    )


class Role(_Form):
    """What somebody becomes."""

    role = fields.String(
        required=True,
        validate=validate.OneOf(("member", "administrator"), error=words("Kies een van de mogelijkheden.")),
        error_messages={"required": words("Kies een van de mogelijkheden.")},
    )


class Proposed(_Form):
    """An agreement as it is proposed."""

    title = fields.String(
        required=True,
        validate=validate.Length(1, TITLE, error=_A_TITLE),
        error_messages={"required": _A_TITLE, "invalid": _A_TITLE},
    )
    organisations = fields.List(
        fields.UUID(error_messages={"invalid_uuid": _A_PARTNER}),
        required=True,
        validate=validate.Length(1, 100, error=_A_PARTNER),
        error_messages={"required": _A_PARTNER, "invalid": _A_PARTNER},
    )
    directory = fields.Boolean(load_default=False)
    joint_groups = fields.Boolean(load_default=False)
    questions = fields.Boolean(load_default=False)
    last_day = _day()

    @pre_load
    def _one_is_a_list(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        chosen = sent.get("organisations")
        return sent | {"organisations": [chosen]} if isinstance(chosen, str) else sent
