"""What surrounds the demo's messages: what a text said before, replies, what is on top, what is in the bin."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tenants.ids import new_id

# What a message said before: the beginning of its title, its number, hours ago that it was changed, title, text.
PAST = (
    (
        "Lees dit eerst",
        1,
        70.0,
        "Lees dit eerst: planning",
        "- Eerste concept: 5 december\n- Stuurgroep: 19 december\n- Ter inzage: februari\n\nSchrijf kort.",
    ),
    (
        "Lees dit eerst",
        2,
        48.0,
        "Lees dit eerst: planning en schrijfafspraken",
        (
            "- Eerste concept: 5 december\n- Stuurgroep: 19 december\n- Ter inzage: februari\n\n"
            "Schrijf kort, en noem je bron."
        ),
    ),
)
# A reply by who wrote the message: the beginning of the comment, hours ago, text.
REPLIES = (("Hoofdstuk 3 neem ik.", 0.3, "Fijn. Neem je de nieuwe peilen van de Kade ook mee?"),)

# What stands on top, by the beginning of its title, put there by who wrote it; and what its author threw away.
PINNED = ("Lees dit eerst",)
BINNED = (("Lees dit eerst", 20.0, "Oude planning: niet meer gebruiken", "Deze planning klopt niet meer."),)

_PIN = (
    "INSERT INTO plein.pin (item_id, space_id, author_id, created_at)"
    " SELECT item_id, space_id, author_id, %s FROM plein.item_text WHERE title LIKE %s"
)
_BIN = (
    "WITH made AS (INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at, deleted_at, deleted_by)"
    " SELECT %s, i.space_id, 'post', i.author_id, i.owner_id, %s, %s, i.author_id FROM plein.item_text t"
    " JOIN plein.item i ON i.id = t.item_id WHERE t.title LIKE %s RETURNING id, space_id, author_id)"
    " INSERT INTO plein.item_text (item_id, space_id, author_id, title, body)"
    " SELECT id, space_id, author_id, %s, %s FROM made"
)
_PAST = (
    "INSERT INTO plein.item_past (item_id, number, space_id, author_id, title, body, replaced_at)"
    " SELECT item_id, %s, space_id, author_id, %s, %s, %s FROM plein.item_text WHERE title LIKE %s"
)
_EDITED = "UPDATE plein.item_text SET edited_at = %s WHERE title LIKE %s"
_REPLY = (
    "WITH made AS (INSERT INTO plein.item (id, space_id, kind, parent_id, author_id, owner_id, created_at)"
    " SELECT %s, c.space_id, 'comment', c.id, p.author_id, p.owner_id, %s FROM plein.item_text t"
    " JOIN plein.item c ON c.id = t.item_id JOIN plein.item p ON p.id = c.parent_id WHERE t.body LIKE %s"
    " RETURNING id, space_id, author_id)"
    " INSERT INTO plein.item_text (item_id, space_id, author_id, title, body)"
    " SELECT id, space_id, author_id, '', %s FROM made"
)

Do = Callable[..., None]


def lay(do: Do, now: datetime) -> None:
    """All of it; what it is about is there already."""
    for title, number, hours, title_then, body_then in PAST:
        when = now - timedelta(hours=hours)
        do(_PAST, number, title_then, body_then, when, f"{title}%")
        do(_EDITED, when, f"{title}%")
    for beginning, hours, text in REPLIES:
        when = now - timedelta(hours=hours)
        do(_REPLY, new_id(when), when, f"{beginning}%", text)
    for title in PINNED:
        do(_PIN, now, f"{title}%")
    for beside, hours, title, body in BINNED:
        when = now - timedelta(hours=hours)
        do(_BIN, new_id(when), when, now, f"{beside}%", title, body)
