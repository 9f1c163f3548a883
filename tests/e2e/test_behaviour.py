"""What the script does on top of pages that work without it: these guard an upgrade of htmx."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.stack import Stack

VISIE = "Omgevingsvisie Oosterdiep 2040"


@pytest.fixture(scope="module")
def visie(stack: Stack) -> str:
    return f"/groepen/{stack.space(VISIE)}"


@pytest.fixture(scope="module")
def ruimte(stack: Stack) -> str:
    return f"/groepen/{stack.space('Team Ruimte')}"


def focused(page: Page) -> str:
    """The element that has the focus, as its tag and text."""
    found: str = page.evaluate("() => document.activeElement.tagName + ' ' + document.activeElement.textContent.trim()")
    return found


def stays(page: Page) -> bool:
    """Whether the document is the one that was marked: nothing was loaded anew."""
    return bool(page.evaluate("() => window.marked === true"))


def mark(page: Page) -> None:
    page.evaluate("() => { window.marked = true }")


def test_a_link_swaps_the_page_moves_the_focus_to_its_heading_and_says_its_title(visit: Visit) -> None:
    page = visit("fatima", "/")
    mark(page)

    page.locator(".hub-rail").get_by_role("link", name=VISIE).click()

    expect(page).to_have_title(re.compile(VISIE))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("#aangekondigd")).to_have_text(page.title())
    assert focused(page) == f"H1 {VISIE}"
    assert stays(page)


def test_back_fetches_the_former_page_again_in_the_same_document(visit: Visit, visie: str) -> None:
    page = visit("fatima", visie)
    mark(page)
    page.get_by_role("link", name="Vragen").locator("visible=true").last.click()
    expect(page.get_by_role("link", name="Stel een vraag").first).to_be_visible()

    with page.expect_request(lambda request: request.url.endswith(visie)):
        page.go_back()

    expect(page.get_by_label("Schrijf een bericht aan de groep…")).to_be_visible()
    assert page.url.endswith(visie)
    assert stays(page)
    assert (
        page.evaluate(
            "() => sessionStorage.length + Object.keys(localStorage).filter(k => k.startsWith('htmx')).length"
        )
        == 0
    )


def test_a_reaction_changes_in_its_place(visit: Visit, visie: str) -> None:
    page = visit("kees", visie)
    mark(page)
    article = page.locator("article", has_text="Verslag werksessie wonen")
    button = article.get_by_role("button", name="Nuttig")
    button.scroll_into_view_if_needed()
    before = page.evaluate("() => scrollY")

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    assert page.evaluate("() => scrollY") == before
    assert stays(page)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_refused_form_shows_what_is_wrong_has_the_focus_there_and_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("fatima", "/groepen/nieuw")
    mark(page)
    page.get_by_label("Waar is de groep voor?").fill("Dit blijft staan.")
    page.locator("form:has([name=title])").evaluate("form => { form.noValidate = true }")

    page.get_by_role("button", name="Begin de groep").click()

    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Waar is de groep voor?")).to_have_value("Dit blijft staan.")
    summary.get_by_role("link").first.click()
    expect(page.get_by_role("textbox", name="Naam")).to_be_focused()
    assert stays(page)


def test_a_comment_that_is_refused_stays_in_its_field(visit: Visit, stack: Stack) -> None:
    post = stack.one("SELECT item_id FROM plein.item_text WHERE title LIKE 'Tweede ronde reacties%'")
    page = visit("fatima", f"/berichten/{post}")
    field = page.get_by_label("Schrijf een reactie…")
    field.fill("x" * 100_001)

    page.get_by_role("button", name="Plaats reactie").click()

    expect(page.locator(".hub-error").first).to_be_visible()
    expect(page.get_by_label("Schrijf een reactie…")).to_have_value("x" * 100_001)


def test_a_comment_appears_below_the_others_without_another_page(visit: Visit, stack: Stack) -> None:
    post = stack.one("SELECT item_id FROM plein.item_text WHERE title LIKE 'Tweede ronde reacties%'")
    page = visit("kees", f"/berichten/{post}")
    mark(page)
    field = page.get_by_label("Schrijf een reactie…")
    field.fill("Ik lees mee.")

    field.press("Control+Enter")

    expect(page.locator(".hub-comment").last).to_contain_text("Ik lees mee.")
    expect(page.get_by_label("Schrijf een reactie…")).to_have_value("")
    assert stays(page)


def test_files_of_a_reply_that_comes_back_wait_and_go_along_once(visit: Visit, stack: Stack) -> None:
    post = stack.one("SELECT item_id FROM plein.item_text WHERE title LIKE 'Lees dit eerst%'")
    page = visit("noor", f"/berichten/{post}")
    mark(page)
    field = page.get_by_label("Schrijf een reactie…")
    field.fill("Zie het verslag.")
    good = {"name": "verslag.txt", "mimeType": "text/plain", "buffer": b"Het verslag"}
    program = {"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.locator(".hub-composer input[type=file]").set_input_files([good, program])  # type: ignore[arg-type] # FilePayloads

    field.press("Control+Enter")

    expect(page.get_by_text("virus.exe is een programma")).to_be_visible()
    expect(page.get_by_text("Dit bestand wacht bij je concept")).to_be_visible()
    expect(page.locator("[data-chosen]")).to_be_hidden()
    field.press("Control+Enter")
    said = page.locator(".hub-comment").last
    expect(said).to_contain_text("Zie het verslag.")
    expect(said.locator(".hub-attachment")).to_have_count(1)
    expect(page.get_by_text("Dit bestand wacht bij je concept")).to_have_count(0)
    assert stays(page)


def test_an_upload_says_how_far_it_is_and_ends_at_the_document(visit: Visit, ruimte: str) -> None:
    page = visit("fatima", f"{ruimte}/documenten/nieuw")
    mark(page)
    page.evaluate(
        """() => {
          const bar = document.querySelector("progress");
          window.seen = [];
          new MutationObserver(() => window.seen.push(bar.value)).observe(bar, {attributes: true});
        }"""
    )
    file = {"name": "groot.bin", "mimeType": "application/octet-stream", "buffer": b"0" * 4_000_000}
    page.get_by_label("Bestanden").set_input_files(file)  # type: ignore[arg-type] # a FilePayload

    page.get_by_role("button", name="Plaats", exact=True).click()

    expect(page.get_by_role("heading", level=1, name="groot.bin")).to_be_focused()
    assert re.search(r"/documenten/[0-9a-f-]{36}$", page.url)
    assert max(page.evaluate("() => window.seen")) > 0
    assert stays(page)


def test_an_upload_that_is_stopped_places_nothing_and_keeps_what_was_chosen(visit: Visit, ruimte: str) -> None:
    page = visit("fatima", f"{ruimte}/documenten/nieuw")
    page.route("**/documenten", lambda _route: None)  # it never gets there
    file = {"name": "gestopt.bin", "mimeType": "application/octet-stream", "buffer": b"0" * 1_000}
    page.get_by_label("Bestanden").set_input_files(file)  # type: ignore[arg-type] # a FilePayload
    page.get_by_role("button", name="Plaats", exact=True).click()

    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_text("Gestopt. Er is niets geplaatst")).to_be_visible()
    assert page.evaluate("() => document.querySelector('input[type=file]').files[0].name") == "gestopt.bin"
    expect(page.get_by_role("button", name="Plaats", exact=True)).to_be_enabled()


DROPPED = """(names) => {
  const file = (name) => ({name, isFile: true, file: (done) => done(new File(["x"], name))});
  const folder = (name, inside) => ({name, isDirectory: true, createReader: () => {
    const batches = [inside, []];
    return {readEntries: (done) => done(batches.shift())};
  }});
  const tree = folder("Map", [file(".DS_Store"), folder("Erin", names.map(file))]);
  const event = new Event("drop", {bubbles: true, cancelable: true});
  event.dataTransfer = {types: ["Files"], files: [], items: [{webkitGetAsEntry: () => tree}]};
  document.querySelector("label[data-drop]").dispatchEvent(event);
}"""


def test_a_folder_that_is_dropped_gives_its_files_or_says_that_they_are_too_many(visit: Visit, ruimte: str) -> None:
    page = visit("fatima", f"{ruimte}/documenten/nieuw")
    page.evaluate(DROPPED, ["a.txt", "b.txt"])

    said = "Bestanden uit de map: 2. De mappen komen mee. Verborgen bestanden, die niet meegaan: 1."
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator("[data-file-names] > li")).to_have_text(["Map/Erin/a.txt", "Map/Erin/b.txt"])
    chosen = "() => [...document.querySelector('input[type=file]').files].map((file) => file.name)"
    assert page.evaluate(chosen) == ["a.txt", "b.txt"]
    page.evaluate(DROPPED, [f"{number}.txt" for number in range(30)])
    expect(page.get_by_text("Kies er hoogstens 20")).to_be_visible()
    assert page.evaluate(chosen) == []


def test_more_is_put_below_and_only_that(visit: Visit, stack: Stack) -> None:
    intern = stack.space("Plein Zandwijk")
    stack.keeper.execute(
        "WITH made AS (INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at)"
        " SELECT plein.new_id(), %s, 'post', a.id, a.organisation_id, plein.moment() - n * interval '1 hour'"
        " FROM plein.affiliation a, generate_series(1, 45) n WHERE a.shown = 'Tineke de Wit'"
        " RETURNING id, space_id, author_id)"
        " INSERT INTO plein.item_text (item_id, space_id, author_id, title, body)"
        " SELECT id, space_id, author_id, '', 'Nog een' FROM made",
        (intern,),
    )
    page = visit("noor", f"/groepen/{intern}")
    mark(page)
    first = page.locator("#lijst > article").count()
    ids = page.locator("#lijst > article").evaluate_all("all => all.map(one => one.id)")

    page.locator(".hub-pager a").click()
    expect(page.locator("#lijst > article")).not_to_have_count(first)

    after = page.locator("#lijst > article").evaluate_all("all => all.map(one => one.id)")
    assert after[:first] == ids
    assert len(set(after)) == len(after) > first
    assert stays(page)


def test_menus_close_with_escape_and_with_a_click_beside_them(visit: Visit) -> None:
    page = visit("fatima", "/")
    menu = page.locator(".hub-me")
    menu.locator("summary").click()
    expect(menu.get_by_role("button", name="Uitloggen")).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(menu.get_by_role("button", name="Uitloggen")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("main").click(position={"x": 2, "y": 2})
    expect(menu.get_by_role("button", name="Uitloggen")).to_be_hidden()


def test_shortcuts_go_home_and_make_something_new_and_can_be_switched_off(visit: Visit, visie: str) -> None:
    page = visit("fatima", visie)

    page.keyboard.press("n")
    expect(page.locator(".hub-new").get_by_role("link", name="Vraag", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("#aangekondigd")).to_have_text(re.compile("^Start"))

    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Sneltoetsen")
    expect(dialog.get_by_role("heading")).to_be_focused()
    dialog.get_by_label("Sneltoetsen gebruiken").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(".hub-new").get_by_role("link", name="Vraag", exact=True)).to_be_hidden()

    page.goto(visie)
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_shortcuts_leave_what_one_types_alone(visit: Visit, visie: str) -> None:
    page = visit("fatima", visie)
    field = page.get_by_label("Schrijf een bericht aan de groep…")

    field.press_sequentially("n?gh")

    expect(field).to_have_value("n?gh")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_was_deleted_comes_back_with_one_click(visit: Visit, ruimte: str) -> None:
    page = visit("fatima", ruimte)
    page.get_by_label("Schrijf een bericht aan de groep…").fill("Dit gaat weg en komt terug.")
    page.get_by_role("button", name="Plaats bericht").click()
    article = page.locator("article", has_text="Dit gaat weg en komt terug.")
    article.locator("details > summary[title^='Meer']").first.click()
    article.get_by_role("button", name="Verwijder").or_(article.get_by_role("link", name="Verwijder")).first.click()
    expect(article).to_have_count(0)

    page.get_by_role("button", name="Ongedaan maken").click()

    expect(page.locator("article", has_text="Dit gaat weg en komt terug.")).to_be_visible()


def test_two_clicks_post_once(visit: Visit, ruimte: str, stack: Stack) -> None:
    page = visit("fatima", ruimte)
    page.get_by_label("Schrijf een bericht aan de groep…").fill("Maar één keer.")

    page.get_by_role("button", name="Plaats bericht").dblclick()

    expect(page.locator("article", has_text="Maar één keer.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert stack.one("SELECT count(*) FROM plein.item_text WHERE body = 'Maar één keer.'") == 1


def test_what_was_written_when_the_session_ended_is_sent_after_signing_in_again(visit: Visit, stack: Stack) -> None:
    page = visit("joke", f"/groepen/{stack.space('Herindeling Zandwijk en Meerbergen')}")
    stack.keeper.execute(
        "DELETE FROM plein.session WHERE person_id ="
        " (SELECT person_id FROM plein.affiliation WHERE shown = 'Joke van Dam')"
    )
    page.get_by_label("Schrijf een bericht aan de groep…").fill("Dit schreef ik toen mijn sessie afliep.")
    page.get_by_role("button", name="Plaats bericht").click()
    expect(page.get_by_role("heading", level=1, name="Je bent niet meer ingelogd")).to_be_focused()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in (opent in een nieuw tabblad)").click()
    opened.value.get_by_role("link", name="Log in bij Gemeente Meerbergen").click()
    opened.value.wait_for_url(f"{stack.address}/")
    page.get_by_role("button", name="Verstuur opnieuw").click()

    expect(page.locator("article", has_text="Dit schreef ik toen mijn sessie afliep.")).to_be_visible()
