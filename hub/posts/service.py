"""What a person does with messages: write one in a space, read them, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.content import service as content
from hub.content.models import Item
from hub.content.service import Comment, Piece
from hub.groups import service as groups
from hub.kit.paging import Page, cut
from tenants.actor import Actor

PAGE = 20
INLINE = 2
"""So many comments stand under a message in the list."""


@dataclass(frozen=True)
class Post:
    """A message as the list of its space shows it, with the last comments."""

    piece: Piece
    comments: Sequence[Comment]

    @property
    def id(self) -> UUID:
        """The message's id."""
        return self.piece.id


def write(actor: Actor, space_id: UUID, *, title: str, body: str, files: Sequence[content.NewAttachment] = ()) -> Item:
    """A new message in a space."""
    return content.add(actor, space_id, kind="post", title=title, body=body, files=files)


def stream(actor: Actor, space_id: UUID, *, before: UUID | None = None) -> Page[Post]:
    """The messages of a space, newest first, `before` one of them; nine queries."""
    groups.find(actor, space_id)
    rows = cut(content.newest(actor, space_id, kind="post", before=before, size=PAGE), PAGE)
    drawn = content.pieces(actor, rows.rows)
    said = content.comments(actor, drawn, last=INLINE, replies=0)
    return Page([Post(drawn[one.id], said[one.id]) for one in rows.rows if one.id in drawn], rows.after)


def read(actor: Actor, post_id: UUID, *, upto: UUID | None = None) -> tuple[Piece, Page[Comment]]:
    """One message with a page of its comments: the newest, or those up to one of them."""
    item = content.find(actor, post_id, kind="post")
    return content.pieces(actor, [item])[item.id], content.threads(actor, [item.id], upto=upto)[item.id]


def several(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Piece]:
    """These messages, as streams show them."""
    return content.pieces(actor, content.live(ids))
