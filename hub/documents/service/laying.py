"""Files that are put in a space: each a document, in the folders with which it came, made where there are none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from hub.content.models import Item
from hub.documents.models import Document, Folder
from hub.documents.policy import POLICY
from hub.documents.service.folders import MOST_DEEP, folder_in, hold, keep_still, path_of, put_folder
from hub.documents.service.steps import NewFile, put
from hub.groups import service as groups
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, words

MOST_MADE = 100
"""So many folders are made at once."""

Way = tuple[str, ...]


@dataclass(frozen=True)
class Laid:
    """What came in at once: documents, the folders that were made for them, and how many there were already."""

    documents: Sequence[Document]
    made: Sequence[Folder]
    folders: int

    @property
    def outermost(self) -> list[UUID]:
        """What takes all of it along into the bin: what lies in a folder that was made goes with that."""
        new = {folder.item_id for folder in self.made}
        outer = [folder.item_id for folder in self.made if folder.parent_id not in new]
        return outer + [document.item_id for document in self.documents if document.folder_id not in new]


def add(actor: Actor, space_id: UUID, *, files: Iterable[NewFile], folder_id: UUID | None = None) -> Laid:
    """New documents in a space, or in a folder of it, one for each file; all of them or none.

    A folder that a file came in is the one of that name in the same place; where there is none it is made.
    """
    groups.find(actor, space_id)
    around = folder_in(actor, space_id, folder_id)
    coming = list(files)
    deepest = max(coming, key=lambda one: len(one.folders), default=None)
    if deepest is None or not deepest.folders:
        keep_still(space_id, folder_id)
    else:
        hold(space_id)
        if len(path_of(around)) + len(deepest.folders) > MOST_DEEP:
            raise Conflict(
                words("“%(name)s” ligt te diep: mappen gaan hier hoogstens 20 diep. Kies een map die daarin ligt."),
                name=deepest.name,
            )
    there, made = _folders(actor, space_id, [one.folders for one in coming], folder_id=folder_id)
    documents = [put(session().who, space_id, new=one, folder_id=there[_key(one.folders)]) for one in coming]
    return Laid(documents, made, len(there) - 1)


def _folders(
    actor: Actor, space_id: UUID, ways: Sequence[Way], *, folder_id: UUID | None
) -> tuple[Mapping[Way, UUID | None], list[Folder]]:
    """Where each of these ways ends, and what was made for that. The outermost first; a query for each depth."""
    there: dict[Way, UUID | None] = {(): folder_id}
    made = list[Folder]()
    for depth in range(1, max(map(len, ways), default=0) + 1):
        level: dict[Way, str] = {}
        for way in ways:
            if len(way) >= depth:
                level.setdefault(_key(way[:depth]), way[depth - 1])
        known = _known(actor, space_id, [there[key[:-1]] for key in level], [key[-1] for key in level])
        for key, name in level.items():
            parent_id = there[key[:-1]]
            there[key] = known.get((parent_id, key[-1]))
            if there[key] is None:
                if len(made) == MOST_MADE:
                    raise Conflict(words("Dit zijn te veel mappen: hoogstens 100 nieuwe tegelijk. Kies er minder."))
                made.append(put_folder(space_id, name, parent_id=parent_id))
                there[key] = made[-1].item_id
    return there, made


def _known(
    actor: Actor, space_id: UUID, parents: Sequence[UUID | None], names: Sequence[str]
) -> dict[tuple[UUID | None, str], UUID]:
    """Live folders of these names in these places; the oldest, should two have one name."""
    among = [one for one in parents if one]
    inside = Folder.parent_id.in_(sorted(set(among))) if among else Folder.parent_id.is_(None)
    rows = session().execute(
        select(Folder.parent_id, Folder.name, Folder.item_id)
        .join(Item, Item.id == Folder.item_id)
        .where(
            POLICY.readable(actor, Folder),
            Folder.space_id == space_id,
            inside,
            func.lower(Folder.name).in_(sorted(set(names))),
            Item.deleted_at.is_(None),
        )
        .order_by(Folder.item_id.desc())
    )
    return {(parent_id, name.lower()): folder_id for parent_id, name, folder_id in rows}


def _key(way: Way) -> Way:
    """What makes two ways the same one: the names of folders differ by more than capitals."""
    return tuple(name.lower() for name in way)
