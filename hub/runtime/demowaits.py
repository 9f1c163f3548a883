"""What waits for an answer in the demo: a role on offer, people who are asked for, and who is not in any more."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from tenants.ids import new_id

Insert = Callable[..., None]
OPEN = timedelta(days=30)


def lay(
    insert: Insert,
    spaces: Mapping[str, uuid.UUID],
    affiliations: Mapping[tuple[str, str], uuid.UUID],
    organisations: Mapping[str, uuid.UUID],
    now: datetime,
) -> None:
    """Lay it down beside the story's people and places."""
    fatima, els = affiliations["fatima", "zandwijk"], affiliations["els", "dienst"]

    def place(space: str, who: str, **values: object) -> None:
        """Somebody of Zandwijk, in a way of one's own."""
        usual = {"kind": "staff", "role": "member", "came": "self", "since": now - timedelta(days=9)}
        insert(
            "membership",
            id=new_id(),
            space_id=spaces[space],
            group_id=spaces[space],
            affiliation_id=affiliations[who, "zandwijk"],
            organisation_id=organisations["zandwijk"],
            **usual | values,
        )

    place("tender", "noor", confirmed=False)  # came before the group was closed
    ended = {"confirmed": True, "until": now - timedelta(days=2)}
    place("ruimte", "mark", ended_by="steward", **ended)
    place("visie", "tineke", ended_by="administrator", **ended)
    insert(
        "offer",
        id=new_id(),
        space_id=spaces["ruimte"],
        affiliation_id=affiliations["kees", "zandwijk"],
        offered_by=fatima,
        steps_down=False,
        created_at=now - timedelta(days=1),
        until=now + OPEN,
    )
    for space, address, asked_by, found in (
        ("tender", "ruben@meerbergen.example", fatima, None),
        ("kamer-landwijs", "tineke@zandwijk.example", els, "tineke"),
    ):
        insert(
            "address_request",
            id=new_id(),
            space_id=spaces[space],
            group_id=spaces["tender"],
            address=address,
            role="member",
            asked_by=asked_by,
            organisation_id=organisations["zandwijk"] if found else None,
            affiliation_id=affiliations[found, "zandwijk"] if found else None,
            created_at=now - timedelta(hours=5),
            until=now + OPEN,
        )
