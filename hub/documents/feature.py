"""Documents, as the app knows them."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _

from hub.content import service as content
from hub.documents import jobs
from hub.documents.service import copies_somewhere, count, file, hold_shelf, lies_in, owned, shelves
from hub.documents.verbs import VERBS
from hub.documents.views import as_cards, latest_panel, pages
from hub.kit.copying import Copied
from hub.kit.feature import Entry, Feature, Kind, Panel, Tab
from hub.kit.lying import Lying
from hub.kit.queue import Periodic
from tenants.actor import Actor


def new_documents(actor: Actor, space_id: UUID) -> int:
    """How many documents of others are new to me in a space."""
    return content.new_of(actor, space_id, "document")


def copied(actor: Actor, ids: Sequence[UUID], owner_id: UUID) -> dict[UUID, Copied]:
    """The names of documents, and those of their versions that this organisation owns."""
    return {one: Copied(name, files) for one, (name, files) in owned(actor, ids, owner_id=owner_id).items()}


FEATURE = Feature(
    name="documents",
    pages=pages,
    verbs=VERBS,
    new=(Entry("document", lambda: _("Document"), "/nieuw/document", "file-plus", order=30, shown=copies_somewhere),),
    tabs=(Tab("documenten", lambda: _("Documenten"), "/documenten", order=30, count=count, new=new_documents),),
    kinds=(
        Kind("document", lambda: _("Het document is verwijderd."), path="documenten", tab="/documenten"),
        Kind("folder", lambda: _("De map is verwijderd, met wat erin lag."), path="mappen", tab="/documenten"),
    ),
    cards={"document": as_cards},
    copies={"document": copied},
    lying={"document": Lying(place=lies_in, choices=shelves, hold=hold_shelf, put=file)},
    panels=(Panel("documents", "documents/_panel.html", latest_panel, in_space=True, order=20),),
    periodic=(Periodic("storage sweep", 3600, jobs.sweep),),
)
