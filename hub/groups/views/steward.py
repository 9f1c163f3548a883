"""What stewards change about a space."""

from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups import schemas, service
from hub.groups.views.edge import pages
from hub.groups.views.space import space_page
from hub.kit.pages import actor, again, form, seen, toast
from tenants.clock import last_day_if_any


@pages.get("/groepen/<uuid:space_id>/bewerken")
def edit(space_id: UUID) -> str:
    """The page to rename, archive or wake up a space on."""
    space = service.steered(actor(), space_id)
    return space_page("groups/edit.html", space_id, tab="", limits=schemas, last_day=last_day_if_any(space.ends_at))


@pages.post("/groepen/<uuid:space_id>/bewerken")
@again(edit)
def rename(space_id: UUID) -> Response:
    """Keep another title and purpose."""
    sent = form(schemas.Described())
    service.rename(actor(), space_id, title=sent["title"], purpose=sent["purpose"])
    toast(_("Bewaard."))
    return seen(f"/groepen/{space_id}")


@pages.get("/groepen/<uuid:space_id>/archiveren")
def archive_page(space_id: UUID) -> str:
    """Ask once whether to archive."""
    service.steered(actor(), space_id)
    return space_page("groups/archive.html", space_id, tab="")


@pages.post("/groepen/<uuid:space_id>/archiveren")
def archive(space_id: UUID) -> Response:
    """Archive."""
    service.archive(actor(), space_id, archived=True)
    toast(_("De groep is gearchiveerd."), undo_url=f"/groepen/{space_id}/wekken")
    return seen(f"/groepen/{space_id}")


@pages.post("/groepen/<uuid:space_id>/wekken")
def wake(space_id: UUID) -> Response:
    """Wake up what was archived."""
    service.archive(actor(), space_id, archived=False)
    toast(_("De groep is weer in gebruik."))
    return seen(f"/groepen/{space_id}")
