"""What comes in with a question and an answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, post_load

from hub.content.schemas import Sent, Written, body, title
from hub.kit import text
from tenants.errors import words

TAGS_MAX = 5
TAG_MAX = 40
TAG_LENGTHS = range(2, TAG_MAX + 1)
TAGS_TEXT_MAX = 300
NAME_MAX = 200
SAID_MAX = 2_000

NO_TAGS = words("Gebruik hooguit vijf labels van 2 tot 40 tekens, met een komma ertussen.")
NO_TARGET = words("Kies een vraag om mee samen te voegen.")
NO_GROUP = words("Kies een groep.")
NO_ANSWERS = words("Kies een van de antwoorden.")


class Tags(fields.Field[tuple[str, ...]]):
    """Words in small letters, each once: one of a row of boxes, several, or a line with commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002 - marshmallow's own
        sent = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in sent):
            raise ValidationError(NO_TAGS)
        found = (text.line(part).lower() for one in sent for part in one.split(","))
        return tuple(dict.fromkeys(one for one in found if one))


class Labelled(Sent):
    """The labels of a question: those ticked and those typed, together."""

    label = Tags(load_default=())
    labels = Tags(load_default=())

    @post_load
    def together(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """One list; too many of them, or a strange one, is a fault of the field that was typed in."""
        found = tuple(dict.fromkeys((*data.pop("label"), *data["labels"])))
        if len(found) > TAGS_MAX or any(len(one) not in TAG_LENGTHS for one in found):
            raise ValidationError({"labels": [NO_TAGS]})
        return data | {"labels": found}


class Change(Labelled):
    """A question: its title says it, its text explains it and may be empty."""

    title = title(words("Stel je vraag in één zin."))
    text = body()


def _name() -> Written:
    """For whom one asks; nobody when it is empty."""
    return Written(most=NAME_MAX, too_long=words("Deze naam is te lang. Gebruik hooguit 200 tekens."), one_line=True)


class Changed(Change):
    """A question that is changed; of what is in it, how it was when this was begun.

    `voor` is left as it is when it is not sent; `niemand`: take the name away, which a steward may too.
    """

    was = title()
    based_on = fields.Integer(load_default=None, allow_none=True)
    voor = _name()
    voor_was = _name()
    niemand = fields.Boolean(load_default=False)


class Ask(Change):
    """A new one, for oneself or for somebody else."""

    voor = _name()


class Answer(Sent):
    """An answer."""

    text = body(words("Schrijf eerst je antwoord."))


class Accept(Sent):
    """Which answers were good too, with commas: what an undo brings back."""

    goed = fields.Method(deserialize="read", load_default=())

    def read(self, value: object) -> tuple[UUID, ...]:
        """The ids."""
        try:
            return tuple(UUID(one) for one in str(value).split(",")[:100])
        except ValueError as error:
            raise ValidationError(NO_ANSWERS) from error


class Merge(Sent):
    """The question to merge with."""

    doel = fields.UUID(
        required=True, error_messages=dict.fromkeys(("required", "null", "invalid", "invalid_uuid"), NO_TARGET)
    )


class Share(Sent):
    """In which space a question is shown too, and with which words."""

    groep = fields.UUID(
        required=True, error_messages=dict.fromkeys(("required", "null", "invalid", "invalid_uuid"), NO_GROUP)
    )
    text = Written(most=SAID_MAX, too_long=words("Dit is te lang. Gebruik hooguit 2.000 tekens."))
