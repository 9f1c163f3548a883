"""What comes in about agreements: a proposal, a step. Sentences are Dutch msgids; the edge translates."""

import re
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate

from tenants.errors import words

TITLE, MOST_DOMAINS = 200, 20
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)

_A_DAY = words("Vul een dag in zoals 24-11-2026.")
_A_TITLE = words("Geef de afspraak een naam, hoogstens 200 tekens.")
_A_PARTNER = words("Kies minstens één andere organisatie uit de lijst.")
_A_DOMAIN = words("Vul het deel achter het apenstaartje in, zoals voorbeeld.nl.")
_A_STEP = words("Kies een van de mogelijkheden.")
_DOMAIN = re.compile(r"(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


class _Form(Schema):
    """A form about agreements: other fields do not count."""

    class Meta:
        """Nothing else counts."""

        unknown = EXCLUDE


class Proposed(_Form):
    """An agreement as it is proposed: to organisations of the list, to whoever has these domains, or both."""

    title = fields.String(
        required=True,
        validate=validate.Length(1, TITLE, error=_A_TITLE),
        error_messages={"required": _A_TITLE, "invalid": _A_TITLE},
    )
    organisations = fields.List(
        fields.UUID(error_messages={"invalid_uuid": _A_PARTNER}),
        load_default=[],
        validate=validate.Length(max=100, error=_A_PARTNER),
        error_messages={"invalid": _A_PARTNER},
    )
    domains = fields.String(load_default="", error_messages={"invalid": _A_DOMAIN})
    directory = fields.Boolean(load_default=False)
    joint_groups = fields.Boolean(load_default=False)
    questions = fields.Boolean(load_default=False)
    last_day = fields.Date(
        load_default=None,
        allow_none=True,
        validate=validate.Range(FIRST, LAST, error=_A_DAY),
        error_messages={"invalid": _A_DAY},
    )

    @pre_load
    def as_typed(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        """One ticked organisation is a list too, an empty day no day."""
        chosen = sent.get("organisations")
        listed = {"organisations": [chosen]} if isinstance(chosen, str) else {}
        return sent | listed | {"last_day": sent.get("last_day") or None}

    @post_load
    def somebody(self, data: dict[str, Any], **_how: object) -> dict[str, Any]:
        """At least one other organisation; domains apart by blanks or commas, of an address what follows the @."""
        domains = [one.rpartition("@")[2] for one in re.split(r"[\s,;]+", data["domains"].lower()) if one]
        if len(domains) > MOST_DOMAINS or not all(_DOMAIN.fullmatch(one) for one in domains):
            raise ValidationError({"domains": [_A_DOMAIN]})
        if not domains and not data["organisations"]:
            raise ValidationError({"organisations": [_A_PARTNER]})
        return data | {"domains": domains}


class Step(_Form):
    """What is done with an agreement; with an end also the groups that are left."""

    step = fields.String(
        required=True,
        validate=validate.OneOf(("sign", "refuse", "withdraw", "suspend", "resume", "end"), error=_A_STEP),
        error_messages={"required": _A_STEP, "invalid": _A_STEP},
    )
    leaving = fields.List(
        fields.UUID(error_messages={"invalid_uuid": _A_STEP}), load_default=[], error_messages={"invalid": _A_STEP}
    )

    @pre_load
    def one_is_a_list(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        """One ticked group is a list too."""
        chosen = sent.get("leaving")
        return sent | {"leaving": [chosen]} if isinstance(chosen, str) else sent
