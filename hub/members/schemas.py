"""What comes in about members: who, and in which role."""

from marshmallow import fields, validate

from hub.groups.schemas import NO_ROLE, Sent, wrong
from tenants.errors import words

NO_PERSON = words("Kies iemand uit de lijst.")


class NewMember(Sent):
    """A colleague who is let in."""

    affiliation = fields.UUID(required=True, error_messages=wrong(NO_PERSON))
    role = fields.String(
        load_default="member",
        validate=validate.OneOf(("member", "reader"), error=NO_ROLE),
        error_messages=wrong(NO_ROLE),
    )


class NewRole(Sent):
    """Another role of a member."""

    role = fields.String(
        required=True,
        validate=validate.OneOf(("member", "reader"), error=NO_ROLE),
        error_messages=wrong(NO_ROLE),
    )
