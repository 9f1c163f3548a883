"""Making a folder and giving it another name."""

from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from hub.documents import service
from hub.documents.schemas import Name
from hub.documents.views.edge import pages
from hub.documents.views.lists import TAB, named_folder, where
from hub.groups.views import space_page
from hub.kit.filenames import LONGEST
from hub.kit.pages import actor, again, form, seen, toast


@pages.get("/groepen/<uuid:space_id>/mappen/nieuw")
def new_folder(space_id: UUID) -> str:
    """The page to make a folder in a space or in a folder of it."""
    around = where(named_folder(space_id), space_id)
    return space_page("documents/new_folder.html", space_id, tab=TAB, name_max=LONGEST, **around)


@pages.post("/groepen/<uuid:space_id>/mappen")
@again(new_folder)
def make_folder(space_id: UUID) -> Redirect:
    """Make a folder, and open it."""
    around = named_folder(space_id)
    made = service.make(actor(), space_id, name=form(Name())["name"], parent_id=around.item_id if around else None)
    toast(_("De map “%(name)s” staat klaar.", name=made.name))
    return seen(f"/mappen/{made.item_id}")


@pages.get("/mappen/<uuid:folder_id>/naam")
def rename_folder_form(folder_id: UUID) -> str:
    """The page to give a folder another name."""
    folder = service.find_folder(actor(), folder_id)
    around = where(folder, folder.space_id)
    return space_page("documents/rename_folder.html", folder.space_id, tab=TAB, name_max=LONGEST, **around)


@pages.post("/mappen/<uuid:folder_id>/naam")
@again(rename_folder_form)
def rename_folder(folder_id: UUID) -> Redirect:
    """Give a folder another name."""
    folder = service.rename_folder(actor(), folder_id, **form(Name()))
    toast(_("De map heet nu “%(name)s”.", name=folder.name))
    return seen(f"/mappen/{folder_id}")
