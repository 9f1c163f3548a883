"""What is done with several things of a space at once: to another folder and back, into the bin and out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text, union_all
from sqlalchemy.orm import aliased

from hub.content import service as content
from hub.content.models import Item
from hub.content.policy import POLICY as ITEMS
from hub.content.policy import Can as CanItem
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
TOO_MANY = words("Kies er hoogstens 50 tegelijk.")
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
    def places(self) -> Mapping[UUID | None, Sequence[UUID]]:
        """The folders in which they lie (None is the space itself), each with the ids of what lies there."""
        found: dict[UUID | None, list[UUID]] = {}
        for folder in self.folders:
            found.setdefault(folder.parent_id, []).append(folder.item_id)
        for document in self.documents:
            found.setdefault(document.folder_id, []).append(document.item_id)
        return found


@dataclass(frozen=True)
class Inside:
    """What goes into the bin with folders: what lies in them, and how many of those are another's."""

    documents: int
    folders: int
    others: int

    @property
    def things(self) -> int:
        """Both together."""
        return self.documents + self.folders

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
        raise Invalid({"": TOO_MANY})
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


def goes_somewhere(actor: Actor, things: Chosen) -> bool:
    """Whether there is a folder, or the space itself, where these are not yet; one query at most."""
    if set(things.places) - {None}:
        return True
    live = aliased(Item)
    outermost = (
        select(Folder.item_id)
        .join(live, live.id == Folder.item_id)
        .where(
            POLICY.readable(actor, Folder),
            Folder.space_id == things.space_id,
            Folder.parent_id.is_(None),
            Folder.item_id.not_in([folder.item_id for folder in things.folders]),
            live.deleted_at.is_(None),
        )
    )
    return bool(session().scalar(select(outermost.exists())))


def movable(actor: Actor, space_id: UUID, ids: Sequence[UUID]) -> Chosen:
    """The same, when the actor may move each of them: who put it there, or a steward."""
    things = chosen(actor, space_id, ids)
    if groups.find(actor, space_id).archived:
        raise Conflict(content.ARCHIVED)
    if not all(POLICY.allows(actor, Can.MOVE, one) for one in (*things.folders, *things.documents)):
        raise Forbidden(words("Je verplaatst wat je zelf hebt geplaatst. Een groepsbeheerder kan alles verplaatsen."))
    if not goes_somewhere(actor, things):
        raise Conflict(words("Er is hier nog geen andere map. Maak eerst een map waar het in kan liggen."))
    return things


def move(actor: Actor, space_id: UUID, ids: Sequence[UUID], *, target_id: UUID | None) -> Chosen:
    """Put these things in another folder of their space, or (None) in no folder. Returns what lies elsewhere now."""
    things = movable(actor, space_id, ids)
    folder_in(actor, space_id, target_id)
    hold(space_id)
    refuse_taken(things, space_id, target_id=target_id, besides=things.ids)
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


def refuse_taken(things: Chosen, space_id: UUID, *, target_id: UUID | None, besides: Sequence[UUID] = ()) -> None:
    """Conflict where a folder lies already that is called as one of these; the caller holds the space's folders."""
    going = [one.name.lower() for one in things.folders]
    twice = next((one.name for one in things.folders if going.count(one.name.lower()) > 1), "")
    there = twice or next(iter(taken(space_id, going, parent_id=target_id, besides=besides)), "")
    if there:
        raise Conflict(
            words("Daar ligt al een map die “%(name)s” heet. Geef een van de twee eerst een andere naam."), name=there
        )


def put_back(actor: Actor, space_id: UUID, places: Mapping[UUID | None, Sequence[UUID]]) -> int:
    """Put things in the folders where they lay, as `Chosen.places` said them. Returns how many."""
    if sum(map(len, places.values())) > MOST_CHOSEN:
        raise Invalid({"": TOO_MANY})
    return sum(len(move(actor, space_id, ids, target_id=place).ids) for place, ids in places.items())


def inside(things: Chosen, actor: Actor) -> Inside:
    """How much lies in these folders, counted to one more than goes into the bin at once; one query."""
    first = [folder.item_id for folder in things.folders]
    inner, live = aliased(Folder), aliased(Item)
    tree = select(Folder.item_id.label("id")).where(Folder.item_id.in_(first)).cte(recursive=True)
    tree = tree.union(
        select(inner.item_id)
        .join(live, live.id == inner.item_id)
        .where(inner.space_id == things.space_id, inner.parent_id == tree.c.id, live.deleted_at.is_(None))
    )
    both = union_all(
        select(tree.c.id),
        select(Document.item_id).where(Document.space_id == things.space_id, Document.folder_id == tree.c.id),
    ).subquery()
    found = (
        select(Item.author_id, Item.kind)
        .join(both, both.c.id == Item.id)
        .where(Item.deleted_at.is_(None), Item.id.not_in(things.ids))
        .limit(MOST_BINNED + 1)
        .subquery()
    )
    is_folder, others = found.c.kind == "folder", found.c.author_id.not_in(sorted(actor.mine))
    count = func.count
    row = session().execute(
        select(count().filter(~is_folder), count().filter(is_folder), count().filter(others)).select_from(found)
    )
    return Inside(*row.one())


def deletable(actor: Actor, space_id: UUID, ids: Sequence[UUID]) -> Chosen:
    """These things, when the actor may delete each of them: who put it there, or a steward."""
    things = chosen(actor, space_id, ids)
    if groups.find(actor, space_id).archived:
        raise Conflict(content.ARCHIVED)
    if not all(ITEMS.allows(actor, CanItem.DELETE, item) for item in content.live(things.ids)):
        raise Forbidden(words("Je verwijdert wat je zelf hebt geplaatst. Een groepsbeheerder kan alles verwijderen."))
    return things


def others_among(actor: Actor, things: Chosen) -> int:
    """How many of these things themselves somebody else put there."""
    authors = [one.author_id for one in things.folders] + [one.author_id for one in things.documents]
    return sum(one not in actor.mine for one in authors)


def bin_chosen(actor: Actor, space_id: UUID, ids: Sequence[UUID], *, why: str = "") -> list[UUID]:
    """Put these things in the bin, folders with all that lies in them. Returns what `bring_back` is asked for.

    What lies in a folder that goes too is not among those: it comes back with its folder.
    """
    things = deletable(actor, space_id, ids)
    if not why and others_among(actor, things):
        raise Invalid({"why": words("Zeg kort waarom je dit verwijdert.")})
    session().execute(_WHY, {"why": why})
    went = list[UUID]()
    for one in things.ids:
        session().expire_all()  # a folder takes along what lies in it, in the database
        if content.live([one]):
            content.delete(actor, one, why=why)
            went.append(one)
    return went


def bring_back(actor: Actor, space_id: UUID, ids: Sequence[UUID]) -> int:
    """Bring back what was put in the bin in this order, each where it lay. Missing for what is of another space."""
    groups.find(actor, space_id)
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_CHOSEN:
        raise Invalid({"": TOO_MANY})
    of_here = session().scalars(
        select(Item.id).where(
            ITEMS.readable(actor, Item),
            Item.space_id == space_id,
            Item.id.in_(wanted),
            Item.kind.in_(("document", "folder")),
        )
    )
    if set(of_here) != set(wanted):
        raise Missing
    for one in reversed(wanted):  # a folder that went after what lay in it is there before it again
        content.restore(actor, one)
    return len(wanted)


def bin_folder(actor: Actor, folder_id: UUID, *, why: str = "") -> Folder:
    """Put a folder in the bin with all that lies in it; the database takes it along, or says why not."""
    folder = find_folder(actor, folder_id)
    session().execute(_WHY, {"why": why})
    content.delete(actor, folder_id, why=why)
    return folder
