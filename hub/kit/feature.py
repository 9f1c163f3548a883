"""What a feature declares about itself: its whole face to the app. Unlisted in hub/features.py, it does not exist."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint

from hub.kit.copying import Copies
from hub.kit.lying import Lying
from hub.kit.queue import Periodic
from tenants.actor import Actor

Words = Callable[[], str]
"""Words for a person, translated when they are drawn: `lambda: _("Vragen")`."""


@dataclass(frozen=True)
class Entry:
    """A link in the rail, in the bottom bar, in the menu of what can be made or in the one behind one's own name."""

    key: str
    title: Words
    url: str
    icon: str
    shortcut: str = ""
    order: int = 50
    shown: Callable[[Actor], bool] = lambda _actor: True
    count: Callable[[Actor], int] | None = None


@dataclass(frozen=True)
class Tab:
    """A tab of a group or room. `path` follows the space's address; `count` says how many live things there are.

    `new`: how many of them are new to me; shown instead where there are any.
    """

    key: str
    title: Words
    path: str
    order: int = 50
    count: Callable[[Actor, UUID], int] | None = None
    new: Callable[[Actor, UUID], int] | None = None


@dataclass(frozen=True)
class Card:
    """One item as a stream shows it: the feature's own template drawn with `card.thing`."""

    template: str
    thing: object


Cards = Callable[[Actor, Sequence[UUID]], Mapping[UUID, Card]]
"""From ids of items that the actor may read to their cards; ids that turn out unreadable are left out."""


@dataclass(frozen=True)
class Kind:
    """A kind of item, for the spine. `path`: the folder of its pages, '' for what is shown where it stands under.

    `tab`: the list of a space in which it is found; `edit`: the heading of the spine's page on which its author changes
    its text ('': the feature has a page of its own, under its path where `changed_at` says, or there is no text);
    `deleted`: what is said when it is gone.
    """

    name: str
    deleted: Words
    path: str = ""
    tab: str = ""
    edit: Words = str
    has_title: bool = False
    changed_at: str = ""


@dataclass(frozen=True)
class Panel:
    """A small card beside the start page, or beside the messages of a space; the template is drawn with `card.thing`.

    `find` gives what it shows, or None when there is nothing; a panel in a space gets the space's id.
    """

    key: str
    template: str
    find: Callable[[Actor, UUID | None], object | None]
    in_space: bool = False
    order: int = 50


Watch = Callable[[Actor, str, Mapping[str, object]], None]
"""After a page was shown, in its transaction: the actor, the path and the arguments of the route."""


@dataclass(frozen=True)
class DeskTab:
    """A tab of Beheer, or (`under`: the path of a tab) a part of one. `path` follows the organisation's address in it.

    `own`: what the page of a tab with parts is called among them.
    """

    path: str
    title: Words
    order: int = 50
    under: str = ""
    own: Words | None = None


@dataclass(frozen=True)
class Duty:
    """Something that waits for an administrator: a sentence with its number, why, and where it is done.

    `path` follows the organisation's address in Beheer; the lowest `order` presses most.
    """

    icon: str
    sentence: str
    note: str
    path: str
    label: str
    order: int = 50


Duties = Callable[[Actor, UUID], Iterable[Duty]]
"""What waits for an administrator of this organisation; as many queries whatever the numbers."""


First = Callable[[Actor], str]
"""Where this actor must go before any other page, or ''; no more queries than a glance for whom it concerns nothing."""


@dataclass(frozen=True)
class Fate:
    """What an act on many rows would do to one of them; `left_out` says why it stays out, '' when it takes part."""

    thing_id: UUID
    shown: str
    note: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Whole:
    """All rows that the filters of a list leave: their ids, those filters, and whether there are more of them."""

    ids: Sequence[UUID]
    filters: Mapping[str, str]
    is_more: bool


@dataclass(frozen=True)
class Bulk:
    """An act on the ticked rows of a list in Beheer; `path` is the list's. hub/desk/acts.py says how it is done.

    `asks` reads what the act needs besides (a day) out of what was sent, raising Invalid; `fields` is the template that
    asks for it. `look` says what would happen to those of the chosen rows that are the organisation's; `act` does one.
    `every` finds all rows that the filters which were sent leave, at most so many (hub.desk.lists.every).
    """

    kind: str
    path: str
    title: Words
    button: Words
    look: Callable[[Actor, UUID, Sequence[UUID], Mapping[str, str]], Iterable[Fate]]
    act: Callable[[Actor, UUID, UUID, Mapping[str, str]], object]
    about: Words = str
    asks: Callable[[Actor, UUID, Mapping[str, str]], Mapping[str, str]] = lambda _actor, _id, _sent: {}
    fields: str = ""
    is_danger: bool = False
    every: Callable[[Actor, UUID, int], Whole] | None = None


@dataclass(frozen=True)
class Feature:
    """A folder of the product. `cards`: kind of item to how it is shown; `jobs`: kind of outbox row to its function.

    `becoming`: kind of item to what is done when an item of another kind became one (hub/content/service/turning.py).
    `lying`: kind of item to how it lies in folders.
    `banners`: panels above every page of a space.
    `verbs`: what it or its doors write in the audit log, to the sentence that the log says (hub/kit/verbs.py).
    """

    name: str
    pages: Blueprint | None = None
    navigation: Sequence[Entry] = ()
    new: Sequence[Entry] = ()
    menu: Sequence[Entry] = ()
    tabs: Sequence[Tab] = ()
    kinds: Sequence[Kind] = ()
    cards: Mapping[str, Cards] = field(default_factory=dict)
    panels: Sequence[Panel] = ()
    banners: Sequence[Panel] = ()
    watches: Sequence[Watch] = ()
    desk: Sequence[DeskTab] = ()
    duties: Sequence[Duties] = ()
    verbs: Mapping[str, str] = field(default_factory=dict)
    becoming: Mapping[str, Callable[[Actor, UUID, str], object]] = field(default_factory=dict)
    lying: Mapping[str, Lying] = field(default_factory=dict)
    copies: Mapping[str, Copies] = field(default_factory=dict)
    first: Sequence[First] = ()
    bulk: Sequence[Bulk] = ()
    jobs: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    periodic: Sequence[Periodic] = ()
