"""What surrounds the demo's messages: what a text said before."""

from collections.abc import Callable
from datetime import datetime, timedelta

# What a message said before: the beginning of its title, hours ago that it was changed, title, text.
PAST = (
    (
        "Lees dit eerst",
        70,
        "Lees dit eerst: planning",
        "- Eerste concept: 5 december\n- Stuurgroep: 19 december\n- Ter inzage: februari\n\nSchrijf kort.",
    ),
)
_PAST = (
    "INSERT INTO plein.item_past (item_id, number, space_id, author_id, title, body, replaced_at)"
    " SELECT item_id, 1, space_id, author_id, %s, %s, %s FROM plein.item_text WHERE title LIKE %s"
)
_EDITED = "UPDATE plein.item_text SET edited_at = %s WHERE title LIKE %s"

Do = Callable[..., None]


def lay(do: Do, now: datetime) -> None:
    """All of it; what it is about is there already."""
    for title, hours, title_then, body_then in PAST:
        when = now - timedelta(hours=hours)
        do(_PAST, title_then, body_then, when, f"{title}%")
        do(_EDITED, when, f"{title}%")
