"""What the demo has of externals besides the guests themselves: terms of use that one accepted and another owes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from hub.runtime import story
from tenants.installation import Keeper

_TERMS = "INSERT INTO plein.terms VALUES (%s, 1, %s, %s, %s)"
_ACCEPTED = "INSERT INTO plein.terms_accepted VALUES (%s, %s, 1, %s)"


def lay(
    connection: Keeper, organisations: Mapping[str, UUID], affiliations: Mapping[tuple[str, str], UUID], now: datetime
) -> None:
    """Terms of use of the first town: one of its guests accepted them, the other reads them first."""
    town = organisations["zandwijk"]
    connection.execute(_TERMS, (town, story.TERMS, affiliations["mark", "zandwijk"], now - timedelta(days=20)))
    connection.execute(_ACCEPTED, (affiliations["peter", "zandwijk"], town, now - timedelta(days=18)))
