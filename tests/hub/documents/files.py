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
