"""Doors lock in one order: two acts that meet on the same rows wait for one another in turn, and neither is refused."""

import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tenants.ids import new_id
from tests.tenants.stage import Stage

BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
PATIENCE = 20_000


def meets(stage: Stage, held: str, row: UUID, acts: list[Callable[[], str]]) -> list[str]:
    """Holds a row, lets each act run into a lock in turn, lets the row go; what each was answered."""
    database, answers = stage.world.database, [""] * len(acts)

    def does(number: int) -> None:
        answers[number] = acts[number]()

    threads = [threading.Thread(target=does, args=(number,)) for number in range(len(acts))]
    with (
        psycopg.connect(database.keeper) as holder,
        psycopg.connect(database.url("postgres"), autocommit=True) as onlooker,
    ):
        holder.execute(held.encode(), (row,))
        for number, thread in enumerate(threads, 1):
            thread.start()
            for _ in range(PATIENCE):
                found = onlooker.execute(BLOCKED.encode(), (database.name,)).fetchone()
                if found is not None and found[0] >= number:
                    break
            else:
                pytest.fail(f"act {number} waits for nobody")
        holder.commit()
    for thread in threads:
        thread.join()
    return answers


def invited(stage: Stage, who: str, secret: str) -> UUID:
    """Peter's colleague of that name is invited into the tender by Fatima."""
    made = new_id()
    stage.does(
        "fatima",
        "invite_external",
        the_id=made,
        the_space=stage.world.spaces["tender"],
        the_sponsor=stage.world["fatima"].affiliation,
        the_role="reader",
        the_shown="Naam",
        the_employer="",
        the_address=f"{who}@firma.example",
        the_proof=hashlib.sha256(secret.encode()).digest(),
        the_access_until=stage.world.now + timedelta(days=30),
        days=14,
    )
    return made


def accepts(stage: Stage, who: str, secret: str) -> str:
    return stage.is_refused(
        who,
        "accept_invitation",
        the_proof=hashlib.sha256(secret.encode()).digest(),
        the_session=stage.world[who].proof,
        the_shown="Naam",
        the_sort_name="naam",
    )


def leaves(stage: Stage) -> str:
    party = {"the_group": stage.world.spaces["tender"], "the_organisation": stage.world.organisations["zandwijk"]}
    return stage.is_refused("zara", "leave_party", **party)


def test_a_party_that_leaves_while_an_invitation_is_accepted(stage: Stage) -> None:
    invitation = invited(stage, "peter", "een")
    row = "SELECT FROM plein.invitation WHERE id = %s FOR UPDATE"

    answers = meets(stage, row, invitation, [lambda: accepts(stage, "peter", "een"), lambda: leaves(stage)])

    assert answers == ["", ""]
    assert not stage.sees("peter", "tender")


def test_a_party_that_leaves_while_a_taker_is_confirmed(stage: Stage) -> None:
    invitation = invited(stage, "wim", "een")
    assert accepts(stage, "peter", "een") == ""  # another address: waits for the sponsor
    row = "SELECT FROM plein.invitation WHERE id = %s FOR UPDATE"
    confirm = {"the_invitation": invitation, "is_right": True, "the_sort_name": "naam"}

    answers = meets(
        stage, row, invitation, [lambda: stage.is_refused("fatima", "confirm_taker", **confirm), lambda: leaves(stage)]
    )

    assert answers == ["", ""]
    assert not stage.sees("peter", "tender")


def test_an_external_who_is_extended_while_all_its_access_is_ended(stage: Stage) -> None:
    place = stage.membership("tender", "peter")
    extend = {"the_membership": place, "the_until": stage.world.now + timedelta(days=80)}
    end = {"the_affiliation": stage.world["peter"].affiliation, "the_why": "Klaar"}

    answers = meets(
        stage,
        "SELECT FROM plein.membership WHERE id = %s FOR UPDATE",
        place,
        [
            lambda: stage.is_refused("fatima", "extend_external", **extend),
            lambda: stage.is_refused("zara", "end_affiliation", **end),
        ],
    )

    assert answers == ["", ""]
    assert not stage.sees("peter", "tender")


def test_two_who_accept_an_invitation_of_one_organisation_at_once(stage: Stage) -> None:
    for who in ("peter", "karin"):
        invited(stage, who, who)

    answers = meets(
        stage,
        "SELECT FROM plein.organisation WHERE id = %s FOR SHARE",
        stage.world.organisations["zandwijk"],
        [lambda: accepts(stage, "peter", "peter"), lambda: accepts(stage, "karin", "karin")],
    )

    assert answers == ["", ""]
    assert stage.sees("karin", "tender")
