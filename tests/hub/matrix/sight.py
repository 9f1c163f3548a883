"""What each person of the cast may see, said once more by hand: the oracle of the route x person test.

Not computed by the product's own rule. An argument of a route that has no entry here fails the test: whoever adds a
route says, on that day, whose ids it takes.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from tenants.ids import new_id
from tests.hub.matrix.asked import (
    copies,
    drafts,
    emergencies,
    emergencies_of_ours,
    joins_of_ours,
    login_requests_to_us,
    requests,
)
from tests.world import World
from tests.world.sight import GROUP_SIGHT

# The people that the issue names, and one of each further kind. '' is nobody.
PEOPLE = {
    "": "nobody",
    "fatima": "steward",
    "sanne": "member of the other town",
    "rik": "reader",
    "kees": "colleague who sees open groups",
    "zara": "administrator of a co-owner",
    "mehmet": "administrator of the other co-owner",
    "els": "serves three organisations",
    "former": "former member",
    "gone": "affiliation ended",
    "joost": "of another organisation",
    "olga": "administrator of another organisation",
    "lars": "staff of an unlisted firm",
    "peter": "external in the group",
    "karin": "external in room A",
    "bas": "external in room B",
    "ivo": "external whose date has passed",
    "sanne-elders": "same person through a login that was not accepted",
}

SPACES: Mapping[str, set[str]] = {"": set(), **GROUP_SIGHT}

ADMINISTERS = {"zara": {"zandwijk"}, "mehmet": {"meerbergen"}, "daan": {"dienst"}, "olga": {"oosterdiep"}}


def _spaces(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    seen = {world.spaces[key] for key in SPACES[who]}
    told = {world.spaces[key] for keys in SPACES.values() for key in keys}
    return seen, told - seen


def _items(kind: str) -> "Sight":
    def of(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
        found = {
            key: made
            for key, made in world.items.items()
            if key.startswith(f"{kind}-") and key.split("-", 1)[1] in world.spaces
        }
        seen = {made for key, made in found.items() if key.split("-", 1)[1] in SPACES[who]}
        return seen, set(found.values()) - seen

    return of


def _any_item(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    seen, hidden = set[UUID](), set[UUID]()
    for kind in ("bericht", "reactie", "vraag", "antwoord", "stuk"):
        some = _items(kind)(world, who)
        seen |= some[0]
        hidden |= some[1]
    return seen, hidden


def _folders(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """A folder, for who reads its space; laid down when first asked for."""
    for space, author in (("visie", "sanne"), ("tender", "sanne"), ("kamer-a", "karin"), ("kamer-b", "bas")):
        if f"map-{space}" not in world.items:
            world.item(f"map-{space}", space, author, "folder")
    return _items("map")(world, who)


def _attachments(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """A file in a comment, for who reads it; the same content as the document there, laid down when first asked for."""
    for key, made in list(world.items.items()):
        kind, _, space = key.partition("-")
        if kind == "stuk" and f"reactie-{space}" in world.items and f"bijlage-{space}" not in world.items:
            world.items[f"bijlage-{space}"] = new_id()
            world.keeper.execute(
                "INSERT INTO plein.attachment (id, space_id, item_id, author_id, owner_id, sha256, size, media_type,"
                " file_name, created_at) SELECT %s, i.space_id, i.id, i.author_id, i.owner_id, v.sha256, v.size,"
                " v.media_type, v.file_name, v.created_at FROM plein.item i, plein.document_version v"
                " WHERE i.id = %s AND v.document_id = %s AND v.number = 1",
                (world.items[f"bijlage-{space}"], world.items[f"reactie-{space}"], made),
            )
    return _items("bijlage")(world, who)


def _organisations(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """An organisation in an address is one that somebody administers."""
    seen = {world.organisations[key] for key in ADMINISTERS.get(who, set())}
    return seen, set(world.organisations.values()) - seen


def _nothing(_world: World, _who: str) -> tuple[set[UUID], set[UUID]]:
    """Ids of which the cast has none: only an absent one is tried here; the feature's own tests have the rest."""
    return set(), set()


def _memberships(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """A membership: in a space that one sees, one's own, of the own people, of an external that one sponsors."""
    hidden = {
        made for (space, _), made in world.memberships.items() if space == "elders" and who not in {"joost", "olga"}
    }
    return set(), hidden


def _offers(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """The role of steward that is offered: to whom it is; a steward there may take it back."""
    offer = {world.asked["offer"]}
    return (offer if who == "sanne" else set()), (set() if who in {"sanne", "fatima"} else offer)


def _addresses(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """Somebody asked for by address: known to the stewards there."""
    asked = {world.asked["address"]}
    return (asked, set()) if who == "fatima" else (set(), asked)


# Externals of the cast with a place now: who, where, whose; those who may change it: the sponsor and the administrator.
VOUCHED = {
    ("tender", "peter"): {"fatima", "zara"},
    ("kamer-a", "karin"): {"fatima", "zara"},
    ("kamer-b", "bas"): {"sanne", "mehmet"},
}


def _vouched(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """The place of an external, for its sponsor and its administrator; as any other membership for the rest."""
    found = {world.memberships[space, world[one].affiliation]: by for (space, one), by in VOUCHED.items()}
    return {place for place, by in found.items() if who in by}, {place for place, by in found.items() if who not in by}


def _own_access(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """An external's own affiliation, and nobody else's."""
    found = {one: world[one].affiliation for one in ("peter", "karin", "bas", "ivo")}
    return {made for one, made in found.items() if one == who}, {made for one, made in found.items() if one != who}


def _invitations(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """An invitation, for its sponsor, the stewards of its room, and the administrators; laid down when first asked."""
    seen, hidden = set[UUID](), set[UUID]()
    for sponsor, space, of in (("fatima", "kamer-a", "zandwijk"), ("sanne", "kamer-b", "meerbergen")):
        address = f"wacht-{space}@elders.example"
        if world.one("SELECT count(*) FROM plein.invitation WHERE address = %s", address) == 0:
            world.lay(
                "invitation",
                id=new_id(),
                kind="external",
                organisation_id=world.organisations[of],
                group_id=world.spaces["tender"],
                space_id=world.spaces[space],
                sponsor_id=world[sponsor].affiliation,
                shown="Wacht",
                address=address,
                proof=address.encode(),
                access_until=world.now + timedelta(days=30),
                expires_at=world.now + timedelta(days=14),
                created_at=world.now,
            )
        made = world.one("SELECT id FROM plein.invitation WHERE address = %s", address)
        (seen if who == sponsor or of in ADMINISTERS.get(who, set()) else hidden).add(made)
    return seen, hidden


def _takeovers(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """A question to take over an external: who was asked answers, who asked takes it back; nobody else sees it."""
    if world.one("SELECT count(*) FROM plein.sponsorship") == 0:
        world.lay(
            "sponsorship",
            id=new_id(),
            membership_id=world.memberships["kamer-b", world["bas"].affiliation],
            organisation_id=world.organisations["meerbergen"],
            asked_by=world["sanne"].affiliation,
            asked_id=world["rik"].affiliation,
            created_at=world.now,
            until=world.now + timedelta(days=14),
        )
    made = world.one("SELECT id FROM plein.sponsorship")
    return (set(), set()) if who in {"rik", "sanne", "mehmet"} else (set(), {made})


def _parties(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """An organisation in a group: for its stewards; one that takes part in no group that is seen is not there."""
    taking = {key for space in SPACES[who] for key, spaces in PARTIES.items() if space in spaces}
    taking |= {space.removeprefix("plein-") for space in SPACES[who] if space.startswith("plein-")}
    seen = {world.organisations[key] for key in taking} if who == "fatima" else set()
    return seen, {made for key, made in world.organisations.items() if key not in taking}


def _proposal(world: World) -> UUID:
    """A proposal in a group of two co-owners, of an organisation that is none of them; made when first asked for."""
    if "voorstel-aan-oosterdiep" not in world.items:
        world.items["voorstel-aan-oosterdiep"] = made = new_id()
        world.lay(
            "proposal",
            id=made,
            group_id=world.spaces["visie"],
            organisation_id=world.organisations["oosterdiep"],
            named="Gemeente Oosterdiep",
            role="participant",
            reach="all",
            proposed_by=world["fatima"].affiliation,
            proposer_id=world.organisations["zandwijk"],
            created_at=world.now,
            until=world.now + timedelta(days=30),
        )
    return world.items["voorstel-aan-oosterdiep"]


def _proposals(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """In the group: its stewards."""
    made = {_proposal(world)}
    return (made, set()) if who == "fatima" else (set(), made)


def _proposals_to_us(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """In Beheer: the administrators of the co-owners and of the organisation that is proposed."""
    made = {_proposal(world)}
    return (made, set()) if who in {"zara", "mehmet", "olga"} else (set(), made)


def _logins_of_oneself(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """A login, for the person whose it is, through whichever of them."""
    seen = {one.login_id for one in world.people.values() if who and one.person_id == world[who].person_id}
    return seen, {one.login_id for one in world.people.values()} - seen


def _other_sessions(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """A session: nobody of the cast has another one of the same login, but Fatima."""
    hidden = [one for one in world.people.values() if not who or one.login_id != world[who].login_id]
    return set(), {UUID(hashlib.sha256(one.proof).hexdigest()[:32]) for one in hidden}


Sight = Callable[[World, str], tuple[set[UUID], set[UUID]]]

# Argument of a route to what a person may see of it: (seen, hidden).
ARGUMENTS: Mapping[str, Sight] = {
    "session_id": _other_sessions,
    "space_id": _spaces,
    "group_id": _spaces,
    "item_id": _any_item,
    "post_id": _items("bericht"),
    "question_id": _items("vraag"),
    "answer_id": _items("antwoord"),
    "document_id": _items("stuk"),
    "folder_id": _folders,
    "comment_id": _items("reactie"),
    "organisation_id": _organisations,
    "membership_id": _memberships,
    "affiliation_id": _nothing,
    "invitation_id": _invitations,
    "takeover_id": _takeovers,
    "request_id": requests,
    "proposal_id": _proposals,
    "party_id": _parties,
    "agreement_id": _nothing,
    "copy_id": copies,
    "emergency_id": emergencies,
    "draft_id": drafts,
    "attachment_id": _attachments,
    "issuer_id": _nothing,
    "bulk_id": _nothing,  # of Beheer alone: below
    "offer_id": _offers,
    "address_id": _addresses,
    "join_id": joins_of_ours,
    "login_id": _nothing,
}

# Which groups each organisation is a party of: what its administrators know of them is their titles.
PARTIES = {
    "zandwijk": {"plein-zandwijk", "visie", "tender", "intern"},
    "meerbergen": {"plein-meerbergen", "visie", "tender"},
    "dienst": {"plein-dienst", "visie", "tender"},
    "oosterdiep": {"plein-oosterdiep", "elders"},
}


def _groups_of_ours(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: the groups that the own organisation is a party of, seen as a member or not."""
    seen = {world.spaces[key] for organisation in ADMINISTERS.get(who, set()) for key in PARTIES[organisation]}
    return seen, {world.spaces[key] for keys in PARTIES.values() for key in keys} - seen


def _own_people(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: affiliations of the own organisation."""
    found = [(organisation, made) for one in world.people.values() for organisation, made in one.affiliations.items()]
    seen = {made for organisation, made in found if organisation in ADMINISTERS.get(who, set())}
    return seen, {made for _, made in found} - seen


def _own_memberships(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: the places of the own people."""
    own = _own_people(world, who)[0]
    seen = {made for (_, affiliation), made in world.memberships.items() if affiliation in own}
    return seen, set(world.memberships.values()) - seen


def _own_offers(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: what own people offered."""
    offer = {world.asked["offer"]}
    return (offer, set()) if "zandwijk" in ADMINISTERS.get(who, set()) else (set(), offer)


def _own_addresses(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: what own people asked for, and who asked for own people."""
    asked = {world.asked["address"]}
    return (asked, set()) if ADMINISTERS.get(who, set()) & {"zandwijk", "meerbergen"} else (set(), asked)


SIDES = {"inkoop": {"dienst", "oosterdiep"}}
"""Which organisations each agreement is between."""


def _agreements(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: the agreements of the own organisation."""
    seen = {made for key, made in world.agreements.items() if SIDES[key] & ADMINISTERS.get(who, set())}
    return seen, set(world.agreements.values()) - seen


def _acts_on_many(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: what was done to many at once in the own organisation, by whichever administrator."""
    seen = set(world.bulks.values()) if "zandwijk" in ADMINISTERS.get(who, set()) else set[UUID]()
    return seen, set(world.bulks.values()) - seen


def _own_logins(world: World, who: str) -> tuple[set[UUID], set[UUID]]:
    """For an administrator: logins through which people of the own organisation are here."""
    ours = {one.login_id for one in world.people.values() if set(one.affiliations) & ADMINISTERS.get(who, set())}
    return ours, {one.login_id for one in world.people.values()} - ours


# What the same arguments mean in Beheer, where one knows more and reads less.
IN_BEHEER: Mapping[str, Sight] = {
    "group_id": _groups_of_ours,
    "space_id": _groups_of_ours,
    "affiliation_id": _own_people,
    "agreement_id": _agreements,
    "bulk_id": _acts_on_many,
    "membership_id": _own_memberships,
    "offer_id": _own_offers,
    "address_id": _own_addresses,
    "proposal_id": _proposals_to_us,
    "login_id": _own_logins,
    "request_id": login_requests_to_us,
    "emergency_id": emergencies_of_ours,
}


# And on an external's own pages, those of its sponsor, and the pages of one's own account.
AT_EXTERNALS: Mapping[str, Mapping[str, Sight]] = {
    "/externen": {"membership_id": _vouched},
    "/mijn-toegang": {"affiliation_id": _own_access},
    "/voorwaarden": {"affiliation_id": _own_access},
    "/account": {"login_id": _logins_of_oneself},
}


def sight(path: str, name: str) -> Sight:
    """Whose ids an argument of this route takes."""
    for begins, arguments in AT_EXTERNALS.items():
        if path.startswith(begins) and name in arguments:
            return arguments[name]
    return IN_BEHEER.get(name, ARGUMENTS[name]) if path.startswith("/beheer") else ARGUMENTS[name]


# Arguments that are no id of anybody's: a value that is well formed.
PLAIN: Mapping[str, object] = {
    "number": 1,
    "leaf": 1,
    "brand": "0b5c8c",
    "secret": "geen-echt-geheim",
    "handle": "geen-organisatie",
    "mail_id": "x",
    "kind": "externen-beeindigen",
}
