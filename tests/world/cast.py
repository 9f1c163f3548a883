"""Who is in the world and where: each person differs from another in one clause of the one rule."""

from datetime import timedelta

import psycopg

from tenants import installation
from tenants.ids import new_id
from tests.conftest import Database
from tests.world.making import CLOCK, ISSUER, World


def build(database: Database) -> World:
    """The whole cast in this database (about a hundred statements)."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        superuser.execute(CLOCK)
    world = World(database, psycopg.connect(database.keeper, autocommit=True))
    _people(world)
    _places(world)
    _asked(world)
    _past(world)
    return world


def _people(world: World) -> None:
    world.organisation("zandwijk", "Gemeente Zandwijk")
    world.organisation("meerbergen", "Gemeente Meerbergen")
    world.organisation("dienst", "Dienst Midden")
    world.organisation("oosterdiep", "Gemeente Oosterdiep")
    world.organisation("landwijs", "Bureau Landwijs", firm=True, listed=False)
    world.issuers["gasten"] = installation.bind_issuer(
        world.keeper, None, ISSUER + "gasten", client_id="plein", guests=True
    )

    world.person("fatima", "Fatima El Idrissi", "zandwijk")  # steward of the shared groups
    world.person("zara", "Zara Vos", "zandwijk:administrator")  # administrator of a co-owner, member of nothing
    world.person("kees", "Kees Prins", "zandwijk")  # colleague, member of nothing: sees open groups
    world.person("sanne", "Sanne Bakker", "meerbergen")  # member of the other town
    world.person("mehmet", "Mehmet Yildiz", "meerbergen:administrator")
    world.person("daan", "Daan Kuiper", "dienst:administrator")
    world.person("els", "Els Wiersma", "dienst", "zandwijk", "meerbergen")  # serves three organisations
    world.person("rik", "Rik de Lezer", "meerbergen")  # reader
    world.person("former", "Frank Vertrokken", "meerbergen")  # was a member, ended
    world.person("gone", "Gerda Uitdienst", "zandwijk")  # affiliation ended
    world.person("joost", "Joost van der Meulen", "oosterdiep")  # another organisation
    world.person("olga", "Olga Beheer", "oosterdiep:administrator")  # its administrator
    world.person("lars", "Lars Landwijs", "landwijs")  # staff of an unlisted firm that is no party
    world.person(
        "peter", "Peter Aalbers", "zandwijk:external", issuer="gasten", employer="Bureau Landwijs"
    )  # external in the group
    world.person(
        "karin", "Karin Kade", "zandwijk:external", issuer="gasten", employer="Kade Advies"
    )  # external in room A
    world.person(
        "bas", "Bas Bouw", "meerbergen:external", issuer="gasten", employer="Bouwgroep Noord"
    )  # external in room B: the rival
    world.person(
        "ivo", "Ivo Verlopen", "zandwijk:external", issuer="gasten", employer="Oud BV"
    )  # external whose date has passed
    world.second_login("sanne", "sanne-elders", "oosterdiep")  # same person, a login that nobody accepted


def _places(world: World) -> None:
    world.group(
        "visie",
        "Omgevingsvisie 2040",
        "open",
        {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant"},
        founder="fatima",
    )
    world.member("visie", "sanne")
    world.member("visie", "els", of="dienst")
    world.group(
        "tender",
        "Aanbesteding dijk",
        "closed",
        {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant:named"},
        founder="fatima",
    )
    world.member("tender", "sanne")
    world.member("tender", "rik", "reader")
    world.member("tender", "els", of="dienst")
    world.member("tender", "former")
    world.member("tender", "gone")
    world.member("tender", "peter", sponsor="fatima")
    world.member("tender", "ivo", sponsor="fatima")
    world.room("kamer-a", "tender", "Kamer Kade", founder="fatima")
    world.member("kamer-a", "karin", sponsor="fatima")
    world.room("kamer-b", "tender", "Kamer Bouwgroep", founder="sanne")
    world.member("kamer-b", "bas", sponsor="sanne")
    world.group("intern", "Team Ruimte", "open", {"zandwijk": "owner"}, founder="fatima")
    world.agreement("inkoop", "Samen inkopen", "dienst", "oosterdiep", by="daan")
    world.bulk("ronde", "zandwijk", by="zara")
    world.group("elders", "Alleen Oosterdiep", "closed", {"oosterdiep": "owner"}, founder="joost")

    for space, who in (
        ("visie", "sanne"),
        ("tender", "sanne"),
        ("kamer-a", "karin"),
        ("kamer-b", "bas"),
        ("intern", "fatima"),
        ("elders", "joost"),
    ):
        world.item(f"bericht-{space}", space, who)
        world.item(f"reactie-{space}", space, who, "comment", parent=f"bericht-{space}")
        world.item(f"vraag-{space}", space, who, "question")
        world.item(f"antwoord-{space}", space, who, "answer", parent=f"vraag-{space}")
        world.item(f"stuk-{space}", space, who, "document")


def _asked(world: World) -> None:
    """What waits for an answer: Sanne is offered the role of steward, Mehmet is asked for by address."""
    at, until = world.now, world.now + timedelta(days=30)
    fatima, mehmet = world["fatima"].affiliation, world["mehmet"]
    offer = world.asked["offer"] = new_id()
    world.lay(
        "offer",
        id=offer,
        space_id=world.spaces["visie"],
        affiliation_id=world["sanne"].affiliation,
        offered_by=fatima,
        steps_down=False,
        created_at=at,
        until=until,
    )
    request = world.asked["address"] = new_id()
    world.lay(
        "address_request",
        id=request,
        space_id=world.spaces["tender"],
        group_id=world.spaces["tender"],
        address="mehmet@meerbergen.example",
        role="member",
        asked_by=fatima,
        organisation_id=world.organisations["meerbergen"],
        affiliation_id=mehmet.affiliation,
        created_at=at,
        until=until,
    )


def _past(world: World) -> None:
    end, keeper = "UPDATE plein.membership SET until = plein.moment(), ended_by = %s WHERE id = %s", world.keeper
    keeper.execute(end, ("steward", world.memberships["tender", world["former"].affiliation]))
    keeper.execute(end, ("affiliation", world.memberships["tender", world["gone"].affiliation]))
    keeper.execute(end, ("", world.memberships["tender", world["ivo"].affiliation]))
    keeper.execute("UPDATE plein.affiliation SET until = plein.moment() WHERE id = %s", (world["gone"].affiliation,))
