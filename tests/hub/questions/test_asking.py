"""Asking: what looks like it, labels, for whom, of all colleagues; and who sees none of it."""

from uuid import UUID, uuid4

import pytest

from tests.hub.conftest import Client
from tests.hub.questions.made import answered, asked, body
from tests.world import World


def alike(client: Client, who: str, title: str, **others: object) -> str:
    answer = client(who).get(
        "/vragen/lijkt-op", query_string={"title": title, **others}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    return body(answer)


def test_alike_are_those_that_share_rare_words_answered_first(world: World, client: Client) -> None:
    bicycle = asked(world, "visie", "sanne", "Hoe regelen jullie fietsenstallingen bij het station?")
    done = asked(world, "tender", "sanne", "Wie kan fietsenstallingen en bewaking regelen?")
    other = asked(world, "visie", "sanne", "Hoe regelen jullie vergaderingen?")
    client("sanne").post(f"/antwoorden/{answered(world, done, 'tender')}/accepteren")
    page = alike(client, "sanne", "fietsenstallingen regelen")
    assert page.index(str(done)) < page.index(str(bicycle))
    assert str(other) not in page  # one word of two is not enough
    assert str(bicycle) in alike(client, "sanne", "Fietsenstallingen")
    assert "vonden geen vraag" in alike(client, "sanne", "de het een")


def test_what_one_does_not_see_is_not_alike_and_changes_nothing(world: World, client: Client) -> None:
    seen = asked(world, "visie", "sanne", "Kwaliteitsborging van grondwater meten?")
    before = alike(client, "kees", "grondwater kwaliteitsborging")
    assert str(seen) in before
    for space, who in (("kamer-b", "bas"), ("tender", "sanne"), ("elders", "joost")):
        for _ in range(3):
            asked(world, space, who, "Grondwater: kwaliteitsborging en meten?")
    assert alike(client, "kees", "grondwater kwaliteitsborging") == before
    for group in (world.spaces["kamer-b"], uuid4()):
        assert alike(client, "kees", "grondwater kwaliteitsborging", groep=str(group)) == before


def test_alike_is_at_most_five_and_leaves_out_what_is_gone(world: World, client: Client) -> None:
    made = [asked(world, "visie", "sanne", "Kabelgoten verzamelen?") for _ in range(7)]
    assert sum(str(one) in alike(client, "kees", "kabelgoten verzamelen") for one in made) == 5
    world.keeper.execute("UPDATE plein.item SET kind = 'post' WHERE id = ANY (%s)", (made[:6],))
    assert sum(str(one) in alike(client, "kees", "kabelgoten verzamelen") for one in made) == 1
    client("sanne").post(f"/items/{made[6]}/verwijderen")
    assert str(made[6]) not in alike(client, "kees", "kabelgoten verzamelen")


def test_without_javascript_one_looks_first_and_loses_nothing(world: World, client: Client) -> None:
    known = asked(world, "visie", "sanne", "Zoutstrooien op bruggen?")
    before = world.one("SELECT count(*) FROM plein.question")
    sent = {"title": "Zoutstrooien bruggen", "text": "Met uitleg.", "labels": "winter", "voor": "Piet", "kijk": "1"}
    page = body(client("fatima").post(f"/groepen/{world.spaces['visie']}/vragen", data=sent | {"once": str(uuid4())}))
    for part in (str(known), "Zoutstrooien bruggen", "Met uitleg.", "winter", "Piet"):
        assert part in page
    assert world.one("SELECT count(*) FROM plein.question") == before


def test_labels_are_given_shown_filtered_and_changed(world: World, client: Client) -> None:
    where = f"/groepen/{world.spaces['visie']}/vragen"
    sent = {"title": "Waarheen met bagger?", "label": ["Water", "bodem"], "labels": "Baggeren , water"}
    made = client("fatima").post(where, data=sent | {"once": str(uuid4())}).headers["Location"]
    tags = "SELECT array_agg(tag ORDER BY tag) FROM plein.item_tag WHERE item_id = %s"
    assert world.one(tags, UUID(made[-36:])) == ["baggeren", "bodem", "water"]
    assert "label=baggeren" in body(client("sanne").get(made))
    assert made in body(client("sanne").get(f"{where}?label=baggeren"))
    assert made not in body(client("sanne").get(f"{where}?label=lucht"))
    client("sanne").get(where)
    edited = {"title": "Waarheen met bagger?", "text": "", "label": "bodem", "labels": "slib"}
    assert client("els").post(f"{made}/bewerken", data=edited).status_code == 403
    assert client("kees").post(f"{made}/bewerken", data=edited).status_code == 403
    assert client("fatima").post(f"{made}/bewerken", data=edited).status_code == 303
    assert world.one(tags, UUID(made[-36:])) == ["bodem", "slib"]
    verb = "SELECT count(*) FROM plein.audit WHERE verb = 'question.tagged' AND thing_id = %s"
    assert world.one(verb, UUID(made[-36:])) == 1


def test_the_labels_of_a_deleted_question_are_offered_to_nobody(world: World, client: Client) -> None:
    where = f"/groepen/{world.spaces['visie']}/vragen"
    sent = {"title": "Wat is er met Piet?", "text": "", "labels": "verzuim piet"}
    made = client("sanne").post(where, data=sent).headers["Location"].removeprefix("/vragen/")
    pages = (where, f"{where}/nieuw", f"{where}/labels?labels=verz")
    for path in pages:
        assert "verzuim piet" in body(client("kees").get(path)), path
    assert client("fatima").post(f"/items/{made}/verwijderen", data={"why": "Privé"}).status_code == 303
    for path in pages:
        assert "verzuim piet" not in body(client("kees").get(path)), path


def test_labels_are_suggested_from_the_space_alone(world: World, client: Client) -> None:
    for space, who, tag in (("visie", "sanne", "riolering"), ("tender", "sanne", "rivierdijk")):
        question = asked(world, space, who, "Labels?")
        world.lay("item_tag", item_id=question, tag=tag, space_id=world.spaces[space])
    path = f"/groepen/{world.spaces['visie']}/vragen/labels"
    page = body(client("sanne").get(path, query_string={"labels": "water, ri", "label": "water"}))
    assert "riolering" in page
    assert "rivierdijk" not in page
    assert client("kees").get(f"/groepen/{world.spaces['tender']}/vragen/labels").status_code == 404


@pytest.mark.parametrize("labels", ["a", "x" * 41, "een, twee, drie, vier, vijf, zes"])
def test_a_wrong_label_is_said_beside_its_field(world: World, client: Client, labels: str) -> None:
    sent = {"title": "Mag dit?", "labels": labels}
    answer = client("fatima").post(f"/groepen/{world.spaces['visie']}/vragen", data=sent)
    assert answer.status_code == 422
    assert "hooguit vijf labels van 2 tot 40 tekens" in body(answer)


def test_one_asks_for_somebody_by_name_or_for_a_member(world: World, client: Client) -> None:
    where = f"/groepen/{world.spaces['tender']}/vragen"

    def ask(voor: str) -> str:
        sent = {"title": "Mag dit plan door?", "voor": voor, "once": str(uuid4())}
        return client("sanne").post(where, data=sent).headers["Location"]

    stranger, member = ask("Piet Jansen"), ask("fatima el idrissi")
    assert "Sanne Bakker vraagt dit voor Piet Jansen" in body(client("fatima").get(stranger))
    assert "Jij vraagt dit voor Piet Jansen" in body(client("sanne").get(stranger))
    assert "Sanne Bakker voor Fatima El Idrissi" in body(client("fatima").get(f"{where}?toon=alle"))
    query = "SELECT asked_for, asked_for_id FROM plein.question WHERE item_id = %s"
    assert world.rows(query, UUID(member[-36:])) == [("", world["fatima"].affiliation)]
    assert world.rows(query, UUID(stranger[-36:])) == [("Piet Jansen", None)]
    # Joost exists, but not here: his name is a text like any other.
    assert world.rows(query, UUID(ask("Joost van der Meulen")[-36:])) == [("Joost van der Meulen", None)]


def test_names_are_suggested_of_members_that_one_sees(world: World, client: Client) -> None:
    path = f"/groepen/{world.spaces['tender']}/vragen/namen"
    assert "Fatima El Idrissi (Gemeente Zandwijk)" in body(client("sanne").get(path, query_string={"voor": "fat"}))
    for said in ("joost", "bas", "f", ""):
        assert "<option" not in body(
            client("sanne").get(path, query_string={"voor": said}, headers={"HX-Request": "true"})
        )
    assert client("kees").get(path).status_code == 404


def test_of_two_with_one_name_the_organisation_says_which(world: World, client: Client) -> None:
    for key, of in (("jan-a", "zandwijk"), ("jan-b", "meerbergen")):
        world.person(key, "Jan Dubbel", of)
        world.member("tender", key)
    where = f"/groepen/{world.spaces['tender']}/vragen"
    answer = client("sanne").post(where, data={"title": "Voor Jan?", "voor": "Jan Dubbel"})
    assert answer.status_code == 422
    assert "meer mensen met deze naam" in body(answer)
    sent = {"title": "Voor Jan?", "voor": "Jan Dubbel (Gemeente Meerbergen)", "once": str(uuid4())}
    made = client("sanne").post(where, data=sent).headers["Location"]
    found = world.one("SELECT asked_for_id FROM plein.question WHERE item_id = %s", UUID(made[-36:]))
    assert found == world["jan-b"].affiliation


def test_the_waiting_list_is_filtered_by_the_organisation_of_the_asker(world: World, client: Client) -> None:
    ours, theirs = (asked(world, "kamer-a", who, "Wie wacht?") for who in ("fatima", "karin"))
    page = body(client("karin").get("/vragen", query_string={"organisatie": str(world.organisations["zandwijk"])}))
    assert str(ours) in page  # Karin is Zandwijk's guest: hers are theirs too
    assert str(theirs) in page
    assert 'aria-current="true" href="/vragen">Gemeente Zandwijk<' in page
    page = body(client("karin").get("/vragen", query_string={"organisatie": str(world.organisations["meerbergen"])}))
    assert str(ours) not in page
    assert "wacht niemand" in page
    assert client("karin").get("/vragen?organisatie=x").status_code == 404


def test_all_colleagues_are_asked_on_the_own_square(world: World, client: Client) -> None:
    there = client("kees").get("/nieuw/vraag/collegas").headers["Location"]
    assert there == f"/groepen/{world.squares['zandwijk']}/vragen/nieuw"
    page = body(client("els").get("/nieuw/vraag/collegas"))
    for own in ("zandwijk", "meerbergen", "dienst"):
        assert str(world.squares[own]) in page
    assert str(world.squares["oosterdiep"]) not in page
    assert "geen plein" in body(client("peter").get("/nieuw/vraag/collegas"))
