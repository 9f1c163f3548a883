"""The mails that a job of groups sends, as the worker sends them."""

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from uuid import UUID, uuid4

from hub.kit import mail
from hub.kit.edge import Hub
from tenants.db import NOBODY_ENTERS, connect, transaction
from tests.world import World


def sent(world: World, app: Hub, folder: Path, job: Callable[[UUID], object]) -> dict[str, str]:
    """The mails of a job, by address."""
    mail._posts[:] = [mail.Post(f"mailbox:{folder}", "Plein <plein@plein.test>")]  # noqa: SLF001 - another folder per test
    engine = connect(world.database.worker, pool_size=1)
    with app.app_context(), transaction(engine, NOBODY_ENTERS):
        job(uuid4())
    engine.dispose()
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]
    return {str(one["To"]): f"{one['Subject']}\n{one.get_content()}" for one in read}
