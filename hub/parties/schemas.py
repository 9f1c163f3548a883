"""What comes in about parties: a proposed organisation, a change, a charter. Sentences are Dutch msgids."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from hub.groups.schemas import LONG_PURPOSE, NO_ROLE, PURPOSE_MAX, Sent, wrong
from tenants.errors import words

_DOMAIN = re.compile(r"(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")

NO_ORGANISATION = words("Kies een organisatie uit de lijst.")
ONE_ORGANISATION = words("Kies een organisatie uit de lijst, of vul een maildomein in.")
NOT_BOTH = words("Kies uit de lijst of vul een maildomein in, niet allebei.")
NO_DOMAIN = words("Vul het deel achter het apenstaartje in, zoals voorbeeld.nl.")


class NewParty(Sent):
    """An organisation that a steward proposes: from the list, or by the exact domain of its mail addresses."""

    organisation = fields.UUID(load_default=None, error_messages=wrong(NO_ORGANISATION))
    domain = fields.String(load_default="", error_messages=wrong(NO_DOMAIN))
    role = fields.String(
        required=True,
        validate=validate.OneOf(("participant", "owner"), error=NO_ROLE),
        error_messages=wrong(NO_ROLE),
    )
    reach = fields.String(
        required=True,
        validate=validate.OneOf(("all", "named"), error=words("Kies wie er meedoen.")),
        error_messages=wrong(words("Kies wie er meedoen.")),
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


FORMS = ("closed", "findable", "open")
NO_CHOICE = words("Kies een van de mogelijkheden.")
NO_FORM = words("Kies wie de groep kan lezen.")
CHARTER_MAX = 4000
LONG_CHARTER = words("Gebruik hooguit 4.000 tekens.")
NO_INVITERS = words("Kies wie externen mag uitnodigen.")
NO_CLASSIFICATION = words("Kies hoe vertrouwelijk het is.")


class NewForm(Sent):
    """Who can read the group, as a steward wants it."""

    form = fields.String(
        data_key="readers",  # a field called form would hide the form's own property from htmx
        required=True,
        validate=validate.OneOf(FORMS, error=NO_FORM),
        error_messages=wrong(NO_FORM),
    )
    keeps = fields.Boolean(load_default=False)


class NewChange(Sent):
    """Another role or reach of a party, or its end: one value that says both what and how."""

    change = fields.String(
        required=True,
        validate=validate.OneOf(("owner", "participant", "all", "named", "out"), error=NO_CHOICE),
        error_messages=wrong(NO_CHOICE),
    )


def _long(longest: int, sentence: str) -> fields.String:
    return fields.String(
        load_default="", validate=validate.Length(max=longest, error=sentence), error_messages=wrong(sentence)
    )


class NewCharter(Sent):
    """What a group agrees on."""

    purpose = _long(PURPOSE_MAX, LONG_PURPOSE)
    sharing = _long(CHARTER_MAX, LONG_CHARTER)
    inviters = fields.String(
        required=True,
        validate=validate.OneOf(("stewards", "members"), error=NO_INVITERS),
        error_messages=wrong(NO_INVITERS),
    )
    classification = fields.String(
        required=True,
        validate=validate.OneOf(("open", "internal", "confidential"), error=NO_CLASSIFICATION),
        error_messages=wrong(NO_CLASSIFICATION),
    )
    retention = _long(CHARTER_MAX, LONG_CHARTER)
    leaving = _long(CHARTER_MAX, LONG_CHARTER)
