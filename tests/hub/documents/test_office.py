"""What is shown of sheets, presentations and texts, and of pictures with several pages: read by the process itself."""

import io
from pathlib import Path

import pytest
from PIL import Image

from hub.kit import office
from hub.kit.media import media_type
from hub.kit.reading import Found, Limits, look_into
from tests.hub.documents import files, harm

LIMITS = Limits(memory=1 << 30, seconds=20, pages=3)


def looked(folder: Path, octets: bytes, *, limits: Limits = LIMITS, kept: list[bytes] | None = None) -> Found:
    """What is found in these bytes, by the type that their content has."""
    path = folder / "file"
    path.write_bytes(octets)

    def keep(picture: bytes) -> str:
        if kept is not None:
            kept.append(picture)
        return "a" * 64

    with path.open("rb") as file:
        kind = media_type(file, len(octets))
        return look_into(file, kind, limits, keep)


def said(folder: Path, octets: bytes) -> str:
    """The words of a file."""
    found = looked(folder, octets)
    assert found.status == "ready"
    return "\n".join(page.text for page in found.shown)


FORMATS = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="&quot;dag&quot;\\ 0"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/></cellXfs>'
)


def test_a_workbook_shows_its_sheets_and_their_cells(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="2"/>'
        '<row r="3"><c r="A3"><v>0.30000000000000004</v></c><c r="B3" s="1"><v>45234</v></c>'
        '<c r="C3" s="3"><v>45234.5</v></c>'
        '<c r="D3" s="2"><v>1</v></c><c r="E3" s="4"><v>7</v></c><c r="F3" t="b"><v>1</v></c>'
        '<c r="G3" t="inlineStr"><is><t>Los</t></is></c><c r="H3" t="e"><v>#N/A</v></c>'
        '<c r="I3"><f>A1</f><v>12</v></c></row>'
    )
    octets = files.workbook(
        {"Begroting 2027": rows, "Leeg": ""}, strings=("Post", "Bedrag &amp; meer", "nooit"), styles=FORMATS
    )
    assert said(tmp_path, octets).split("\n") == [
        "— Begroting 2027 —",
        "Post |  | Bedrag & meer",
        "0.3 | 2023-11-04 | 2023-11-04 12:00 | 1899-12-31 | 7 | ✓ | Los | #N/A | 12",
        "",
        "",
        "— Leeg —",
    ]


def test_slides_stand_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    shown = said(tmp_path, files.slides("Welkom", "Het plan", "Vragen?"))
    assert " ".join(shown.split()) == "— 1 — Welkom — 2 — Het plan — 3 — Vragen?"


def test_a_document_shows_its_tables_row_by_row_and_says_nothing_twice(tmp_path: Path) -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Beste</w:t><w:tab/><w:t>buren</w:t></w:r></w:p>"
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:del><w:r><w:delText>weg</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Links</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Rechts</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:tbl><w:p><c:Choice><w:t>Kader</w:t></c:Choice><c:Fallback><w:t>Kader</w:t></c:Fallback></w:p>"
    )
    main = f'<w:document xmlns:w="urn:w" xmlns:c="urn:c"><w:body>{body}</w:body></w:document>'
    octets = files.package({"[Content_Types].xml": b"<Types/>", "word/document.xml": main.encode()})
    assert said(tmp_path, octets).split("\n") == ["Beste\tburen", "", "Links | Rechts | ", "Kader"]


def test_the_files_of_libreoffice_show_the_same(tmp_path: Path) -> None:
    table = (
        '<office:spreadsheet><table:table table:name="Blad één"><table:table-row><table:table-cell>'
        '<text:p>Post</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-columns-repeated="2"><text:p>4</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet>'
    )
    assert said(tmp_path, files.open_document("spreadsheet", table)).split("\n") == [
        "— Blad één —",
        "Post |  |  | 4 | 4",
    ]
    text = (
        "<office:text><text:tracked-changes><text:deletion><text:p>geschrapt</text:p></text:deletion>"
        "</text:tracked-changes><text:h>Kop</text:h><text:p>Een<text:s/>plein<text:line-break/>met bomen"
        "<office:annotation><text:p>intern</text:p></office:annotation></text:p></office:text>"
    )
    assert said(tmp_path, files.open_document("text", text)).split("\n") == ["Kop", "Een plein", "met bomen"]
    notes = "<presentation:notes><text:p>x</text:p></presentation:notes>"
    pages = "".join(f"<draw:page><text:p>{one}</text:p>{notes}</draw:page>" for one in ("Eén", "Twee"))
    both = files.open_document("presentation", f"<office:presentation>{pages}</office:presentation>")
    assert " ".join(said(tmp_path, both).split()) == "— 1 — Eén — 2 — Twee"


def test_a_list_with_commas_stands_there_as_text(tmp_path: Path) -> None:
    octets = "naam;bedrag\nÉén;3,50\n".encode("cp1252")
    assert said(tmp_path, octets) == "naam;bedrag\nÉén;3,50"


LONG = "x" * 100_000
WILD = {
    "a text that a million cells name": files.workbook(
        {"a": "<row>" + '<c t="s"><v>0</v></c>' * 190 + "</row>" + ('<row><c t="s"><v>0</v></c></row>' * 100_000)},
        strings=(LONG,),
    ),
    "a cell that says it is there a milliard times": files.open_document(
        "spreadsheet",
        '<table:table table:name="x"><table:table-row table:number-rows-repeated="999999999"><table:table-cell'
        f' table:number-columns-repeated="999999999"><text:p>{LONG}</text:p></table:table-cell></table:table-row>'
        "</table:table>",
    ),
    "a cell far to the right": files.workbook({"a": '<row><c r="ZZZ1"><v>1</v></c><c r="A1"><v>2</v></c></row>'}),
    "a number that is none": files.workbook(
        {"a": '<row><c s="1"><v>1e999</v></c><c><v>nan</v></c></row>'}, styles=FORMATS
    ),
    "a date after all days": files.workbook({"a": '<row><c s="1"><v>99999999</v></c></row>'}, styles=FORMATS),
    "a text that there is not": files.workbook({"a": '<row><c t="s"><v>7</v></c><c t="s"><v>-1</v></c></row>'}),
}


@pytest.mark.parametrize("name", WILD)
def test_a_sheet_that_says_it_is_huge_shows_no_more_than_fits(tmp_path: Path, name: str) -> None:
    found = looked(tmp_path, WILD[name])
    assert found.status == "ready"
    assert found.written <= office.MOST_TEXT


BOMB = harm.LAUGHS
HARM = {
    "laughs in a sheet": files.package(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": f"{BOMB}<workbook/>".encode(),
            "xl/_rels/workbook.xml.rels": b"<Relationships/>",
        }
    ),
    "a sheet of spaces": files.workbook({"a": " " * (office.MOST_UNPACKED + 1)}),
}


@pytest.mark.parametrize("name", HARM)
def test_a_workbook_that_harms_has_no_preview(tmp_path: Path, name: str) -> None:
    assert looked(tmp_path, HARM[name]).status == "failed"


BARE = {
    "no parts at all": files.package({"[Content_Types].xml": b"<Types/>", "xl/niets.xml": b"<x/>"}),
    "slides without a list": files.package({"[Content_Types].xml": b"<Types/>", "ppt/slides/slide1.xml": b"<x/>"}),
}


@pytest.mark.parametrize("name", BARE)
def test_a_package_without_its_parts_says_nothing(tmp_path: Path, name: str) -> None:
    found = looked(tmp_path, BARE[name])
    assert (found.status, found.pages) == ("ready", 0)


# ---------------------------------------------------------------- pictures


def drawn(found: Found) -> list[tuple[int, int]]:
    return [(page.width, page.height) for page in found.shown]


def test_a_tiff_shows_its_first_pages(tmp_path: Path) -> None:
    kept = list[bytes]()
    found = looked(tmp_path, files.tiff((200, 100), (100, 300), (50, 50), (60, 60), (70, 70)), kept=kept)
    assert (found.status, found.pages, drawn(found)) == ("ready", 5, [(200, 100), (100, 300), (50, 50)])
    assert [Image.open(io.BytesIO(one)).size for one in kept] == drawn(found)


def test_pages_and_photos_that_lie_on_their_side_stand_upright(tmp_path: Path) -> None:
    assert drawn(looked(tmp_path, files.tiff((200, 100), (80, 40), turned=True)))[0] == (100, 200)
    octets, tags = io.BytesIO(), Image.Exif()
    tags[0x0112] = 6
    Image.new("RGB", (200, 100)).save(octets, "JPEG", exif=tags)
    assert drawn(looked(tmp_path, octets.getvalue())) == [(100, 200)]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_shown(tmp_path: Path, kind: str) -> None:
    kept = list[bytes]()
    found = looked(tmp_path, files.moving(kind, "#ff0000", "#00ff00", "#0000ff"), kept=kept)
    assert (found.status, found.pages, drawn(found)) == ("ready", 1, [(60, 40)])
    pixel = Image.open(io.BytesIO(kept[0])).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert (pixel[0] > 200, max(pixel[1:]) < 100) == (True, True)


def test_a_tiff_whose_pages_go_round_ends(tmp_path: Path) -> None:
    octets = bytearray(files.tiff((20, 10), (20, 10)))
    first = int.from_bytes(octets[4:8], "little")
    count = int.from_bytes(octets[first : first + 2], "little")
    following = int.from_bytes(octets[first + 2 + 12 * count :][:4], "little")
    count = int.from_bytes(octets[following : following + 2], "little")
    at = following + 2 + 12 * count
    octets[at : at + 4] = first.to_bytes(4, "little")
    found = looked(tmp_path, bytes(octets))
    assert (found.status, found.pages) == ("ready", 2)
