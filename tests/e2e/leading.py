"""What leads to a further state of a page: something that is pressed, opened or filled in."""

from collections.abc import Callable

from playwright.sync_api import Page


def press(role: str, name: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type] # a role


def unfold(selector: str) -> Callable[[Page], object]:
    return lambda page: page.locator(selector).locator("visible=true").first.click()


def choose(name: str, value: str) -> Callable[[Page], object]:
    """Choose one of the cards and go on to what it does."""

    def act(page: Page) -> None:
        page.locator(f"input[name={name}][value={value}]").check()
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_selector(".hub-confirm")

    return act


def propose(page: Page) -> None:
    page.locator("select[name=organisation]").select_option(index=1)
    page.get_by_role("button", name="Bekijk wat er opengaat").click()
    page.get_by_role("button", name="Verstuur het voorstel").wait_for()


def me(page: Page) -> None:
    page.locator(".hub-me > summary").click()


def invite_to(step: int) -> Callable[[Page], object]:
    """Walk to a step of inviting somebody."""

    def walk(page: Page) -> None:
        if step > 1:
            page.get_by_label("Naam").fill("Wouter Water")
            page.get_by_label("Mailadres").fill("wouter@waterwerk.example")
            page.get_by_label("Bedrijf of organisatie").fill("Waterwerk BV")
        for _ in range(step - 1):
            page.get_by_role("button", name="Volgende").click()
            page.wait_for_load_state()

    return walk


def unknown_address(page: Page) -> None:
    page.get_by_label("Je werkadres").fill("iemand@onbekend.example")
    page.get_by_role("button", name="Ga verder").click()


def with_others(page: Page) -> None:
    """Found a group with another town, as far as the page that says what opens."""
    page.get_by_label("Naam", exact=True).fill("Samen op de dijk")
    page.locator("[name=organisation-1]").select_option(label="Gemeente Meerbergen")
    page.get_by_role("button", name="Begin de groep").click()
    page.get_by_role("button", name="Terug").wait_for()


def look_as_peter(page: Page) -> None:
    page.locator("li", has_text="Peter Aalbers").locator("summary").last.click()
    page.get_by_role("button", name="Bekijk als Peter Aalbers").click()
    page.get_by_text("Je kijkt mee als").wait_for()


def look_as_oneself(page: Page) -> None:
    """Stop looking as somebody else, and see it stopped: a page that closes while it goes elsewhere may never close."""
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Je kijkt mee als").wait_for(state="detached")


def edit_elsewhere(page: Page) -> None:
    """Save a text that was changed since the form was opened: as if this form was begun on an older one."""
    page.locator("input[name=based_on]").evaluate("field => { field.value = '7' }")
    page.get_by_label("Tekst").fill("Schrijf kort, en noem altijd je bron.")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_text("Wat er nu staat, naast jouw tekst").wait_for()


def choose_a_program(page: Page) -> None:
    """Post with three files, one of which nobody may upload: the form comes back, the others wait with the draft."""
    files = [
        {"name": "Verslag bewonersavond.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 verslag"},
        {"name": "Bewonersavond in de kantine.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 foto"},
        {"name": "rekenblad.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
    ]
    page.get_by_label("Bericht", exact=True).fill("Het verslag van dinsdag, met een foto.")
    page.get_by_label("Bestanden").set_input_files(files)  # type: ignore[arg-type] # FilePayloads
    page.get_by_role("button", name="Plaats bericht").click()
    page.get_by_text("wachten bij je concept").wait_for()


def type_a_question(page: Page) -> None:
    """Type the title of a question of which there is one already, and wait for what looks like it."""
    page.get_by_label("Je vraag").fill("")  # a draft may wait in it
    page.get_by_label("Je vraag").press_sequentially("Mondelinge zienswijze in het zaaksysteem")
    page.get_by_text("lijken hierop").wait_for()


def choose_first_place(page: Page) -> None:
    """Choose where an item goes, as far as the page that says who reads it then."""
    page.locator("main .hub-rows a").first.click()
    page.get_by_role("button", name="Verplaats").wait_for()


def upload_a_double(page: Page) -> None:
    """Put a file in under a name that is there already, as far as the page that asks what was meant."""
    again = page.url
    for content in (b"een", b"twee"):
        page.goto(again)
        file = {"name": "Verslag bewonersavond.txt", "mimeType": "text/plain", "buffer": content}
        page.get_by_label("Bestanden").set_input_files(file)  # type: ignore[arg-type] # a FilePayload
        page.get_by_role("button", name="Plaats", exact=True).click()
        page.get_by_role("heading", name="Verslag bewonersavond").or_(
            page.get_by_text("Bewaar allebei")
        ).first.wait_for()
