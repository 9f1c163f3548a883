"""What jobs made of a file, as its pages show it: a picture and the text of one page at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import ColumnElement, column, false, func, select, table, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from hub.content.models import Attachment, Preview, PreviewPage
from hub.kit.reading import Found
from tenants.db import door, session
from tenants.errors import Missing

Content = tuple[UUID, str]
"""An owner and a SHA-256: whoever sees a version or an attachment with it sees its preview."""
SETTLES = timedelta(seconds=5)
"""So long nothing is shown of a content after the reader saw it first, whether it was looked into by then or not.

A content is looked into once for its owner: shown at once, it would tell who guesses a file that it lies out of sight.
"""
_VERSION = table("document_version", column("owner_id"), column("sha256"), column("created_at"), schema="plein")


@dataclass(frozen=True)
class Leaf:
    """One page of a file. `pages`: how many the file has; of `pictured` there is a picture, of `written` a text.

    `status`: asked, ready, none or failed; `picture` is '' when the page has none.
    """

    status: str
    number: int = 0
    pages: int = 0
    pictured: int = 0
    written: int = 0
    located: bool = False
    picture: str = ""
    width: int = 0
    height: int = 0
    text: str = ""

    @property
    def is_written(self) -> bool:
        """Whether there are words to read, on this page or another."""
        return self.written > 0


def leaf(content: Content, number: int = 1) -> Leaf:
    """A page of a file that the reader may see; Missing where the file has no such page. Three queries."""
    found = session().get(Preview, content)
    if found is None:
        return Leaf("none")
    if found.status == "asked":
        return Leaf(found.status)
    pictured, written, is_new = (
        session()
        .execute(
            select(
                func.count().filter(PreviewPage.picture != ""),
                func.count().filter(PreviewPage.body != ""),
                _is_new(*content),
            ).where(PreviewPage.owner_id == content[0], PreviewPage.sha256 == content[1])
        )
        .one()
    )
    if is_new:
        return Leaf("asked")
    if found.status != "ready":
        return Leaf(found.status)
    page = session().get(PreviewPage, (*content, number))
    if page is None:
        if number != 1:
            raise Missing
        return Leaf(found.status, 1, found.pages, pictured, written, found.located)
    return Leaf(
        found.status,
        number,
        found.pages,
        pictured,
        written,
        found.located,
        page.picture,
        page.width,
        page.height,
        page.body,
    )


def _is_new(
    owner_id: UUID | InstrumentedAttribute[UUID], sha256: str | InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Whether the reader saw a content just now for the first time, in whichever version or text."""
    version = select(func.min(_VERSION.c.created_at)).where(
        _VERSION.c.owner_id == owner_id, _VERSION.c.sha256 == sha256
    )
    attachment = select(func.min(Attachment.created_at)).where(
        Attachment.owner_id == owner_id, Attachment.sha256 == sha256
    )
    first = func.least(version.scalar_subquery(), attachment.scalar_subquery())
    return func.coalesce(first > func.plein.moment() - SETTLES, false())


def waits(content: Content) -> bool:
    """Whether nobody has looked into a content yet; for the worker."""
    return bool(door("work_preview_waits", the_owner=content[0], the_sha256=content[1]))


def looked_into(content: Content, found: Found) -> None:
    """Keep what came of looking into a content; for the worker."""
    door(
        "work_preview_made",
        the_owner=content[0],
        the_sha256=content[1],
        the_status=found.status,
        of_all=found.pages,
        has_place=found.located,
        page_rows=Jsonb([{**asdict(page), "body": page.text} for page in found.shown]),
    )


def let_go(untouched_since: datetime) -> tuple[int, int]:
    """Let go of files of drafts untouched since then, and of previews that nothing has; how many. For the worker."""
    return int(door("work_let_go", untouched_since=untouched_since)), int(door("work_forget_previews"))


def firsts(contents: Iterable[Content]) -> Mapping[Content, Leaf]:
    """The first pages of several files, for a stream; those of which nothing was made are left out. One query."""
    wanted = list(contents)
    if not wanted:
        return {}
    rows = session().execute(
        select(Preview, PreviewPage, _is_new(Preview.owner_id, Preview.sha256))
        .join(PreviewPage, (PreviewPage.owner_id == Preview.owner_id) & (PreviewPage.sha256 == Preview.sha256))
        .where(tuple_(Preview.owner_id, Preview.sha256).in_(wanted), PreviewPage.number == 1)
    )
    return {
        (found.owner_id, found.sha256): Leaf(
            found.status, 1, found.pages, 1, 1, found.located, page.picture, page.width, page.height, page.body
        )
        for found, page, is_new in rows
        if not is_new
    }
