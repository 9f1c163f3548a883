"""What somebody has not sent yet: kept for that person alone, shown where it was written, gone once it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from hub.content.models import Draft, DraftFile, Item
from hub.content.policy import POLICY
from hub.content.service.attachments import NewAttachment, as_whom
from hub.content.service.keeping import Room, add_files, change_files, holds_files, kept_files
from hub.content.service.titles import Named, named
from hub.groups import service as groups
from hub.groups.policy import POLICY as GROUPS
from hub.kit.text import excerpt
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Missing, words
from tenants.ids import new_id
from tenants.models import Space

PLACES = ("post", "question", "comment", "answer", "edit", "document", "version")
"""Where one writes or puts files: what the draft is for is a space (post, question, document) or an item."""
IN_SPACE = ("post", "question", "document")
MOST_DRAFTS = 100
"""So many drafts are kept for one person."""
_EMPTY: dict[str, str | None] = {"title": "", "body": ""} | dict.fromkeys(
    ("labels", "typed_labels", "asked_for", "asked_for_id")
)


@dataclass(frozen=True)
class Waiting:
    """A draft as the list shows it: what it is for, as far as its writer still sees it; `url` is '' otherwise.

    `files`: how many wait with it.
    """

    id: UUID
    place: str
    title: str
    excerpt: str
    saved_at: datetime
    shown_for: str
    url: str
    files: int


@dataclass(frozen=True)
class SentFiles:
    """What a form says of files: those that came with it, those that wait and are left out, and what pictures show."""

    room: Room
    new: Sequence[NewAttachment] = ()
    left_out: Sequence[UUID] = ()
    alts: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Beside:
    """What stands in a form beside its text; None is what the form does not have.

    `labels` are those ticked, with commas; `asked_for` is a name as it was typed or chosen.
    """

    labels: str | None = None
    typed_labels: str | None = None
    asked_for: str | None = None

    @property
    def says_something(self) -> bool:
        """Whether any of it is filled in."""
        return bool(self.labels or self.typed_labels or self.asked_for)


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class KeptDraft:
    """What came of keeping: the draft, if there was anything to keep, and the names of files for which no room is."""

    draft: Draft | None
    no_room: Sequence[str] = ()


def keep_draft(
    actor: Actor,
    *,
    place: str,
    thing_id: UUID,
    title: str,
    body: str,
    files: SentFiles | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> KeptDraft:
    """Keep what was typed and chosen so far; of nothing nothing is kept. Missing for what the writer does not see."""
    found = _find(actor, place, thing_id)
    person_id, there = _person(actor), draft(actor, place=place, thing_id=thing_id)
    if there is not None and files is not None:
        change_files(there, left_out=files.left_out, alts=files.alts)
    brings = (files is not None and files.new) or beside.says_something
    if not title.strip() and not body.strip() and not brings and (there is None or not holds_files(there)):
        drop_draft(actor, place=place, thing_id=thing_id)
        return KeptDraft(None)
    own = session().scalar(select(func.count()).select_from(Draft).where(Draft.person_id == person_id)) or 0
    if own >= MOST_DRAFTS and there is None:
        raise Conflict(words("Je hebt al 100 concepten. Gooi er eerst een paar weg."))
    said = {"title": title, "body": body, "saved_at": moment(), **_said_beside(actor, found, beside)}
    session().execute(
        insert(Draft)
        .values(id=new_id(), person_id=person_id, place=place, thing_id=thing_id, **said)
        .on_conflict_do_update(index_elements=["person_id", "place", "thing_id"], set_=said)
    )
    made = draft(actor, place=place, thing_id=thing_id)
    if made is None or files is None or not files.new:
        return KeptDraft(made)
    return KeptDraft(made, add_files(actor, made, files.new, affiliation_id=_as(actor, found), room=files.room))


def draft(actor: Actor, *, place: str, thing_id: UUID) -> Draft | None:
    """The own draft for this place; one query."""
    own = select(Draft).where(Draft.person_id == actor.person_id, Draft.place == place, Draft.thing_id == thing_id)
    return session().scalar(own.execution_options(populate_existing=True))


def own_drafts(actor: Actor) -> dict[str, Draft]:
    """All own drafts by their place and what they are for ("post <id>"); one query."""
    if actor.person_id is None:
        return {}
    rows = session().scalars(select(Draft).where(Draft.person_id == actor.person_id).limit(MOST_DRAFTS))
    return {f"{one.place} {one.thing_id}": one for one in rows}


def drop_draft(actor: Actor, *, place: str, thing_id: UUID) -> None:
    """Let go of a draft: it was sent, or nothing is left of it. Files that nobody took along or left out still wait."""
    here = (Draft.person_id == actor.person_id, Draft.place == place, Draft.thing_id == thing_id)
    waits = exists().where(DraftFile.draft_id == Draft.id)
    session().execute(delete(Draft).where(*here, ~waits).execution_options(synchronize_session=False))
    session().execute(
        update(Draft).where(*here).values(_EMPTY).execution_options(synchronize_session=False),
    )


def throw_away(actor: Actor, draft_id: UUID) -> None:
    """Let go of an own draft with its files, also of what one no longer sees; another's is Missing."""
    gone = session().scalars(
        delete(Draft).where(Draft.id == draft_id, Draft.person_id == actor.person_id).returning(Draft.id)
    )
    if not gone.all():
        raise Missing


def drafts(actor: Actor) -> Sequence[Waiting]:
    """All own drafts, newest first; as many queries whatever their number."""
    rows = list(
        session().scalars(
            select(Draft).where(Draft.person_id == actor.person_id).order_by(Draft.saved_at.desc()).limit(MOST_DRAFTS)
        )
    )
    things = [one.thing_id for one in rows]
    titles = {
        row.id: row.title
        for row in session().execute(
            select(Space.id, Space.title).where(GROUPS.readable(actor, Space), Space.id.in_(things))
        )
    }
    items = select(Item).where(POLICY.readable(actor, Item), Item.id.in_(things), Item.deleted_at.is_(None))
    seen = {one.id: one for one in session().scalars(items)}
    called = named(actor, [one.parent_id or one.id for one in seen.values()])
    files = kept_files(rows)
    return [
        Waiting(
            one.id,
            one.place,
            one.title,
            excerpt(one.body, 160),
            one.saved_at,
            titles.get(one.thing_id) or _called(seen.get(one.thing_id), called),
            _url(one, is_seen=one.thing_id in titles or one.thing_id in seen),
            len(files.get(one.id, ())),
        )
        for one in rows
    ]


def _called(item: Item | None, called: Mapping[UUID, Named]) -> str:
    if item is None:
        return ""
    found = called.get(item.parent_id or item.id)
    return found.title if found else ""


def _url(one: Draft, *, is_seen: bool) -> str:
    if not is_seen:
        return ""
    return {
        "post": f"/groepen/{one.thing_id}/berichten/nieuw",
        "question": f"/groepen/{one.thing_id}/vragen/nieuw",
        "answer": f"/vragen/{one.thing_id}#schrijf-antwoord",
        "comment": f"/items/{one.thing_id}",
        "edit": f"/items/{one.thing_id}/bewerken",
        "document": f"/groepen/{one.thing_id}/documenten/nieuw",
        "version": f"/documenten/{one.thing_id}/versies",
    }[one.place]


def _find(actor: Actor, place: str, thing_id: UUID) -> Space | Item:
    """What a draft is for."""
    if place not in PLACES:
        raise Missing
    if place in IN_SPACE:
        return GROUPS.found(actor, session().get(Space, thing_id))
    item = POLICY.found(actor, session().get(Item, thing_id))
    if item.deleted_at is not None:
        raise Missing
    return item


def _as(actor: Actor, found: Space | Item) -> UUID:
    """As whom files are chosen: the author of what is changed, else as one reads there."""
    if isinstance(found, Space):
        return as_whom(actor, found.id)
    return found.author_id if found.author_id in actor.affiliations else as_whom(actor, found.space_id)


def _said_beside(actor: Actor, found: Space | Item, beside: Beside) -> dict[str, str | UUID | None]:
    """What is kept of a form beside its text: of somebody who was chosen who it is, and no name."""
    said = beside.asked_for or ""
    space_id = found.id if isinstance(found, Space) else found.space_id
    chosen = groups.called(actor, space_id, said) if said else []
    is_one = len(chosen) == 1
    return {
        "labels": beside.labels,
        "typed_labels": beside.typed_labels,
        "asked_for": None if is_one else beside.asked_for,
        "asked_for_id": chosen[0].id if is_one else None,
    }


def _person(actor: Actor) -> UUID:
    if actor.person_id is None or actor.viewing:
        raise Missing
    return actor.person_id
