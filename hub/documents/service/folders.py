"""Folders: made, found, opened, renamed. Who reads the space reads what lies in them; they open and hide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from hub.content import service as content
from hub.content.models import Item
from hub.documents.models import Document, Folder
from hub.documents.policy import POLICY, Can
from hub.groups import service as groups
from hub.kit import filenames
from hub.kit.paging import Page, cut
from tenants import audit
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Invalid, Missing, words
from tenants.models import Membership

MOST_DEEP = 20
"""So many folders lie in one another; plein.no_circle() holds it."""
FOLDERS_SHOWN = 50
"""How many folders a page shows above the documents."""
MOST_COUNTED = 100
"""Counting what lies in a folder stops here: a page says "meer dan 100"."""


@dataclass(frozen=True)
class ListedFolder:
    """A folder as lists show it, and what lies in it: of each kind at most one more than MOST_COUNTED."""

    id: UUID
    name: str
    documents: int
    folders: int

    @property
    def url(self) -> str:
        """Its page."""
        return f"/mappen/{self.id}"


def find_folder(actor: Actor, folder_id: UUID) -> Folder:
    """A folder that the actor may read and that is not deleted; else Missing."""
    content.find(actor, folder_id, kind="folder")
    return POLICY.found(actor, session().get(Folder, folder_id))


def folder_in(actor: Actor, space_id: UUID, folder_id: UUID | None) -> Folder | None:
    """A folder of this space, or None where none is named; one that lies elsewhere is Missing."""
    if folder_id is None:
        return None
    folder = find_folder(actor, folder_id)
    if folder.space_id != space_id:
        raise Missing
    return folder


def path_of(folder: Folder | None) -> list[Folder]:
    """The folders from the outermost to this one; one query, however deep."""
    if folder is None:
        return []
    way = (
        select(Folder.item_id, Folder.parent_id, literal(0).label("up"))
        .where(Folder.item_id == folder.item_id)
        .cte(recursive=True)
    )
    above = aliased(Folder)
    way = way.union_all(
        select(above.item_id, above.parent_id, way.c.up + 1).where(
            above.item_id == way.c.parent_id, above.space_id == folder.space_id
        )
    )
    rows = select(Folder).join(way, way.c.item_id == Folder.item_id).order_by(way.c.up.desc())
    return list(session().scalars(rows))


def folders(actor: Actor, space_id: UUID, *, parent_id: UUID | None, after: UUID | None = None) -> Page[ListedFolder]:
    """The folders that lie in a folder of a space, or in none, by name; `after`: where the page before ended."""
    inside = Folder.parent_id == parent_id if parent_id else Folder.parent_id.is_(None)
    rows = (
        select(Folder.item_id, Folder.name, *_things())
        .join(Item, Item.id == Folder.item_id)
        .where(POLICY.readable(actor, Folder), Folder.space_id == space_id, inside, Item.deleted_at.is_(None))
        .order_by(Folder.parent_id, func.lower(Folder.name), Folder.item_id)
    )
    if after is not None:
        before = aliased(Folder)
        key = select(func.lower(before.name)).where(before.item_id == after).scalar_subquery()
        rows = rows.where(tuple_(func.lower(Folder.name), Folder.item_id) > tuple_(key, after))
    found = [ListedFolder(*row) for row in session().execute(rows.limit(FOLDERS_SHOWN + 1))]
    return cut(found, FOLDERS_SHOWN)


def abilities(actor: Actor, folder: Folder) -> frozenset[str]:
    """What the actor may do with a folder."""
    return POLICY.abilities(actor, folder)


def make(actor: Actor, space_id: UUID, *, name: str, parent_id: UUID | None = None) -> Folder:
    """A new folder in a space, or in a folder of it. Invalid where there is one of that name."""
    groups.find(actor, space_id)
    folder_in(actor, space_id, parent_id)
    author_id = groups.place(actor, space_id)
    cleaned = _free(space_id, name, parent_id=parent_id)
    folder = put_folder(space_id, cleaned, parent_id=parent_id)
    assert author_id == folder.author_id  # noqa: S101 - place() says the same twice
    return folder


def put_folder(space_id: UUID, name: str, *, parent_id: UUID | None) -> Folder:
    """A new folder of whoever asks, under a clean name that is free there: the caller holds the folders and looked."""
    item = content.add(session().who, space_id, kind="folder", body="")
    folder = Folder(item_id=item.id, space_id=space_id, author_id=item.author_id, parent_id=parent_id, name=name)
    session().add(folder)
    session().flush()
    return folder


def rename_folder(actor: Actor, folder_id: UUID, *, name: str, based_on: str = "") -> Folder:
    """Another name for a folder: by who made it, or a steward. Conflict when it is no longer called `based_on`."""
    folder = find_folder(actor, folder_id)
    require(actor, Can.RENAME, folder)
    refuse_renamed(folder.name, based_on)
    folder.name = _free(folder.space_id, name, parent_id=folder.parent_id, besides=folder.item_id)
    session().flush()
    audit.record(
        actor,
        "folder.renamed",
        kind="folder",
        thing_id=folder.item_id,
        as_affiliation=as_whom(actor, folder.space_id),
    )
    return folder


def refuse_renamed(now: str, based_on: str) -> None:
    """Conflict when somebody gave it another name since a form with this one ('' where it says none) was opened."""
    if based_on and based_on != now:
        raise Conflict(
            words("Dit heet intussen “%(name)s”. Wil je het toch anders noemen? Bewaar dan nog een keer."), name=now
        )


def require(actor: Actor, can: Can, thing: Folder | Document) -> None:
    """Go on when the rules allow it; Conflict in an archived space, Forbidden otherwise."""
    if POLICY.allows(actor, can, thing):
        return
    if groups.find(actor, thing.space_id).archived:
        raise Conflict(content.ARCHIVED)
    raise Forbidden


def as_whom(actor: Actor, space_id: UUID) -> UUID:
    """The own affiliation under which somebody reads here: the acting one, unless only another one is a member."""
    assert actor.acting is not None  # noqa: S101 - who sees a space has an affiliation that counts
    members = list(
        session().scalars(
            select(Membership.affiliation_id)
            .where(Membership.space_id == space_id, Membership.affiliation_id.in_(sorted(actor.affiliations)))
            .order_by(Membership.affiliation_id)
        )
    )
    return members[0] if members and actor.acting.id not in members else actor.acting.id


def hold(space_id: UUID) -> None:
    """Wait for whoever changes folders of this space, and keep others from it until the end of the transaction.

    The same lock as plein.no_circle() takes.
    """
    session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"folders {space_id}", 0))))


def keep_still(space_id: UUID, folder_id: UUID | None) -> None:
    """Wait for whoever changes folders of this space, before something is put in one; others put things in it too.

    The same lock as plein.lies_in() takes, but before anything is counted: who deletes a folder counts with it in hand.
    """
    if folder_id is not None:
        lock = func.pg_advisory_xact_lock_shared(func.hashtextextended(f"folders {space_id}", 0))
        session().execute(select(lock))


def taken(space_id: UUID, names: Sequence[str], *, parent_id: UUID | None, besides: Sequence[UUID] = ()) -> list[str]:
    """Which of these names a live folder in this place has already; one query."""
    inside = Folder.parent_id == parent_id if parent_id else Folder.parent_id.is_(None)
    rows = session().scalars(
        select(Folder.name)
        .join(Item, Item.id == Folder.item_id)
        .where(
            Folder.space_id == space_id,
            inside,
            func.lower(Folder.name).in_([name.lower() for name in names]),
            Folder.item_id.not_in(list(besides)),
            Item.deleted_at.is_(None),
        )
        .order_by(func.lower(Folder.name))
    )
    return list(rows)


def _free(space_id: UUID, name: str, *, parent_id: UUID | None, besides: UUID | None = None) -> str:
    """The name, cleaned, when no folder beside it has it."""
    cleaned = filenames.clean(name)
    if not cleaned:
        raise Invalid({"name": words("Vul een naam in.")})
    hold(space_id)
    if taken(space_id, [cleaned], parent_id=parent_id, besides=[besides] if besides else ()):
        raise Invalid({"name": words("Er is hier al een map met deze naam. Kies een andere naam, of gebruik die map.")})
    return cleaned


def _things() -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """How many documents and how many folders lie in the folder of the row, as far as they are counted."""
    document, lying = aliased(Document), aliased(Item)
    folder, live = aliased(Folder), aliased(Item)
    documents = (
        select(document.item_id)
        .join(lying, lying.id == document.item_id)
        .where(document.space_id == Folder.space_id, document.folder_id == Folder.item_id, lying.deleted_at.is_(None))
        .limit(MOST_COUNTED + 1)
    )
    inner = (
        select(folder.item_id)
        .join(live, live.id == folder.item_id)
        .where(folder.space_id == Folder.space_id, folder.parent_id == Folder.item_id, live.deleted_at.is_(None))
        .limit(MOST_COUNTED + 1)
    )
    return _counted(documents), _counted(inner)


def _counted(rows: Select[UUID]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.correlate(Folder).subquery()).scalar_subquery()
