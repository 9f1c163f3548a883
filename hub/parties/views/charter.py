"""What a group agreed on, for its people: reading it, writing the next version, laying that before the co-owners."""

from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups.service import find_group
from hub.groups.views import space_page
from hub.kit.pages import actor, again, form, seen, toast
from hub.parties import schemas, service
from hub.parties.policy import POLICY
from hub.parties.views.edge import pages
from tenants.clock import last_day_if_any


@pages.get("/groepen/<uuid:space_id>/afspraken")
def charter(space_id: UUID) -> str:
    """The charter in force; for stewards the next version too."""
    group = find_group(actor(), space_id)
    return space_page(
        "parties/charter.html",
        space_id,
        tab="",
        charter=service.charter(actor(), space_id),
        may=POLICY.abilities(actor(), group),
        last_day=last_day_if_any(group.ends_at),
    )


@pages.get("/groepen/<uuid:space_id>/afspraken/bewerken")
def edit_charter(space_id: UUID) -> str:
    """The page to write the next version on."""
    found = service.writable(actor(), space_id)
    return space_page("parties/charter_form.html", space_id, tab="", charter=found, limits=schemas)


@pages.post("/groepen/<uuid:space_id>/afspraken")
@again(edit_charter)
def write_charter(space_id: UUID) -> Response:
    """Keep the draft."""
    service.writable(actor(), space_id)
    service.write(actor(), space_id, form(schemas.NewCharter()))
    toast(_("Het concept is bewaard. Leg het voor als het klaar is."))
    return seen(f"/groepen/{space_id}/afspraken")


@pages.post("/groepen/<uuid:space_id>/afspraken/voorleggen")
@again(charter)
def lay_before(space_id: UUID) -> Response:
    """Ask the co-owners."""
    status = service.lay_before(actor(), space_id)
    toast(
        _("De groepsafspraken gelden nu.")
        if status == "taken"
        else _("De eigenaren krijgen bericht. De afspraken gelden zodra zij allemaal akkoord zijn.")
    )
    return seen(f"/groepen/{space_id}/afspraken")
