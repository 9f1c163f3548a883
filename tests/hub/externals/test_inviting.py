"""Inviting somebody from outside: four steps that keep what was typed, one invitation, and who may not."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.hub.conftest import Client
from tests.hub.externals.conftest import Invite, in_days
from tests.world import World

WHO = {"shown": "Nova Nieuw", "address": "nova@nieuw.example", "employer": "Nieuw BV"}


def test_the_four_steps_carry_everything_along_and_end_in_one_invitation(world: World, client: Client) -> None:
    browser, url = client("fatima"), f"/groepen/{world.spaces['tender']}/uitnodigen"
    day = in_days(world, 40).isoformat()

    first = browser.get(url).get_data(as_text=True)
    second = browser.post(f"{url}/stap", data=WHO | {"step": "1"}).get_data(as_text=True)
    third = browser.post(f"{url}/stap", data=WHO | {"step": "2", "role": "reader"}).get_data(as_text=True)
    last = browser.post(f"{url}/stap", data=WHO | {"step": "3", "role": "reader", "access_until": day})
    review = last.get_data(as_text=True)

    assert 'name="shown"' in first
    assert 'value="nova@nieuw.example"' in second
    assert "namen." in second
    assert 'type="date"' in third
    assert all(said in review for said in ("Nova Nieuw", "Nieuw BV", "Alleen meelezen", "Fatima El Idrissi"))
    once = WHO | {"role": "reader", "access_until": day, "once": str(uuid4())}
    answers = [browser.post(url, data=once) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == ["/externen", "/externen"]
    assert world.one("SELECT count(*) FROM plein.invitation WHERE address = 'nova@nieuw.example'") == 1
    assert world.one("SELECT role FROM plein.invitation WHERE address = 'nova@nieuw.example'") == "reader"


@pytest.mark.parametrize(
    ("step", "wrong", "field"),
    [
        (1, {"shown": ""}, "shown"),
        (1, {"shown": "x" * 121}, "shown"),
        (1, {"address": "geen adres"}, "address"),
        (1, {"address": "a" * 300 + "@b.nl"}, "address"),
        (1, {"address": "een@twee.nl,drie@vier.nl"}, "address"),
        (1, {"employer": "x" * 121}, "employer"),
        (2, {"role": "steward"}, "role"),
        (2, {"role": ""}, "role"),
        (3, {"access_until": "31 februari"}, "access_until"),
        (3, {"access_until": "2001-01-01"}, "access_until"),
        (3, {"access_until": "9998-01-01"}, "access_until"),
    ],
)
def test_a_wrong_step_says_so_beside_the_field_and_keeps_what_was_typed(
    world: World, client: Client, step: int, wrong: dict[str, str], field: str
) -> None:
    form = WHO | {"role": "member", "access_until": in_days(world, 30).isoformat(), "step": str(step)} | wrong

    answer = client("fatima").post(f"/groepen/{world.spaces['tender']}/uitnodigen/stap", data=form)

    said = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="fout-{field}"' in said
    kept = next(name for name in ("employer", "shown") if name != field)
    assert f'value="{form[kept]}"' in said


def test_going_back_keeps_what_was_typed(world: World, client: Client) -> None:
    form = WHO | {"step": "3", "role": "reader", "access_until": in_days(world, 30).isoformat(), "back": "1"}

    said = client("fatima").post(f"/groepen/{world.spaces['tender']}/uitnodigen/stap", data=form)

    assert said.status_code == 200
    assert 'value="reader" required checked' in said.get_data(as_text=True)
    assert f'value="{form["access_until"]}"' in said.get_data(as_text=True)


def test_sent_at_once_with_something_wrong_shows_that_step_and_writes_nothing(world: World, client: Client) -> None:
    url, before = f"/groepen/{world.spaces['tender']}/uitnodigen", world.one("SELECT count(*) FROM plein.invitation")
    for wrong in ({}, WHO, WHO | {"role": "member", "access_until": in_days(world, 4000).isoformat()}):
        assert client("fatima").post(url, data=wrong | {"once": str(uuid4())}).status_code == 422
    colleague = WHO | {"role": "member", "access_until": in_days(world, 9).isoformat(), "address": "x@zandwijk.example"}
    answer = client("fatima").post(url, data=colleague)
    assert answer.status_code == 422
    assert "eigen organisatie" in answer.get_data(as_text=True)
    assert world.one("SELECT count(*) FROM plein.invitation") == before


def test_who_is_already_invited_is_not_invited_twice(world: World, client: Client, invite: Invite) -> None:
    invite("twee@nieuw.example")
    form = WHO | {"address": "Twee@nieuw.example", "role": "member", "access_until": in_days(world, 9).isoformat()}

    answer = client("fatima").post(f"/groepen/{world.spaces['tender']}/uitnodigen", data=form)

    assert answer.status_code == 409
    assert "al uitgenodigd" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sanne", 403),
        ("rik", 403),
        ("els", 403),
        ("peter", 403),
        ("zara", 404),
        ("kees", 404),
        ("former", 404),
        ("joost", 404),
        ("karin", 404),
        ("ivo", 404),
        ("sanne-elders", 404),
        ("fatima", 303),
    ],
)
def test_only_a_steward_invites(world: World, client: Client, who: str, status: int) -> None:
    url = f"/groepen/{world.spaces['tender']}/uitnodigen"
    form = WHO | {"role": "member", "access_until": in_days(world, 9).isoformat(), "address": f"{who}@een.example"}

    assert client(who).post(url, data=form).status_code == status
    assert client(who).get(url).status_code == (200 if status == 303 else status)
    waiting = f"/groepen/{world.spaces['tender']}/uitnodigingen"
    assert client(who).get(waiting).status_code == (200 if status == 303 else status)


def test_nobody_is_invited_to_a_square_or_an_archived_group(world: World, client: Client) -> None:
    world.group("dicht", "Afgerond", "closed", {"zandwijk": "owner"}, founder="fatima")
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["dicht"],))

    assert client("fatima").get(f"/groepen/{world.spaces['dicht']}/uitnodigen").status_code == 409
    assert client("fatima").get(f"/groepen/{world.squares['zandwijk']}/uitnodigen").status_code == 403


def test_a_steward_of_another_organisation_sees_that_somebody_is_invited_but_not_who(
    world: World, client: Client, invite: Invite
) -> None:
    world.keeper.execute(
        "UPDATE plein.membership SET role = 'steward' WHERE id = %s",
        (world.memberships["visie", world["sanne"].affiliation],),
    )
    invitation_id = invite("stil@nieuw.example", space="visie", shown="Stille Gast")
    page = f"/groepen/{world.spaces['visie']}/uitnodigingen"

    own, other = client("fatima").get(page), client("sanne").get(page)

    assert "Stille Gast" in own.get_data(as_text=True)
    assert "Stille Gast" not in other.get_data(as_text=True)
    assert "Gemeente Zandwijk" in other.get_data(as_text=True)
    assert client("kees").post(f"/uitnodigingen/{invitation_id}/opnieuw").status_code == 404
    assert client("sanne").post(f"/uitnodigingen/{invitation_id}/opnieuw").status_code == 303
    assert "Stille Gast" not in client("sanne").get("/groepen").get_data(as_text=True)
    assert client("sanne").post(f"/uitnodigingen/{invitation_id}/intrekken").status_code == 303
    assert world.one("SELECT status FROM plein.invitation WHERE id = %s", invitation_id) == "withdrawn"


def test_a_name_with_markup_is_just_a_name(world: World, client: Client, invite: Invite) -> None:
    invite("xss@nieuw.example", shown="<script>alert(1)</script>")
    for page in ("/externen", f"/groepen/{world.spaces['tender']}/uitnodigingen"):
        said = client("fatima").get(page).get_data(as_text=True)
        assert "<script>alert(1)" not in said
        assert "&lt;script&gt;" in said


def test_a_day_as_long_as_the_organisation_allows_is_good_and_the_next_is_not(world: World, client: Client) -> None:
    url = f"/groepen/{world.spaces['tender']}/uitnodigen/stap"
    days = world.one("SELECT guest_days FROM plein.organisation WHERE id = %s", world.organisations["zandwijk"])
    for more, status in ((-1, 200), (2, 422)):
        day = (world.now + timedelta(days=days + more)).date().isoformat()
        form = WHO | {"step": "3", "role": "member", "access_until": day}
        assert client("fatima").post(url, data=form).status_code == status


def test_members_bring_externals_where_the_charter_says_so(world: World, client: Client) -> None:
    """The button, the page and the door say the same; a reader, an external and who is no member stay out."""
    tender, room = world.spaces["tender"], world.spaces["kamer-a"]
    world.member("kamer-a", "kees")

    def may(who: str, space: UUID) -> tuple[bool, bool, int]:
        browser, url = client(who), f"/groepen/{space}"
        pages = [browser.get(address).get_data(as_text=True) for address in (url, f"{url}/leden")]
        shown = [f'href="{url}/uitnodigen"' in said for said in pages]
        return shown[0], shown[1], browser.get(f"{url}/uitnodigen").status_code

    assert may("fatima", tender) == (True, True, 200)
    for who in ("sanne", "rik", "peter"):
        assert may(who, tender) == (False, False, 403), who
    assert may("kees", room) == (False, False, 403)
    world.lay(
        "charter",
        id=uuid4(),
        group_id=tender,
        number=1,
        status="live",
        inviters="members",
        classification="internal",
        written_by=world["fatima"].affiliation,
        writer_id=world.organisations["zandwijk"],
        written_at=world.now,
    )
    assert may("sanne", tender) == (True, True, 200)
    assert may("kees", room) == (True, True, 200)
    for who in ("rik", "peter"):
        assert may(who, tender) == (False, False, 403), who
    for who in ("kees", "joost", "zara"):
        assert may(who, tender) == (False, False, 404), who
    assert client("sanne").get(f"/groepen/{tender}/uitnodigingen").status_code == 403
    assert f"{tender}/uitnodigingen" not in client("sanne").get(f"/groepen/{tender}/leden").get_data(as_text=True)
