"""The realms of the demo at the development identity provider: their clients and people, as the file that it reads."""

import hashlib
import hmac
import uuid
from typing import Any

from hub.runtime import story

CLIENT = "plein"
GUESTS = "gasten"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://plein.example/demo")


def file(issuers: dict[str, uuid.UUID], *, address: str, secret: str) -> dict[str, Any]:
    """The file that the development provider reads."""

    def client(realm: str) -> dict[str, Any]:
        issuer = issuers[realm]
        return {
            "client_id": CLIENT,
            "secret": client_secret(secret, realm),
            "redirect_uris": [f"{address}/inloggen/terug/{issuer}"],
            "post_logout_redirect_uris": [f"{address}/uitgelogd"],
            "backchannel_logout_uri": f"{address}/uitloggen/achterdeur/{issuer}",
        }

    def person(key: str, name: str, address: str, note: str, organisations: list[str]) -> dict[str, Any]:
        given, _, family = name.partition(" ")
        return {
            "username": key,
            "sub": subject(key),
            "password": story.PASSWORD,
            "given_name": given,
            "family_name": family,
            "email": address,
            "organizations": {one: {"id": upstream(one)} for one in organisations},
            "note": note,
        }

    realms: dict[str, Any] = {}
    for town in story.TOWNS:
        people = [one for one in story.HUMANS if one.places[0].partition(":")[0] == town.key]
        realms[town.key] = {
            "title": town.name,
            "people": [
                person(one.key, one.name, f"{one.key}@{town.key}.example", one.note or one.title, [town.key])
                for one in people
            ],
            "clients": [client(town.key)],
        }
    realms[GUESTS] = {
        "title": "Gastaccounts",
        "registration": True,
        "people": [person(key, name, f"{key}@gast.example", note, []) for key, name, *_, note in story.GUESTS],
        "clients": [client(GUESTS)],
    }
    return {"realms": realms}


def subject(key: str) -> str:
    """The subject of a person of the story, at every start the same."""
    return str(uuid.uuid5(_NAMES, f"person {key}"))


def upstream(realm: str) -> str:
    """The id of an organisation in its realm's claim."""
    return str(uuid.uuid5(_NAMES, f"organisation {realm}"))


def client_secret(secret: str, realm: str) -> str:
    """The secret by which a realm knows the hub, from the installation's own."""
    return hmac.new(secret.encode(), f"demo client {realm}".encode(), hashlib.sha256).hexdigest()
