"""What comes in about members: who, in which role, or which work address."""

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, pre_load, validate

from hub.groups.schemas import NO_ROLE, Sent, wrong
from hub.kit import text
from tenants.errors import words

MOST_AT_ONCE = 50
LONGEST_ADDRESS = 254
NO_PERSON = words("Kies iemand uit de lijst.")
NOBODY = words("Kies minstens één persoon.")
TOO_MANY = words("Kies hoogstens 50 mensen tegelijk.")
NO_ADDRESS = words("Vul een werkadres in zoals naam@gemeente.nl.")


def _list(name: str, sent: dict[str, Any]) -> dict[str, Any]:
    """One value is a list of one."""
    value = sent.get(name)
    return sent if value is None or isinstance(value, list) else sent | {name: [value]}


def _ids() -> "fields.List[UUID]":
    return fields.List(
        fields.UUID(error_messages=wrong(NO_PERSON)),
        required=True,
        validate=[validate.Length(min=1, error=NOBODY), validate.Length(max=MOST_AT_ONCE, error=TOO_MANY)],
        error_messages=wrong(NOBODY),
    )


def _role(name: str = "role") -> fields.String:
    return fields.String(
        data_key=name,
        load_default="member",
        validate=validate.OneOf(("member", "reader"), error=NO_ROLE),
        error_messages=wrong(NO_ROLE),
    )


class People(Sent):
    """Own people who are let in, one or several."""

    affiliation = _ids()

    @pre_load
    def as_list(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """Read one as a list of one."""
        return _list("affiliation", data)


class NewMembers(People):
    """Colleagues who are let in, with the role that they get."""

    role = _role()


class Several(Sent):
    """Memberships that are confirmed together."""

    membership = _ids()

    @pre_load
    def as_list(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """Read one as a list of one."""
        return _list("membership", data)


class Named(Sent):
    """One of the own people, who becomes steward."""

    affiliation = fields.UUID(required=True, error_messages=wrong(NO_PERSON))


def _work_address(value: str) -> None:
    name, at, domain = value.partition("@")
    if not name or not at or "." not in domain.strip(".") or "@" in domain or any(sign.isspace() for sign in value):
        raise ValidationError(NO_ADDRESS)


class ByAddress(Sent):
    """Somebody asked for by exact work address."""

    address = fields.String(
        required=True,
        validate=[validate.Length(3, LONGEST_ADDRESS, error=NO_ADDRESS), _work_address],
        error_messages=wrong(NO_ADDRESS),
    )
    role = _role("address_role")  # beside the other form's field of that name

    @pre_load
    def on_one_line(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        """Without blanks around it."""
        address = data.get("address")
        return data | {"address": text.line(address)} if isinstance(address, str) else data


class NewRole(Sent):
    """Another role of a member."""

    role = fields.String(
        required=True,
        validate=validate.OneOf(("member", "reader"), error=NO_ROLE),
        error_messages=wrong(NO_ROLE),
    )
