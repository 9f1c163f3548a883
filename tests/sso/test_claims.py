"""What claims may propose: names, addresses and places, and for whom an issuer may speak."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from sso.claims import mail_address, mail_domain, organisations, proposal, shown_name
from sso.issuer import Binding, Issuer

ZANDWIJK, MEERBERGEN = uuid.UUID(int=1), uuid.UUID(int=2)
ISSUER = Issuer(
    id=uuid.UUID(int=9),
    url="https://login.example",
    client_id="hub",
    organisations=(
        Binding(ZANDWIJK, "upstream-z", ("zandwijk.nl", "wij.zandwijk.nl")),
        Binding(MEERBERGEN, "", ("meerbergen.nl",)),
    ),
)


@pytest.mark.parametrize(
    ("claims", "places"),
    [
        ({"organization": {"zandwijk": {"id": "upstream-z"}}}, (ZANDWIJK,)),
        ({"email": "F@Zandwijk.NL", "email_verified": True}, (ZANDWIJK,)),
        ({"email": "f@wij.zandwijk.nl", "email_verified": True}, (ZANDWIJK,)),
        (
            {"email": "f@meerbergen.nl", "email_verified": True, "organization": {"z": {"id": "upstream-z"}}},
            (ZANDWIJK, MEERBERGEN),
        ),
        # guests of a municipality's directory do not become its staff
        ({"email": "piet@bouwbedrijf.nl", "email_verified": True}, ()),
        ({"email": "f@zandwijk.nl", "email_verified": False}, ()),
        ({"email": "f@zandwijk.nl"}, ()),
        ({"email": "f@zandwijk.nl", "email_verified": "true"}, ()),
        ({"email": "f@zandwijk.nl", "email_verified": 1}, ()),
        ({"email": "f@kwaad.zandwijk.nl", "email_verified": True}, ()),
        ({"email": "f@zandwijk.nl.kwaad.example", "email_verified": True}, ()),
        ({"email": "f@kwaad.example@zandwijk.nl", "email_verified": True}, ()),
        ({"email": ["f@zandwijk.nl"], "email_verified": True}, ()),
        # names are not ids, and an organisation that the issuer is not bound to is not its to give
        ({"organization": {"upstream-z": {"id": "another"}}}, ()),
        ({"organization": ["zandwijk"]}, ()),
        ({"organization": {"zandwijk": {}}}, ()),
        ({"organization": {"meerbergen": {"id": ""}}}, ()),
        ({}, ()),
    ],
    ids=str,
)
def test_an_issuer_speaks_for_those_it_is_bound_to(claims: dict[str, Any], places: tuple[uuid.UUID, ...]) -> None:
    assert organisations(ISSUER, claims) == places


def test_what_counts_as_verified_is_a_setting() -> None:
    claims = {"email": "f@zandwijk.nl", "email_verified": True}
    silent = {"email": "f@zandwijk.nl"}
    assert organisations(replace(ISSUER, verified="never"), claims) == ()
    assert organisations(replace(ISSUER, verified="always"), silent) == (ZANDWIJK,)
    assert not proposal(replace(ISSUER, verified="always"), {"sub": "x"}).is_verified


@pytest.mark.parametrize(
    ("claims", "shown"),
    [
        ({"name": "Fatima El Idrissi", "given_name": "F."}, "Fatima El Idrissi"),
        ({"given_name": "Fatima", "family_name": "El Idrissi"}, "Fatima El Idrissi"),
        ({"family_name": "El Idrissi"}, "El Idrissi"),
        ({"preferred_username": "fatima"}, "fatima"),
        ({"email": "f.elidrissi@zandwijk.nl"}, "f.elidrissi"),
        ({"name": "  Fatima \u202e \n El\tIdrissi "}, "Fatima El Idrissi"),
        ({"name": ["Fatima"]}, "?"),
        ({"name": "\u200b"}, "?"),
        ({"name": "x" * 300}, "x" * 120),
        ({}, "?"),
    ],
    ids=str,
)
def test_everyone_has_a_name_that_can_be_shown(claims: dict[str, Any], shown: str) -> None:
    assert shown_name(claims) == shown


@pytest.mark.parametrize(
    "address", ["", "f", "f@", "@zandwijk.nl", "f@zandwijk", "f @zandwijk.nl", "f@-.nl", "f@" + "a" * 254 + ".nl"]
)
def test_what_is_no_address_is_none(address: str) -> None:
    assert mail_address({"email": address}) == ""
    assert mail_domain("F@Zandwijk.nl ") == "zandwijk.nl"
