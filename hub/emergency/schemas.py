"""What comes in at emergency access: a reason and a number of hours."""

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from tenants.errors import words

SHORTEST, LONGEST = 10, 1000

_WHY = words("Schrijf in een paar woorden waarom dit nodig is, hoogstens 1000 tekens.")
_HOURS = words("Kies een van de mogelijkheden.")


class Asked(Schema):
    """A request; the door knows how many hours the installation allows."""

    class Meta:
        """Nothing else counts."""

        unknown = EXCLUDE

    reason = fields.String(
        required=True,
        validate=validate.Length(SHORTEST, LONGEST, error=_WHY),
        error_messages={"required": _WHY, "invalid": _WHY},
    )
    hours = fields.Integer(
        required=True,
        validate=validate.Range(1, 24, error=_HOURS),
        error_messages={"required": _HOURS, "invalid": _HOURS},
    )

    @pre_load
    def _without_blanks(self, sent: dict[str, object], **_how: object) -> dict[str, object]:
        return sent | {"reason": str(sent.get("reason", "")).strip()}
