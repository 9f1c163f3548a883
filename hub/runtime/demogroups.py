"""What the demo's groups have besides people: labels, pictures, somebody who asks to come in, and one that is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from tenants.ids import new_id
from tenants.installation import Keeper

# As those of the story: key, title, purpose, form, parties, founder, members.
GROUPS: tuple[tuple[str, str, str, str, dict[str, str], str, tuple[str, ...]], ...] = (
    (
        "wateroverlast",
        "Werkgroep wateroverlast",
        "We zoeken maatregelen tegen wateroverlast in de dorpskernen.",
        "findable",
        {"zandwijk": "owner", "meerbergen": "owner"},
        "fatima",
        ("sanne",),
    ),
    (
        "laadpalen",
        "Proef met laadpalen",
        "De proef in drie wijken. Het verslag staat bij de documenten.",
        "open",
        {"zandwijk": "owner"},
        "fatima",
        ("kees",),
    ),
)
# Labels and pictures of groups: drawing, tint, labels.
LOOKS = {
    "visie": ("map", 1, ("omgevingsvisie", "omgevingswet", "wonen")),
    "tender": ("construction", 5, ("aanbesteding", "dijk")),
    "wateroverlast": ("waves", 0, ("klimaat", "water")),
    "laadpalen": ("zap", 4, ("energie",)),
}
# Who asks to come in: space, who, of which organisation, why.
REQUESTS: tuple[tuple[str, str, str, str], ...] = (
    ("wateroverlast", "kees", "zandwijk", "Ik behandel de vergunningen voor de nieuwe duiker."),
    ("wateroverlast", "joke", "meerbergen", ""),
)
# Groups past their end, so many days ago.
OVER = {"laadpalen": 30}

_LOOK = "UPDATE plein.space SET icon = %s, tint = %s WHERE id = %s"
_TAG = "INSERT INTO plein.space_tag VALUES (%s, %s)"
_ASK = (
    "INSERT INTO plein.request (id, group_id, named, affiliation_id, organisation_id, word, created_at)"
    " SELECT %s, s.id, s.title, a.id, a.organisation_id, %s, %s FROM plein.space s, plein.affiliation a"
    " WHERE s.id = %s AND a.id = %s"
)
_OVER = "UPDATE plein.space SET ends_at = %s, archived = true WHERE id = %s"


def lay(
    connection: Keeper, spaces: Mapping[str, UUID], affiliations: Mapping[tuple[str, str], UUID], now: datetime
) -> None:
    """All of it."""
    for space, (icon, tint, tags) in LOOKS.items():
        connection.execute(_LOOK, (icon, tint, spaces[space]))
        for tag in tags:
            connection.execute(_TAG, (spaces[space], tag))
    for space, who, organisation, word in REQUESTS:
        asked_at = now - timedelta(hours=5)
        connection.execute(_ASK, (new_id(), word, asked_at, spaces[space], affiliations[who, organisation]))
    for space, days in OVER.items():
        connection.execute(_OVER, (now - timedelta(days=days), spaces[space]))
