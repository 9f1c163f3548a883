"""What the demo has in Beheer besides people and places: an act on many externals, the history of an agreement."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from hub.runtime import story
from tenants.ids import new_id
from tenants.installation import Keeper

_BULK = (
    "INSERT INTO plein.bulk (id, organisation_id, affiliation_id, kind, status, created_at, ended_at)"
    " VALUES (%s, %s, %s, 'externen-verlengen', 'done', %s, %s)"
)
_ROW = "INSERT INTO plein.bulk_row VALUES (%s, %s, %s, %s, %s, %s, %s)"


_STEP = (
    "INSERT INTO plein.agreement_step (id, agreement_id, organisation_id, shown, step, at)"
    " SELECT %s, g.id, o.id, o.name, %s, g.since FROM plein.agreement g, plein.organisation o"
    " WHERE g.title = 'Samen op weg naar 2028' AND o.id = %s"
)


def lay(
    connection: Keeper, organisations: Mapping[str, UUID], affiliations: Mapping[tuple[str, str], UUID], now: datetime
) -> None:
    """Mark extended two guests at once, and one had no sponsor any more; he and Mehmet signed an agreement."""
    made, done_at = new_id(), now - timedelta(days=3)
    connection.execute(_BULK, (made, organisations["zandwijk"], affiliations["mark", "zandwijk"], done_at, done_at))
    for position, (shown, reason) in enumerate(story.EXTENDED, 1):
        status = "failed" if reason else "done"
        connection.execute(_ROW, (made, position, new_id(), shown, status, reason, done_at))
    for organisation, step in (("zandwijk", "propose"), ("meerbergen", "sign")):
        connection.execute(_STEP, (new_id(), step, organisations[organisation]))
