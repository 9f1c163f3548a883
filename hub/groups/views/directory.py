"""Which groups there are: mine, those to join, those to ask at, those archived."""

from urllib.parse import urlencode

from flask import request

from hub.groups import audience, schemas, service
from hub.groups.service import Order, Search, Which
from hub.groups.views.edge import pages
from hub.kit.pages import actor, page
from hub.kit.paging import after_id
from hub.kit.text import line

FORMS = {"open", "findable", "closed"}


@pages.get("/groepen")
def index() -> str:
    """One of the lists, a page at a time, and the own requests."""
    which, search = _which(), _search()
    after = after_id(request.args.get("na"))
    asking = which is Which.FINDABLE
    found = service.spaces(actor(), which, search, after=None if asking else after)
    findable = service.findable(actor(), search, after=after if asking else None)
    return page(
        "groups/index.html",
        which=which,
        search=search,
        choices=service.choices(),
        found=found,
        findable=findable if asking else None,
        counts=_counts(which, search, findable.count),
        audiences=audience.of_each(one.id for one in found.rows),
        requests=service.own_requests(actor()) if which in {Which.MINE, Which.FINDABLE} else [],
        may_found=bool(service.founders(actor())),
        is_staff=bool(actor().staff_affiliations),
        urls={one.value: _url(one, search) for one in Which},
        more=_more(which, search, (findable.page if asking else found).after),
    )


def _counts(which: Which, search: Search, findable: int) -> dict[str, int]:
    """How many there are in the list that is shown, and in those that ask to be looked at."""
    listed = {one: service.count(actor(), one, search) for one in {which, Which.OPEN} - {Which.FINDABLE}}
    return {one.value: number for one, number in listed.items()} | {Which.FINDABLE.value: findable}


def _which() -> Which:
    try:
        return Which(request.args.get("lijst", Which.MINE))
    except ValueError:
        return Which.MINE


def _search() -> Search:
    asked = request.args
    form = asked.get("vorm", "")
    return Search(
        query=line(asked.get("q", "")[: schemas.TITLE_MAX]),
        organisation_id=after_id(asked.get("organisatie")),
        tag=line(asked.get("label", "")[: schemas.TAG_LENGTHS.stop]),
        form=form if form in FORMS else "",
        order=Order.NAME if asked.get("op") == Order.NAME else Order.NEWS,
    )


def _url(which: Which, search: Search) -> str:
    kept = {
        "lijst": "" if which is Which.MINE else which.value,
        "q": search.query,
        "organisatie": str(search.organisation_id or ""),
        "label": search.tag,
        "vorm": search.form,
        "op": search.order.value if search.order is Order.NAME else "",
    }
    said = urlencode({name: value for name, value in kept.items() if value})
    return "/groepen" + (f"?{said}" if said else "")


def _more(which: Which, search: Search, after: str) -> str:
    url = _url(which, search)
    return f"{url}{'&' if '?' in url else '?'}na={after}" if after else ""
