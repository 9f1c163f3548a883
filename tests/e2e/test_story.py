"""The main job, end to end in a browser: two towns, a service and a contractor share a group, a file and a question."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.e2e import checks
from tests.e2e.conftest import Doorman
from tests.e2e.stack import Stack

GROUP = "Samen het water door"
QUESTION = "Hoe meten jullie de grondwaterstand?"
ANSWER = "Met een peilbuis per wijk, elk kwartaal."
MESSAGE = "Welkom allemaal. We beginnen met de wateroverlast in de dorpskern."
DOCUMENT = "Plan van aanpak.txt"
GUEST = "Wouter Water"
GUEST_ADDRESS = "wouter@waterwerk.example"


def test_two_towns_a_shared_service_and_a_contractor(stack: Stack, doorman: Doorman) -> None:
    with desk(doorman, "fatima") as fatima:
        group = found_a_group(fatima)
        for organisation, role in (
            ("Gemeente Meerbergen", "Als mede-eigenaar"),
            ("Servicedienst Midden", "Als deelnemer"),
        ):
            propose(fatima, group, organisation, role)
        with desk(doorman, "sanne") as sanne:
            assert_there_is_no(sanne, group)
            for administrator in ("mark", "mehmet", "daan"):
                with desk(doorman, administrator) as page:
                    agree_to_all(page)
            join(sanne, group)

            post(fatima, group)
            document = upload(fatima, group)
            upload_a_new_version(fatima, document)
            question = ask(fatima, group)
            answer(sanne, question)
            accept(fatima, question)
            sanne.goto(question)
            expect(sanne.get_by_text("Geaccepteerd antwoord")).to_be_visible()

        invite_until_tomorrow(fatima, group, stack)
    with outside(doorman) as guest:
        link = the_link_in_the_mail(guest)
        take_the_invitation(guest, link)
        assert_sees_one_group_and_nothing_else(guest, group, stack)
        assert_access_ends_with_the_day(guest, group, question, stack)


def test_without_javascript(stack: Stack, doorman: Doorman) -> None:
    with outside(doorman, java_script_enabled=False) as fatima, outside(doorman, java_script_enabled=False) as sanne:
        stack.sign_in(fatima, "fatima")
        group = f"/groepen/{stack.space('Omgevingsvisie Oosterdiep 2040')}"
        post(fatima, group)
        document = upload(fatima, group)
        upload_a_new_version(fatima, document)
        question = ask(fatima, group)
        stack.sign_in(sanne, "sanne")
        answer(sanne, question)
        accept(fatima, question)
        fatima.locator(".hub-me > summary").click()
        fatima.get_by_role("button", name="Uitloggen").click()
        expect(fatima.get_by_role("heading", name="Je bent uitgelogd")).to_be_visible()


# ---------------------------------------------------------------- who sits where


@contextmanager
def desk(doorman: Doorman, who: str) -> Iterator[Page]:
    """A page of somebody who is signed in."""
    context = doorman.context(who)
    yield _quiet(context)
    context.close()


@contextmanager
def outside(doorman: Doorman, **also: object) -> Iterator[Page]:
    """A page of nobody yet."""
    context = doorman.context(**also)  # type: ignore[arg-type] # options of a context
    yield _quiet(context)
    context.close()


def _quiet(context: BrowserContext) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: (_ for _ in ()).throw(AssertionError(str(error))))
    return page


# ---------------------------------------------------------------- a group of several organisations


def found_a_group(page: Page) -> str:
    page.goto("/")
    page.get_by_role("link", name="Groepen", exact=True).locator("visible=true").first.click()
    page.get_by_role("link", name="Nieuwe groep").first.click()
    expect(page.get_by_role("heading", level=1, name="Nieuwe groep")).to_be_visible()
    page.get_by_role("textbox", name="Naam").fill(GROUP)
    page.get_by_label("Waar is de groep voor?").fill("Droge voeten in beide gemeenten.")
    page.get_by_role("button", name="Begin de groep").click()
    expect(page.get_by_role("heading", level=1, name=GROUP)).to_be_visible()
    return path_of(page)


def propose(page: Page, group: str, organisation: str, role: str) -> None:
    page.goto(f"{group}/organisaties/voorstel")
    page.get_by_role("combobox", name="Organisatie").select_option(organisation)
    page.get_by_text(role, exact=True).click()
    page.get_by_role("button", name="Bekijk wat er opengaat").click()
    expect(page.get_by_text("Dit gaat er open")).to_be_visible()
    page.get_by_role("button", name="Verstuur het voorstel").click()
    expect(page.locator(".hub-row", has_text=organisation)).to_contain_text("Wacht op akkoord")


def agree_to_all(page: Page) -> None:
    """An administrator agrees to every proposal about the group, under Beheer, having read what it opens."""
    page.goto("/beheer")
    page.locator("main").get_by_role("link", name="Verzoeken").first.click()
    page.locator("main").get_by_role("link", name="Voorstellen").first.click()
    expect(page.get_by_role("heading", name="Voorstellen in groepen")).to_be_visible()
    waiting = page.locator("main .hub-row", has_text=GROUP).get_by_role("link", name="Bekijk en beslis")
    proposals = page.url
    expect(waiting.first).to_be_visible()
    while waiting.count():
        waiting.first.click()
        agree = page.get_by_role("button", name="Akkoord", exact=True)
        expect(agree).to_be_visible()
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            agree.click()
        page.goto(proposals)


def join(page: Page, group: str) -> None:
    page.goto(group)
    page.get_by_role("button", name="Word lid").click()
    expect(page.get_by_text("Je bent nu lid.").first).to_be_visible()


def assert_there_is_no(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 404


# ---------------------------------------------------------------- what they say there


def post(page: Page, group: str) -> None:
    page.goto(group)
    page.get_by_label("Schrijf een bericht aan de groep…").fill(MESSAGE)
    page.get_by_role("button", name="Plaats bericht").click()
    expect(page.locator("article", has_text=MESSAGE)).to_be_visible()


def upload(page: Page, group: str) -> str:
    page.goto(f"{group}/documenten/nieuw")
    page.get_by_label("Bestanden").set_input_files(_file("Plan, opzet"))
    page.get_by_role("button", name="Plaats", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=DOCUMENT)).to_be_visible()
    return path_of(page)


def upload_a_new_version(page: Page, document: str) -> None:
    page.goto(document)
    page.get_by_role("link", name="Nieuwe versie").click()
    expect(page.get_by_role("heading", level=1, name="Nieuwe versie")).to_be_visible()
    page.get_by_label("Bestand", exact=True).set_input_files(_file("Plan, na overleg"))
    page.get_by_label("Wat is er veranderd?").fill("Na overleg met Meerbergen")
    page.get_by_role("button", name="Plaats nieuwe versie").click()
    expect(page.get_by_text("Versie 2").first).to_be_visible()
    expect(page.get_by_text("Na overleg met Meerbergen").first).to_be_visible()


def _file(text: str) -> FilePayload:
    return {"name": DOCUMENT, "mimeType": "text/plain", "buffer": text.encode()}


def ask(page: Page, group: str) -> str:
    page.goto(f"{group}/vragen")
    page.get_by_role("link", name="Stel een vraag").first.click()
    page.get_by_label("Je vraag").fill(QUESTION)
    page.get_by_label("Toelichting").fill("Wij hebben alleen metingen van het waterschap.")
    page.get_by_role("button", name="Plaats vraag").click()
    expect(page.get_by_role("heading", level=1, name=QUESTION)).to_be_visible()
    return path_of(page)


def answer(page: Page, question: str) -> None:
    page.goto(question)
    page.get_by_label("Deel wat je weet.").fill(ANSWER)
    page.get_by_role("button", name="Plaats antwoord").click()
    expect(page.locator("article", has_text=ANSWER).last).to_be_visible()


def accept(page: Page, question: str) -> None:
    page.goto(question)
    page.get_by_role("button", name="Accepteer dit antwoord").click()
    expect(page.get_by_text("Geaccepteerd antwoord")).to_be_visible()
    expect(page.get_by_text("Beantwoord").first).to_be_visible()


# ---------------------------------------------------------------- somebody from outside


def invite_until_tomorrow(page: Page, group: str, stack: Stack) -> None:
    """So that a session that begins now has ended before the last day has, whatever the hour."""
    page.goto(group)
    page.get_by_role("link", name="Uitnodigen").click()
    expect(page.get_by_text("Stap 1 van 4")).to_be_visible()
    page.get_by_role("textbox", name="Naam").fill(GUEST)
    page.get_by_label("Mailadres").fill(GUEST_ADDRESS)
    page.get_by_label("Bedrijf of organisatie").fill("Waterwerk BV")
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_text(f"{GUEST} kan dit straks lezen")).to_be_visible()
    page.get_by_role("button", name="Volgende").click()
    tomorrow = stack.one(
        "SELECT to_char(plein.moment() AT TIME ZONE 'Europe/Amsterdam' + interval '1 day', 'YYYY-MM-DD')"
    )
    page.get_by_label("Toegang tot en met").fill(tomorrow)
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_text(GUEST_ADDRESS)).to_be_visible()
    page.get_by_role("button", name="Verstuur uitnodiging").click()
    expect(page.get_by_text(f"De uitnodiging aan {GUEST} is onderweg.").first).to_be_visible()


def the_link_in_the_mail(page: Page) -> str:
    """The worker sends it; who was invited finds it in the mailbox."""
    mail = page.get_by_role("row").or_(page.get_by_role("listitem")).filter(has_text=GUEST_ADDRESS)
    page.goto("/postbus")
    for _ in range(50):
        if mail.count():
            break
        page.wait_for_timeout(200)
        page.reload()
    mail.first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert GROUP not in page.locator("main").inner_text()  # what for is said after sign-in only
    assert_is_right(page)
    found = re.search(r"http://\S+(/uitnodiging/\S+)", page.locator("main").inner_text())
    assert found is not None
    return found.group(1)


def take_the_invitation(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Fatima El Idrissi nodigt je uit")).to_be_visible()
    assert GROUP not in page.content()
    assert_is_right(page)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("link", name="Maak een account").click()
    expect(page.get_by_label("Voornaam")).to_be_visible()
    assert_is_right(page)
    page.get_by_label("Voornaam").fill("Wouter")
    page.get_by_label("Achternaam").fill("Water")
    page.get_by_label("E-mailadres").fill(GUEST_ADDRESS)
    page.get_by_label("Wachtwoord").fill("een lang wachtwoord")
    page.get_by_role("button", name="Maak een account").click()
    expect(page.get_by_role("heading", name=f"Je bent uitgenodigd voor “{GROUP}”")).to_be_visible()
    assert_is_right(page)
    page.get_by_role("button", name="Ga akkoord en neem aan").click()
    expect(page.get_by_role("heading", level=1, name=GROUP)).to_be_visible()
    expect(page.get_by_text(MESSAGE)).to_be_visible()


def assert_sees_one_group_and_nothing_else(page: Page, group: str, stack: Stack) -> None:
    for path in ("/", "/groepen", "/vragen", "/groepen?lijst=join"):
        page.goto(path)
        text = page.locator("body").inner_text()
        for (title,) in stack.keeper.execute("SELECT title FROM plein.space WHERE title <> %s", (GROUP,)).fetchall():
            assert title not in text, f"{title} at {path}"
    page.goto("/groepen")
    expect(page.locator("main").get_by_role("link", name=GROUP)).to_be_visible()
    for (other,) in stack.keeper.execute("SELECT id FROM plein.space WHERE title <> %s", (GROUP,)).fetchall():
        assert_there_is_no(page, f"/groepen/{other}")
    page.goto(group)


def assert_access_ends_with_the_day(page: Page, group: str, question: str, stack: Stack) -> None:
    until = stack.one(
        "SELECT m.until FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id WHERE a.shown = %s",
        GUEST,
    )
    stack.be_at(until - timedelta(minutes=5))
    try:
        page.goto(question)  # the session ended by then: in again, without typing, at the same page
        page.get_by_role("link", name="Log in met je gastaccount").click()
        expect(page.get_by_role("heading", level=1, name=QUESTION)).to_be_visible()

        stack.be_at(until + timedelta(seconds=1))
        with page.expect_response(lambda response: response.url.endswith(group)) as answer:
            page.locator("main").get_by_role("link", name=GROUP).first.click()
        assert answer.value.status == 404
        expect(page.get_by_role("heading", level=1, name="Niet gevonden")).to_be_visible()
    finally:
        stack.be_now()


# ---------------------------------------------------------------- small things


def assert_is_right(page: Page) -> None:
    """What is checked of every screen, of one that exists only in the story."""
    said = [*checks.shape(page), *checks.axe(page), *checks.markup(page.content())]
    assert not said, "\n".join(said)


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3].split("?")[0].split("#")[0]
