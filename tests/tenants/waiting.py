"""Whatever can wait for somebody's answer, once: asked for through the doors, by those who may."""

import hashlib
from datetime import timedelta
from uuid import UUID

import psycopg

from tenants.ids import new_id
from tests.world import World

ABSENT = UUID("01930000-0000-7000-8000-000000000000")


def lay_waiting(world: World) -> dict[str, UUID]:
    """Asks for one of each; returns their ids by kind, with a second one of what is another's."""
    made: dict[str, UUID] = {"offer": world.asked["offer"], "address": world.asked["address"]}

    def asks(who: str, call: str, *values: object) -> UUID:
        with psycopg.connect(world.database.app) as app:
            app.execute("SELECT plein.enter(%s)", (world[who].proof,))
            row = app.execute(f"SELECT plein.{call}".encode(), values).fetchone()
            assert row is not None
            found: UUID = row[0]
            return found

    spaces, organisations = world.spaces, world.organisations
    world.person("gast", "Gijs Gast", "zandwijk:external", issuer="gasten")
    world.member("tender", "gast", sponsor="fatima")
    asks(
        "fatima", "propose_party(%s, %s, '', 'participant', 'named', 30)", spaces["visie"], organisations["oosterdiep"]
    )
    made["proposal"] = world.one("SELECT id FROM plein.proposal WHERE group_id = %s", spaces["visie"])
    made["unknown"] = world.one("SELECT id FROM plein.proposal WHERE group_id = %s", spaces["tender"])
    peter = world.memberships["tender", world["peter"].affiliation]
    asks("fatima", "ask_takeover(%s, %s, 14)", peter, world["tweede"].affiliations["zandwijk"])
    made["takeover"] = world.one("SELECT id FROM plein.sponsorship")
    made["request"] = asks("kees", "ask_to_join(%s, %s, '')", spaces["vindbaar"], world["kees"].affiliation)
    made["emergency"] = asks(
        "zara",
        "ask_emergency(%s, %s, 'Er is spoed bij de dijk.', 2, 8, 24)",
        spaces["vindbaar"],
        organisations["zandwijk"],
    )
    made["copy"] = asks("sanne", "ask_copy(%s, %s, 7)", spaces["tender"], world["sanne"].affiliation)
    asks("zara", "publish_terms(%s, 'Wees zuinig op wat je leest.')", organisations["zandwijk"])
    for guest in ("peter", "karin"):  # ivo and the others have yet to
        asks(guest, "accept_terms(%s, 1)", world[guest].affiliation)
    world.keeper.execute("UPDATE plein.copy SET status = 'ready', ready_at = plein.moment()")
    asks("fatima", "write_charter(%s, 'Samen', '', 'stewards', 'internal', '', '')", spaces["tender"])
    made["charter"] = world.one("SELECT id FROM plein.charter")
    made["agreement"], made["gids"] = (
        world.agreements["inkoop"],
        world.one("SELECT id FROM plein.agreement WHERE title = 'gids'"),
    )
    made["hire"] = new_id()
    world.lay(
        "invitation",
        id=made["hire"],
        kind="staff",
        organisation_id=organisations["zandwijk"],
        sponsor_id=world["zara"].affiliation,
        shown="Hugo Huur",
        address="hugo@elders.example",
        proof=hashlib.sha256(b"hire").digest(),
        access_until=world.now + timedelta(days=90),
        expires_at=world.now + timedelta(days=14),
        created_at=world.now,
    )
    for key, who, of, login in (
        ("other", "sanne", "meerbergen", "sanne-elders"),
        ("return", "gone", "zandwijk", "lars"),
    ):
        made[key] = new_id()
        world.lay(
            "login_request",
            id=made[key],
            kind=key,
            organisation_id=organisations[of],
            affiliation_id=world[who].affiliation,
            login_id=world[login].login_id,
            matched="person" if key == "other" else "address",
            shown=key,
            created_at=world.now,
        )
    made["bulk"] = world.bulks["ronde"]
    for key, space, sponsor, of, changes in (
        ("sent", "kamer-b", "sanne", "meerbergen", {}),
        ("late", "voorbij", "fatima", "zandwijk", {}),  # that group is past its end date
        (
            "taken",
            "kamer-a",
            "fatima",
            "zandwijk",
            {
                "status": "waiting",
                "taker_login_id": world["lars"].login_id,
                "taker_shown": "Lars",
                "taker_address": "lars@landwijs.example",
                "taker_terms": 1,
            },
        ),
    ):
        made[key] = new_id()
        world.lay(
            "invitation",
            id=made[key],
            kind="external",
            organisation_id=organisations[of],
            group_id=world.one("SELECT group_id FROM plein.space WHERE id = %s", spaces[space]),
            space_id=spaces[space],
            sponsor_id=world[sponsor].affiliation,
            shown="Wacht",
            address=f"{key}@elders.example",
            proof=hashlib.sha256(key.encode()).digest(),
            access_until=world.now + timedelta(days=30),
            expires_at=world.now + timedelta(days=14),
            created_at=world.now,
            **changes,
        )
    return made
