"""The spine, as the app knows it: the addresses that every kind of item shares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _

from hub.content import jobs, kinds, service
from hub.content.verbs import VERBS
from hub.content.views import pages
from hub.kit.feature import Entry, Feature, Kind
from hub.kit.queue import Periodic
from hub.kit.rail import GroupLink, RailGroups
from tenants.actor import Actor


def marked(groups: RailGroups) -> RailGroups:
    """My groups in the rail, each with how much is new to me there."""

    def of(actor: Actor) -> Sequence[GroupLink]:
        links = groups(actor)
        new = service.new_in(actor, [one.id for one in links])
        return [replace(one, new=new.get(one.id, 0)) for one in links]

    return of


def opened(actor: Actor, path: str, given: Mapping[str, object]) -> None:
    """After a page was shown: what stood on it is new to this person no more."""
    kind, _slash, rest = path.strip("/").partition("/")
    ids = [one for one in given.values() if isinstance(one, UUID)]
    if len(ids) != 1 or rest != str(ids[0]):
        return
    if kind == "groepen":
        service.opened_space(actor, ids[0])
    elif kind in kinds.paths():
        service.opened_thread(actor, ids[0], space_id=service.find(actor, ids[0]).space_id)


FEATURE = Feature(
    name="content",
    pages=pages,
    kinds=(Kind("comment", lambda: _("De reactie is verwijderd."), edit=lambda: _("Bewerk je reactie")),),
    menu=(
        Entry("concepten", lambda: _("Concepten"), "/concepten", "pencil", order=60),
        Entry("prullenbak", lambda: _("Prullenbak"), "/prullenbak", "trash-2", order=65),
    ),
    watches=(opened,),
    verbs=VERBS,
    jobs={"content.read": jobs.read},
    periodic=(Periodic("let go of files", 3600, jobs.let_go),),
)
