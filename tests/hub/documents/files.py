"""Files as people have them and as harm comes in: made here, byte by byte, so that none is committed."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page (ISO 32000-1, 7.5); readers mend the missing cross-reference table."""
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
    ]
    for number, words in enumerate(pages):
        drawn = f"BT /F1 24 Tf 60 760 Td ({words}) Tj ET"
        objects.append(
            f"{10 + 2 * number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>endobj"
        )
        objects.append(f"{11 + 2 * number} 0 obj<</Length {len(drawn)}>>stream\n{drawn}\nendstream endobj")
    body = "\n".join(objects)
    return f"%PDF-1.4\n{body}\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode("latin-1")


def photo(*, located: bool = False, size: tuple[int, int] = (1600, 900), kind: str = "JPEG") -> bytes:
    """A photo; `located`: with the place where it was taken (Exif 2.32, 4.6.6)."""
    image, octets = Image.new("RGB", size, "#3a6"), io.BytesIO()
    exif = Image.Exif()
    if located:
        exif[0x8825] = {1: "N", 2: (52.0, 5.0, 24.0), 3: "E", 4: (4.0, 18.0, 0.0)}
    image.save(octets, kind, **({"exif": exif} if located else {}))
    return octets.getvalue()


def package(parts: Mapping[str, bytes]) -> bytes:
    """A zip with these parts."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return octets.getvalue()


def word(paragraphs: Sequence[str], *, before: str = "") -> bytes:
    """A document of Word with these paragraphs; `before` stands before its root element."""
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    main = f'<?xml version="1.0"?>{before}<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>'
    return package({"[Content_Types].xml": b"<Types/>", "word/document.xml": main.encode()})


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MANIFEST = b"<manifest/>"


def _relations(**targets: str) -> bytes:
    ways = "".join(f'<Relationship Id="{one}" Target="{target}"/>' for one, target in targets.items())
    return f"<Relationships>{ways}</Relationships>".encode()


def workbook(sheets: Mapping[str, str], *, strings: Sequence[str] = (), styles: str = "") -> bytes:
    """A workbook of Excel: each sheet's name to its rows as they stand in its part."""
    listed = "".join(f'<sheet name="{name}" r:id="r{number}"/>' for number, name in enumerate(sheets))
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": _relations(
            **{f"r{number}": f"worksheets/blad{len(sheets) - number}.xml" for number in range(len(sheets))}
        ),
        "xl/sharedStrings.xml": f"<sst>{''.join(f'<si><t>{one}</t></si>' for one in strings)}</sst>".encode(),
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>".encode(),
    }
    for number, rows in enumerate(sheets.values()):
        sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
        parts[f"xl/worksheets/blad{len(sheets) - number}.xml"] = sheet.encode()
    return package(parts)


def slides(*texts: str) -> bytes:
    """A presentation of PowerPoint; its slides are numbered the other way round than they are shown."""
    last = len(texts)
    listed = "".join(f'<p:sldId id="{number}" r:id="r{number}"/>' for number in range(last))
    drawn = {
        f"ppt/slides/slide{last - number}.xml": f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>{one}</a:t></a:p></p:sld>'
        for number, one in enumerate(texts)
    }
    main = f'<p:presentation xmlns:p="p" xmlns:r="{RELATIONS}"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>'
    return package(
        {
            "[Content_Types].xml": b"<Types/>",
            "ppt/presentation.xml": main.encode(),
            "ppt/_rels/presentation.xml.rels": _relations(
                **{f"r{number}": f"/ppt/slides/slide{last - number}.xml" for number in range(last)}
            ),
            **{name: octets.encode() for name, octets in drawn.items()},
        }
    )


def open_document(kind: str, body: str) -> bytes:
    """A file of OpenDocument: "text", "spreadsheet" or "presentation", with this in its body."""
    spaces = 'xmlns:office="o" xmlns:text="x" xmlns:table="t" xmlns:draw="d" xmlns:presentation="p"'
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_STORED) as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        made.writestr("content.xml", content)
    return octets.getvalue()


def tiff(*sizes: tuple[int, int], turned: bool = False) -> bytes:
    """A TIFF with a page of each size; `turned`: it says that each lies on its side (TIFF 6.0, Orientation)."""
    pages = [Image.new("L", size, 200) for size in sizes]
    octets, tags = io.BytesIO(), Image.Exif()
    if turned:
        tags[0x0112] = 6
    pages[0].save(octets, "TIFF", save_all=True, append_images=pages[1:], exif=tags)
    return octets.getvalue()


def moving(kind: str, *colours: str) -> bytes:
    """A moving picture with a frame of each colour."""
    frames, octets = [Image.new("RGB", (60, 40), colour) for colour in colours], io.BytesIO()
    frames[0].save(octets, kind, save_all=True, append_images=frames[1:], duration=100)
    return octets.getvalue()
