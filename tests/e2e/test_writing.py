"""Writing with the script on: files that are dropped, drafts that keep themselves, what is pasted, names by key."""

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import JSHandle, Page, expect

from tests.e2e.conftest import Doorman, Visit
from tests.e2e.stack import Stack

KEPT_MS = 15_000
"""A draft is kept five seconds after one began to type; a busy machine takes longer."""


@pytest.fixture(scope="module")
def visie(stack: Stack) -> str:
    return f"/groepen/{stack.space('Omgevingsvisie Oosterdiep 2040')}"


@pytest.fixture(scope="module")
def ruimte(stack: Stack) -> str:
    return f"/groepen/{stack.space('Team Ruimte')}"


@pytest.fixture(autouse=True)
def nothing_waits(stack: Stack) -> None:
    """What an earlier test left behind in a field is no draft here; those of the story stay, which are Fatima's."""
    stack.keeper.execute(
        "DELETE FROM plein.draft WHERE person_id <>"
        " (SELECT person_id FROM plein.affiliation WHERE shown = 'Fatima El Idrissi')"
    )


def carried(page: Page, files: Sequence[tuple[str, str, bytes]]) -> JSHandle:
    """What a mouse or the clipboard carries: files by name, kind and content."""
    return page.evaluate_handle(
        """files => {
          const all = new DataTransfer();
          for (const [name, type, octets] of files) all.items.add(new File([new Uint8Array(octets)], name, {type}));
          return all;
        }""",
        [(name, kind, list(octets)) for name, kind, octets in files],
    )


def paste(page: Page, data: JSHandle) -> None:
    """Paste where the focus is."""
    page.evaluate(
        """data => document.activeElement.dispatchEvent(
             new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))""",
        data,
    )


def a_picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), (11, 92, 140)).save(made, "PNG")
    return made.getvalue()


def drafts(stack: Stack, body: str) -> int:
    found: int = stack.one("SELECT count(*) FROM plein.draft WHERE body = %s", body)
    return found


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("where", [".hub-upload", "section[data-drop]"])
def test_several_files_that_are_dropped_become_documents(visit: Visit, visie: str, stack: Stack, where: str) -> None:
    page = visit("fatima", f"{visie}/documenten")
    names = [f"Gesleept {number} op {where[1:4]}.txt" for number in (1, 2, 3)]
    data = carried(page, [(name, "text/plain", name.encode()) for name in names])
    area = page.locator(where)

    area.dispatch_event("dragover", {"dataTransfer": data})
    expect(area).to_have_class(re.compile("is-over"))
    area.dispatch_event("drop", {"dataTransfer": data})
    expect(area).not_to_have_class(re.compile("is-over"))
    expect(page.locator("[data-file-names] > li")).to_have_text(names)
    page.get_by_role("button", name="Plaats", exact=True).click()

    for name in names:
        expect(page.locator("main").get_by_role("link", name=name)).to_be_visible()
    assert stack.one("SELECT count(*) FROM plein.document WHERE name = ANY(%s)", names) == len(names)


def test_whoever_uses_no_mouse_reaches_the_same_field_and_sees_that(visit: Visit, ruimte: str) -> None:
    page = visit("kees", f"{ruimte}/documenten/nieuw")
    field = page.get_by_label("Bestanden")
    for _ in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break

    expect(field).to_be_focused()
    assert page.locator(".hub-upload").evaluate("area => getComputedStyle(area).outlineStyle") == "solid"
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files({"name": "Gekozen.txt", "mimeType": "text/plain", "buffer": b"Gekozen"})
    expect(page.locator("[data-file-names] > li")).to_have_text("Gekozen.txt")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Kies een map")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="Gekozen.txt")).to_be_focused()


def test_a_picture_that_is_pasted_goes_along_and_asks_what_it_shows(visit: Visit, ruimte: str) -> None:
    page = visit("kees", ruimte)
    field = page.get_by_label("Schrijf een bericht aan de groep…")
    field.fill("Zo ziet de nieuwe balie eruit.")

    paste(page, carried(page, [("balie.png", "image/png", a_picture())]))
    page.get_by_label("Beschrijf wat er te zien is").fill("Een blauw vlak")
    page.get_by_role("button", name="Plaats bericht").click()

    article = page.locator("article", has_text="Zo ziet de nieuwe balie eruit.")
    expect(article.get_by_role("link", name=re.compile("balie.png"))).to_be_visible()


def test_an_address_that_is_pasted_over_words_makes_a_link_of_them(visit: Visit, ruimte: str) -> None:
    page = visit("kees", ruimte)
    field = page.get_by_label("Schrijf een bericht aan de groep…")
    field.fill("Lees de handreiking eens.")
    field.evaluate("field => field.setSelectionRange(8, 19)")
    data = page.evaluate_handle(
        "() => { const all = new DataTransfer(); all.setData('text/plain', 'https://voorbeeld.example/x'); return all }"
    )

    paste(page, data)

    expect(field).to_have_value("Lees de [handreiking](https://voorbeeld.example/x) eens.")


RICH = {
    "<p>Dag <b>allen</b>, zie <a href='https://voorbeeld.example/plan'>het plan</a>.</p><p>Groet</p>": (
        "Dag **allen**, zie [het plan](https://voorbeeld.example/plan).\n\nGroet"
    ),
    "<h2>Agenda</h2><ul><li>Welkom</li><li>Het <i>peil</i></li></ul><ol><li>Een</li><li>Twee</li></ol>": (
        "### Agenda\n\n- Welkom\n- Het *peil*\n\n1. Een\n2. Twee"
    ),
    "<blockquote><p>Zo is het<br>altijd geweest</p></blockquote>": "> Zo is het\n> altijd geweest",
    "<p class=MsoListParagraph>·  Eerste</p><p class=MsoListParagraph>·  Tweede</p>": "- Eerste\n- Tweede",
    "<b style='font-weight:normal'><p>Niet vet, <a href='javascript:alert(1)'>geen link</a></p></b>": (
        "Niet vet, geen link"
    ),
    "<style>p {}</style><p>Van <script>alert(1)</script><em>buiten</em></p>": "Van *buiten*",
}


@pytest.mark.parametrize("html", RICH, ids=["mail", "lists", "quote", "word", "docs", "script"])
def test_text_that_is_pasted_keeps_its_marks_as_markdown(visit: Visit, ruimte: str, html: str) -> None:
    page = visit("kees", ruimte)
    field = page.get_by_label("Schrijf een bericht aan de groep…")
    field.fill("")
    data = page.evaluate_handle(
        """html => {
          const all = new DataTransfer();
          all.setData("text/html", html);
          all.setData("text/plain", "zonder merken");
          all.items.add(new File(["x"], "zoals Word meegeeft.png", {type: "image/png"}));
          return all;
        }""",
        html,
    )

    paste(page, data)

    expect(field).to_have_value(RICH[html])
    expect(page.locator(".hub-composer").first.locator("[data-chosen]")).to_be_hidden()


# ---------------------------------------------------------------- drafts


def test_what_is_typed_is_kept_shown_again_and_gone_once_it_is_sent(visit: Visit, ruimte: str, stack: Stack) -> None:
    body = "Dit kwam ik onderweg tegen, ik maak het straks af."
    page = visit("tineke", ruimte)
    field = page.get_by_label("Schrijf een bericht aan de groep…")
    field.press_sequentially(body)
    expect(page.locator(".hub-composer").first.get_by_text("Concept bewaard")).to_be_visible(timeout=KEPT_MS)

    page.reload()

    expect(field).to_have_value(body)
    page.goto("/concepten")
    expect(page.get_by_role("link", name=body, exact=True)).to_be_visible()
    page.goto(ruimte)
    page.get_by_role("button", name="Plaats bericht").click()
    expect(page.locator("article", has_text=body)).to_be_visible()
    expect(field).to_have_value("")
    page.reload()
    expect(field).to_have_value("")
    assert drafts(stack, body) == 0


def test_whoever_leaves_at_once_finds_the_text_again(visit: Visit, ruimte: str, stack: Stack) -> None:
    body = "Net begonnen, en toen ging de telefoon."
    page = visit("mark", f"{ruimte}/berichten/nieuw")
    page.get_by_label("Bericht", exact=True).press_sequentially(body)

    page.goto("/groepen")
    page.goto(f"{ruimte}/berichten/nieuw")

    expect(page.get_by_label("Bericht", exact=True)).to_have_value(body)
    page.get_by_role("button", name="Gooi weg").click()
    expect(page.get_by_label("Bericht", exact=True)).to_have_value("")
    assert drafts(stack, body) == 0


def test_without_a_connection_the_text_stays_and_is_kept_when_it_is_back(
    doorman: Doorman, ruimte: str, stack: Stack
) -> None:
    body = "In de trein, zonder bereik."
    with doorman.context("kees") as context:  # not visit: the browser says of itself that it is offline
        page = context.new_page()
        page.goto(ruimte)
        field = page.get_by_label("Schrijf een bericht aan de groep…")
        context.set_offline(True)
        with page.expect_event("requestfailed", timeout=KEPT_MS):
            field.press_sequentially(body)
        expect(field).to_have_value(body)
        assert drafts(stack, body) == 0

        context.set_offline(False)

        expect(page.locator(".hub-composer").first.get_by_text("Concept bewaard")).to_be_visible(timeout=KEPT_MS)
        expect(field).to_have_value(body)
        assert drafts(stack, body) == 1


# ---------------------------------------------------------------- names


def test_a_name_is_chosen_with_the_keys_and_stands_in_the_text(visit: Visit, visie: str) -> None:
    page = visit("kees", visie)
    field = page.get_by_label("Schrijf een bericht aan de groep…")
    field.press_sequentially("Vraag het aan @jo")
    names = page.get_by_role("listbox").get_by_role("option")
    expect(names).to_have_text([re.compile("Joke van Dam"), re.compile("Joost van der Meulen")])
    expect(names.first).to_have_attribute("aria-selected", "true")

    page.keyboard.press("ArrowDown")
    expect(names.last).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", names.last.get_attribute("id") or "-")
    page.keyboard.press("Enter")

    expect(field).to_have_value(re.compile("^Vraag het aan @Joost van der Meulen ?$"))
    expect(names).to_have_count(0)
    field.press_sequentially(" hoe het zit.")
    page.get_by_role("button", name="Plaats bericht").click()
    expect(page.locator("article mark", has_text="@Joost van der Meulen").first).to_be_visible()


def test_escape_closes_the_names_and_leaves_what_was_typed(visit: Visit, visie: str) -> None:
    page = visit("kees", visie)
    field = page.get_by_label("Schrijf een bericht aan de groep…")
    field.press_sequentially("Dag @joo")
    expect(page.get_by_role("listbox")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("Dag @joo")


# ---------------------------------------------------------------- replies


def test_after_a_reply_its_field_is_closed_and_the_reply_has_the_focus(visit: Visit, ruimte: str) -> None:
    page = visit("kees", ruimte)
    article = page.locator("article", has=page.locator("form[data-placed]")).first
    field = article.get_by_label("Schrijf een reactie…")
    field.fill("Dit staat er straks.")
    article.get_by_role("button", name="Plaats reactie").click()

    reply = article.locator("li[id^=reactie-]", has_text="Dit staat er straks.")
    expect(reply).to_be_focused()
    expect(page.locator("#aangekondigd")).to_have_text("Je reactie staat er.")
    expect(field).to_have_value("")
    expect(article.get_by_role("button", name="Plaats reactie")).to_be_hidden()


def test_a_message_is_quoted_in_the_field_that_is_there(visit: Visit, ruimte: str) -> None:
    page = visit("kees", f"{ruimte}/berichten/nieuw")
    page.get_by_label("Bericht", exact=True).fill("Eerst het ene woord.\n\nDan het andere.")
    page.get_by_role("button", name="Plaats bericht").click()
    article = page.locator("article", has_text="Eerst het ene woord.")
    field = article.get_by_label("Schrijf een reactie…")
    menu = article.locator(".hub-item__head summary")

    menu.click()
    article.get_by_role("link", name="Citeer").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("> Kees Prins schreef:\n>\n> Eerst het ene woord.\n>\n> Dan het andere.\n\n")

    field.fill("Zelf.")
    article.locator(".hub-prose p").last.dblclick(position={"x": 12, "y": 8})
    menu.click()
    article.get_by_role("link", name="Citeer").click()
    expect(field).to_have_value("Zelf.\n\n> Kees Prins schreef:\n>\n> Dan\n\n")
    article.get_by_role("button", name="Plaats reactie").click()
    reply = article.locator("li[id^=reactie-]")
    expect(reply).to_be_focused()

    reply.locator("summary").click()
    reply.get_by_role("link", name="Citeer").click()
    alone = page.get_by_label("Schrijf een reactie…")
    expect(page).to_have_url(re.compile("/citeren$"))
    expect(alone).to_be_focused()
    expect(alone).to_have_value(re.compile("^> Kees Prins schreef:\n>\n> Zelf.\n>\n> > Kees Prins schreef:"))
    alone.fill("Dat is waar.")
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.locator("li[id^=reactie-]", has_text="Dat is waar.")).to_be_focused()


def test_arrow_up_in_an_empty_field_opens_ones_own_last_reply(visit: Visit, ruimte: str) -> None:
    page = visit("kees", f"{ruimte}/berichten/nieuw")
    page.get_by_label("Bericht", exact=True).fill("Hieronder verspreek ik mij.")
    page.get_by_role("button", name="Plaats bericht").click()
    article = page.locator("article", has_text="Hieronder verspreek ik mij.")
    field = article.get_by_label("Schrijf een reactie…")
    field.press("ArrowUp")  # nothing was said yet
    for said in ("Een eerste reactie.", "Een reactei met een fout."):
        field.fill(said)
        article.get_by_role("button", name="Plaats reactie").click()
        expect(article.locator("li[id^=reactie-]", has_text=said)).to_be_focused()
    field.fill("Er staat al iets.")
    field.press("ArrowUp")
    expect(field).to_have_value("Er staat al iets.")
    expect(field).to_be_focused()

    field.fill("")
    field.press("ArrowUp")

    expect(page).to_have_url(re.compile("/bewerken$"))
    expect(page.get_by_label("Tekst")).to_have_value("Een reactei met een fout.")


def test_the_labels_of_a_question_keep_themselves(visit: Visit, ruimte: str) -> None:
    page = visit("kees", f"{ruimte}/vragen/nieuw")
    page.get_by_label("Ander label").press_sequentially("dakgoten")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible(timeout=KEPT_MS)

    page.reload()

    expect(page.get_by_label("Ander label")).to_have_value("dakgoten")
    page.get_by_role("button", name="Gooi weg").click()
    expect(page.get_by_label("Ander label")).to_have_value("")
