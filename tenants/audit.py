"""Who did what, on what, from where and why: a row in the transaction of the change, for each organisation concerned.

Changes of access write theirs inside the doors; this is for content and for reads that matter.
"""

from uuid import UUID

from tenants.actor import Actor
from tenants.db import door


def record(
    actor: Actor,
    verb: str,
    *,
    kind: str,
    thing_id: UUID,
    as_affiliation: UUID,
    shown: str = "",
    why: str = "",
    affected: UUID | None = None,
) -> None:
    """Write that the actor did this as one of the own affiliations.

    `shown` is a name or title, never content; `affected`: an affiliation, whose organisation gets a row too.
    """
    if as_affiliation not in actor.affiliations:
        message = "record() takes one of the actor's own affiliations"
        raise ValueError(message)
    door(
        "audit",
        as_affiliation=as_affiliation,
        the_verb=verb,
        the_kind=kind,
        the_thing=thing_id,
        the_shown=shown[:200],
        the_why=why,
        affected=affected,
    )
