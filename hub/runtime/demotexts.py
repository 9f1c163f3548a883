"""More that the people of the demo wrote, with pictures, names, links and labels; and what they have not sent or read yet."""
# ruff: noqa: E501, ISC004 - prose: a sentence stays on its line, with the signs that Dutch has

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from hub.kit.storage import Storage
from hub.runtime.demofiles import media_type, octets
from tenants.ids import new_id

EXPLAINED = """Toelichting bij de drie varianten
Omgevingsvisie Oosterdiep 2040, concept van 20 november 2026

A. Rond de haven

Het dichtst bij de bus en de winkels. De kade moet wel 40 centimeter omhoog.

B. Langs de Vaart

De moestuinen blijven. Elke woning krijgt een tuin; het water krijgt een natuurlijke oever.

C. In de linten

Kleine plekken, verspreid. Het minste werk aan wegen, het meeste werk aan vergunningen.
"""
TERMS = """Bewaartermijnen vergeleken
Zandwijk en Meerbergen, november 2026

Concepten van nota's: Zandwijk twee jaar na vaststelling, Meerbergen tot de vaststelling.

Verslagen van overleg: beide vijf jaar.

Mails over een zaak: beide zolang de zaak duurt.
"""

# As hub/runtime/story.py has them. A word in braces becomes the address of a question or document, of LINKS.
POSTS = (
    (
        "visie",
        "kees",
        4,
        "Zo ligt de dijk erbij, met windmolens",
        "Gisteravond heb ik langs de Zeedijk gestaan voor het beeld bij hoofdstuk 3. @Lisa Jansen, kun jij hier iets mee voor de klimaatparagraaf?\n\n"
        "De reacties over wind staan in {zienswijzen}.",
        (
            (
                "lisa",
                3.5,
                "Ja, graag! Dit is precies het zicht vanaf de Lange Vaart. @Kees Prins, heb je hem ook in de winter?",
            ),
            ("kees", 3.2, "Die maak ik zodra er sneeuw ligt."),
        ),
        (("lisa", "thanks"), ("fatima", "useful"), ("joost", "useful")),
    ),
    (
        "visie",
        "sanne",
        21,
        "De drie varianten op de kaart",
        "@Joost van der Meulen en ik hebben ze ingetekend. In de bijlage staat per variant wat hij vraagt.\n\n"
        "Lees ook hoe anderen een zienswijze aan de balie vastleggen: {zienswijze}",
        (("joost", 20.5, "De linten heb ik ruim genomen. Zeg het als ik er een vergeten ben."),),
        (("lisa", "useful"), ("els", "useful"), ("fatima", "agree")),
    ),
    (
        "herindeling",
        "noor",
        2.5,
        "Bewaartermijnen: we zijn er bijna uit",
        "@Joke van Dam en ik leggen morgen de laatste verschillen naast elkaar. De tabel staat in de bijlage, de vragen erover bij {termijn}",
        (("mehmet", 2, "Ik haal de oude termijnen intussen uit het zaaksysteem."),),
        (("mark", "useful"),),
    ),
)
QUESTIONS = (
    (
        "visie",
        "kees",
        30,
        "Moet een bewoner een mondelinge zienswijze ondertekenen?",
        "Aan de balie schrijven we mee. Is dat genoeg, of moet er een handtekening onder?",
        (),
        ("fatima",),
    ),
    (
        "herindeling",
        "mehmet",
        44,
        "Welk zaaksysteem gebruiken we na de samenvoeging?",
        "Beide contracten lopen in 2027 af. Wie wil meedenken over de keuze?",
        (("mark", 40, "Ik maak een lijst van wat we nu allebei gebruiken.", False, ("ruben",)),),
        ("noor",),
    ),
)
# What a word in braces leads to: where it stands, a query for its id, and its name there.
LINKS: Mapping[str, tuple[str, LiteralString, str]] = {
    "zienswijzen": (
        "documenten",
        "SELECT item_id FROM plein.document WHERE name = %s",
        "Zienswijzen gebundeld per thema.csv",
    ),
    "zienswijze": (
        "vragen",
        "SELECT item_id FROM plein.question WHERE title = %s",
        "Hoe leggen jullie mondelinge zienswijzen vast in het zaaksysteem?",
    ),
    "termijn": (
        "vragen",
        "SELECT item_id FROM plein.question WHERE title = %s",
        "Welke bewaartermijn gebruiken jullie voor conceptversies?",
    ),
}
# Files in a text: the beginning of its title, name, what the file is made of, and what a picture shows.
FILES = (
    (
        "Tweede ronde",
        "Zienswijzen per thema.png",
        "themes",
        "Staafdiagram: 21 zienswijzen over wind langs de dijk, 12 over water en bodem, 9 over wonen.",
    ),
    (
        "Zo ligt de dijk",
        "Windmolens achter de dijk.jpg",
        "dike",
        "De dijk bij zonsondergang, gezien over het water. Links drie windmolens, rechts de kerk en huizen.",
    ),
    (
        "De drie varianten",
        "Kaart drie varianten.png",
        "variants",
        "Kaart van Oosterdiep met drie gebieden: A bij de haven, B langs de Vaart, C in de linten.",
    ),
    ("De drie varianten", "Toelichting varianten.pdf", EXPLAINED, ""),
    ("Bewaartermijnen:", "Bewaartermijnen vergeleken.pdf", TERMS, ""),
)
# What people say to a document: its name, who, hours ago, text.
REMARKS: tuple[tuple[str, str, float, str], ...] = (
    (
        "Verslag werksessie wonen.pdf",
        "joost",
        20,
        "@Sanne Bakker, bij de linten mag het dorpshuis nog worden genoemd. De rest klopt met wat ik heb opgeschreven.",
    ),
    ("Verslag werksessie wonen.pdf", "sanne", 19, "Dank je, dat neem ik mee in de volgende versie."),
)
# Who has not sent yet: place, a query for what it is for, its name there, hours ago, title, text.
DRAFTS: tuple[tuple[str, str, LiteralString, str, float, str, str], ...] = (
    (
        "fatima",
        "answer",
        "SELECT item_id FROM plein.question WHERE starts_with(title, %s)",
        "Voorbeeld van een participatieplan",
        2,
        "",
        "In Zandwijk werkte het goed om met een keukentafel te beginnen: zes bewoners, één avond, geen presentatie. Wat daaruit kwam",
    ),
    (
        "fatima",
        "post",
        "SELECT id FROM plein.space WHERE title = %s",
        "Herindeling Zandwijk en Meerbergen",
        26,
        "Wie gaat mee naar de informatiemarkt?",
        "Op 3 december is in Meerbergen de informatiemarkt voor medewerkers. Ik zoek",
    ),
)
# Files that wait with a draft: its title, name, what the file is made of, and what a picture shows.
DRAFT_FILES = (
    ("Wie gaat mee naar de informatiemarkt?", "Programma informatiemarkt.pdf", TERMS, ""),
    ("Wie gaat mee naar de informatiemarkt?", "De dijk bij avond.jpg", "dike", ""),
)
# How far somebody has read: in a space, in hours ago; and under a message.
READ: tuple[tuple[str, str, float], ...] = (
    ("fatima", "visie", 3.8),
    ("fatima", "herindeling", 6),
    ("fatima", "plein-zandwijk", 30),
)
READ_UNDER = (("fatima", "Tweede ronde", 0.5),)

_ATTACHED = (
    "INSERT INTO plein.attachment (id, space_id, item_id, author_id, owner_id, sha256, size, media_type, file_name, alt, created_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_NAMED = (
    "INSERT INTO plein.mention (item_id, affiliation_id, space_id, author_id, shown)"
    " SELECT t.item_id, a.id, t.space_id, t.author_id, a.shown FROM plein.item_text t"
    " JOIN plein.membership m ON m.space_id = t.space_id JOIN plein.affiliation a ON a.id = m.affiliation_id"
    " WHERE position('@' || a.shown IN t.body) > 0 ON CONFLICT DO NOTHING"
)
_DRAFT = (
    "INSERT INTO plein.draft (id, person_id, place, thing_id, title, body, saved_at)"
    " SELECT %s, person_id, %s, %s, %s, %s, %s FROM plein.affiliation WHERE id = %s"
)
_DRAFT_FILE = (
    "INSERT INTO plein.draft_file (id, draft_id, person_id, affiliation_id, owner_id, sha256, size, media_type, file_name, alt)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_READ = (
    "INSERT INTO plein.space_read (person_id, space_id, upto)"
    " SELECT a.person_id, i.space_id, i.id FROM plein.affiliation a, plein.item i WHERE a.id = %s AND i.space_id = %s"
    " AND i.parent_id IS NULL AND i.kind <> 'folder' AND i.created_at < %s ORDER BY i.id DESC LIMIT 1"
)
_READ_UNDER = (
    "INSERT INTO plein.thread_read (person_id, item_id, space_id, upto)"
    " SELECT a.person_id, t.item_id, t.space_id, %s FROM plein.affiliation a, plein.item_text t"
    " WHERE a.id = %s AND starts_with(t.title, %s)"
)

All = Callable[..., list[Any]]
Do = Callable[..., None]


def linked(body: str, every: All) -> str:
    """A text with the addresses of what its words in braces name."""
    for word, (where, query, name) in LINKS.items():
        if f"{{{word}}}" in body:
            body = body.replace(f"{{{word}}}", f"/{where}/{every(query, name)[0][0]}")
    return body


def lay(
    do: Do,
    every: All,
    remark: Callable[..., UUID],
    storage: Storage,
    people: Mapping[tuple[str, str], UUID],
    spaces: Mapping[str, UUID],
    now: datetime,
) -> None:
    """All that belongs to texts and documents which are there already."""
    for title, name, made_of, alt in FILES:
        item, space, author, owner, at = every(
            "SELECT i.id, i.space_id, i.author_id, i.owner_id, i.created_at FROM plein.item i"
            " JOIN plein.item_text t ON t.item_id = i.id WHERE starts_with(t.title, %s) AND i.kind = 'post'",
            title,
        )[0]
        with storage.receive() as file:
            whole = octets(name, made_of)
            size, digest = file.write(whole), file.keep(owner)
        do(_ATTACHED, new_id(at), space, item, author, owner, digest, size, media_type(name), name, alt, at)
    for name, who, ago, body in REMARKS:
        document = every("SELECT item_id FROM plein.document WHERE name = %s", name)[0][0]
        remark("visie", who, ago, "comment", body=body, parent=document)
    do(_NAMED)
    home = {who: made for (who, _organisation), made in reversed(list(people.items()))}
    for who, place, query, name, ago, title, body in DRAFTS:
        thing = every(query, name)[0][0]
        do(_DRAFT, new_id(), place, thing, title, body, now - timedelta(hours=ago), home[who])
    for title, name, made_of, alt in DRAFT_FILES:
        draft, person, author, owner = every(
            "SELECT d.id, d.person_id, a.id, a.organisation_id FROM plein.draft d"
            " JOIN plein.affiliation a ON a.person_id = d.person_id WHERE d.title = %s ORDER BY a.id",
            title,
        )[0]
        with storage.receive() as file:
            whole = octets(name, made_of)
            size, digest = file.write(whole), file.keep(owner)
        do(_DRAFT_FILE, new_id(), draft, person, author, owner, digest, size, media_type(name), name, alt)
    for who, space, ago in READ:
        do(_READ, home[who], spaces[space], now - timedelta(hours=ago))
    for who, title, ago in READ_UNDER:
        do(_READ_UNDER, new_id(now - timedelta(hours=ago)), home[who], title)
