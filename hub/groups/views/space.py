"""A page inside a group or room: its head, its audience bar and its tabs."""

from functools import partial
from uuid import UUID

from hub.groups import audience, service, tabs
from hub.kit.pages import actor, page


def space_page(template: str, space_id: UUID, *, tab: str, **context: object) -> str:
    """A page inside a group or room with its head, audience bar and tabs; the template extends "groups/space.html"."""
    space = service.find(actor(), space_id)
    readers = service.audience(space_id)
    return page(
        template,
        space=space,
        group=service.group_of(space),
        place=service.own_place(actor(), space_id),
        abilities=service.abilities(actor(), space),
        contents=partial(service.contents, space_id),
        audience=audience.in_words(readers),
        about=partial(service.about, actor(), space),
        archived=service.is_archived(actor(), space),
        waiting=partial(service.how_many, actor(), space),
        banners=tabs.banners(actor(), space_id),
        tabs=tabs.of(actor(), space_id, current=tab, members=readers.people),
        **context,
    )
