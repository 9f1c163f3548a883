"""Whom a text names: who reads the space and whom the author sees, exactly one; everybody else is only text."""

from uuid import UUID, uuid4

import pytest

from hub.content.service.mentions import OFFERED
from tests.hub.conftest import Client
from tests.world import World

OF = "SELECT affiliation_id, shown FROM plein.mention WHERE item_id = %s ORDER BY shown"


def shown(world: World, who: str) -> str:
    return str(world.one("SELECT shown FROM plein.affiliation WHERE id = %s", world[who].affiliation))


def write(client: Client, world: World, text: str, *, space: str = "tender", who: str = "sanne") -> UUID:
    answer = client(who).post(f"/groepen/{world.spaces[space]}/berichten", data={"text": text, "once": str(uuid4())})
    assert answer.status_code == 303
    found: UUID = world.one("SELECT id FROM plein.item WHERE kind = 'post' ORDER BY id DESC LIMIT 1")
    return found


def named(world: World, item: UUID) -> list[UUID]:
    return [one for one, _ in world.rows(OF, item)]


def test_a_name_is_marked_and_follows_the_text(world: World, client: Client) -> None:
    name = shown(world, "fatima")
    post = write(client, world, f"Dag @{name}, kijk je mee?")
    assert named(world, post) == [world["fatima"].affiliation]
    assert f"<mark>@{name}</mark>" in client("peter").get(f"/berichten/{post}").text
    client("sanne").post(f"/items/{post}/bewerken", data={"text": "Dag allemaal"})
    assert named(world, post) == []


@pytest.mark.parametrize("who", ["kees", "joost", "former", "gone", "ivo", "karin", "bas", "lars", "zara"])
def test_who_does_not_read_the_space_is_never_named_nor_offered(world: World, client: Client, who: str) -> None:
    name = shown(world, who)
    post = write(client, world, f"@{name} @{name} (Gemeente Zandwijk)")
    assert world[who].affiliation not in named(world, post)
    for typed in (name, name.split()[0], name.split()[-1]):
        page = client("sanne").get(f"/groepen/{world.spaces['tender']}/noemen", query_string={"q": typed}).text
        assert str(world[who].affiliation) not in page


def test_in_an_open_group_a_colleague_who_reads_along_is_named_by_colleagues_alone(
    world: World, client: Client
) -> None:
    name = shown(world, "kees")
    assert named(world, write(client, world, f"@{name}", space="visie", who="fatima")) == [world["kees"].affiliation]
    url = f"/groepen/{world.spaces['visie']}/noemen?q={name.split()[0]}"
    assert str(world["kees"].affiliation) in client("fatima").get(url).text
    # Sanne, of the other town, does not see Kees, who is no member
    assert named(world, write(client, world, f"@{name}", space="visie", who="sanne")) == []
    assert str(world["kees"].affiliation) not in client("sanne").get(url).text


@pytest.mark.parametrize("who", ["kees", "joost", "former", "", "karin"])
def test_names_are_offered_to_who_sees_the_space_alone(world: World, client: Client, who: str) -> None:
    answer = client(who).get(f"/groepen/{world.spaces['tender']}/noemen?q=sa")
    absent = client(who).get(f"/groepen/{uuid4()}/noemen?q=sa")
    assert answer.status_code == absent.status_code == (404 if who else 303)


def test_one_letter_or_what_is_no_letter_offers_nobody(world: World, client: Client) -> None:
    for typed in ("", "s", "%", "%%", "__", "\\\\"):
        page = client("fatima").get(f"/groepen/{world.spaces['tender']}/noemen", query_string={"q": typed})
        assert page.status_code == 200
        assert "data-value" not in page.text


def test_at_most_eight_are_offered(world: World, client: Client) -> None:
    page = client("fatima").get(f"/groepen/{world.spaces['visie']}/noemen?q=ka").text
    assert page.count("data-value") <= OFFERED


def test_of_who_have_the_same_name_the_organisation_says_which(world: World, client: Client) -> None:
    name = shown(world, "fatima")
    mine = world["rik"].affiliation
    before = shown(world, "rik")
    rename = "UPDATE plein.affiliation SET shown = %s, sort_name = %s WHERE id = %s RETURNING id"
    world.rows(rename, name, name.lower(), mine)
    try:
        assert named(world, write(client, world, f"@{name} weet het")) == []
        page = client("sanne").get(f"/groepen/{world.spaces['tender']}/noemen?q={name.split()[0]}").text
        assert f'data-value="@{name} (' in page
        organisation = world.one(
            "SELECT coalesce(nullif(o.short_name, ''), o.name) FROM plein.affiliation a"
            " JOIN plein.organisation o ON o.id = a.organisation_id WHERE a.id = %s",
            mine,
        )
        post = write(client, world, f"@{name} ({organisation}) weet het")
        assert len(named(world, post)) == 1
        assert f"<mark>@{name} ({organisation})</mark>" in client("fatima").get(f"/berichten/{post}").text
    finally:
        world.rows(rename, before, before.lower(), mine)


def test_what_only_looks_like_a_name_is_text(world: World, client: Client) -> None:
    name = shown(world, "fatima")
    post = write(client, world, f"mail{name}@zandwijk.nl x@{name} `@{name}` @<b> @@{name} " + "@a" * 500)
    assert named(world, post) in ([], [world["fatima"].affiliation])  # in code it is read, never drawn
    assert "<mark>" not in client("peter").get(f"/berichten/{post}").text


def test_signs_that_do_not_show_make_no_other_name(world: World, client: Client) -> None:
    world.person("dubbelganger", "Fatima\u200b El\u2060 Idrissi", "meerbergen")
    world.member("tender", "dubbelganger")
    try:
        assert named(world, write(client, world, "@Fatima El Idrissi")) == []  # which of the two?
        assert named(world, write(client, world, "@Fatima\u200b El\u2060 Idrissi")) == []
    finally:
        world.keeper.execute(
            "DELETE FROM plein.membership WHERE affiliation_id = %s", (world["dubbelganger"].affiliation,)
        )
    name = shown(world, "fatima")
    assert named(world, write(client, world, f"@{name[:3]}\u200d{name[3:]}")) == [world["fatima"].affiliation]
