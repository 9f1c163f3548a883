"""An item goes to another space of its group: who would read it then, in which folder, what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text, update

from hub.content.models import Item, Pin
from hub.content.policy import POLICY, Can
from hub.content.service.pins import unpin
from hub.content.service.reading import elsewhere, texts
from hub.content.service.steps import acting_as, add, find, require
from hub.content.service.turning import becomes
from hub.kit.lying import Lying
from tenants import audit
from tenants.actor import Actor
from tenants.db import door_rows, session
from tenants.errors import Conflict, Forbidden, Missing, words
from tenants.models import Organisation, Space

MOVED = ("post", "question", "document")
COPIED = ("post", "question")
"""Of these a copy is a text; a document is copied with its file, where documents are."""

_LYING: dict[str, Lying] = {}


def register(lying: Mapping[str, Lying]) -> None:
    """Let a feature say how items of its kinds lie in folders."""
    _LYING.update(lying)


@dataclass(frozen=True)
class Gain:
    """So many people of an organisation would read it who do not read it now."""

    name: str
    people: int


@dataclass(frozen=True)
class Move:
    """An item, where it would go, and who would read it then who does not read it now."""

    item: Item
    target: Space
    gains: Sequence[Gain]

    @property
    def people(self) -> int:
        """How many would read it who do not now."""
        return sum(one.people for one in self.gains)


@dataclass(frozen=True)
class Moved:
    """What went to another space, and where it lay before: the space and, of what lies in folders, the folder.

    `folder`: the name of the one in which it lies now. `is_loose`: it did not get back into the folder it came from.
    """

    target: Space
    left_id: UUID
    left_folder_id: UUID | None
    folder: str
    is_loose: bool


def movable(actor: Actor, item_id: UUID) -> Item:
    """A message, question or document that the actor may move; Forbidden or Conflict otherwise."""
    item = find(actor, item_id)
    if item.kind not in MOVED:
        raise Conflict(words("Alleen een bericht, een vraag of een document kan naar een andere plek."))
    require(actor, Can.MOVE, item)
    return item


def targets(actor: Actor, item: Item) -> list[Space]:
    """The other spaces of its group where the actor writes; one query."""
    rows = elsewhere(actor, item.space_id).order_by(Space.kind, Space.title, Space.id)
    return list(session().scalars(rows))


NOWHERE = words("Er is geen andere plek in deze groep waar jij schrijft. Daarom kan dit nergens heen.")


def move_to(actor: Actor, item_id: UUID, *, target_id: UUID) -> Move:
    """What moving it there would mean; Missing when it cannot go there."""
    item = movable(actor, item_id)
    target = next((one for one in targets(actor, item) if one.id == target_id), None)
    if target is None:
        raise Missing
    rows = door_rows("gains", the_from=item.space_id, the_to=target.id)
    of = select(Organisation.id, Organisation.name).where(Organisation.id.in_([row.organisation_id for row in rows]))
    names = {one: name for one, name in session().execute(of)} if rows else {}  # noqa: C416 - rows, not pairs
    return Move(item, target, [Gain(names.get(row.organisation_id, ""), row.people) for row in rows])


def folders(actor: Actor, move: Move) -> tuple[Sequence[tuple[UUID, str]], bool]:
    """The folders of the target where the actor may put it, with their names, and whether there are more."""
    lying = _LYING.get(move.item.kind)
    return lying.choices(actor, move.item.id, move.target.id) if lying else ((), False)


def move(
    actor: Actor,
    item_id: UUID,
    *,
    target_id: UUID,
    shown: int,
    folder_id: UUID | None = None,
    is_back: bool = False,
) -> Moved:
    """Let it go there with all that stands under it. `shown`: how many more people read it, as the actor was told.

    Conflict when that number changed, or when somebody who wrote in it is not there. `folder_id`: the folder there in
    which it comes to lie; Missing when it is not one of that space, Forbidden where the actor may not put it there.
    `is_back`: it came from that folder, and lies in none where it cannot go back.
    """
    planned = move_to(actor, item_id, target_id=target_id)
    item, left_id = planned.item, planned.item.space_id
    lying = _LYING.get(item.kind)
    left_folder_id = lying.place(actor, item.id) if lying else None
    if planned.people != shown:
        raise Conflict(words("Wie dit gaat lezen, is intussen veranderd. Kijk nog eens voordat je het verplaatst."))
    if session().scalar(select(Pin.item_id).where(Pin.item_id == item.id)) is not None:
        if not POLICY.allows(actor, Can.PIN, item):
            raise Conflict(words("Dit staat bovenaan. Vraag een groepsbeheerder om het eerst los te maken."))
        unpin(actor, item.id)
    by = acting_as(actor, item)
    # Before any count of a space is touched: who deletes a folder holds its folders first and counts after.
    folder = _held(actor, planned, folder_id, is_back=is_back)
    session().execute(text("SET CONSTRAINTS ALL DEFERRED"))
    # Both spaces are counted anew, the one it leaves first: two who move across each other would wait for one another.
    session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"moves {planned.target.group_id}", 0))))
    gone = session().scalars(
        update(Item)
        .where(Item.id == item.id)
        .values(space_id=target_id)
        .returning(Item.id)
        .execution_options(synchronize_session=False)
    )
    if not gone.all():
        raise Missing
    session().execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session().expire_all()
    audit.record(
        actor, f"{item.kind}.moved", kind=item.kind, thing_id=item.id, as_affiliation=by, affected=item.author_id
    )
    if lying and folder and folder_id:
        lying.put(actor, item.id, folder_id)
    return Moved(planned.target, left_id, left_folder_id, folder, is_loose=bool(folder_id and not folder))


def _held(actor: Actor, planned: Move, folder_id: UUID | None, *, is_back: bool) -> str:
    """The name of the folder, which stays until the move is done; '' for none, or none that it can go back into."""
    if folder_id is None:
        return ""
    lying = _LYING.get(planned.item.kind)
    if lying is None:
        raise Missing
    try:
        return lying.hold(actor, planned.item.id, planned.target.id, folder_id)
    except (Missing, Forbidden):
        if not is_back:
            raise
        return ""


def copy_text(actor: Actor, item_id: UUID, *, target_id: UUID, title: str = "") -> Item:
    """The text alone, as one's own, in another space of the group: no names, no replies, no reactions of others.

    `title`: of what has its title elsewhere, as a question.
    """
    item = movable(actor, item_id)
    if item.kind not in COPIED:
        raise Conflict(words("Een document kopieer je bij de documenten."))
    if target_id not in {one.id for one in targets(actor, item)}:
        raise Missing
    said = texts([item.id])[item.id]
    made = add(actor, target_id, kind=item.kind, title=title or said.title, body=said.body)
    becomes(session().who, made, title or said.title)
    return made


def may_move_back(actor: Actor, item_id: UUID, *, target_id: UUID) -> int | None:
    """With how many more readers the actor could move it there again; None when that is not possible."""
    try:
        return move_to(actor, item_id, target_id=target_id).people
    except (Missing, Conflict, Forbidden):
        return None
