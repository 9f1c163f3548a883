"""After files came in under names that were there already: keep both, or make them the next version."""

from uuid import UUID

from flask_babel import ngettext
from werkzeug.wrappers import Response as Redirect

from hub.documents import service
from hub.documents.views.edge import hub, pages
from hub.documents.views.lists import TAB, where
from hub.documents.views.moving import nothing, ticked
from hub.groups import service as groups
from hub.groups.views import space_page
from hub.kit.pages import actor, again, seen, toast


@pages.get("/groepen/<uuid:space_id>/documenten/dubbel")
def doubles_form(space_id: UUID) -> str | Redirect:
    """The page that asks of each file whose name was there already what is meant."""
    if not ticked():
        groups.find(actor(), space_id)
        return nothing(space_id)
    pairs = service.doubles(actor(), space_id, ticked())
    if not pairs:
        return seen(f"/groepen/{space_id}/documenten")
    inside = pairs[0].new.folder_id
    folder = service.find_folder(actor(), inside) if inside else None
    return space_page("documents/doubles.html", space_id, tab=TAB, pairs=pairs, **where(folder, space_id))


@pages.post("/groepen/<uuid:space_id>/documenten/dubbel")
@again(doubles_form)
def into_versions(space_id: UUID) -> Redirect:
    """Make the ticked files the next versions of the documents whose name they have."""
    if not ticked():
        groups.find(actor(), space_id)
        return nothing(space_id)
    made = service.as_versions(actor(), space_id, ticked(), storage=hub().storage)
    toast(ngettext("%(num)s nieuwe versie staat erop.", "%(num)s nieuwe versies staan erop.", len(made)))
    return seen(made[0].url if len(made) == 1 else f"/groepen/{space_id}/documenten")
