"""Folders with the script on: dropped by a mouse or chosen, they stay folders."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.stack import Stack


@pytest.fixture(scope="module")
def visie(stack: Stack) -> str:
    return f"/groepen/{stack.space('Omgevingsvisie Oosterdiep 2040')}"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder on somebody's computer."""
    made = tmp_path / "Van mijn computer"
    (made / "Kaarten" / "Noord").mkdir(parents=True)
    for name in ("lees mij.txt", "Kaarten/zuid.txt", "Kaarten/Noord/a.txt", "Kaarten/.DS_Store", "Thumbs.db"):
        (made / name).write_text(name)
    return made


PLACED = (
    "SELECT string_agg(concat_ws('/', g.name, f.name, d.name), ' ' ORDER BY d.name) FROM plein.document d"
    " JOIN plein.item i ON i.id = d.item_id AND i.deleted_at IS NULL"
    " JOIN plein.folder f ON f.item_id = d.folder_id LEFT JOIN plein.folder g ON g.item_id = f.parent_id"
    " WHERE %s IN (f.name, g.name) OR g.parent_id IN (SELECT item_id FROM plein.folder WHERE name = %s)"
)


def test_a_folder_that_is_dropped_stays_a_folder_and_goes_back_with_one_click(
    visit: Visit, visie: str, stack: Stack, tree: Path
) -> None:
    tree = tree.rename(tree.with_name("Gesleepte map"))
    page = visit("fatima", f"{visie}/documenten")
    area = page.locator(".hub-upload")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    where = {"x": box["x"] + 10, "y": box["y"] + 10}
    data = {"items": [], "files": [str(tree)], "dragOperationsMask": 1}
    mouse = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        mouse.send("Input.dispatchDragEvent", {"type": kind, "data": data, **where})

    names = ["Kaarten/Noord/a.txt", "Kaarten/zuid.txt", "lees mij.txt"]
    rows = page.locator("[data-file-names] > li")
    expect(rows).to_have_count(len(names))
    assert sorted(rows.all_inner_texts()) == [f"{tree.name}/{name}" for name in names]
    expect(page.get_by_text("Verborgen bestanden, die niet meegaan: 2.")).to_be_visible()
    page.get_by_role("button", name="Plaats", exact=True).click()

    expect(page.get_by_text("3 documenten staan erop, in 3 mappen.")).to_be_visible()
    placed = f"Kaarten/Noord/a.txt {tree.name}/lees mij.txt {tree.name}/Kaarten/zuid.txt"
    assert stack.one(PLACED, tree.name, tree.name) == placed
    page.get_by_role("button", name="Ongedaan maken").click()

    expect(page.get_by_text("1 ding is verwijderd.")).to_be_visible()
    assert stack.one(PLACED, tree.name, tree.name) is None


def test_a_folder_that_is_chosen_stays_a_folder_too(visit: Visit, visie: str, stack: Stack, tree: Path) -> None:
    tree = tree.rename(tree.with_name("Gekozen map"))
    page = visit("fatima", f"{visie}/documenten/nieuw")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Kies een map").click()
    chooser.value.set_files(tree)

    expect(page.get_by_label("Bestanden", exact=True)).to_be_focused()
    expect(page.locator("[data-file-names] > li")).to_have_count(3)
    page.get_by_role("button", name="Plaats", exact=True).click()

    expect(page.get_by_text("3 documenten staan erop, in 3 mappen.")).to_be_visible()
    placed = f"Kaarten/Noord/a.txt {tree.name}/lees mij.txt {tree.name}/Kaarten/zuid.txt"
    assert stack.one(PLACED, tree.name, tree.name) == placed


def test_files_that_are_chosen_after_a_folder_are_just_files(visit: Visit, visie: str, tree: Path) -> None:
    page = visit("fatima", f"{visie}/documenten/nieuw")
    page.locator("[data-folder]").set_input_files(tree)
    expect(page.locator("[data-file-names] input")).to_have_count(3)

    page.get_by_label("Bestanden", exact=True).set_input_files(tree / "lees mij.txt")

    expect(page.locator("[data-file-names] > li")).to_have_text("lees mij.txt")
    expect(page.locator("[data-file-names] input")).to_have_count(0)
