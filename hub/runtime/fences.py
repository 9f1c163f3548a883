"""Looks at the fences of the database before a process starts: on one whose fences do not stand, nothing runs."""

import psycopg

from hub.settings import Settings, Unusable
from tenants.check import Fault, faults


def refuse_unsafe(settings: Settings) -> None:
    """Refuse to start on a database whose fences do not stand: Unusable says what is wrong and what to do."""
    found = fallen(settings)
    if found:
        raise Unusable("\n".join(map(str, found)))


def fallen(settings: Settings) -> list[Fault]:
    """What is wrong with the fences, seen as the application itself."""
    with psycopg.connect(settings.database, connect_timeout=10) as connection:
        return faults(connection)
