"""What is done with several things of a space at once: to another folder, into the bin with all that lies in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, literal, select, text, union_all
from sqlalchemy.orm import aliased

from hub.content import service as content
from hub.content.models import Item
from hub.documents.models import Document, Folder
from hub.documents.policy import POLICY, Can
from hub.documents.service.folders import as_whom, find_folder, folder_in, hold, taken
from hub.groups import service as groups
from tenants import audit
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Invalid, Missing, words

MOST_CHOSEN = 50
"""How many things are moved or copied at once."""
MOST_BINNED = 500
"""How much goes into the bin with a folder; plein.bins_folder() holds it."""
_WHY = text("SELECT set_config('plein.why', :why, true)")


@dataclass(frozen=True)
class Chosen:
    """Documents and folders of one space."""

    space_id: UUID
    folders: Sequence[Folder]
    documents: Sequence[Document]

    @property
    def names(self) -> list[str]:
        """What they are called, folders first."""
        return [*(one.name for one in self.folders), *(one.name for one in self.documents)]

    @property
    def ids(self) -> list[UUID]:
        """Their ids."""
        return [*(one.item_id for one in self.folders), *(one.item_id for one in self.documents)]

    @property
    def places(self) -> set[UUID | None]:
        """The folders in which they lie; None is the space itself."""
        return {one.parent_id for one in self.folders} | {one.folder_id for one in self.documents}


@dataclass(frozen=True)
class Inside:
    """What goes into the bin with a folder: how many things lie in it, and how many of those are another's."""

    things: int
    others: int

    @property
    def is_too_much(self) -> bool:
        """Whether it is more than one act takes."""
        return self.things > MOST_BINNED


def chosen(actor: Actor, space_id: UUID, ids: Sequence[UUID]) -> Chosen:
    """These things of a space, three queries; Missing when one of them is not there or lies elsewhere."""
    groups.find(actor, space_id)
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Invalid({"": words("Vink eerst aan wat je bedoelt.")})
    if len(wanted) > MOST_CHOSEN:
        raise Invalid({"": words("Kies er hoogstens 50 tegelijk.")})
    live = {item.id for item in content.live(wanted) if item.space_id == space_id}
    if live != set(wanted):
        raise Missing
    folders = session().scalars(
        select(Folder).where(POLICY.readable(actor, Folder), Folder.item_id.in_(wanted)).order_by(Folder.name)
    )
    documents = session().scalars(
        select(Document).where(POLICY.readable(actor, Document), Document.item_id.in_(wanted)).order_by(Document.name)
    )
    found = Chosen(space_id, list(folders), list(documents))
    if len(found.ids) != len(wanted):
        raise Missing
    return found


def movable(actor: Actor, space_id: UUID, ids: Sequence[UUID]) -> Chosen:
    """The same, when the actor may move each of them: who put it there, or a steward."""
    things = chosen(actor, space_id, ids)
    if groups.find(actor, space_id).archived:
        raise Conflict(content.ARCHIVED)
    if not all(POLICY.allows(actor, Can.MOVE, one) for one in (*things.folders, *things.documents)):
        raise Forbidden(words("Je verplaatst wat je zelf hebt geplaatst. Een groepsbeheerder kan alles verplaatsen."))
    return things


def move(actor: Actor, space_id: UUID, ids: Sequence[UUID], *, target_id: UUID | None) -> Chosen:
    """Put these things in another folder of their space, or (None) in no folder. Returns what lies elsewhere now."""
    things = movable(actor, space_id, ids)
    folder_in(actor, space_id, target_id)
    hold(space_id)
    going = [one.name.lower() for one in things.folders]
    twice = next((one.name for one in things.folders if going.count(one.name.lower()) > 1), "")
    there = twice or next(iter(taken(space_id, going, parent_id=target_id, besides=things.ids)), "")
    if there:
        raise Conflict(
            words("Daar ligt al een map die “%(name)s” heet. Geef een van de twee eerst een andere naam."), name=there
        )
    by = as_whom(actor, space_id)
    for folder in things.folders:
        folder.parent_id = target_id
        session().flush()
        audit.record(actor, "folder.moved", kind="folder", thing_id=folder.item_id, as_affiliation=by)
    for document in things.documents:
        document.folder_id = target_id
    session().flush()
    for document in things.documents:
        audit.record(actor, "document.filed", kind="document", thing_id=document.item_id, as_affiliation=by)
    return things


def inside(folder: Folder, actor: Actor) -> Inside:
    """How much lies in a folder and in those in it, counted to one more than goes into the bin at once; one query."""
    tree = select(literal(folder.item_id).label("id")).cte(recursive=True)
    inner, live = aliased(Folder), aliased(Item)
    tree = tree.union(
        select(inner.item_id)
        .join(live, live.id == inner.item_id)
        .where(inner.space_id == folder.space_id, inner.parent_id == tree.c.id, live.deleted_at.is_(None))
    )
    both = union_all(
        select(tree.c.id).where(tree.c.id != folder.item_id),
        select(Document.item_id).where(Document.space_id == folder.space_id, Document.folder_id == tree.c.id),
    ).subquery()
    things = (
        select(Item.author_id)
        .join(both, both.c.id == Item.id)
        .where(Item.deleted_at.is_(None))
        .limit(MOST_BINNED + 1)
        .subquery()
    )
    others = func.count().filter(things.c.author_id.not_in(sorted(actor.mine)))
    row = session().execute(select(func.count(), others).select_from(things)).one()
    return Inside(*row)


def bin_folder(actor: Actor, folder_id: UUID, *, why: str = "") -> Folder:
    """Put a folder in the bin with all that lies in it; the database takes it along, or says why not."""
    folder = find_folder(actor, folder_id)
    session().execute(_WHY, {"why": why})
    content.delete(actor, folder_id, why=why)
    return folder
