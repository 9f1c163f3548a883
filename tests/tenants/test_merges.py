"""Questions that become one or are asked for somebody: what the database refuses, whatever a page asked before."""

import psycopg
import pytest

from tests.oracle.compare import As
from tests.world import World

MERGE = "UPDATE plein.question SET merged_into = %s, merged_at = plein.moment(), merged_by = %s WHERE item_id = %s"
OWN, OTHER, THIRD = "vraag-een", "vraag-twee", "vraag-drie"


@pytest.fixture
def three(world: World) -> World:
    """Three questions of the steward in one group."""
    for key in (OWN, OTHER, THIRD):
        world.item(key, "tender", "fatima", "question")
    return world


def _said(world: World, query: str, *values: object) -> str:
    """What the steward hears who tries this; nothing of it stays."""
    with psycopg.connect(world.database.app) as app:
        As(app, world["fatima"])
        try:
            assert app.execute(query.encode(), values).rowcount == 1
        except psycopg.Error as error:
            return str(error.diag.message_primary)
        finally:
            app.rollback()
    return ""


def _merges(world: World, key: str, into: str) -> str:
    return _said(world, MERGE, world.items[into], world["fatima"].affiliation, world.items[key])


def _merged(world: World, key: str, into: str) -> None:
    world.keeper.execute(MERGE, (world.items[into], world["fatima"].affiliation, world.items[key]))


def test_one_becomes_another(three: World) -> None:
    assert _merges(three, OWN, OTHER) == ""


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plein.item SET kind = 'post' WHERE id = %s",
        "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = author_id WHERE id = %s",
    ],
)
def test_not_what_is_no_question_any_more(three: World, change: str) -> None:
    three.keeper.execute(change.encode(), (three.items[OTHER],))

    assert _merges(three, OWN, OTHER) == "merge-target"


def test_not_what_became_another_itself(three: World) -> None:
    _merged(three, OTHER, THIRD)

    assert _merges(three, OWN, OTHER) == "merge-target"


def test_nor_does_what_others_became(three: World) -> None:
    _merged(three, THIRD, OWN)

    assert _merges(three, OWN, OTHER) == "merge-chain"


def test_not_a_question_of_another_space(three: World) -> None:
    assert _merges(three, OWN, "vraag-kamer-a") == "merge-target"


@pytest.mark.parametrize("moved", [OWN, OTHER])
def test_what_became_one_stays_in_one_space(three: World, moved: str) -> None:
    move = "UPDATE plein.item SET space_id = %s WHERE id = %s"
    assert _said(three, move, three.spaces["doos-tender"], three.items[moved]) == ""
    _merged(three, OWN, OTHER)

    assert _said(three, move, three.spaces["doos-tender"], three.items[moved]) == "move-merged"


def test_opening_again_carries_an_own_name(three: World) -> None:
    reopen = "UPDATE plein.question SET reopened_at = plein.moment(), reopened_by = %s WHERE item_id = %s"

    assert _said(three, reopen, three["fatima"].affiliation, three.items[OWN]) == ""
    assert _said(three, reopen, three["sanne"].affiliation, three.items[OWN]) == "reopened in another name"


def test_asking_is_for_somebody_who_is_there(three: World) -> None:
    ask = (
        "INSERT INTO plein.question (item_id, space_id, author_id, title, asked_for_id)"
        " SELECT %s, i.space_id, i.author_id, 'x', %s FROM plein.item i WHERE i.id = %s"
    )
    bare = three.one("SELECT plein.new_id()")
    three.lay(
        "item",
        id=bare,
        space_id=three.spaces["tender"],
        kind="question",
        author_id=three["fatima"].affiliation,
        owner_id=three.organisations["zandwijk"],
        created_at=three.now,
    )

    assert _said(three, ask, bare, three["sanne"].affiliation, bare) == ""
    for who in ("joost", "former", "morgen"):  # never a member, not any more, not yet
        assert _said(three, ask, bare, three[who].affiliation, bare) == "asked-for", who


FOR = "UPDATE plein.question SET asked_for = %s, asked_for_id = %s WHERE item_id = %s"


def test_saying_so_later_is_judged_as_when_it_was_asked(three: World) -> None:
    own = three.items[OWN]

    assert _said(three, FOR, "Piet", None, own) == ""
    assert _said(three, FOR, "", three["sanne"].affiliation, own) == ""
    for who in ("joost", "former", "morgen"):
        assert _said(three, FOR, "", three[who].affiliation, own) == "asked-for", who


def test_a_steward_takes_a_name_away_and_puts_none_there(three: World) -> None:
    of_another = three.item("vraag-van-sanne", "tender", "sanne", "question")
    three.keeper.execute(FOR, ("Piet", None, of_another))

    assert _said(three, FOR, "", None, of_another) == ""
    assert _said(three, FOR, "Kees", None, of_another) == "asked-for-other"
    assert _said(three, FOR, "", three["sanne"].affiliation, of_another) == "asked-for-other"
    born = (
        "INSERT INTO plein.question (item_id, space_id, author_id, title, asked_for)"
        " SELECT i.id, i.space_id, i.author_id, 'x', 'Kees' FROM plein.item i WHERE i.id = %s"
    )
    message = three.item("bericht-van-sanne", "tender", "sanne", "post")
    three.keeper.execute("UPDATE plein.item SET kind = 'question' WHERE id = %s", (message,))
    assert _said(three, born, message) == "asked-for-other"


def test_a_question_goes_nowhere_where_whom_it_is_asked_for_is_not(three: World) -> None:
    move = "UPDATE plein.item SET space_id = %s WHERE id = %s"
    three.keeper.execute(FOR, ("", three["rik"].affiliation, three.items[OWN]))

    assert _said(three, move, three.spaces["doos-tender"], three.items[OWN]) == "asked-for-elsewhere"
    three.keeper.execute(FOR, ("Rik", None, three.items[OWN]))
    assert _said(three, move, three.spaces["doos-tender"], three.items[OWN]) == ""
