"""The files of the demo: a name says what a text is made into: plain text, a PDF, an Office document or a picture."""

import textwrap
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from hub.runtime import demoart

LINE, LINES = 84, 46
HEADING, BODY = 22, 12

# Folders: space, author, hours ago, name; and the documents that lie in each: author, hours ago, name, text.
FOLDERS = (
    (
        "visie",
        "fatima",
        400,
        "Werksessies",
        (
            ("fatima", 390, "Agenda werksessie water.txt", "Agenda\n\n1. Kennismaken\n2. De kaart\n"),
            ("sanne", 380, "Deelnemers werksessie water.csv", "naam;organisatie\nLisa;Oosterdiep\nEls;Dienst Midden\n"),
        ),
    ),
    (
        "visie",
        "sanne",
        410,
        "Kaarten en bijlagen",
        (
            ("sanne", 24, "Kaart drie varianten.png", "variants"),
            ("kees", 4, "Windmolens achter de dijk.jpg", "dike"),
            ("joost", 3, "Zienswijzen per thema.png", "themes"),
        ),
    ),
    ("visie", "fatima", 70, "Stuurgroep 19 december", ()),
    ("kamer-kade", "fatima", 60, "Ingediend", ()),
    (
        "tender",
        "fatima",
        90,
        "Vragenrondes",
        (("fatima", 80, "Nota van inlichtingen 1.txt", "Nota van inlichtingen\n\n1. De dijk blijft open.\n"),),
    ),
)
PICTURES = {"dike": demoart.dike, "themes": demoart.themes, "variants": demoart.variants}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Versions = tuple[tuple[str, float, str, str], ...]
"""Of each version of a document: who, hours ago, note, text."""


def octets(name: str, words: str) -> bytes:
    """What a file of this name holds: a picture that `words` names, else the words.

    In a PDF a form feed begins a page, whose first line is its heading.
    """
    if words in PICTURES:
        return PICTURES[words]()
    if name.endswith(".docx"):
        return _docx(words)
    return _pdf(words.split("\f")) if name.endswith(".pdf") else words.encode()


def media_type(name: str) -> str:
    """What it is."""
    known = {"csv": "text/csv", "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "docx": WORD}
    return known.get(name.rpartition(".")[2], "text/plain")


def _docx(words: str) -> bytes:
    """ECMA-376, the least of it: the types of the parts, where the main part is, and its paragraphs."""
    names = "http://schemas.openxmlformats.org"
    main = f'<w:document xmlns:w="{names}/wordprocessingml/2006/main"><w:body>'
    main += "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in words.splitlines())
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{names}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        f'ContentType="{WORD}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{names}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{names}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{main}</w:body></w:document>",
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, said in parts.items():
            package.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{said}')
    return made.getvalue()


def _pdf(pages: list[str]) -> bytes:
    """ISO 32000-1, 7.5: a catalogue, two of the fonts that every reader has, and a stream of text for each page."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica{}/Encoding/WinAnsiEncoding>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        font.format("").encode(),
        font.format("-Bold").encode(),
    ]
    for number, page in enumerate(pages):
        drawn = _drawn(page)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>".encode()
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n".encode() + drawn + b"\nendstream")
    made, places = b"%PDF-1.4\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj".encode() + one + b"endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode()


def _drawn(page: str) -> bytes:
    heading, _, rest = page.strip().partition("\n")
    lines = [line for one in rest.splitlines() for line in textwrap.wrap(one, LINE) or [""]][:LINES]
    said = [
        f"BT /F2 {HEADING} Tf 64 760 Td ".encode(),
        _string(heading),
        f" Tj /F1 {BODY} Tf 15 TL 0 -20 Td \
".encode(),
    ]
    for line in lines:
        said += [b"T* ", _string(line), b" Tj "]
    return b"".join([*said, b"ET"])


def _string(line: str) -> bytes:
    escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252", "replace") + b")"


# Space, whose, hours ago, name; and of each version: whose, hours ago, the note, the words.
MINUTES = """Verslag werksessie wonen
Omgevingsvisie Oosterdiep 2040, 18 november 2026

Aanwezig: Sanne Bakker (verslag), Joost van der Meulen, Kees de Wit en negen bewoners van de Dorpsstraat.

1. Waar het over ging

Tot 2040 komen er in Oosterdiep 640 woningen bij. De vraag van deze avond was waar, en voor wie. We legden drie \
varianten op tafel en vroegen iedereen om eerst te zeggen wat er moet blijven.

2. Wat moet blijven

De moestuinen aan de Lange Vaart, het zicht op de molen en een bus die elk half uur rijdt. Daar was niemand het \
over oneens.

3. De drie varianten

Rond de haven: 320 woningen, vooral appartementen, dicht bij de bus. Langs de Vaart: 180 woningen met een tuin, \
maar niet op de moestuinen. In de linten: 140 woningen verspreid, veel voor ouderen die kleiner willen wonen.
\fHoe we verder gaan
De stuurgroep kiest in december. Daarvoor rekenen we van elke variant uit wat hij betekent voor verkeer, water \
en scholen.

Wie doet wat

Sanne vraagt het waterschap naar de Vaart. Joost maakt een kaart van de linten. Kees belt de school over het \
aantal kinderen.

De volgende avond is op 9 december om 19.30 uur in het dorpshuis.
"""
CHAPTER = """Hoofdstuk 3. Water en bodem

Waar we voor kiezen

Water en bodem bepalen mee waar we bouwen. Het peil van de Vaart blijft zoals het is; \
wie lager bouwt, bouwt op palen of met een kruipruimte die nat mag worden.

De dijk

De dijk blijft begaanbaar over de hele lengte. Windmolens staan niet op de dijk, maar mogen er vanaf 400 meter achter.
"""
CLIMATE = """
Het klimaat

In 2040 valt op een natte dag een vijfde meer regen dan nu. Elke nieuwe straat kan 70 millimeter in een uur bergen.
"""
DOCUMENTS = (
    (
        "visie",
        "els",
        50,
        "Concept hoofdstuk 3 water en bodem.docx",
        (
            ("els", 50, "Eerste opzet", CHAPTER.split("De dijk", maxsplit=1)[0]),
            ("els", 25, "Met de dijk erbij", CHAPTER),
            ("lisa", 1.5, "Klimaatparagraaf toegevoegd", CHAPTER + CLIMATE),
        ),
    ),
    (
        "visie",
        "joost",
        2,
        "Zienswijzen gebundeld per thema.csv",
        (
            ("joost", 30, "", "thema;aantal\nwind;14\nwater;9\n"),
            ("joost", 2, "Tweede ronde erbij", "thema;aantal\nwind;21\nwater;12\nwonen;9\n"),
        ),
    ),
    (
        "visie",
        "sanne",
        23,
        "Verslag werksessie wonen.pdf",
        (("sanne", 23, "", MINUTES),),
    ),
    (
        "herindeling",
        "ruben",
        30,
        "Communicatieplan concept.txt",
        (("ruben", 30, "", "Communicatieplan\n\n1. Wie\n2. Wat\n3. Wanneer\n"),),
    ),
    (
        "tender",
        "els",
        10,
        "Aanbestedingsleidraad.txt",
        (
            ("els", 40, "Eerste opzet", "Leidraad, opzet\n"),
            ("els", 10, "Na overleg met juridische zaken", "Leidraad, versie 2\n"),
        ),
    ),
    (
        "kamer-landwijs",
        "ilse",
        6,
        "Plan van aanpak Landwijs.txt",
        (("ilse", 6, "", "Vertrouwelijk plan van aanpak van Bureau Landwijs\n"),),
    ),
    (
        "kamer-kade",
        "victor",
        7,
        "Referenties Kade.txt",
        (("victor", 7, "", "Vertrouwelijke referenties van Kade Advies\n"),),
    ),
)
