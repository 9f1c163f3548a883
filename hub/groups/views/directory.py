"""Which groups there are, and a new one."""

from datetime import timedelta
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups import audience, schemas, service
from hub.groups.views.edge import pages
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.kit.paging import after_id
from tenants.clock import today
from tenants.errors import Forbidden


@pages.get("/groepen")
def index() -> str:
    """My groups, those that I can join, those that are archived."""
    which = _which()
    query = request.args.get("q", "")[: schemas.TITLE_MAX]
    found = service.spaces(actor(), which, query=query, after=after_id(request.args.get("na")))
    return page(
        "groups/index.html",
        which=which,
        query=query,
        found=found,
        findable=service.findable(actor(), query=query) if which is service.Which.OPEN else [],
        audiences=audience.of_each(one.id for one in found.rows),
        may_found=bool(service.founders(actor())),
        is_staff=bool(actor().staff_affiliations),
        more="/groepen?" + urlencode({"lijst": which, "q": query, "na": found.after}) if found.after else "",
    )


def _which() -> service.Which:
    try:
        return service.Which(request.args.get("lijst", service.Which.MINE))
    except ValueError:
        return service.Which.MINE


@pages.get("/groepen/nieuw")
def new_group() -> str:
    """The page to found a group on."""
    founders = service.founders(actor())
    if not founders:
        raise Forbidden
    return page(
        "groups/new.html",
        founders=founders,
        tomorrow=today() + timedelta(days=1),
        title_max=schemas.TITLE_MAX,
        purpose_max=schemas.PURPOSE_MAX,
    )


@pages.post("/groepen")
@again(new_group)
def found() -> Response:
    """Found a group."""
    sent = form(schemas.NewGroup())
    made = service.found(
        actor(),
        title=sent["title"],
        purpose=sent["purpose"],
        form=sent["form"],
        ends_on=sent["ends_on"],
        affiliation_id=sent["affiliation"],
    )
    toast(_("De groep “%(title)s” is er. Nodig nu collega’s en organisaties uit.", title=sent["title"]))
    return seen(f"/groepen/{made}")
