"""The rest of the cast: for every clause of the one rule somebody who differs from a colleague in that clause alone."""

import hashlib
from datetime import timedelta

from tests.beside import lay_beside
from tests.conftest import Database
from tests.world import FOREVER, Someone, World, build


def build_all(database: Database) -> World:
    """The cast of the story, and everybody who is there for one clause."""
    world = build(database)
    _organisations(world)
    _affiliations(world)
    _groups(world)
    _memberships(world)
    _stewards(world)
    _agreements(world)
    _terms(world)
    _firms_in_a_room(world)
    _doubles(world)
    _left_over(world)
    lay_beside(world)
    _sessions(world)
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
        world.person(key, name, f"{key}:administrator" if key == "slaap" else key)
    for key, name in (("stil", "Stan Stil"), ("wacht", "Wanda Wacht"), ("kaart", "Karel Kaart")):
        world.person(key, name, f"{key}:administrator")
    world.person("klaas", "Klaas Kaart", "kaart")  # where administrators alone begin groups
    _set(world, "organisation", "id", world.organisations["kaart"], founders="administrators")


def _affiliations(world: World) -> None:
    tomorrow, at = world.now + timedelta(days=1), world.now
    world.person("later", "Lotte Later", "zandwijk:administrator")  # begins tomorrow
    _set(world, "affiliation", "id", world["later"].affiliation, since=tomorrow)
    world.person("eerder", "Evert Eerder", "zandwijk:administrator")  # has ended, the membership's row has not
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
    world.group("voorbij", "Voorbij zijn einddatum", "open", {"zandwijk": "owner"}, founder="fatima")  # no job came by
    world.room("voorbij-kamer", "voorbij", "Kamer in wat voorbij is", founder="fatima")
    world.room("einde-kamer", "visie", "Kamer met een eigen einde", founder="fatima")
    for space in ("voorbij", "voorbij-kamer", "einde-kamer"):
        world.item(f"bericht-{space}", space, "fatima")
    for space in ("voorbij", "einde-kamer"):
        _set(world, "space", "id", world.spaces[space], ends_at=at)
    world.room("oud-dicht", "visie", "Gearchiveerde kamer", founder="fatima")
    for kind in ("post", "question", "document"):
        world.item(f"{kind}-oud", "oud", "sanne", kind)
    world.item("antwoord-oud", "oud", "fatima", "answer", parent="question-oud")
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
        ("lezer-weg", "Lisa Lezer"),  # made a reader by a steward, and left herself: does not come back as a member
        ("reageerde", "Rob Reageerde"),  # became a reader by a reaction, and left: may come back
        ("nood", "Nel Nood"),  # reads along by an emergency, where she would see it by now: that makes no member
        ("nood-voorbij", "Noud Noodvoorbij"),  # read along until now: may join like anybody
        ("schreef", "Sjoerd Schreef"),  # was a member and wrote
        ("kwijt", "Kaat Kwijt"),  # has left, and was nowhere
    ):
        world.person(key, name, "zandwijk")
    world.member("tender", "morgen", since=at + timedelta(days=1))
    for space in ("visie", "tender", "kamer-a", "vindbaar"):
        world.member(space, "zelf", came="self", confirmed=False)
    world.person("wachter", "Wout Wachter", "dienst")  # a steward wants him in where only named people are
    world.member("genoemd", "wachter", confirmed=False)
    world.member("visie", "ontzet", ended_by="steward", until=at)
    world.member("visie", "vertrok", ended_by="self", until=at)
    world.member("visie", "lezer")
    world.item("stuk-lezer", "visie", "lezer", "document")
    _set(world, "membership", "id", world.memberships["visie", world["lezer"].affiliation], role="reader")
    _set(world, "affiliation", "id", world["kwijt"].affiliation, until=at)
    world.member("visie", "reageert", "reader", came="self", confirmed=False)
    world.member("visie", "lezer-weg", "reader", until=at, ended_by="self")
    world.member("visie", "reageerde", "reader", came="self", confirmed=False, until=at, ended_by="self")
    for key, begun, ends in (("nood", at, at + timedelta(hours=8)), ("nood-voorbij", at - timedelta(hours=2), at)):
        world.member("visie", key, "reader", came="emergency", since=begun, until=ends)
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
    world.member("plein-meerbergen", "stef", "steward")  # of a square, where she does little


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


def _terms(world: World) -> None:
    """Of an organisation with terms: who accepted the version in force, an older one, none; its staff owe none."""
    dienst, at = world.organisations["dienst"], world.now
    for number in (1, 2):
        world.lay(
            "terms",
            organisation_id=dienst,
            number=number,
            text=f"Versie {number}",
            made_by=world["daan"].affiliation,
            made_at=at,
        )
    for key, name, accepted in (
        ("tekent", "Tess Tekent", (1, 2)),
        ("tekende", "Ties Tekende", (1,)),
        ("tekent-niet", "Tom Tekent Niet", ()),
    ):
        world.person(key, name, "dienst:external", issuer="gasten")
        world.member("visie", key, sponsor="dirk")
        for number in accepted:
            world.lay(
                "terms_accepted",
                affiliation_id=world[key].affiliation,
                organisation_id=dienst,
                number=number,
                accepted_at=at,
            )


def _firms_in_a_room(world: World) -> None:
    """Unlisted firms that somebody in the room knows, did know, or will."""
    at, tomorrow = world.now, world.now + timedelta(days=1)
    for key, name, since, until in (
        ("bouwers", "Bouwers BV", at, FOREVER),
        ("slopers", "Slopers BV", at - timedelta(days=2), at),
        ("schilders", "Schilders BV", tomorrow, FOREVER),
    ):
        world.organisation(key, name, firm=True, listed=False)
        world.person(key, f"Iemand van {name}", key)
        world.lay(
            "party",
            group_id=world.spaces["tender"],
            organisation_id=world.organisations[key],
            role="participant",
            reach="named",
            since=at,
        )
        world.member("kamer-a", key, since=since, until=until)
    world.organisation("stem", "Stem BV", firm=True, listed=False)  # is no party any more, but its people wrote
    world.lay("voice", space_id=world.spaces["tender"], organisation_id=world.organisations["stem"])


def _doubles(world: World) -> None:
    """One affiliation has a good place; the others lack one thing each, and write nothing."""
    at, tomorrow = world.now, world.now + timedelta(days=1)
    world.person("dubbel", "Dora Dubbel", "zandwijk", "weg", "straks", "meerbergen", "dienst")
    world.member("tender", "dubbel", of="zandwijk")
    world.member("tender", "dubbel", of="weg")
    world.member("tender", "dubbel", of="straks")
    world.member("tender", "dubbel", of="meerbergen", since=tomorrow)
    world.member("tender", "dubbel", "reader", of="dienst")
    world.member("genoemd", "dubbel", of="zandwijk")
    world.member("genoemd", "dubbel", of="dienst", confirmed=False)
    world.person("tweede", "Teun Tweede", "zandwijk", "meerbergen")
    world.member("tender", "tweede", of="zandwijk")
    world.member("tender", "tweede", of="meerbergen", confirmed=False, since=at)


def _left_over(world: World) -> None:
    """Rows of every other table that somebody may read, or write once more."""
    at, later, tender = world.now, world.now + timedelta(days=9), world.spaces["tender"]
    fatima, sanne = world["fatima"].affiliation, world["sanne"].affiliation
    for space in ("tender", "oud"):
        for kind in (
            "post",
            "question",
            "document",
            "folder",
        ):  # the spine alone: what belongs to it can still be written
            made = world.items[f"kaal-{kind}-{space}"] = world.one("SELECT plein.new_id()")
            world.lay(
                "item",
                id=made,
                space_id=world.spaces[space],
                kind=kind,
                author_id=sanne,
                owner_id=world.organisations["meerbergen"],
                created_at=at,
            )
        world.item(f"antwoord-kaal-{space}", space, "fatima", "answer", parent=f"kaal-question-{space}")
    gone = world.item("bericht-gewist", "tender", "sanne")
    _set(world, "item", "id", gone, deleted_at=at, deleted_by=fatima)
    taken_back = world.item("bericht-teruggenomen", "tender", "sanne")  # by its author, no steward there
    _set(world, "item", "id", taken_back, deleted_at=at, deleted_by=sanne)
    once_steward = world.item("bericht-ooit", "tender", "fatima")  # by who was a steward then
    _set(world, "item", "id", once_steward, deleted_at=at, deleted_by=sanne)
    for space, who in (("tender", "sanne"), ("oud", "sanne"), ("visie", "ontzet")):
        item = world.items["post-oud" if space == "oud" else f"bericht-{space}"]
        author = world[who].affiliation
        world.lay(
            "reaction", space_id=world.spaces[space], item_id=item, author_id=author, word="thanks", created_at=at
        )
    world.lay(
        "invitation",
        id=world.one("SELECT plein.new_id()"),
        kind="external",
        organisation_id=world.organisations["zandwijk"],
        group_id=tender,
        space_id=tender,
        sponsor_id=fatima,
        address="iemand@firma.example",
        proof=b"kaal",
        access_until=later,
        expires_at=later,
        created_at=at,
    )
    for space in ("tender", "visie", "kamer-a"):
        world.lay("space_tag", space_id=world.spaces[space], name="verkeer")
    world.lay(
        "invitation",
        id=world.one("SELECT plein.new_id()"),
        kind="staff",
        organisation_id=world.organisations["zandwijk"],
        sponsor_id=world["zara"].affiliation,
        address="iemand@elders.example",
        proof=b"werkt",
        access_until=later,
        expires_at=later,
        created_at=at,
    )
    world.lay(
        "proposal",
        id=world.one("SELECT plein.new_id()"),
        group_id=tender,
        named="bestaat-niet.example",
        role="participant",
        reach="all",
        proposed_by=fatima,
        proposer_id=world.organisations["zandwijk"],
        created_at=at,
        until=later,
    )
    for who in ("fatima", "joost"):
        world.lay("once", person_id=world[who].person_id, key=world.one("SELECT plein.new_id()"), created_at=at)
    for who, status in (("sanne", "ready"), ("sanne", "asked"), ("former", "ready")):
        world.lay(
            "copy",
            id=world.one("SELECT plein.new_id()"),
            group_id=tender,
            space_id=tender,
            organisation_id=world.organisations["meerbergen"],
            affiliation_id=world[who].affiliation,
            status=status,
            sha256=hashlib.sha256(b"").hexdigest(),
            ready_at=at,
            created_at=at,
            until=later,
        )


def _sessions(world: World) -> None:
    """Sessions of one login: two that are over, and two that are not although they might seem so."""
    one, at = world["fatima"], world.now
    for key, changes in (
        ("fatima-om", {"until": at}),
        ("fatima-stil", {"idle_seconds": 60, "seen_at": at - timedelta(minutes=2)}),
        ("fatima-kijkt", {"idle_seconds": 365 * 24 * 3600, "seen_at": at - timedelta(minutes=2)}),
        ("fatima-altijd", {"idle_seconds": 0, "seen_at": at - timedelta(days=30)}),
    ):
        secret = world.session(one.person_id, one.login_id, world.issuers["zandwijk"], "fatima")
        made = Someone(key, one.person_id, one.login_id, secret, one.affiliations)
        _set(world, "session", "proof", made.proof, **changes)
        (world.over if key in {"fatima-om", "fatima-stil"} else world.people)[key] = made
