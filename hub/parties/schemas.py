"""What comes in about parties: an organisation that is proposed. Sentences are Dutch msgids; the edge translates."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from hub.groups.schemas import NO_ROLE, Sent, wrong
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
