"""Says where entering differs from the oracle: by sessions that are over, as one affiliation, and what it remembers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from tests.oracle.compare import LISTS, As
from tests.oracle.model import Hub, Membership, View
from tests.world import World

VIEW = "SELECT plein.view_as(%s, plein.moment() + interval '1 hour')"
PLACES = "SELECT id, space_id, affiliation_id FROM plein.membership"
FIRST_LOGIN = (
    "SELECT login_id FROM plein.affiliation_login WHERE affiliation_id = %s ORDER BY accepted_at, login_id LIMIT 1"
)
SEEN = "SELECT proof, seen_at FROM plein.session"


def entrances(world: World, hub: Hub) -> Iterator[str]:
    """All of them."""
    with psycopg.connect(world.database.app) as app:
        for key, one in world.over.items():
            entered = As(app, one).entered
            if entered["person"] or any(entered["lists"].values()) or entered["standings"]:
                yield f"{key}: a session that is over lets somebody in"
        for key, one in world.people.items():
            entered = As(app, one).entered
            shown = {UUID(standing["id"]) for standing in entered["standings"]}
            active = {UUID(standing["id"]) for standing in entered["standings"] if standing["active"]}
            view = View(hub, one.person_id, one.login_id)
            if (entered["person"], entered.get("login")) != (str(one.person_id), str(one.login_id)):
                yield f"{key}: enters as another"
            if (shown, active) != (view.mine, view.active):
                yield f"{key}: other affiliations than the own ones"
        app.rollback()
    yield from _jobs(world, hub)
    yield from _clicks(world)


def _jobs(world: World, hub: Hub) -> Iterator[str]:
    """A job sees what one affiliation sees, through the login that it was made with."""
    with psycopg.connect(world.database.worker) as worker:
        for key, one in world.people.items():
            for affiliation in one.affiliations.values():
                entered = _entered_as(worker, affiliation)
                view = View(hub, one.person_id, one.login_id, only=affiliation)
                for ours, theirs in LISTS.items():
                    if {UUID(found) for found in entered["lists"][ours] or ()} != getattr(view, theirs):
                        yield f"{key} as {affiliation}: list {ours}"
                if (entered.get("login"), entered.get("acting")) != (str(one.login_id), str(affiliation)):
                    yield f"{key} as {affiliation}: enters as another"
        if any(_entered_as(worker, UUID(int=0))["lists"].values()):
            yield "an affiliation that there is not sees something"


def _entered_as(worker: psycopg.Connection[Any], affiliation: UUID) -> dict[str, Any]:
    row = worker.execute("SELECT plein.enter_as(%s)", (affiliation,)).fetchone()
    worker.rollback()
    assert row is not None
    entered: dict[str, Any] = row[0]
    return entered


def _clicks(world: World) -> Iterator[str]:
    """A click is remembered at most once a minute, and of one's own session."""
    one, other = world["fatima-kijkt"], world["fatima-altijd"]
    before = dict(world.rows(SEEN))
    for at in (timedelta(minutes=2), timedelta(seconds=30)):
        world.keeper.execute("UPDATE plein.session SET seen_at = plein.moment() - %s WHERE proof = %s", (at, one.proof))
        laid = dict(world.rows(SEEN))
        with psycopg.connect(world.database.app) as app:
            app.execute("SELECT plein.enter(%s)", (one.proof,))
        after = dict(world.rows(SEEN))
        moved = {proof for proof, seen in after.items() if seen != laid[proof]}
        if moved != ({one.proof} if at > timedelta(minutes=1) else set()):
            yield f"a click after {at} is remembered of {len(moved)} sessions, another's: {other.proof in moved}"
    world.keeper.execute("UPDATE plein.session SET seen_at = %s WHERE proof = %s", (before[one.proof], one.proof))


def views(world: World, hub: Hub) -> Iterator[str]:
    """Looking as an external: a steward there and the sponsor, who see what both see, and may nothing."""
    places = [(key, hub.memberships[space, whose]) for key, space, whose in world.rows(PLACES)]
    with psycopg.connect(world.database.app) as app:
        for who, one in world.people.items():
            view = View(hub, one.person_id, one.login_id)
            As(app, one)
            for key, place in places:
                allowed, found = _may_look(view, place), _looks(app, key)
                if allowed != (found is not None):
                    yield f"{who} {'may' if allowed else 'may not'} look as {place.affiliation} in {place.space}"
                elif found is not None:
                    yield from (f"{who} as {place.affiliation}: {said}" for said in _seen(world, view, place, found))
        app.rollback()


def _may_look(view: View, place: Membership) -> bool:
    hub, whom = view.hub, view.hub.affiliations[place.affiliation]
    party = hub.party_of(place.space, place.affiliation)
    begun = hub.lives(place) and hub.lives(whom) and hub.organisations[whom.organisation].active
    live = whom.kind == "external" and place.confirmed and begun and party is not None
    return live and (place.sponsor in view.staff or place.space in view.stewards)


def _looks(app: psycopg.Connection[Any], membership: UUID) -> dict[str, Any] | None:
    app.execute("SAVEPOINT look")
    try:
        row = app.execute(VIEW, (membership,)).fetchone()
        assert row is not None
        found: dict[str, Any] = row[0] | {"writes": app.execute("SHOW transaction_read_only").fetchone() == ("off",)}
    except psycopg.Error as error:
        if error.sqlstate != "PL404":
            raise
        return None
    finally:
        app.execute("ROLLBACK TO SAVEPOINT look")
    return found


def _seen(world: World, view: View, place: Membership, found: dict[str, Any]) -> Iterator[str]:
    person = view.hub.affiliations[place.affiliation].person
    theirs = View(view.hub, person, world.one(FIRST_LOGIN, place.affiliation), only=place.affiliation)
    right = {"sees": view.sees & theirs.sees, "knows": view.knows & theirs.knows}
    for name in LISTS:
        if {UUID(one) for one in found["lists"][name] or ()} != right.get(name, set()):
            yield f"list {name}"
    if found["writes"] or found["login"] or found["acting"] or found["person"] != str(UUID(int=0)):
        yield "is more than a look"
    if found["viewing"]["affiliation"] != str(place.affiliation):
        yield "looks as another"
