"""What stewards change about a space."""

from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups import schemas, service
from hub.groups.views.edge import pages
from hub.groups.views.space import space_page
from hub.kit.pages import actor, again, form, seen, toast
from tenants.clock import last_day_if_any, today


@pages.get("/groepen/<uuid:space_id>/bewerken")
def edit(space_id: UUID) -> str:
    """The page to change title, purpose, labels, picture and end of a space, and to archive it or wake it."""
    space = service.steered(actor(), space_id)
    return space_page(
        "groups/edit.html",
        space_id,
        tab="",
        limits=schemas,
        last_day=last_day_if_any(space.ends_at),
        tomorrow=today() + timedelta(days=1),
        tags=", ".join(service.tags_of(space_id)),
        tags_in_use=service.tags_in_use(12),
    )


@pages.post("/groepen/<uuid:space_id>/bewerken")
@again(edit)
def change(space_id: UUID) -> Response:
    """Keep what was changed."""
    service.steered(actor(), space_id)
    sent = form(schemas.Changed())
    service.change(actor(), space_id, service.Changes(**sent))
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
