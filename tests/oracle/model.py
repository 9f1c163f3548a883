"""The one rule of access in plain Python, on rows in memory: written from the design, not from the SQL.

`Hub` holds the rows; `View` is what one login sees and may do now. Slow and readable on purpose.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol
from uuid import UUID


class Lasting(Protocol):
    """What begins and ends. Moments are seconds, by whichever clock the caller uses."""

    since: float
    until: float


@dataclass
class Organisation:
    id: UUID
    firm: bool = False
    listed: bool = True
    active: bool = True
    founders: str = "staff"
    keep_days: int = 365  # after which an external is forgotten


@dataclass
class Affiliation:
    id: UUID
    person: UUID
    organisation: UUID
    kind: str
    role: str
    since: float
    until: float
    invited: bool = False  # came by an invitation: always with an end
    logins: set[UUID] = field(default_factory=set)


@dataclass
class Space:
    id: UUID
    group: UUID
    kind: str
    form: str
    square: bool = False
    archived: bool = False
    ends: float = 253_402_214_400.0  # 9999-12-31


@dataclass
class Party:
    group: UUID
    organisation: UUID
    role: str
    reach: str
    since: float
    until: float


@dataclass
class Membership:
    space: UUID
    affiliation: UUID
    role: str
    came: str
    confirmed: bool
    since: float
    until: float
    wrote: bool = False
    sponsor: UUID | None = None
    ended_by: str = ""
    let_in_by: UUID | None = None
    ended_for: UUID | None = None  # by a steward of which organisation


@dataclass
class Agreement:
    directory: bool
    status: str
    since: float
    until: float
    signed: dict[UUID, bool] = field(default_factory=dict)
    joint: bool = True  # allows groups of both
    proposer: UUID | None = None
    resumed: set[UUID] = field(default_factory=set)  # of a suspended one: who wants it to go on
    asked: dict[str, UUID | None] = field(default_factory=dict)  # by domain: whose it was


@dataclass
class Item:
    id: UUID
    space: UUID
    kind: str
    author: UUID
    parent: UUID | None = None
    deleted_by: UUID | None = None
    veiled: bool = False  # was in the bin when its thread moved
    bare: bool = False  # nothing but the spine


@dataclass
class Hub:
    """Everything that access is decided on."""

    now: float = 0
    organisations: dict[UUID, Organisation] = field(default_factory=dict)
    affiliations: dict[UUID, Affiliation] = field(default_factory=dict)
    spaces: dict[UUID, Space] = field(default_factory=dict)
    parties: dict[tuple[UUID, UUID], Party] = field(default_factory=dict)
    memberships: dict[tuple[UUID, UUID], Membership] = field(default_factory=dict)
    agreements: list[Agreement] = field(default_factory=list)
    items: dict[UUID, Item] = field(default_factory=dict)
    voices: set[tuple[UUID, UUID]] = field(default_factory=set)
    heard: dict[UUID, set[UUID]] = field(default_factory=dict)  # by item: who wrote something that moves with it
    contents: set[tuple[str, UUID]] = field(default_factory=set)  # of a file, and an item that shows it
    terms: dict[UUID, int] = field(default_factory=dict)  # the version in force, of who has one
    accepted: dict[UUID, int] = field(default_factory=dict)  # by an external: the newest version
    closed: set[UUID] = field(default_factory=set)  # logins whose sessions were ended: nobody's
    rows: dict[str, list[tuple[UUID, ...]]] = field(default_factory=dict)  # of other tables: ids alone

    def lives(self, thing: Lasting | None) -> bool:
        """Has begun and not ended."""
        return thing is not None and thing.since <= self.now < thing.until

    def is_archived(self, space: UUID) -> bool:
        """A group that is archived, or past its end date, takes its rooms with it."""
        places = (self.spaces[space], self.spaces[self.spaces[space].group])
        return any(one.archived or one.ends <= self.now for one in places)

    def acts(self, affiliation: UUID) -> bool:
        """The affiliation counts now: begun, not ended, of an active organisation whose terms an external accepted."""
        found = self.affiliations[affiliation]
        return self.lives(found) and self.organisations[found.organisation].active and not self.owes_terms(found)

    def owes_terms(self, one: Affiliation) -> bool:
        """An external who has not accepted the version in force."""
        return one.kind == "external" and self.accepted.get(one.id, 0) < self.terms.get(one.organisation, 0)

    def party_of(self, space: UUID, affiliation: UUID) -> Party | None:
        """The affiliation's organisation as a party of the space's group, when it is one now."""
        party = self.parties.get((self.spaces[space].group, self.affiliations[affiliation].organisation))
        return party if self.lives(party) else None

    def is_open_to(self, space: UUID, party: Party) -> bool:
        """An open group, to all staff of this party."""
        found = self.spaces[space]
        return found.kind == "group" and found.form == "open" and party.reach == "all"

    def place(self, space: UUID, affiliation: UUID) -> Membership | None:
        """The membership that gives this affiliation sight of the space now."""
        found = self.memberships.get((space, affiliation))
        party = self.party_of(space, affiliation)
        if found is None or party is None or not self.lives(found) or not self.acts(affiliation):
            return None
        return found if found.confirmed or self.is_open_to(space, party) else None

    def owners(self, group: UUID) -> set[UUID]:
        """The organisations that own the group now."""
        return {
            p.organisation for p in self.parties.values() if p.group == group and p.role == "owner" and self.lives(p)
        }

    def may_sponsor(self, space: UUID, affiliation: UUID) -> bool:
        """Live staff with a place that is more than a reader's, where writing goes on, and not in a square."""
        place = self.place(space, affiliation)
        return (
            place is not None
            and self.affiliations[affiliation].kind == "staff"
            and place.role != "reader"
            and not self.is_archived(space)
            and not self.spaces[self.spaces[space].group].square
        )


@dataclass
class View:
    """What one person sees and may do, through one login, now."""

    hub: Hub
    person: UUID
    login: UUID
    only: UUID | None = None  # a job speaks for one affiliation

    @cached_property
    def mine(self) -> set[UUID]:
        """Own affiliations, ended ones too; of a session that was ended none."""
        if self.login in self.hub.closed:
            return set()
        found = {a.id for a in self.hub.affiliations.values() if a.person == self.person and self.login in a.logins}
        return found if self.only is None else found & {self.only}

    @cached_property
    def active(self) -> set[UUID]:
        return {one for one in self.mine if self.hub.acts(one)}

    @cached_property
    def staff(self) -> set[UUID]:
        return {one for one in self.active if self.hub.affiliations[one].kind == "staff"}

    @cached_property
    def staff_of(self) -> set[UUID]:
        return {self.hub.affiliations[one].organisation for one in self.staff}

    @cached_property
    def administers(self) -> set[UUID]:
        rows = [self.hub.affiliations[one] for one in self.staff]
        return {one.organisation for one in rows if one.role == "administrator"}

    @cached_property
    def places(self) -> list[Membership]:
        found = [self.hub.place(space, one) for space in self.hub.spaces for one in self.active]
        return [one for one in found if one is not None]

    @cached_property
    def open_to_me(self) -> set[tuple[UUID, UUID]]:
        """(group, own staff affiliation) where the group is open to all staff of its organisation."""
        hub, found = self.hub, set()
        for space in hub.spaces:
            for one in self.staff:
                party = hub.party_of(space, one)
                if party is not None and hub.is_open_to(space, party):
                    found.add((space, one))
        return found

    @cached_property
    def sees(self) -> set[UUID]:
        return {one.space for one in self.places} | {space for space, _ in self.open_to_me}

    @cached_property
    def writes(self) -> set[UUID]:
        return {one.space for one in self.places if one.role != "reader" and not self.hub.is_archived(one.space)}

    @cached_property
    def stewards(self) -> set[UUID]:
        return {one.space for one in self.places if one.role == "steward"}

    def may_join(self, group: UUID, affiliation: UUID) -> bool:
        """By oneself, as member: unless somebody else decided otherwise."""
        if (group, affiliation) not in self.open_to_me or self.hub.is_archived(group):
            return False
        was = self.hub.memberships.get((group, affiliation))
        if was is None:
            return True
        if was.until > self.hub.now:
            return was.role != "reader" or was.came == "self"
        made_a_reader = was.role == "reader" and was.came not in {"self", "emergency"}
        return was.ended_by in {"", "self", "party", "affiliation"} and not made_a_reader

    @cached_property
    def joins(self) -> set[UUID]:
        return {space for space, one in self.open_to_me if self.may_join(space, one)}

    @cached_property
    def reacts(self) -> set[UUID]:
        return {one.space for one in self.places if not self.hub.is_archived(one.space)} | self.joins

    @cached_property
    def directory(self) -> set[UUID]:
        found = set()
        for agreement in self.hub.agreements:
            if agreement.directory and agreement.status == "signed" and self.hub.lives(agreement):
                signed = {one for one, has in agreement.signed.items() if has}
                if signed & self.staff_of:
                    found |= {one for one in signed if self.hub.organisations[one].active}
        return found

    @cached_property
    def knows(self) -> set[UUID]:
        """Organisations known by name although not listed."""
        hub = self.hub
        found = {hub.affiliations[one].organisation for one in self.mine}
        found |= {p.organisation for p in hub.parties.values() if p.group in self.sees and hub.lives(p)}
        found |= {organisation for space, organisation in hub.voices if space in self.sees}
        rooms = {one.space for one in self.places if hub.spaces[one.space].kind == "room"}
        found |= {
            hub.affiliations[m.affiliation].organisation
            for m in hub.memberships.values()
            if m.space in rooms and hub.lives(m) and (m.confirmed or m.space in self.stewards)
        }
        for agreement in hub.agreements:
            sides = set(agreement.signed)
            if sides & self.administers or (sides & self.staff_of and agreement.status in {"signed", "suspended"}):
                found |= sides
        return found

    # -- rows
    @property
    def visible_spaces(self) -> set[UUID]:
        return self.sees

    @property
    def visible_items(self) -> set[UUID]:
        return {one for one in self.hub.items if self.reads(one)}

    def reads(self, key: UUID) -> bool:
        """Whether I see that item."""
        return self.hub.items[key].space in self.sees and self.in_sight(self.hub.items[key])

    def in_sight(self, item: Item) -> bool:
        """What was in the bin when its thread moved is its author's, and whose who deleted it."""
        return not item.veiled or item.author in self.mine or item.deleted_by in self.mine

    @property
    def visible_texts(self) -> set[UUID]:
        return {one for one in self.visible_items if not self.hub.items[one].bare}

    @property
    def visible_questions(self) -> set[UUID]:
        return {one for one in self.visible_texts if self.hub.items[one].kind == "question"}

    @property
    def visible_documents(self) -> set[UUID]:
        return {one for one in self.visible_texts if self.hub.items[one].kind == "document"}

    @property
    def visible_parties(self) -> set[tuple[UUID, UUID]]:
        return {key for key, one in self.hub.parties.items() if one.group in self.sees and self.hub.lives(one)}

    @cached_property
    def visible_memberships(self) -> set[tuple[UUID, UUID]]:
        return {
            (m.space, m.affiliation)
            for m in self.hub.memberships.values()
            if (m.space in self.sees and (m.wrote or (self.hub.lives(m) and self._may_know_waiting(m))))
            or m.affiliation in self.mine
            or m.sponsor in self.staff
        }

    def _may_know_waiting(self, one: Membership) -> bool:
        """Whoever is in is known to all who see the space; who waits to stewards and the own administrators."""
        organisation = self.hub.affiliations[one.affiliation].organisation
        party = self.hub.party_of(one.space, one.affiliation)
        is_in = one.confirmed or (party is not None and self.hub.is_open_to(one.space, party))
        return is_in or one.space in self.stewards or organisation in self.administers

    @property
    def visible_affiliations(self) -> set[UUID]:
        through = {affiliation for _, affiliation in self.visible_memberships}
        return {a.id for a in self.hub.affiliations.values() if self._is_near(a)} | self.mine | through

    def _is_near(self, one: Affiliation) -> bool:
        if one.kind == "staff":
            return self.hub.lives(one) and one.organisation in self.staff_of | self.directory
        return one.organisation in self.administers

    @property
    def visible_organisations(self) -> set[UUID]:
        if self.login in self.hub.closed:
            return set()
        return {one.id for one in self.hub.organisations.values() if one.listed} | self.knows

    # -- writing
    def may_write_as(self, author: UUID, space: UUID) -> bool:
        """Post, ask, answer, comment, a new version."""
        place = self.hub.place(space, author) if author in self.active else None
        return place is not None and place.role != "reader" and not self.hub.is_archived(space)

    def may_react_as(self, author: UUID, space: UUID) -> bool:
        """React, me too: whoever has a place; a reader too."""
        return author in self.active and self.hub.place(space, author) is not None and not self.hub.is_archived(space)

    def may_edit_text(self, item: Item) -> bool:
        """Its author, while member."""
        return item.author in self.active and item.space in self.writes

    def may_delete(self, item: Item) -> bool:
        """Its author, or a steward; restoring what was deleted: who deleted it, or a steward."""
        as_author = item.author in self.mine and (item.deleted_by is None or item.deleted_by in self.mine)
        return item.space in self.reacts and self.in_sight(item) and (as_author or item.space in self.stewards)

    def may_accept(self, question: Item) -> bool:
        """The asker, by any affiliation, or a steward."""
        return question.space in self.reacts and (question.author in self.mine or question.space in self.stewards)

    def may_take_back(self, author: UUID, space: UUID) -> bool:
        """One's own reaction, while one may react."""
        return author in self.active and space in self.reacts

    def may_rename(self, document: Item) -> bool:
        """Its author or a steward, while writing."""
        return document.space in self.writes and (document.author in self.mine or document.space in self.stewards)
