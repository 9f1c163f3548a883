"""What comes in about groups: founding, rooms. Sentences are Dutch msgids; the edge translates."""

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from hub.kit import text
from tenants.errors import words

TITLE_MAX = 120
PURPOSE_MAX = 2000
LAST_DAY = date(2999, 12, 31)

NO_TITLE = words("Geef een naam van hoogstens 120 tekens.")
LONG_PURPOSE = words("Gebruik hooguit 2.000 tekens.")
NO_DAY = words("Kies een dag uit de kalender.")
NO_ROLE = words("Kies een van de rollen uit de lijst.")


def wrong(sentence: str) -> dict[str, Any]:
    """Say the same for whatever is wrong with a field."""
    return dict.fromkeys(("required", "null", "invalid", "invalid_uuid"), sentence)


class Sent(Schema):
    """A form; what else was sent with it is left, and a field left empty was not sent."""

    class Meta:
        """How marshmallow reads it."""

        unknown = EXCLUDE

    @pre_load
    def drop_empty(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """Leave out what is empty once cleaned; texts come in clean."""
        cleaned = {name: text.written(value) if isinstance(value, str) else value for name, value in data.items()}
        return {name: value for name, value in cleaned.items() if value != ""}


class Described(Sent):
    """Title and purpose of a group or a room."""

    title = fields.String(
        required=True, validate=validate.Length(1, TITLE_MAX, error=NO_TITLE), error_messages=wrong(NO_TITLE)
    )
    purpose = fields.String(
        load_default="",
        validate=validate.Length(max=PURPOSE_MAX, error=LONG_PURPOSE),
        error_messages=wrong(LONG_PURPOSE),
    )

    @pre_load
    def on_one_line(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """Keep a title on one line."""
        title = data.get("title")
        return data | {"title": text.line(title)} if isinstance(title, str) else data


class NewGroup(Described):
    """A group that somebody founds."""

    form = fields.String(
        data_key="readers",  # a field called form would hide the form's own property from htmx
        required=True,
        validate=validate.OneOf(("open", "findable", "closed"), error=words("Kies wie de groep kan lezen.")),
        error_messages=wrong(words("Kies wie de groep kan lezen.")),
    )
    ends_on = fields.Date(
        load_default=None, validate=validate.Range(max=LAST_DAY, error=NO_DAY), error_messages=wrong(NO_DAY)
    )
    affiliation = fields.UUID(
        load_default=None, error_messages=wrong(words("Kies namens welke organisatie je de groep begint."))
    )
