"""Who sees what somebody asked for: to come in, another login, to read along in an emergency, a copy.

The cast has none of these: each row is laid down when it is first asked for.
"""

from datetime import timedelta
from uuid import UUID

from tenants.ids import new_id
from tests.world import World


def _one(world: World, table: str, **values: object) -> UUID:
    """A row of a table of which the cast has none, laid down when first asked for."""
    key = f"een-{table}"
    if key not in world.asked:
        world.asked[key] = new_id()
        world.lay(table, id=world.asked[key], created_at=world.now, **values)
    return world.asked[key]


def _but_for(made: set[UUID], who: str, may: set[str]) -> tuple[set[UUID], set[UUID]]:
    """Hidden from everybody but these; what they do with it is in the feature's own tests."""
    return (set(), set()) if who in may else (set(), made)


def _join(world: World) -> UUID:
    """Kees asked to come into the tender."""
    return _one(
        world,
        "request",
        group_id=world.spaces["tender"],
        named="Aanbesteding dijk",
        affiliation_id=world["kees"].affiliation,
        organisation_id=world.organisations["zandwijk"],
    )


def _login_request(world: World) -> UUID:
    """Sanne asked that her other login may act as her affiliation too."""
    return _one(
        world,
        "login_request",
        kind="other",
        organisation_id=world.organisations["meerbergen"],
        affiliation_id=world["sanne"].affiliation,
        login_id=world["sanne-elders"].login_id,
        matched="person",
    )


def requests(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """To come into a group: who asked, its stewards, the own administrators. For a login: who asked."""
    join, login = {_join(world)}, {_login_request(world)}
    hidden = _but_for(join, who, {"kees", "fatima", "zara"})[1]
    return set(), hidden | _but_for(login, who, {"sanne", "sanne-elders"})[1]


def joins_of_ours(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """In Beheer: what own people asked a group."""
    return _but_for({_join(world)}, who, {"zara"})


def login_requests_to_us(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """In Beheer: the administrators of the affiliation that is asked for."""
    made = {_login_request(world)}
    return (made, set()) if who == "mehmet" else (set(), made)


def _emergency(world: World) -> UUID:
    """Zara asked to read along in the tender; Meerbergen, the other co-owner, must agree."""
    return _one(
        world,
        "emergency",
        group_id=world.spaces["tender"],
        space_id=world.spaces["tender"],
        organisation_id=world.organisations["zandwijk"],
        asked_by=world["zara"].affiliation,
        reason="De groepsbeheerder is ziek.",
        hours=2,
        until=world.now + timedelta(days=1),
    )


def emergencies(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """What waits: who asked takes it back."""
    return _but_for({_emergency(world)}, who, {"zara"})


def emergencies_of_ours(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """In Beheer: the administrators of the co-owners."""
    made = {_emergency(world)}
    return (made, set()) if who in {"zara", "mehmet"} else (set(), made)


def copies(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """A copy: its asker's alone."""
    made = _one(
        world,
        "copy",
        group_id=world.spaces["visie"],
        space_id=world.spaces["visie"],
        organisation_id=world.organisations["meerbergen"],
        affiliation_id=world["sanne"].affiliation,
        spaces=[world.spaces["visie"]],
        status="ready",
        sha256="0" * 64,
        size=1,
        ready_at=world.now,
        until=world.now + timedelta(days=7),
    )
    return _but_for({made}, who, {"sanne"})


def drafts(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """What somebody has not sent yet, for that person through whichever login; laid down when first asked for."""
    for writer in ("fatima", "sanne", "peter", "zara"):
        if f"concept-{writer}" not in world.items:
            world.items[f"concept-{writer}"] = made = new_id()
            world.lay(
                "draft",
                id=made,
                person_id=world[writer].person_id,
                place="comment",
                thing_id=new_id(),  # of what is not there any more: no page shows it but the writer's list
                body=f"Concept van {writer}",
                saved_at=world.now,
            )
    found = {key.partition("-")[2]: made for key, made in world.items.items() if key.startswith("concept-")}
    seen = {made for writer, made in found.items() if who and world[writer].person_id == world[who].person_id}
    return seen, set(found.values()) - seen
