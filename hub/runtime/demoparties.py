"""What the demo has of parties as equals: a charter in force, a next version and a wider form that wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from tenants.ids import new_id
from tenants.installation import Keeper

_CHARTER = (
    "INSERT INTO plein.charter (id, group_id, number, status, purpose, sharing, inviters, classification, retention,"
    " leaving, written_by, writer_id, written_at, decided_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, 'internal', %s, %s, %s, %s, %s, %s)"
)
_PROPOSAL = (
    "INSERT INTO plein.proposal (id, group_id, kind, named, role, reach, form, charter_id, proposed_by, proposer_id,"
    " created_at, until) VALUES (%s, %s, %s, %s, '', '', %s, %s, %s, %s, %s, %s)"
)
_CONSENT = "INSERT INTO plein.consent VALUES (%s, %s, %s, %s, plein.meaning(%s, %s))"

PURPOSE = "Samen één omgevingsvisie schrijven die alle raden in juni 2027 kunnen vaststellen."
SHARING = (
    "Wel: concepten, vragen, kaarten en verslagen.\nNiet: persoonsgegevens van bewoners, en stukken onder embargo."
)
WIDER = SHARING + "\nZienswijzen delen we alleen gebundeld en zonder namen."
RETENTION = (
    "Zandwijk: tot vijf jaar na vaststelling.\nMeerbergen: tot vijf jaar na vaststelling.\nOosterdiep: tien jaar."
)
LEAVING = "Een maand van tevoren melden. Eerst maakt elke organisatie een kopie van de eigen stukken."


def lay(
    connection: Keeper,
    organisations: Mapping[str, UUID],
    affiliations: Mapping[tuple[str, str], UUID],
    spaces: Mapping[str, UUID],
    now: datetime,
) -> None:
    """The group of three towns agreed on a charter, and changes it; the closed group thinks of being findable."""
    fatima, town = affiliations["fatima", "zandwijk"], organisations["zandwijk"]
    first, second = new_id(), new_id()
    for made, number, status, sharing, inviters, days in (
        (first, 1, "live", SHARING, "stewards", 12),
        (second, 2, "proposed", WIDER, "members", 1),
    ):
        at = now - timedelta(days=days)
        decided = at if status == "live" else None
        connection.execute(
            _CHARTER,
            (
                made, spaces["visie"], number, status, PURPOSE, sharing, inviters, RETENTION, LEAVING,
                fatima, town, at, decided,
            ),
        )  # fmt: skip
    for kind, space, form, charter in (("charter", "visie", "", second), ("form", "tender", "findable", None)):
        proposal, at = new_id(), now - timedelta(days=1)
        values = (proposal, spaces[space], kind, kind, form, charter, fatima, town, at, at + timedelta(days=30))
        connection.execute(_PROPOSAL, values)
        other = organisations["meerbergen"]
        connection.execute(_CONSENT, (proposal, other, affiliations["mehmet", "meerbergen"], at, proposal, other))
