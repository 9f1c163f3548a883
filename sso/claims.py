"""What a token's claims propose: a name, an address, organisations. Pure functions; the hub's own tables decide."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sso.issuer import Issuer

LONGEST_NAME = 120
LONGEST_ADDRESS = 254
LONGEST_UPSTREAM = 255
UPSTREAM = "upstream_id"  # a claim that a broker's mapper fills with the upstream's stable id
_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)")

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an issuer says of a person, as far as it may: `address` is in lower case, '' when there is none.

    `upstream` is the account behind a brokered one, '' when the issuer says nothing of it: by it an administrator
    recognises somebody whose account was made anew.
    """

    shown: str
    address: str
    is_verified: bool
    organisations: tuple[UUID, ...]
    upstream: str = ""


def proposal(issuer: Issuer, claims: Claims) -> Proposal:
    """All that these claims propose."""
    address = mail_address(claims)
    is_verified = bool(address) and counts_as_verified(issuer, claims)
    upstream = _text(claims, UPSTREAM)
    return Proposal(
        shown_name(claims),
        address,
        is_verified,
        organisations(issuer, claims),
        upstream if len(upstream) <= LONGEST_UPSTREAM else "",
    )


def shown_name(claims: Claims) -> str:
    """The name to show: `name`, else given and family name, else the user name, else the address; never empty."""
    both = f"{_text(claims, 'given_name')} {_text(claims, 'family_name')}"
    for found in (
        _text(claims, "name"),
        both.strip(),
        _text(claims, "preferred_username"),
        mail_address(claims).partition("@")[0],
    ):
        if found:
            return found[:LONGEST_NAME].rstrip()
    return "?"


def mail_address(claims: Claims) -> str:
    """The address in lower case, '' when there is none that could be one."""
    address = _text(claims, "email").lower()
    return address if len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else ""


def mail_domain(address: str) -> str:
    """The domain of an address, '' when it is none."""
    found = _ADDRESS.fullmatch(address.strip().lower())
    return found.group(1) if found else ""


def counts_as_verified(issuer: Issuer, claims: Claims) -> bool:
    """Whether the address counts as verified, by the issuer's setting; a claim must be true itself, not a text."""
    return issuer.verified == "always" or (issuer.verified == "claim" and claims.get("email_verified") is True)


def organisations(issuer: Issuer, claims: Claims) -> tuple[UUID, ...]:
    """The organisations in which a place is proposed, all of them bound to the issuer.

    Only where the claim has the organisation's id or a verified address lies in its domains: otherwise guests of a
    municipality's directory would become its staff.
    """
    upstream = organisation_ids(claims)
    domain = mail_domain(mail_address(claims)) if counts_as_verified(issuer, claims) else ""
    return tuple(
        bound.organisation_id
        for bound in issuer.organisations
        if bound.upstream_id in upstream or domain in bound.domains
    )


def organisation_ids(claims: Claims) -> frozenset[str]:
    """The ids in Keycloak's `organization` claim, `{"alias": {"id": "..."}}`; no empty ones. Aliases don't count."""
    found = claims.get("organization")
    if not isinstance(found, dict):
        return frozenset()
    ids = (each.get("id") for each in found.values() if isinstance(each, dict))
    return frozenset(one for one in ids if isinstance(one, str) and one)


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
