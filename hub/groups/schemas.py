"""What comes in about groups: founding, rooms, requests. Sentences are Dutch msgids; the edge translates."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate

from hub.kit import text
from tenants.errors import words

TITLE_MAX = 120
PURPOSE_MAX = 2000
LAST_DAY = date(2999, 12, 31)

WORD_MAX = 500
TAGS_MAX = 8
TAG_LENGTHS = range(2, 41)
TAGS_TEXT_MAX = 400
MOST_PARTIES = 12
"""So many organisations can be proposed while founding; others can be added afterwards."""
TINTS = 8
PICTURES: dict[str, str] = {
    "users": words("Mensen"),
    "landmark": words("Bestuur"),
    "house": words("Wonen"),
    "building-2": words("Gebouwen"),
    "construction": words("Werk in uitvoering"),
    "wrench": words("Beheer en onderhoud"),
    "tree-pine": words("Groen"),
    "leaf": words("Milieu"),
    "waves": words("Water"),
    "recycle": words("Afval"),
    "zap": words("Energie"),
    "bike": words("Fiets"),
    "train-front": words("Vervoer"),
    "map": words("Kaart"),
    "school": words("Onderwijs"),
    "heart-pulse": words("Zorg"),
    "hand-heart": words("Hulp"),
    "handshake": words("Samenwerken"),
    "megaphone": words("Communicatie"),
    "calendar": words("Agenda"),
    "list-checks": words("Taken"),
    "scroll-text": words("Regels"),
    "shield": words("Veiligheid"),
    "compass": words("Verkenning"),
}
"""The drawings that a group can have as its picture: a fixed set, so that nothing of a visitor's making is decoded."""

_DOMAIN = re.compile(r"(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")

NO_TITLE = words("Geef een naam van hoogstens 120 tekens.")
LONG_PURPOSE = words("Gebruik hooguit 2.000 tekens.")
NO_DAY = words("Kies een dag uit de kalender.")
NO_ROLE = words("Kies een van de rollen uit de lijst.")
NO_TAGS = words("Gebruik hooguit acht labels van 2 tot 40 tekens, met een komma ertussen.")
NO_PICTURE = words("Kies een van de plaatjes.")
NO_REACH = words("Kies wie er meedoen.")
NO_ORGANISATION = words("Kies een organisatie uit de lijst.")
ONE_ORGANISATION = words("Kies een organisatie uit de lijst, of vul een maildomein in.")
NOT_BOTH = words("Kies uit de lijst of vul een maildomein in, niet allebei.")
NO_DOMAIN = words("Vul het deel achter het apenstaartje in, zoals voorbeeld.nl.")
LONG_WORD = words("Gebruik hooguit 500 tekens.")


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


class Tags(fields.String):
    """Labels with commas between them: small letters, one space between words, each once."""

    def __init__(self) -> None:
        """None is as good as some."""
        super().__init__(load_default=(), error_messages=wrong(NO_TAGS))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:  # noqa: ANN401 - marshmallow's
        said = super()._deserialize(value, attr, data, **kwargs)
        found = tuple(dict.fromkeys(one for one in (text.line(part).lower() for part in said.split(",")) if one))
        if len(found) > TAGS_MAX or any(len(one) not in TAG_LENGTHS for one in found):
            raise ValidationError(NO_TAGS)
        return found


class Ending(Described):
    """Title, purpose, labels and the last day of a group."""

    tags = Tags()
    ends_on = fields.Date(
        load_default=None, validate=validate.Range(max=LAST_DAY, error=NO_DAY), error_messages=wrong(NO_DAY)
    )


class NewGroup(Ending):
    """A group that somebody founds."""

    form = fields.String(
        data_key="readers",  # a field called form would hide the form's own property from htmx
        required=True,
        validate=validate.OneOf(("open", "findable", "closed"), error=words("Kies wie de groep kan lezen.")),
        error_messages=wrong(words("Kies wie de groep kan lezen.")),
    )
    affiliation = fields.UUID(
        load_default=None, error_messages=wrong(words("Kies namens welke organisatie je de groep begint."))
    )


class Changed(Ending):
    """What a steward gives a space; its picture is a drawing and a tint, or the letters of its title."""

    icon = fields.String(
        load_default="", validate=validate.OneOf(("", *PICTURES), error=NO_PICTURE), error_messages=wrong(NO_PICTURE)
    )
    tint = fields.Integer(
        load_default=-1, validate=validate.Range(-1, TINTS - 1, error=NO_PICTURE), error_messages=wrong(NO_PICTURE)
    )


class Joining(Sent):
    """An organisation that is to take part: from the list, or by the exact domain of its mail addresses."""

    organisation = fields.UUID(load_default=None, error_messages=wrong(NO_ORGANISATION))
    domain = fields.String(load_default="", error_messages=wrong(NO_DOMAIN))
    role = fields.String(
        load_default="participant",
        validate=validate.OneOf(("participant", "owner"), error=NO_ROLE),
        error_messages=wrong(NO_ROLE),
    )
    reach = fields.String(
        load_default="all",
        validate=validate.OneOf(("all", "named"), error=NO_REACH),
        error_messages=wrong(NO_REACH),
    )

    @post_load
    def exactly_one(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """Exactly one of organisation and domain; of an address the domain counts."""
        domain = data["domain"].lower().rpartition("@")[2].strip()
        if data["organisation"] and domain:
            raise ValidationError({"domain": [NOT_BOTH]})
        if not data["organisation"] and not domain:
            raise ValidationError({"organisation": [ONE_ORGANISATION]})
        if domain and not _DOMAIN.fullmatch(domain):
            raise ValidationError({"domain": [NO_DOMAIN]})
        return data | {"domain": domain}


class NewRequest(Sent):
    """Somebody who asks to come in."""

    affiliation = fields.UUID(
        load_default=None, error_messages=wrong(words("Kies namens welke organisatie je toegang vraagt."))
    )
    word = fields.String(
        load_default="", validate=validate.Length(max=WORD_MAX, error=LONG_WORD), error_messages=wrong(LONG_WORD)
    )


class Admission(Sent):
    """As what an asker comes in."""

    role = fields.String(
        load_default="member",
        validate=validate.OneOf(("member", "reader"), error=NO_ROLE),
        error_messages=wrong(NO_ROLE),
    )


class Refusal(Sent):
    """What an asker is told with a refusal."""

    word = fields.String(
        load_default="", validate=validate.Length(max=WORD_MAX, error=LONG_WORD), error_messages=wrong(LONG_WORD)
    )
