"""What the demo has of logins: one who left and signs in anew, one who is invited to work here too, one with two."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from hub.runtime import realms as cast
from tenants.ids import new_id
from tenants.installation import Keeper

_PERSON = "INSERT INTO plein.person (id, created_at) VALUES (%s, %s)"
_LOGIN = "INSERT INTO plein.login (id, issuer_id, subject, person_id, created_at) VALUES (%s, %s, %s, %s, %s)"
_PLACE = (
    "INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, title, source, since,"
    " until) VALUES (%s, %s, %s, 'staff', 'Gerda Uitdienst', 'gerda uitdienst', 'Jurist', 'sign-in', %s, %s)"
)
_BOUND = "INSERT INTO plein.affiliation_login VALUES (%s, %s, %s, %s, NULL)"
_ADDRESS = "INSERT INTO plein.affiliation_address VALUES (%s, 'gerda@zandwijk.example')"
_BACK = (
    "INSERT INTO plein.login_request (id, kind, organisation_id, affiliation_id, login_id, matched, shown, address,"
    " created_at) VALUES (%s, 'return', %s, %s, %s, 'address', 'Gerda Uitdienst', 'gerda@zandwijk.example', %s)"
)
_INVITED = (
    "INSERT INTO plein.invitation (id, kind, organisation_id, sponsor_id, shown, title, address, proof, access_until,"
    " expires_at, created_at) VALUES (%s, 'staff', %s, %s, 'Joost van der Meulen', 'Adviseur wonen',"
    " 'joost@oosterdiep.example', %s, %s, %s, %s)"
)

_SECOND = (
    "INSERT INTO plein.login (id, issuer_id, subject, person_id, created_at)"
    " SELECT %s, i.id, %s, a.person_id, %s FROM plein.issuer i, plein.affiliation a WHERE i.guests AND a.id = %s"
)


def lay(
    connection: Keeper, organisations: Mapping[str, UUID], affiliations: Mapping[tuple[str, str], UUID], now: datetime
) -> None:
    """Gerda left Zandwijk and signs in with a new account; Mark invited Joost; Fatima linked an account of a guest."""
    zandwijk = organisations["zandwijk"]
    found = connection.execute("SELECT issuer_id FROM plein.binding WHERE organisation_id = %s", (zandwijk,)).fetchone()
    issuer = found[0] if found else None
    logins = []
    for key in ("gerda", "gerda-nieuw"):
        person, login = new_id(), new_id()
        connection.execute(_PERSON, (person, now))
        connection.execute(_LOGIN, (login, issuer, cast.subject(key), person, now))
        logins.append((person, login))
    (person, login), (_, anew) = logins
    place, began, left = new_id(), now - timedelta(days=700), now - timedelta(days=40)
    connection.execute(_PLACE, (place, person, zandwijk, began, left))
    connection.execute(_BOUND, (place, login, person, began))
    connection.execute(_ADDRESS, (place,))
    connection.execute(_BACK, (new_id(), zandwijk, place, anew, now))
    made, until = new_id(), now + timedelta(days=180)
    mark = affiliations["mark", "zandwijk"]
    connection.execute(_INVITED, (made, zandwijk, mark, made.bytes, until, now + timedelta(days=14), now))
    second = (new_id(), cast.subject("fatima-gast"), now, affiliations["fatima", "zandwijk"])
    connection.execute(_SECOND, second)
