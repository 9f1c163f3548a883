"""Acts on what a group is of: parties, their role and reach, its form and its charter; what is proposed and who agrees.

What widens waits for every co-owner and every party that gains; what narrows is done at once. A consent counts only
while the proposal means what it meant when it was given.
"""

from dataclasses import dataclass, field
from uuid import UUID

from tests.oracle.ground import DAY, FOREVER, Ground
from tests.oracle.model import Party, View

WIDTH = ("closed", "findable", "open")


@dataclass
class Proposal:
    """Something that waits for administrators; agreed: by whom, and what it meant to them."""

    group: UUID
    kind: str
    named: str
    proposer: UUID
    maker: UUID
    until: float
    organisation: UUID | None = None
    role: str = ""
    reach: str = ""
    form: str = ""
    charter: UUID | None = None
    hidden: bool = False
    declined: bool = False
    status: str = "open"
    agreed: dict[UUID, object] = field(default_factory=dict)


@dataclass
class Charter:
    """One version."""

    group: UUID
    inviters: str
    status: str = "draft"


@dataclass
class Parties(Ground):
    """What stewards propose, and administrators agree to."""

    proposals: dict[UUID, Proposal] = field(default_factory=dict)
    charters: dict[UUID, Charter] = field(default_factory=dict)

    # -- what is so
    def party(self, group: UUID, organisation: UUID | None) -> Party | None:
        found = self.hub.parties.get((group, organisation)) if organisation else None
        return found if self.hub.lives(found) else None

    def live_parties(self, group: UUID) -> list[Party]:
        return [one for one in self.hub.parties.values() if one.group == group and self.hub.lives(one)]

    def live_charter(self, group: UUID) -> UUID | None:
        found = (key for key, one in self.charters.items() if one.group == group and one.status == "live")
        return next(found, None)

    def members_may_invite(self, group: UUID) -> bool:
        live = self.live_charter(group)
        return live is not None and self.charters[live].inviters == "members"

    def waits(self, one: Proposal) -> bool:
        return one.status == "open" and one.until > self.hub.now

    def needed(self, one: Proposal) -> set[UUID]:
        """Every co-owner, but not the one to be put out, and every party that gains."""
        found = self.hub.owners(one.group)
        if one.organisation and (one.kind in {"party", "reach"} or (one.kind == "role" and one.role == "owner")):
            found = found | {one.organisation}
        if one.kind == "form":
            found = found | {party.organisation for party in self.live_parties(one.group) if party.reach == "all"}
        return found - {one.organisation} if one.kind == "out" and one.organisation else found

    def meaning(self, one: Proposal, organisation: UUID) -> object:
        wide = self.hub.spaces[one.group].form if one.kind in {"party", "reach", "form"} else None
        reached = {p.organisation for p in self.live_parties(one.group) if p.reach == "all"}
        own = one.kind == "party" and organisation == one.organisation
        return wide, sorted(reached) if one.kind == "form" else None, self.live_charter(one.group) if own else None

    def agrees(self, one: Proposal, organisation: UUID) -> bool:
        return organisation in one.agreed and one.agreed[organisation] == self.meaning(one, organisation)

    def ask_again(self, group: UUID) -> None:
        """Consents to what a proposal meant before fall away."""
        for one in self.proposals.values():
            if one.group == group and self.waits(one):
                one.agreed = {key: was for key, was in one.agreed.items() if was == self.meaning(one, key)}

    # -- proposing
    def as_proposer(self, view: View, group: UUID) -> UUID | None:
        found = self.hub.spaces[group]
        if group not in view.sees or found.kind != "group" or found.square or self.hub.is_archived(group):
            return None
        return self.stewarding(view, group, self.hub.owners(group))

    def proposal(self, maker: UUID, group: UUID, kind: str, named: str, organisation: UUID | None = None) -> Proposal:
        proposer = self.hub.affiliations[maker].organisation
        return Proposal(group, kind, named, proposer, maker, self.hub.now + 30 * DAY, organisation)

    def propose_party(
        self, view: View, group: UUID, organisation: UUID | None, domain: str, role: str, reach: str
    ) -> Proposal | None:
        """organisation: whose domain it is, when it is named by one; None: nobody's."""
        maker = self.as_proposer(view, group)
        other = self.hub.organisations.get(organisation) if organisation else None
        if maker is None or (not domain and other is None) or (other and not other.active and not domain):
            return None
        other = other if other and other.active else None
        known = other is not None and (other.listed or other.id in view.knows)
        if not domain and not known:
            return None
        named = str(other.id) if known and other else domain
        made = self.proposal(maker, group, "party", named, other.id if other else None)
        made.hidden, made.role = not known, role
        made.reach = "named" if known and other and other.firm else reach
        if known and self.party(group, made.organisation):
            return None
        return self.lay(view, made)

    def propose_change(self, view: View, group: UUID, kind: str, organisation: UUID, value: str) -> Proposal | None:
        maker, owners = self.as_proposer(view, group), self.hub.owners(group)
        if maker is None:
            return None
        if kind == "form":
            made = self.proposal(maker, group, kind, "form")
            made.form = value
            wider = WIDTH.index(value) > WIDTH.index(self.hub.spaces[group].form)
            return self.lay(view, made) if wider else None
        party = self.party(group, organisation)
        if party is None:
            return None
        made = self.proposal(maker, group, kind, str(organisation), organisation)
        match kind:
            case "role":
                made.role = value
                fits = party.role != value and (value == "owner" or len(owners) > 1)
            case "reach":
                made.reach = "all"
                fits = party.reach != "all" and not self.firm_among_others(group, organisation)
            case _:
                fits = organisation != made.proposer and (party.role != "owner" or len(owners) > 2)
        return self.lay(view, made) if fits else None

    def firm_among_others(self, group: UUID, organisation: UUID) -> bool:
        others = {one.organisation for one in self.live_parties(group)} - {organisation}
        return self.hub.organisations[organisation].firm and bool(others)

    def lay(self, view: View, made: Proposal) -> Proposal | None:
        """Before everybody who must agree; its maker agrees at once where she is the administrator herself."""
        same = [
            one
            for one in self.proposals.values()
            if one.status == "open" and one.group == made.group and one.kind == made.kind
        ]
        for one in same:
            open_both = not one.hidden and not made.hidden and one.organisation is not None
            if self.waits(one) and (one.named == made.named or (open_both and one.organisation == made.organisation)):
                return None
        if made.proposer in view.administers & self.needed(made):
            made.agreed[made.proposer] = self.meaning(made, made.proposer)
            if self.take(made) == "no":
                return None
        for one in same:
            if one.named == made.named and one is not made:
                one.status = "lapsed"
        return made

    # -- agreeing
    def take(self, one: Proposal) -> str:
        """'taken', 'open', or 'no' for what can't be any more."""
        owners, needed = self.hub.owners(one.group), self.needed(one)
        nobody = one.kind == "party" and one.organisation is None
        if one.declined or nobody or not owners or not all(self.agrees(one, other) for other in needed):
            return "open"
        if not self.fits(one, owners):
            return "no"
        self.happens(one)
        one.status = "taken"
        if one.kind == "out" and one.organisation:
            self.party_out(one.group, one.organisation)
        self.ask_again(one.group)
        return "taken"

    def happens(self, one: Proposal) -> None:
        hub = self.hub
        party = self.party(one.group, one.organisation)
        if one.kind == "party" and one.organisation:
            key = one.group, one.organisation
            hub.parties[key] = Party(one.group, one.organisation, one.role, one.reach, hub.now, FOREVER)
            for other in hub.parties.values():
                if other.group == one.group and hub.organisations[other.organisation].firm:
                    other.reach = "named"
        elif one.kind == "form":
            hub.spaces[one.group].form = one.form
        elif one.kind == "charter" and one.charter:
            for version in self.charters.values():
                if version.group == one.group and version.status == "live":
                    version.status = "replaced"
            self.charters[one.charter].status = "live"
        elif party is not None:
            if party.role == "owner" and one.role == "participant":
                self.owns_no_more(one.group, party.organisation)
            party.role, party.reach = one.role or party.role, one.reach or party.reach

    def fits(self, one: Proposal, owners: set[UUID]) -> bool:
        """Whether it can still be, now that everybody agrees."""
        party, several = self.party(one.group, one.organisation), len(owners) > 1
        wider = one.kind != "form" or WIDTH.index(one.form) > WIDTH.index(self.hub.spaces[one.group].form)
        if one.kind in {"form", "charter"} or one.organisation is None:
            return wider
        if one.kind == "party":
            return party is None and self.hub.organisations[one.organisation].active and not self.is_excluded(one)
        if party is None:
            return False
        stays = party.role != "owner" or len(owners) > 2
        return {
            "role": party.role != one.role and (one.role == "owner" or several),
            "reach": party.reach != one.reach and not self.firm_among_others(one.group, one.organisation),
            "out": stays,
        }[one.kind]

    def is_excluded(self, one: Proposal) -> bool:
        """A live agreement with one of the parties excludes joint groups."""
        others = {each.organisation for each in self.live_parties(one.group)} - {one.organisation}
        return any(
            one.organisation in g.signed and set(g.signed) & others
            for g in self.hub.agreements
            if g.status == "signed" and self.hub.lives(g) and not g.joint
        )

    def answer_proposal(self, view: View, key: UUID, organisation: UUID, *, agrees: bool) -> bool:
        one = self.proposals[key]
        in_silence = one.hidden and organisation == one.organisation
        if organisation not in self.needed(one) & view.administers or not self.waits(one):
            return False
        if in_silence and one.declined:
            return False
        if not agrees:
            one.declined |= in_silence
            one.status = one.status if in_silence else "refused"
            if one.charter:
                self.charters[one.charter].status = "refused"
            return True
        if self.hub.is_archived(one.group):
            return False
        before = dict(one.agreed)
        one.agreed[organisation] = self.meaning(one, organisation)
        if self.take(one) == "no":
            one.agreed = before
            return False
        return True

    def withdraw_proposal(self, view: View, key: UUID) -> bool:
        one = self.proposals[key]
        may = self.stewarding(view, one.group) or one.proposer in view.administers or one.maker in view.staff
        if not may or one.status != "open":
            return False
        one.status = "withdrawn"
        if one.charter:
            self.charters[one.charter].status = "draft"
        return True

    # -- at once
    def leave_party(self, view: View, group: UUID, organisation: UUID) -> bool:
        hub, found = self.hub, self.hub.spaces[group]
        party = self.party(group, organisation)
        if organisation not in view.administers or party is None or found.square:
            return False
        if party.role == "owner" and not hub.is_archived(group) and hub.owners(group) == {organisation}:
            return False
        self.party_out(group, organisation)
        return True

    def party_out(self, group: UUID, organisation: UUID) -> None:
        """Its memberships and what it began end with it."""
        hub = self.hub
        for place in hub.memberships.values():
            if (
                hub.spaces[place.space].group == group
                and hub.affiliations[place.affiliation].organisation == organisation
            ):
                self.end(place, "party")
        if hub.parties[group, organisation].role == "owner":
            self.owns_no_more(group, organisation)
        hub.parties[group, organisation].until = hub.now
        for one in self.proposals.values():
            if one.group != group or one.status != "open":
                continue
            if one.proposer == organisation and one.charter and self.charters[one.charter].status == "proposed":
                self.charters[one.charter].status = "draft"
            if one.proposer == organisation or (one.organisation == organisation and one.kind != "party"):
                one.status = "lapsed"
            one.agreed.pop(organisation, None)
        self.ends_invitations(group, organisation)
        self.ask_again(group)

    def narrow_form(self, view: View, group: UUID, form: str, *, keeps: bool) -> bool:
        found = self.hub.spaces[group]
        if group not in view.sees or found.kind != "group" or found.square or not self.stewarding(view, group):
            return False
        if form == "open" or WIDTH.index(form) >= WIDTH.index(found.form):
            return False
        if keeps and found.form == "open":
            self.keep(group, {one.organisation for one in self.live_parties(group) if one.reach == "all"})
        for one in self.proposals.values():
            if one.group == group and one.kind == "form" and one.status == "open":
                one.status = "lapsed"
        found.form = form
        self.ask_again(group)
        return True

    def narrow_reach(self, view: View, group: UUID, organisation: UUID, *, keeps: bool) -> bool:
        found, party = self.hub.spaces[group], self.party(group, organisation)
        as_administrator = organisation in view.administers
        steward = group in view.sees and self.stewarding(view, group) is not None
        if found.kind != "group" or party is None or not (as_administrator or steward) or found.square:
            return False
        if party.reach == "named":
            return False
        if keeps and as_administrator and found.form == "open":
            self.keep(group, {organisation})
        party.reach = "named"
        self.ask_again(group)
        return True

    def keep(self, group: UUID, organisations: set[UUID]) -> None:
        """Who came by themselves stay."""
        for place in self.hub.memberships.values():
            whose = self.hub.affiliations[place.affiliation].organisation
            if place.space == group and self.hub.lives(place) and whose in organisations:
                place.confirmed = True

    # -- charters
    def as_writer(self, view: View, group: UUID) -> UUID | None:
        found = self.hub.spaces[group]
        if group not in view.sees or found.kind != "group" or found.square or self.hub.is_archived(group):
            return None
        return self.stewarding(view, group)

    def pending(self, group: UUID) -> tuple[UUID | None, Charter | None]:
        """The draft, or what waits for consent."""
        for key, one in self.charters.items():
            if one.group == group and one.status in {"draft", "proposed"}:
                return key, one
        return None, None

    def write_charter(self, view: View, group: UUID, inviters: str) -> Charter | None:
        """The draft, new or written over."""
        if self.as_writer(view, group) is None:
            return None
        key, one = self.pending(group)
        if one is None:
            return Charter(group, inviters)
        if one.status == "proposed" and any(p.charter == key and self.waits(p) for p in self.proposals.values()):
            return None
        one.status, one.inviters = "draft", inviters
        return one

    def propose_charter(self, view: View, group: UUID) -> Proposal | None:
        maker, (key, one) = self.as_writer(view, group), self.pending(group)
        if maker is None or one is None or one.status != "draft":
            return None
        made = self.proposal(maker, group, "charter", "charter")
        made.charter, one.status = key, "proposed"
        if self.lay(view, made) is None:
            one.status = "draft"
            return None
        return made
