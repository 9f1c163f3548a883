"""The demo's log: what Fatima did lately, a look at the fences, and an administrator who asks to read along."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from tenants.ids import new_id
from tenants.installation import Keeper

ASKED = "De groepsbeheerder is uitgevallen, en vrijdag loopt de termijn van een bezwaar af."
DONE = (("post.added", "item", 30), ("question.added", "item", 22), ("document.downloaded", "document", 4))


def lay(
    connection: Keeper,
    organisations: Mapping[str, UUID],
    affiliations: Mapping[tuple[str, str], UUID],
    now: datetime,
) -> None:
    """Lay it down as the keeper, after the groups."""
    fatima, mehmet, meerbergen = affiliations["fatima", "zandwijk"], affiliations["mehmet", "meerbergen"], "meerbergen"
    for verb, kind, hours in DONE:
        at = now - timedelta(hours=hours)
        connection.execute(
            "INSERT INTO plein.audit (id, event_id, organisation_id, at, person_id, affiliation_id, actor_shown,"
            " actor_organisation_id, verb, thing_kind, thing_id)"
            " SELECT %s, %s, a.organisation_id, %s, a.person_id, a.id, a.shown, a.organisation_id, %s, %s, %s"
            " FROM plein.affiliation a WHERE a.id = %s",
            (new_id(at), new_id(at), at, verb, kind, new_id(at), fatima),
        )
    made = new_id()
    connection.execute(
        "INSERT INTO plein.emergency (id, group_id, space_id, organisation_id, asked_by, reason, hours,"
        " created_at, until)"
        " SELECT %s, s.group_id, s.id, %s, %s, %s, 4, %s, %s FROM plein.space s"
        " WHERE s.title = 'Aanbesteding dijkversterking'",
        (made, organisations[meerbergen], mehmet, ASKED, now - timedelta(hours=1), now + timedelta(hours=23)),
    )
    connection.execute(
        "INSERT INTO plein.emergency_consent SELECT %s, a.person_id, a.id, a.organisation_id, %s"
        " FROM plein.affiliation a WHERE a.id = %s",
        (made, now - timedelta(hours=1), mehmet),
    )
