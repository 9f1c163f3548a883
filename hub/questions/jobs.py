"""The mail about questions: two were merged. It says so and where to look, nothing of what was asked."""

from uuid import UUID

from flask_babel import gettext as _

from hub.kit import letters
from hub.kit.pages import settings
from hub.questions import service
from hub.questions.models import Question
from tenants.actor import Actor
from tenants.db import as_affiliation, become
from tenants.errors import Missing


def merged(row_id: UUID, *, question: str, affiliation: str) -> None:
    """Tell an asker that a steward merged the question with another; not who sees it no more, or when it was undone."""
    asker = UUID(affiliation)
    receiver = letters.receiver(asker)
    if receiver is None:
        return
    actor = become(as_affiliation(asker))
    try:
        found = service.find(actor, UUID(question))
        if found.merged_into is None or asker not in _askers(actor, found):
            return
    except Missing:
        return
    letters.send(
        asker,
        row_id,
        lambda: _("Je vraag is samengevoegd"),
        lambda: _(
            "Beste %(name)s,\n\n%(said)s De antwoorden staan nu bij elkaar:\n%(link)s",
            name=receiver.shown,
            said=_said(is_own=found.author_id == asker),
            link=f"{settings().address}/vragen/{found.merged_into}",
        ),
    )


def _said(*, is_own: bool) -> str:
    if is_own:
        return _("Een groepsbeheerder heeft jouw vraag samengevoegd met een vraag die op hetzelfde neerkomt.")
    return _("Een groepsbeheerder heeft een andere vraag samengevoegd met die van jou.")


def _askers(actor: Actor, duplicate: Question) -> set[UUID]:
    target = service.find(actor, duplicate.merged_into) if duplicate.merged_into else None
    return {duplicate.author_id} | ({target.author_id} if target else set())
