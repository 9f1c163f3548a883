"""Every rule says the same about a row in hand and as a WHERE clause: every action of every feature, every person."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module, util

import pytest
from sqlalchemy import Engine, select
from sqlalchemy import inspect as inspected
from sqlalchemy.orm import DeclarativeBase

import hub
from tenants.db import Base, connect, transaction
from tenants.models import Invitation, Organisation, Space
from tenants.policy import AllOf, AnyOf, Eq, In, Not, Policy, Rule
from tests.clauses import build_all
from tests.conftest import Database
from tests.world import World


def policies() -> dict[str, Policy]:
    """Every feature's POLICY, by the feature's name; one that is added is covered the day it is born."""
    found = {}
    for feature in pkgutil.iter_modules(hub.__path__):
        if feature.ispkg and util.find_spec(f"hub.{feature.name}.policy"):
            import_module(f"hub.{feature.name}.models") if util.find_spec(f"hub.{feature.name}.models") else None
            found[feature.name] = import_module(f"hub.{feature.name}.policy").POLICY
    return found


POLICIES = policies()
ACTIONS = [(name, can) for name, policy in POLICIES.items() for can in policy.rules]


def columns(rule: Rule) -> Iterator[str]:
    """The columns that a rule reads."""
    match rule:
        case Eq(column=column) | In(column=column):
            yield column
        case Not(rule=inner):
            yield from columns(inner)
        case AllOf() | AnyOf():
            for inner in rule.rules:
                yield from columns(inner)


# What features without tables of their own are about.
BORROWED: dict[str, type[DeclarativeBase]] = {
    "desk": Organisation,
    "groups": Space,
    "externals": Invitation,
    "parties": Space,
    "staff": Invitation,
}


def models(feature: str, rule: Rule) -> list[type[DeclarativeBase]]:
    """The tables that a rule is about, as far as they have every column that it reads."""
    wanted = set(columns(rule))
    own = [mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__module__ == f"hub.{feature}.models"]
    about = own or [BORROWED[feature]]
    return [model for model in about if wanted <= {attribute.key for attribute in inspected(model).column_attrs}]


@pytest.fixture(scope="module")
def world(database_of_module: Database) -> World:
    """The whole cast, with things that were deleted and a group that was archived."""
    world = build_all(database_of_module)
    execute = world.keeper.execute
    for who, key in (("sanne", "bericht-tender"), ("fatima", "bericht-visie")):
        execute(
            "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = %s WHERE id = %s",
            (world[who].affiliation, world.items[key]),
        )
    world.group("archief", "Archief", "closed", {"zandwijk": "owner"}, founder="fatima")
    world.item("archief-vraag", "archief", "fatima", "question")
    world.item("archief-stuk", "archief", "fatima", "document")
    execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["archief"],))
    execute(
        "INSERT INTO plein.invitation (id, kind, organisation_id, group_id, space_id, sponsor_id, address, proof,"
        " access_until, expires_at, created_at)"
        " SELECT plein.new_id(), 'external', a.organisation_id, s.group_id, s.id, a.id, 'gast@firma.example',"
        " sha256('gast'::bytea),"
        " plein.moment() + '30 days', plein.moment() + '7 days', plein.moment()"
        " FROM plein.affiliation a, plein.space s WHERE a.id = %s AND s.id = %s",
        (world["fatima"].affiliation, world.spaces["tender"]),
    )
    execute(
        "INSERT INTO plein.invitation (id, kind, organisation_id, sponsor_id, address, proof, access_until, expires_at,"
        " created_at) SELECT plein.new_id(), 'staff', a.organisation_id, a.id, 'els@elders.example',"
        " sha256('els'::bytea), plein.moment() + '30 days', plein.moment() + '7 days', plein.moment()"
        " FROM plein.affiliation a WHERE a.id = %s",
        (world["zara"].affiliation,),
    )
    return world


@pytest.fixture(scope="module")
def engine(world: World) -> Iterator[Engine]:
    engine = connect(world.database.app)
    yield engine
    engine.dispose()


def test_every_rule_is_tried_on_some_table() -> None:
    assert not [(name, can) for name, can in ACTIONS if not models(name, POLICIES[name].rules[can])]


@pytest.mark.parametrize(("feature", "can"), ACTIONS, ids=[f"{name}-{can}" for name, can in ACTIONS])
def test_the_two_readings_of_a_rule_agree(world: World, engine: Engine, feature: str, can: str) -> None:
    policy = POLICIES[feature]
    rule, tried = policy.rules[can], 0  # type: ignore[index]
    for model in models(feature, rule):
        for one in world.people.values():
            with transaction(engine, one.enters) as session:
                rows = session.scalars(select(model)).all()
                held = {inspected(row).identity for row in rows if rule.holds(session.who, row)}
                chosen = {
                    inspected(row).identity
                    for row in session.scalars(select(model).where(rule.where(session.who, model)))
                }
                assert held == chosen, (one.key, model.__name__)
                tried += len(rows)
    assert tried
