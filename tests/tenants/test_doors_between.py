"""What one door leaves behind and another takes up: an end, a room's title, a name, a place that must not come back."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest

from tenants.db import connect, door, transaction
from tenants.ids import new_id
from tests.tenants.stage import Stage

WHY = "De groepsbeheerder is ziek en er loopt een termijn."
LINK = hashlib.sha256(b"another link").digest()
END = "UPDATE plein.space SET ends_at = plein.moment() WHERE id = %s"
ENDED_BY = "SELECT ended_by FROM plein.membership WHERE id = %s"
TITLES = "SELECT count(*) FROM plein.audit WHERE organisation_id = %s AND thing_shown || ' ' || why LIKE %s"


def titled(stage: Stage, organisation: str, text: str) -> int:
    """How many rows of an organisation's log hold a text."""
    found: int = stage.world.one(TITLES, stage.world.organisations[organisation], f"%{text}%")
    return found


def works(stage: Stage, name: str, **values: object) -> object:
    """A door of the worker, with no person behind it."""
    worker = connect(stage.world.database.worker)
    with transaction(worker, stage.enters("")):
        found = door(name, **values)
    worker.dispose()
    return found


def invited(stage: Stage, who: str, space: str, **changes: object) -> UUID:
    """An invitation of Peter's address by somebody."""
    made = new_id()
    values: dict[str, object] = {
        "the_id": made,
        "the_space": stage.world.spaces[space],
        "the_sponsor": stage.world[who].affiliation,
        "the_role": "member",
        "the_shown": "Wim Gast",
        "the_employer": "",
        "the_address": "peter@firma.example",
        "the_proof": LINK,
        "the_access_until": stage.world.now + timedelta(days=30),
        "days": 14,
    }
    stage.does(who, "invite_external", **(values | changes))
    return made


# ---------------------------------------------------------------- past its end date is over
def test_the_end_of_a_room_is_no_co_owner_s_to_read(stage: Stage) -> None:
    """The job that archives writes the title of a group to its owners, of a room to nobody."""
    world = stage.world
    for space in ("tender", "kamer-b"):
        world.keeper.execute(END, (world.spaces[space],))
    assert works(stage, "work_archive")
    assert titled(stage, "zandwijk", "Aanbesteding dijk") == 1
    assert titled(stage, "zandwijk", "Kamer Bouwgroep") == 0


@pytest.mark.parametrize("ended", ["tender", "kamer-a"])
def test_nobody_vouches_where_it_is_over(stage: Stage, ended: str) -> None:
    """Whether the job that archives came by or not, of the space itself or of the group around it."""
    world = stage.world
    invited(stage, "fatima", "kamer-a")
    karin = stage.membership("kamer-a", "karin")
    assert len(stage.gets("peter", "invitation_terms", the_proof=LINK)) == 1
    world.keeper.execute(END, (world.spaces[ended],))
    assert stage.gets("peter", "invitation_terms", the_proof=LINK) == []
    later = {"the_membership": karin, "the_until": world.now + timedelta(days=80)}
    assert stage.is_refused("zara", "extend_external", **later) == "Conflict"
    assert (
        stage.is_refused(
            "peter",
            "accept_invitation",
            the_proof=LINK,
            the_session=world["peter"].proof,
            the_shown="Peter",
            the_sort_name="peter",
        )
        == "Missing"
    )


def test_nothing_is_proposed_or_agreed_past_the_end(stage: Stage) -> None:
    world = stage.world
    world.group("kort", "Korte groep", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    form = {
        "the_group": world.spaces["kort"],
        "the_kind": "form",
        "the_organisation": None,
        "the_value": "open",
        "days": 30,
    }
    dienst = {
        "the_group": world.spaces["kort"],
        "the_organisation": world.organisations["dienst"],
        "the_domain": None,
        "the_role": "participant",
        "the_reach": "all",
        "days": 30,
    }
    made = stage.does("fatima", "propose_change", **form)
    world.keeper.execute(END, (world.spaces["kort"],))
    agrees = {"the_proposal": made, "the_organisation": world.organisations["meerbergen"], "agrees": True}
    assert stage.is_refused("mehmet", "answer_proposal", **agrees) == "Conflict"
    assert stage.is_refused("fatima", "propose_party", **dienst) == "Conflict"
    charter = {
        "the_group": world.spaces["kort"],
        "the_purpose": "",
        "the_sharing": "",
        "the_inviters": "members",
        "the_classification": "open",
        "the_retention": "",
        "the_leaving": "",
    }
    assert stage.is_refused("fatima", "write_charter", **charter) == "Conflict"


def test_the_last_owner_leaves_what_is_past_its_end(stage: Stage) -> None:
    world = stage.world
    leaving = {"the_group": world.spaces["intern"], "the_organisation": world.organisations["zandwijk"]}
    assert stage.is_refused("zara", "leave_party", **leaving) == "Conflict"
    world.keeper.execute(END, (world.spaces["intern"],))
    (own,) = stage.gets("zara", "own_party", **leaving)
    assert own.archived
    stage.does("zara", "leave_party", **leaving)


# ---------------------------------------------------------------- a place that gives no sight gives nothing else
def test_who_is_not_in_yet_vouches_for_nobody(stage: Stage) -> None:
    """Kees waits for a word: he is asked nothing about the room, and an invitation of his opens nothing."""
    world = stage.world
    kees = world.member("kamer-a", "kees", confirmed=False)
    karin = stage.membership("kamer-a", "karin")
    ask = {"the_membership": karin, "the_affiliation": world["kees"].affiliation, "days": 14}
    assert stage.is_refused("fatima", "ask_takeover", **ask) == "Invalid"
    assert stage.gets("fatima", "sponsor_candidates", the_membership=karin, prefix="kees", at_most=9) == []
    world.keeper.execute("UPDATE plein.membership SET confirmed = true WHERE id = %s", (kees,))
    stage.does("fatima", "ask_takeover", **ask)
    assert len(stage.gets("kees", "own_takeovers")) == 1
    world.keeper.execute("UPDATE plein.membership SET confirmed = false WHERE id = %s", (kees,))
    assert stage.gets("kees", "own_takeovers") == []


def test_whom_a_title_waits_for_does_not_give_it_to_her_administrator(stage: Stage) -> None:
    """Joris waits to be let into a room where nobody of his is: its title is for organisations with people in it."""
    world = stage.world
    world.person("joris", "Joris Dienst", "dienst")
    place = world.member("kamer-b", "joris", confirmed=False)
    tender, dienst = world.spaces["tender"], world.organisations["dienst"]

    def told() -> str:
        groups = stage.gets("daan", "admin_groups", the_organisation=dienst, the_group=tender)
        people = stage.gets("daan", "admin_group_people", the_organisation=dienst, the_group=tender)
        places = stage.gets(
            "daan",
            "admin_memberships",
            the_organisation=dienst,
            the_affiliation=world["joris"].affiliation,
            only_externals=False,
            after_until=world.now - timedelta(days=1000),
            after_id=new_id(),
            at_most=50,
        )
        return repr([tuple(one) for one in (*groups, *people, *places)])

    assert "Aanbesteding dijk" in told()
    assert "Kamer Bouwgroep" not in told()
    world.keeper.execute("UPDATE plein.membership SET confirmed = true WHERE id = %s", (place,))
    assert "Kamer Bouwgroep" in told()


def test_who_waits_does_not_open_a_room_to_an_emergency(stage: Stage) -> None:
    world = stage.world
    world.person("zoe", "Zoë Tweede", "zandwijk:administrator")
    world.group("een", "Van ons", "closed", {"zandwijk": "owner", "dienst": "participant"}, founder="fatima")
    world.room("een-kamer", "een", "Kamer van Els", founder="fatima")
    world.keeper.execute(
        "UPDATE plein.membership SET until = plein.moment() WHERE space_id = %s", (world.spaces["een-kamer"],)
    )
    world.member("een-kamer", "kees", confirmed=False)
    asked = {
        "the_space": world.spaces["een-kamer"],
        "the_organisation": world.organisations["zandwijk"],
        "the_reason": WHY,
        "the_hours": 1,
        "most_hours": 8,
        "pending_hours": 24,
    }
    assert stage.is_refused("zara", "ask_emergency", **asked) == "Missing"
    terms = {"the_space": world.spaces["een-kamer"], "the_organisation": world.organisations["zandwijk"]}
    assert stage.gets("zara", "emergency_terms", **terms) == []


def test_an_administrator_does_not_let_herself_in(stage: Stage) -> None:
    """She joined by herself; the group was closed since. Somebody else says whether she stays."""
    world = stage.world
    world.person("zoe", "Zoë Tweede", "zandwijk:administrator")
    world.group("dicht", "Personeelszaken", "closed", {"zandwijk": "owner"}, founder="fatima")
    zara = world["zara"].affiliation
    own = world.member("dicht", "zara", came="self", confirmed=False, let_in_by=zara)
    agrees = {"the_membership": own, "agrees": True}
    assert stage.is_refused("zara", "confirm_member", **agrees) == "Forbidden"
    assert not stage.sees("zara", "dicht")
    stage.does("zoe", "confirm_member", **agrees)
    assert stage.sees("zara", "dicht")


# ---------------------------------------------------------------- names and titles in another's log
@pytest.mark.parametrize("act", ["resend_invitation", "withdraw_invitation"])
def test_a_steward_of_another_organisation_leaves_no_name_in_her_own_log(stage: Stage, act: str) -> None:
    """She sees that Meerbergen invited somebody, not whom; nor do her administrators read it in the log."""
    world = stage.world
    made = invited(stage, "sanne", "kamer-b")
    world.member("kamer-b", "fatima", "steward")
    assert [row.shown for row in stage.gets("fatima", "space_invitations", the_space=world.spaces["kamer-b"])] == [""]
    values: dict[str, object] = {"the_invitation": made}
    if act == "resend_invitation":
        values |= {"the_proof": hashlib.sha256(b"a new one").digest(), "the_generation": 2, "days": 14}
    stage.does("fatima", act, **values)
    assert titled(stage, "zandwijk", "Wim Gast") == 0
    assert titled(stage, "meerbergen", "Wim Gast") == 2


def test_an_emergency_in_a_room_stays_with_the_owner_that_asked(stage: Stage) -> None:
    """A co-owner who came since reads nothing of it: not in the list, not in the log, and has no say in it."""
    world = stage.world
    world.person("zoe", "Zoë Tweede", "zandwijk:administrator")
    world.group("een", "Van ons", "closed", {"zandwijk": "owner"}, founder="fatima")
    world.room("een-kamer", "een", "Geheime kamer", founder="fatima")
    asked = {
        "the_space": world.spaces["een-kamer"],
        "the_organisation": world.organisations["zandwijk"],
        "the_reason": WHY,
        "the_hours": 1,
        "most_hours": 8,
        "pending_hours": 24,
    }
    meerbergen = world.organisations["meerbergen"]
    first = stage.does("zara", "ask_emergency", **asked)
    stage.does("zoe", "answer_emergency", the_emergency=first, the_organisation=asked["the_organisation"], agrees=True)
    second = stage.does("zoe", "ask_emergency", **asked)
    world.lay(
        "party", group_id=world.spaces["een"], organisation_id=meerbergen, role="owner", reach="all", since=world.now
    )
    assert stage.gets("mehmet", "admin_emergencies", the_organisation=meerbergen) == []
    refuses = {"the_emergency": second, "the_organisation": meerbergen, "agrees": False}
    assert stage.is_refused("mehmet", "answer_emergency", **refuses) == "Missing"
    stage.does("zara", "emergency_read", the_space=world.spaces["een-kamer"], the_kind="post", the_thing=new_id())
    stage.does("zara", "end_emergency", the_emergency=first)
    stage.does("zoe", "end_emergency", the_emergency=second)
    assert titled(stage, "meerbergen", "Geheime kamer") == 0
    assert titled(stage, "zandwijk", "Geheime kamer") >= 5


# ---------------------------------------------------------------- what does not come back
@pytest.mark.parametrize("how", ["leaves", "ended"])
def test_who_was_put_out_and_read_along_is_still_put_out(stage: Stage, how: str) -> None:
    """However an emergency ends, the steward's word of before it stands."""
    world = stage.world
    world.person("zoe", "Zoë Tweede", "zandwijk:administrator")
    world.group("dicht", "Personeelszaken", "closed", {"zandwijk": "owner"}, founder="fatima")
    place = world.member("dicht", "zara")
    stage.does("fatima", "end_membership", the_membership=place)
    zandwijk = world.organisations["zandwijk"]
    made = stage.does(
        "zara",
        "ask_emergency",
        the_space=world.spaces["dicht"],
        the_organisation=zandwijk,
        the_reason=WHY,
        the_hours=1,
        most_hours=8,
        pending_hours=24,
    )
    stage.does("zoe", "answer_emergency", the_emergency=made, the_organisation=zandwijk, agrees=True)
    if how == "leaves":
        stage.does("zara", "end_membership", the_membership=place)
    else:
        stage.does("zoe", "end_affiliation", the_affiliation=world["zara"].affiliation, the_why="")
    assert world.one(ENDED_BY, place) == "steward"
    stage.does(
        "fatima",
        "add_member",
        the_space=world.spaces["dicht"],
        the_affiliation=world["kees"].affiliation,
        the_role="member",
    )
    stage.does("fatima", "end_membership", the_membership=stage.membership("dicht", "kees"))
    assert world.one(ENDED_BY, stage.membership("dicht", "kees")) == "steward"


def test_a_party_that_comes_back_brings_nobody(stage: Stage) -> None:
    """Not even somebody whose place was made while it was leaving."""
    world = stage.world
    tender, dienst = world.spaces["tender"], world.organisations["dienst"]
    stage.does("daan", "leave_party", the_group=tender, the_organisation=dienst)
    world.person("laat", "Late Lid", "dienst")
    late = world.member("tender", "laat")
    made = stage.does(
        "fatima",
        "propose_party",
        the_group=tender,
        the_organisation=dienst,
        the_domain=None,
        the_role="participant",
        the_reach="all",
        days=30,
    )
    for who, of in (("zara", "zandwijk"), ("mehmet", "meerbergen"), ("daan", "dienst")):
        stage.does(who, "answer_proposal", the_proposal=made, the_organisation=world.organisations[of], agrees=True)
    assert world.one("SELECT status FROM plein.proposal WHERE id = %s", made) == "taken"
    assert not stage.sees("laat", "tender")
    assert world.one(ENDED_BY, late) == "party"


def test_a_member_s_invitation_does_not_undo_what_a_steward_decided(stage: Stage) -> None:
    """A steward made Peter a reader; that somebody may bring externals does not make him a member again."""
    world = stage.world
    at = world.now
    world.lay(
        "charter",
        id=new_id(),
        group_id=world.spaces["tender"],
        number=1,
        status="live",
        inviters="members",
        classification="open",
        written_by=world["fatima"].affiliation,
        writer_id=world.organisations["zandwijk"],
        written_at=at,
    )
    world.member("tender", "kees")
    peter = stage.membership("tender", "peter")
    stage.does("fatima", "change_role", the_membership=peter, the_role="reader")
    accept = {"the_session": world["peter"].proof, "the_shown": "Peter", "the_sort_name": "peter"}
    invited(stage, "kees", "tender")
    stage.does("peter", "accept_invitation", the_proof=LINK, **accept)
    role = "SELECT role FROM plein.membership WHERE id = %s"
    assert world.one(role, peter) == "reader"
    second = hashlib.sha256(b"of a steward").digest()
    invited(stage, "fatima", "tender", the_proof=second)
    stage.does("peter", "accept_invitation", the_proof=second, **accept)
    assert world.one(role, peter) == "member"


def test_who_agreed_to_an_emergency_can_still_link_another_login(stage: Stage) -> None:
    """Two persons turn out to be one: what each said stays written, and nothing stands in the way."""
    world = stage.world
    world.person("zoe", "Zoë Tweede", "zandwijk:administrator")
    world.person("zoe-elders", "Zoë Elders", "oosterdiep")
    world.group("dicht", "Personeelszaken", "closed", {"zandwijk": "owner"}, founder="fatima")
    zandwijk = world.organisations["zandwijk"]
    made = stage.does(
        "zara",
        "ask_emergency",
        the_space=world.spaces["dicht"],
        the_organisation=zandwijk,
        the_reason=WHY,
        the_hours=1,
        most_hours=8,
        pending_hours=24,
    )
    stage.does("zoe", "answer_emergency", the_emergency=made, the_organisation=zandwijk, agrees=True)
    here = world["zoe-elders"].proof
    world.lay(
        "login_link",
        session=here,
        issuer_id=world.issuers["zandwijk"],
        subject="zoe",
        until=world.now + timedelta(minutes=5),
    )
    stage.does("zoe-elders", "link_login", the_proof=here)
    person = "SELECT person_id FROM plein.affiliation WHERE id = %s"
    assert world.one(person, world["zoe"].affiliation) == world["zoe-elders"].person_id
