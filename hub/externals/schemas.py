"""What comes in about externals: the invitation in its steps, an end date, an answer."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from hub.kit import text
from hub.kit.forms import mail_address
from tenants.errors import words

NAME, EMPLOYER, ADDRESS = 120, 120, 254
_AN_ADDRESS = words("Vul een mailadres in zoals naam@bedrijf.nl.")


def _required(sentence: str) -> dict[str, Any]:
    return {"required": sentence, "invalid": sentence, "null": sentence}


class Who(Schema):
    """Step 1: who is invited."""

    class Meta:
        """Other steps' fields travel along."""

        unknown = EXCLUDE

    @pre_load
    def clean(self, sent: dict[str, Any], **_how: object) -> dict[str, Any]:
        """Names stand on one line, without characters that do not show."""
        names = {name: sent[name] for name in ("shown", "employer") if isinstance(sent.get(name), str)}
        return sent | {name: text.line(value) for name, value in names.items()}

    shown = fields.String(
        required=True,
        validate=validate.Length(1, NAME, error=words("Vul de naam in, hoogstens 120 tekens.")),
        error_messages=_required(words("Vul de naam in, hoogstens 120 tekens.")),
    )
    address = fields.String(
        required=True,
        validate=[validate.Length(max=ADDRESS, error=_AN_ADDRESS), mail_address(_AN_ADDRESS)],
        error_messages=_required(_AN_ADDRESS),
    )
    employer = fields.String(
        load_default="", validate=validate.Length(max=EMPLOYER, error=words("Hoogstens 120 tekens."))
    )


class WhatFor(Who):
    """Step 2: as what."""

    role = fields.String(
        required=True,
        validate=validate.OneOf(("member", "reader"), error=words("Kies een van de rollen uit de lijst.")),
        error_messages=_required(words("Kies een van de rollen uit de lijst.")),
    )


class HowLong(WhatFor):
    """Step 3: until when."""

    access_until = fields.Date(
        required=True, error_messages=_required(words("Kies een einddatum. Zonder einddatum kan het niet."))
    )


class LastDay(Schema):
    """Another last day."""

    class Meta:
        """Nothing else counts."""

        unknown = EXCLUDE

    access_until = fields.Date(
        required=True, error_messages=_required(words("Kies een einddatum. Zonder einddatum kan het niet."))
    )


STEPS: tuple[type[Schema], ...] = (Who, WhatFor, HowLong)
