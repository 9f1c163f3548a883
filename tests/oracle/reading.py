"""Reads the rows of a database into the oracle's memory, as the keeper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.oracle import written
from tests.oracle.model import Affiliation, Agreement, Hub, Item, Membership, Organisation, Party, Space
from tests.world import World

# ruff: noqa: S608 - nothing is put into these queries but the words above

OTHERS = {
    "reaction": "space_id, item_id, author_id",
    "space_activity": "space_id",
    "proposal": "group_id, id",
    "copy": "affiliation_id, id",
    "invitation": "organisation_id, sponsor_id, id",
    "space_tag": "space_id, name",
    "audit": "organisation_id, id",
    "agreement_party": "agreement_id, organisation_id",
    "agreement": "id",
    "affiliation_address": "affiliation_id",
    "person": "id",
    "once": "person_id, key",
    **written.ROWS,
    **written.OWN,
    **written.MADE,
}
# Who wrote, answered, commented, reacted, gave a version or pinned, and for whom it was asked: by what it stands under.
VOICES = """
WITH RECURSIVE under AS (SELECT id AS top, id, author_id FROM plein.item WHERE parent_id IS NULL
  UNION ALL SELECT u.top, i.id, i.author_id FROM plein.item i JOIN under u ON u.id = i.parent_id)
SELECT top, author_id FROM under
UNION SELECT u.top, r.author_id FROM under u JOIN plein.reaction r ON r.item_id = u.id
UNION SELECT u.top, v.author_id FROM under u JOIN plein.document_version v ON v.document_id = u.id
UNION SELECT u.top, p.author_id FROM under u JOIN plein.pin p ON p.item_id = u.id
UNION SELECT q.item_id, q.asked_for_id FROM plein.question q WHERE q.asked_for_id IS NOT NULL
"""
LASTS = "extract(epoch FROM since)::float, extract(epoch FROM until)::float"


Rows = Callable[..., list[Any]]


def read(world: World) -> Hub:
    """The rows as they are now; moments in seconds since 1970."""
    rows = world.rows
    hub = Hub(now=world.now.timestamp())
    for one in rows("SELECT id, firm, listed, status = 'active', founders, forget_days FROM plein.organisation"):
        hub.organisations[one[0]] = Organisation(*one)
    invited = "source = 'invitation'"
    for one in rows(f"SELECT id, person_id, organisation_id, kind, role, {LASTS}, {invited} FROM plein.affiliation"):
        hub.affiliations[one[0]] = Affiliation(*one)
    for affiliation, login in rows("SELECT affiliation_id, login_id FROM plein.affiliation_login"):
        hub.affiliations[affiliation].logins.add(login)
    for one in rows(
        "SELECT id, group_id, kind, form, square, archived, extract(epoch FROM ends_at)::float FROM plein.space"
    ):
        hub.spaces[one[0]] = Space(*one)
    for one in rows(f"SELECT group_id, organisation_id, role, reach, {LASTS} FROM plein.party"):
        hub.parties[one[0], one[1]] = Party(*one)
    for one in rows(
        f"SELECT space_id, affiliation_id, role, came, confirmed, {LASTS}, wrote, sponsor_id, ended_by, let_in_by,"
        " ended_for"
        " FROM plein.membership"
    ):
        hub.memberships[one[0], one[1]] = Membership(*one)
    agreements: dict[UUID, Agreement] = {}
    for one in rows(f"SELECT id, directory, status, {LASTS}, '{{}}', joint_groups, proposer_id FROM plein.agreement"):
        agreements[one[0]] = Agreement(*one[1:])
        agreements[one[0]].signed = {}
    for agreement, side, signed in rows(
        "SELECT agreement_id, organisation_id, signed_at IS NOT NULL FROM plein.agreement_party"
    ):
        agreements[agreement].signed[side] = signed
    hub.agreements = list(agreements.values())
    _content(hub, rows)
    hub.voices = {
        (space, organisation) for space, organisation in rows("SELECT space_id, organisation_id FROM plein.voice")
    }
    hub.terms = dict(rows("SELECT organisation_id, max(number) FROM plein.terms GROUP BY 1"))
    hub.accepted = dict(rows("SELECT affiliation_id, max(number) FROM plein.terms_accepted GROUP BY 1"))
    hub.rows = {table: rows(f"SELECT {keys} FROM plein.{table}") for table, keys in OTHERS.items()}
    return hub


def _content(hub: Hub, rows: Rows) -> None:
    """Items, whoever is heard in them, and where contents of files are shown."""
    for one in rows(
        "SELECT id, space_id, kind, author_id, parent_id, deleted_by, veiled,"
        " NOT EXISTS (SELECT FROM plein.item_text t WHERE t.item_id = i.id) FROM plein.item i"
    ):
        hub.items[one[0]] = Item(*one)
    for item, author in rows(VOICES):
        hub.heard.setdefault(item, set()).add(author)
    hub.contents = set(
        rows(
            "SELECT owner_id || sha256, document_id FROM plein.document_version"
            " UNION SELECT owner_id || sha256, item_id FROM plein.attachment"
        )
    )
