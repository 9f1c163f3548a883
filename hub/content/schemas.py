"""What comes in when somebody writes: the named limits, and fields that clean and measure."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, missing

from hub.kit import text
from tenants.errors import words

TITLE_MAX = 200
BODY_MAX = 20_000
COMMENT_MAX = 5_000
WHY_MAX = 500
ALT_MAX = 500
DRAFT_TITLE_MAX, DRAFT_BODY_MAX = 500, 100_000
"""A draft holds also what is too long to be posted."""
DRAFT_LABELS_MAX, DRAFT_NAME_MAX = 1_000, 200
"""The labels that were typed and ticked, with commas; the name of for whom one asks."""
_NO_PLACE: dict[str, Any] = dict.fromkeys(
    ("required", "null", "invalid", "invalid_uuid"), words("Kies eerst waar het heen moet.")
)


class Written(fields.Field[str]):
    """A text of at most so many characters, cleaned; empty only where `empty` gives no sentence against it."""

    def __init__(self, *, most: int, too_long: str, empty: str = "", one_line: bool = False) -> None:
        """Take the limit, and the sentences for too much and for nothing."""
        sentences: dict[str, Any] = {"required": empty, "null": empty}
        super().__init__(required=bool(empty), error_messages=sentences, load_default=missing if empty else "")
        self.most, self.too_long, self.empty, self.one_line = most, too_long, empty, one_line

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - marshmallow's own
        if not isinstance(value, str):
            raise ValidationError(words("Stuur dit veld één keer."))
        cleaned = text.line(value) if self.one_line else text.written(value)
        if self.empty and not cleaned:
            raise ValidationError(self.empty)
        if len(cleaned) > self.most:
            raise ValidationError(self.too_long)
        return cleaned


def title(empty: str = "") -> Written:
    """A title on one line; `empty`: the sentence when there must be one."""
    too_long = words("Deze titel is te lang. Gebruik hooguit 200 tekens.")
    return Written(most=TITLE_MAX, too_long=too_long, empty=empty, one_line=True)


def body(empty: str = "") -> Written:
    """A text in Markdown."""
    too_long = words("Deze tekst is te lang. Gebruik hooguit 20.000 tekens, of deel de rest als document.")
    return Written(most=BODY_MAX, too_long=too_long, empty=empty)


class Sent(Schema):
    """A form; what else was sent with it is left."""

    class Meta:
        """How marshmallow reads it."""

        unknown = EXCLUDE


class Comment(Sent):
    """A comment."""

    text = Written(
        most=COMMENT_MAX,
        too_long=words("Deze reactie is te lang. Gebruik hooguit 5.000 tekens."),
        empty=words("Schrijf eerst je reactie."),
    )


class AltText(Sent):
    """What a picture shows, for who does not see it; nothing when it only adorns."""

    alt = Written(
        most=ALT_MAX, too_long=words("Deze beschrijving is te lang. Gebruik hooguit 500 tekens."), one_line=True
    )


class Title(Sent):
    """A title alone; empty where the text has one of its own."""

    title = title()


class Target(Sent):
    """The space where something goes."""

    naar = fields.UUID(required=True, error_messages=_NO_PLACE)


class Moving(Target):
    """Also how many more people would read it, as the page said, and whether it goes back to where it was."""

    lezers = fields.Integer(required=True, error_messages=_NO_PLACE)
    terug = fields.Boolean(load_default=False, error_messages=_NO_PLACE)


class Edit(Sent):
    """The text of an item that its author changes, and how often it had been changed when this was begun."""

    based_on = fields.Integer(load_default=None, allow_none=True)
    title = title()
    text = body(words("Schrijf eerst een tekst."))


class DraftForm(Sent):
    """For which place something was typed and chosen so far."""

    place = fields.String(required=True)
    thing = fields.UUID(required=True)


class Deletion(Sent):
    """Why a steward deletes what somebody else wrote."""

    why = Written(most=WHY_MAX, too_long=words("Deze reden is te lang. Gebruik hooguit 500 tekens."))
