"""Pages of one document: read it, give it another version or name, set a version back, take its file along."""

from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from hub.content import cards
from hub.content import service as content
from hub.content.views import keeps_files, sent_attachments
from hub.documents import service
from hub.documents.schemas import NOTE_MAX, Name, NewVersion
from hub.documents.service import NewFile
from hub.documents.views.edge import hub, pages
from hub.kit import downloads
from hub.kit.filenames import LONGEST
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.kit.paging import after_id
from tenants.errors import Invalid, Missing

MOST_DIGITS = 6
DRAFT = "version"
"""With which draft a file waits that did not become a version yet."""


@pages.get("/documenten/<uuid:document_id>")
def read(document_id: UUID) -> str:
    """One document: its file, its versions, and what people say to it."""
    document = service.find(actor(), document_id)
    return _document_page(
        "documents/document.html",
        document_id,
        goes=service.goes_somewhere(actor(), service.Chosen(document.space_id, [], [document])),
        copies=service.copies_somewhere(actor()),
    )


@pages.get("/documenten/<uuid:document_id>/versies")
def new_version(document_id: UUID) -> str:
    """The page to add a version."""
    return _document_page(
        "documents/new_version.html", document_id, largest=hub().settings.upload_bytes, note_max=NOTE_MAX
    )


@pages.post("/documenten/<uuid:document_id>/versies")
@keeps_files(DRAFT, field="file")
@again(new_version)
def add_version(document_id: UUID) -> Redirect:
    """Add a version."""
    files = sent_attachments(DRAFT, document_id, field="file")
    if not files:
        raise Invalid({"file": _("Kies een bestand.")})
    if len(files) > 1:
        raise Invalid({"file": _("Kies één bestand: dit wordt de nieuwe versie van dit document.")})
    file = NewFile(files[0].name, files[0].media_type, files[0].file)
    sent = form(NewVersion())
    made = service.add_version(actor(), document_id, new=file, note=sent["note"], based_on=sent["based_on"])
    content.drop_draft(actor(), place=DRAFT, thing_id=document_id)
    toast(_("Versie %(number)s staat erop.", number=made.number))
    return seen(f"/documenten/{document_id}")


@pages.get("/documenten/<uuid:document_id>/naam")
def rename_form(document_id: UUID) -> str:
    """The page to give another name."""
    return _document_page("documents/rename.html", document_id, name_max=LONGEST)


@pages.post("/documenten/<uuid:document_id>/naam")
@again(rename_form)
def rename(document_id: UUID) -> Redirect:
    """Give another name."""
    document = service.rename(actor(), document_id, **form(Name()))
    toast(_("Het document heet nu “%(name)s”.", name=document.name))
    return seen(f"/documenten/{document_id}")


@pages.post("/documenten/<uuid:document_id>/versies/<int:number>/terugzetten")
def set_back(document_id: UUID, number: int) -> Redirect:
    """Make an older version the newest one again."""
    made = service.set_back(actor(), document_id, number=number, storage=hub().storage)
    toast(_("Versie %(old)s is teruggezet, als versie %(new)s.", old=number, new=made.number))
    return seen(f"/documenten/{document_id}")


@pages.get("/documenten/<uuid:document_id>/versies/<int:number>")
def download(document_id: UUID, number: int) -> Response:
    """A version's file, or the part of it that is asked for."""
    found = service.download(actor(), document_id, number=number, storage=hub().storage)
    answer = downloads.send(found)
    if downloads.gives_away(answer):
        service.downloaded(actor(), document_id)
    return answer


@pages.get("/documenten/<uuid:document_id>/versies/<int:number>/bladen/<int:leaf>")
def picture(document_id: UUID, number: int, leaf: int) -> Response:
    """The picture of one page of a version."""
    file, digest = service.picture(actor(), document_id, number=number, leaf=leaf, storage=hub().storage)
    return downloads.show(file, digest=digest)


def _leaf() -> int:
    """Which page of the file is asked for."""
    asked = request.args.get("blad", "1")
    if not asked.isascii() or not asked.isdigit() or len(asked) > MOST_DIGITS or not int(asked):
        raise Missing
    return int(asked)


def _document_page(template: str, document_id: UUID, **context: object) -> str:
    whole = service.read(actor(), document_id, upto=after_id(request.args.get("tot")), leaf=_leaf())
    place = cards.places([whole.piece.space_id])[whole.piece.space_id]
    return page(template, whole=whole, document=whole.now, place=place, abilities=whole.abilities, **context)
