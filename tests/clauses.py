"""The rest of the cast: for every clause of the one rule somebody who differs from a colleague in that clause alone."""

from datetime import timedelta

from tests.conftest import Database
from tests.world import FOREVER, World, build


def build_all(database: Database) -> World:
    """The cast of the story, and everybody who is there for one clause."""
    world = build(database)
    _organisations(world)
    _affiliations(world)
    _groups(world)
    _memberships(world)
    _stewards(world)
    _agreements(world)
    return world


def _set(world: World, table: str, key: str, value: object, **changes: object) -> None:
    names = ", ".join(f"{name} = %s" for name in changes)
    query = f"UPDATE plein.{table} SET {names} WHERE {key} = %s"  # noqa: S608 - the tests' own words
    world.keeper.execute(query.encode(), (*changes.values(), value))


def _organisations(world: World) -> None:
    world.organisation("slaap", "Gemeente Slaap")  # suspended: its people see nothing
    world.organisation("weg", "Gemeente Weggegaan")  # was a party of the tender, its rows were never ended
    world.organisation("straks", "Gemeente Straks")  # is a party from tomorrow on
    world.organisation("stil", "Stil BV", firm=True, listed=False)  # known to nobody but its agreement's other side
    world.organisation("wacht", "Wacht BV", firm=True, listed=False)  # an agreement with it is proposed, not signed
    world.organisation("kaart", "Waterschap Kaart")  # a live directory agreement with Zandwijk
    for key, name in (("slaap", "Sara Slaap"), ("weg", "Wim Weg"), ("straks", "Stien Straks")):
        world.person(key, name, key)
    for key, name in (("stil", "Stan Stil"), ("wacht", "Wanda Wacht"), ("kaart", "Karel Kaart")):
        world.person(key, name, f"{key}:administrator")


def _affiliations(world: World) -> None:
    tomorrow, at = world.now + timedelta(days=1), world.now
    world.person("later", "Lotte Later", "zandwijk")  # begins tomorrow
    _set(world, "affiliation", "id", world["later"].affiliation, since=tomorrow)
    world.person("eerder", "Evert Eerder", "zandwijk")  # has ended, the membership's row has not
    world.member("tender", "eerder")
    _set(world, "affiliation", "id", world["eerder"].affiliation, until=at)
    world.person("uit", "Umar Uit", "zandwijk:external", issuer="gasten")  # the affiliation ran out, the place did not
    world.member("tender", "uit", sponsor="fatima")
    _set(world, "affiliation", "id", world["uit"].affiliation, until=at)
    world.member("tender", "later")


def _groups(world: World) -> None:
    at = world.now
    world.group("oud", "Gearchiveerd", "open", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    world.member("oud", "sanne")
    world.room("oud-kamer", "oud", "Kamer in gearchiveerd", founder="fatima")  # itself not archived
    world.member("oud-kamer", "sanne")
    world.group(
        "vindbaar", "Vindbare groep", "findable", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima"
    )
    world.group(
        "genoemd", "Alleen genoemden", "open", {"zandwijk": "owner", "dienst": "participant:named"}, founder="fatima"
    )
    world.room("oud-dicht", "visie", "Gearchiveerde kamer", founder="fatima")
    world.item("bericht-oud", "oud", "sanne")
    world.item("bericht-oud-kamer", "oud-kamer", "sanne")
    world.item("bericht-genoemd", "genoemd", "fatima")
    _set(world, "space", "id", world.spaces["oud"], archived=True)
    _set(world, "space", "id", world.spaces["oud-dicht"], archived=True)
    for organisation, since, until in (
        ("slaap", at, FOREVER),
        ("weg", at - timedelta(days=9), at),
        ("straks", at + timedelta(days=1), FOREVER),
    ):
        for group in ("tender", "visie"):
            world.lay(
                "party",
                group_id=world.spaces[group],
                organisation_id=world.organisations[organisation],
                role="participant",
                reach="all",
                since=since,
                until=until,
            )
        world.member("tender", organisation)
    _set(world, "organisation", "id", world.organisations["slaap"], status="suspended")


def _memberships(world: World) -> None:
    at = world.now
    for key, name in (
        ("morgen", "Mo Morgen"),  # a member from tomorrow on
        ("zelf", "Zita Zelf"),  # came by herself, everywhere
        ("ontzet", "Onno Ontzet"),  # put out of an open group by a steward: reads on, does not come back
        ("vertrok", "Vera Vertrok"),  # left an open group herself: may come back
        ("lezer", "Leo Lezer"),  # made a reader by a steward
        ("reageert", "Rita Reageert"),  # became a reader by a reaction
        ("schreef", "Sjoerd Schreef"),  # was a member and wrote
    ):
        world.person(key, name, "zandwijk")
    world.member("tender", "morgen", since=at + timedelta(days=1))
    for space in ("visie", "tender", "kamer-a", "vindbaar"):
        world.member(space, "zelf", came="self", confirmed=False)
    world.person("wachter", "Wout Wachter", "dienst")  # a steward wants him in where only named people are
    world.member("genoemd", "wachter", confirmed=False)
    world.member("visie", "ontzet", ended_by="steward", until=at)
    world.member("visie", "vertrok", ended_by="self", until=at)
    world.member("visie", "lezer", "reader")
    world.member("visie", "reageert", "reader", came="self", confirmed=False)
    world.member("tender", "schreef")
    world.item("bericht-schreef", "tender", "schreef")
    _set(
        world, "membership", "id", world.memberships["tender", world["schreef"].affiliation], until=at, ended_by="self"
    )
    world.member("visie", "els", of="zandwijk", ended_by="steward", until=at)


def _stewards(world: World) -> None:
    world.person("stef", "Stef Steward", "meerbergen")  # a steward of another co-owner
    world.person("dirk", "Dirk Dienst", "dienst")  # a steward of a participant
    world.member("visie", "stef", "steward")
    world.member("visie", "dirk", "steward")


def _agreements(world: World) -> None:
    at = world.now
    for key, other, changes in (
        ("gids", "kaart", {}),
        ("gids-stil", "stil", {"directory": False}),
        ("gids-wacht", "wacht", {"status": "proposed"}),
        ("gids-oosterdiep", "oosterdiep", {"until": at}),
        ("gids-landwijs", "landwijs", {"since": at + timedelta(days=1)}),
        ("gids-slaap", "slaap", {}),
        ("gids-weg", "weg", {"half": True}),
    ):
        agreement = world.one("SELECT plein.new_id()")
        half = changes.pop("half", False)
        values = {"directory": True, "status": "signed", "since": at, "until": FOREVER} | changes
        zara = world["zara"]
        world.lay(
            "agreement",
            id=agreement,
            title=key,
            proposed_by=zara.affiliation,
            proposer_id=world.organisations["zandwijk"],
            **values,
        )
        world.lay(
            "agreement_party", agreement_id=agreement, organisation_id=world.organisations["zandwijk"], signed_at=at
        )
        signed = None if half else at
        world.lay(
            "agreement_party", agreement_id=agreement, organisation_id=world.organisations[other], signed_at=signed
        )
