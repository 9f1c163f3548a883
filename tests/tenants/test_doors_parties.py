"""The doors of proposals: whose consent each kind takes, what narrows at once, and what was tried against them."""

from uuid import UUID

import pytest

from tests.tenants.stage import Stage

ADMIN = {"zandwijk": "zara", "meerbergen": "mehmet", "dienst": "daan", "oosterdiep": "olga"}


def group(stage: Stage, key: str, form: str, parties: dict[str, str]) -> UUID:
    """A group of Fatima's with these parties."""
    return stage.world.group(key, key.title(), form, parties, founder="fatima")


def change(stage: Stage, key: str, kind: str, organisation: str = "", value: str = "", who: str = "fatima") -> UUID:
    """Propose a change; the id of the proposal."""
    made: UUID = stage.does(who, "propose_change", **asked(stage, key, kind, organisation, value))
    return made


def asked(stage: Stage, key: str, kind: str, organisation: str = "", value: str = "") -> dict[str, object]:
    about = stage.world.organisations[organisation] if organisation else None
    return {
        "the_group": stage.world.spaces[key],
        "the_kind": kind,
        "the_organisation": about,
        "the_value": value,
        "days": 30,
    }


def answer(stage: Stage, proposal: UUID, organisation: str, *, agrees: bool = True, who: str = "") -> str:
    """An administrator's answer."""
    said: str = stage.does(
        who or ADMIN[organisation], "answer_proposal", **said_by(stage, proposal, organisation, agrees)
    )
    return said


def said_by(stage: Stage, proposal: UUID, organisation: str, agrees: bool = True) -> dict[str, object]:  # noqa: FBT001, FBT002 - as the door
    return {"the_proposal": proposal, "the_organisation": stage.world.organisations[organisation], "agrees": agrees}


def refused(stage: Stage, proposal: UUID, organisation: str, who: str = "") -> str:
    """How an answer is refused; '' when it was taken."""
    return stage.is_refused(who or ADMIN[organisation], "answer_proposal", **said_by(stage, proposal, organisation))


def party(stage: Stage, key: str, organisation: str) -> tuple[str, str, bool]:
    """Role, reach, and whether it is live."""
    found: tuple[str, str, bool] = stage.world.rows(
        "SELECT role, reach, until > plein.moment() FROM plein.party WHERE group_id = %s AND organisation_id = %s",
        stage.world.spaces[key],
        stage.world.organisations[organisation],
    )[0]
    return found


BOTH = {"zandwijk": "owner", "meerbergen": "participant:named"}


@pytest.mark.parametrize(
    ("kind", "value", "after"),
    [("role", "owner", ("owner", "named", True)), ("reach", "all", ("participant", "all", True))],
)
def test_what_a_party_gains_takes_its_own_consent_and_every_owners(
    stage: Stage, kind: str, value: str, after: tuple[str, str, bool]
) -> None:
    group(stage, "samen", "open", BOTH)
    proposal = change(stage, "samen", kind, "meerbergen", value)
    assert refused(stage, proposal, "oosterdiep") == "Missing"
    assert refused(stage, proposal, "meerbergen", who="sanne") == "Missing"
    assert refused(stage, proposal, "meerbergen", who="zara") == "Missing"
    assert answer(stage, proposal, "zandwijk") == "open"
    assert answer(stage, proposal, "zandwijk") == "open"  # twice is once
    assert stage.logged("zandwijk", f"proposal.{kind}-agreed") == 1
    assert party(stage, "samen", "meerbergen") == ("participant", "named", True)
    assert answer(stage, proposal, "meerbergen") == "taken"
    assert party(stage, "samen", "meerbergen") == after
    assert refused(stage, proposal, "meerbergen") == "Conflict"


def test_a_wider_form_takes_the_consent_of_every_party_that_gains(stage: Stage) -> None:
    group(stage, "samen", "closed", {"zandwijk": "owner", "meerbergen": "participant", "dienst": "participant:named"})
    proposal = change(stage, "samen", "form", value="open")
    assert answer(stage, proposal, "zandwijk") == "open"
    assert refused(stage, proposal, "dienst") == "Missing"  # gains nothing, owns nothing
    assert not stage.sees("sanne", "samen")
    assert answer(stage, proposal, "meerbergen") == "taken"
    assert stage.sees("sanne", "samen")
    assert not stage.sees("daan", "samen")
    assert stage.is_refused("fatima", "propose_change", **asked(stage, "samen", "form", value="open")) == "Conflict"


@pytest.mark.parametrize(
    ("who", "answer_"), [("sanne", "Forbidden"), ("kees", "Missing"), ("stef", "Missing"), ("zara", "Missing")]
)
def test_only_a_steward_of_a_co_owner_proposes_a_change(stage: Stage, who: str, answer_: str) -> None:
    group(stage, "samen", "closed", BOTH)
    stage.world.member("samen", "sanne", "steward")  # of a participant
    for kind, organisation, value in (("form", "", "open"), ("role", "meerbergen", "owner"), ("out", "meerbergen", "")):
        assert stage.is_refused(who, "propose_change", **asked(stage, "samen", kind, organisation, value)) == answer_


def test_of_two_co_owners_neither_puts_the_other_out(stage: Stage) -> None:
    group(stage, "samen", "closed", {"zandwijk": "owner", "meerbergen": "owner", "dienst": "owner"})
    out = change(stage, "samen", "out", "dienst")
    assert refused(stage, out, "dienst") == "Missing"  # the one put out has no say
    assert answer(stage, out, "zandwijk") == "open"
    # Then the third leaves: two are left, and what was agreed does not put the other out any more.
    stage.does(
        "mehmet",
        "leave_party",
        the_group=stage.world.spaces["samen"],
        the_organisation=stage.world.organisations["meerbergen"],
    )
    assert refused(stage, out, "zandwijk") == "Conflict"
    assert party(stage, "samen", "dienst") == ("owner", "all", True)
    assert stage.is_refused("fatima", "propose_change", **asked(stage, "samen", "out", "dienst")) == "Conflict"
    assert stage.is_refused("fatima", "propose_change", **asked(stage, "samen", "out", "zandwijk")) == "Conflict"


def test_a_party_that_is_put_out_returns_without_people_externals_or_invitations(stage: Stage) -> None:
    world = stage.world
    group(stage, "samen", "closed", {"zandwijk": "owner", "meerbergen": "participant"})
    world.room("samen-kamer", "samen", "Kamer", founder="fatima")
    world.member("samen", "sanne")
    world.member("samen-kamer", "sanne")
    world.person("gast", "Gast", "meerbergen:external", issuer="gasten")
    world.member("samen", "gast", sponsor="sanne")
    waiting = change(stage, "samen", "role", "meerbergen", "owner")  # another proposal about it waits meanwhile
    out = change(stage, "samen", "out", "meerbergen")
    assert answer(stage, out, "zandwijk") == "taken"
    assert not any(stage.sees(who, space) for who in ("sanne", "gast") for space in ("samen", "samen-kamer"))
    assert world.one("SELECT status FROM plein.proposal WHERE id = %s", waiting) == "lapsed"
    assert refused(stage, waiting, "meerbergen") in {"Missing", "Conflict"}
    assert stage.logged("meerbergen", "proposal.out-began") == 1

    made = stage.does(
        "fatima", "propose_party", the_group=world.spaces["samen"], the_organisation=world.organisations["meerbergen"],
        the_domain=None, the_role="participant", the_reach="all", days=30,
    )  # fmt: skip
    answer(stage, made, "zandwijk")
    assert answer(stage, made, "meerbergen") == "taken"
    assert not any(stage.sees(who, space) for who in ("sanne", "gast") for space in ("samen", "samen-kamer"))


def test_the_last_owner_is_not_demoted_and_who_is_demoted_agrees(stage: Stage) -> None:
    group(stage, "samen", "closed", {"zandwijk": "owner", "meerbergen": "owner"})
    assert (
        stage.is_refused("fatima", "propose_change", **asked(stage, "samen", "role", "meerbergen", "owner"))
        == "Conflict"
    )
    proposal = change(stage, "samen", "role", "meerbergen", "participant")
    own = change(stage, "samen", "role", "zandwijk", "participant")
    assert answer(stage, proposal, "zandwijk") == "open"
    answer(stage, own, "zandwijk")
    assert answer(stage, own, "meerbergen") == "taken"
    assert refused(stage, proposal, "meerbergen") == "Conflict"  # it is the last one now
    assert party(stage, "samen", "meerbergen")[0] == "owner"
    meerbergen = stage.world.organisations["meerbergen"]
    leave = {"the_group": stage.world.spaces["samen"], "the_organisation": meerbergen}
    assert stage.is_refused("mehmet", "leave_party", **leave) == "Conflict"


def test_a_consent_counts_only_for_what_it_meant(stage: Stage) -> None:
    """Widening is never a side effect of another proposal that is taken meanwhile."""
    group(stage, "samen", "closed", BOTH)
    reach = change(stage, "samen", "reach", "meerbergen", "all")
    assert answer(stage, reach, "zandwijk") == "open"  # in a closed group: nobody reads along at once
    wider = change(stage, "samen", "form", value="open")
    assert answer(stage, wider, "zandwijk") == "taken"
    assert answer(stage, reach, "meerbergen") == "open"  # Zandwijk is asked again
    assert not stage.sees("mehmet", "samen")
    asks = "SELECT count(*) FROM plein.outbox WHERE kind = 'parties.proposal' AND payload ->> 'proposal' = %s"
    assert stage.world.one(asks, str(reach)) == 2
    assert answer(stage, reach, "zandwijk") == "taken"
    assert stage.sees("mehmet", "samen")


def test_an_answer_to_another_meaning_than_was_read_counts_for_nothing(stage: Stage) -> None:
    group(stage, "samen", "closed", BOTH)
    reach = change(stage, "samen", "reach", "meerbergen", "all")
    zandwijk = stage.world.organisations["zandwijk"]
    (read,) = (one for one in stage.gets("zara", "admin_proposals", the_organisation=zandwijk) if one.id == reach)
    stage.world.keeper.execute("UPDATE plein.space SET form = 'open' WHERE id = %s", (stage.world.spaces["samen"],))
    said = said_by(stage, reach, "zandwijk") | {"the_meaning": read.meaning}
    assert stage.is_refused("zara", "answer_proposal", **said) == "Conflict"
    assert stage.world.rows("SELECT 1 FROM plein.consent WHERE proposal_id = %s", reach) == []


def test_who_came_by_themselves_stops_reading_and_comes_back_only_as_the_form_says(stage: Stage) -> None:
    world = stage.world
    group(stage, "samen", "open", {"zandwijk": "owner"})
    space = {"the_group": world.spaces["samen"]}
    stage.does(
        "kees",
        "join_group",
        the_space=world.spaces["samen"],
        as_affiliation=world["kees"].affiliation,
        the_role="member",
    )
    assert stage.is_refused("kees", "narrow_form", **space, the_form="closed", keeps=True) == "Forbidden"
    assert stage.is_refused("joost", "narrow_form", **space, the_form="closed", keeps=True) == "Missing"
    assert stage.is_refused("fatima", "narrow_form", **space, the_form="open", keeps=True) in {"Invalid", "Conflict"}
    assert stage.does("fatima", "narrow_form", **space, the_form="findable", keeps=False) == 1
    assert not stage.sees("kees", "samen")
    assert stage.logged("zandwijk", "space.narrowed") == 1
    stage.does("fatima", "narrow_form", **space, the_form="closed", keeps=False)
    assert answer(stage, change(stage, "samen", "form", value="findable"), "zandwijk") == "taken"
    assert not stage.sees("kees", "samen")  # findable gives no sight back
    assert answer(stage, change(stage, "samen", "form", value="open"), "zandwijk") == "taken"
    assert stage.sees("kees", "samen")
    stage.does("fatima", "narrow_form", **space, the_form="closed", keeps=True)
    assert stage.sees("kees", "samen")


def test_narrowing_ends_waiting_proposals_of_a_wider_form(stage: Stage) -> None:
    group(stage, "samen", "findable", {"zandwijk": "owner"})
    wider = change(stage, "samen", "form", value="open")
    stage.does("fatima", "narrow_form", the_group=stage.world.spaces["samen"], the_form="closed", keeps=False)
    assert refused(stage, wider, "zandwijk") == "Conflict"


@pytest.mark.parametrize(
    ("who", "answer_"),
    [
        ("mehmet", ""),
        ("fatima", ""),
        ("zara", "Forbidden"),
        ("sanne", "Forbidden"),
        ("joost", "Missing"),
        ("olga", "Missing"),
    ],
)
def test_who_narrows_the_reach_of_a_party(stage: Stage, who: str, answer_: str) -> None:
    group(stage, "samen", "open", {"zandwijk": "owner", "meerbergen": "participant"})
    narrow = {"the_group": stage.world.spaces["samen"], "the_organisation": stage.world.organisations["meerbergen"]}
    assert stage.is_refused(who, "narrow_reach", **narrow, keeps=False) == answer_
    assert stage.sees("rik", "samen") == bool(answer_)


def test_a_steward_cannot_let_stay_whom_the_party_s_administrator_confirms(stage: Stage) -> None:
    world = stage.world
    for key, who, stays in (("een", "fatima", False), ("twee", "mehmet", True)):
        group(stage, key, "open", {"zandwijk": "owner", "meerbergen": "participant"})
        stage.does(
            "rik", "join_group", the_space=world.spaces[key], as_affiliation=world["rik"].affiliation, the_role="member"
        )
        stage.does(
            who,
            "narrow_reach",
            the_group=world.spaces[key],
            the_organisation=world.organisations["meerbergen"],
            keeps=True,
        )
        assert stage.sees("rik", key) == stays


def test_a_suspended_organisation_neither_agrees_nor_comes_in(stage: Stage) -> None:
    world = stage.world
    group(stage, "samen", "closed", {"zandwijk": "owner", "meerbergen": "owner"})
    suspend = "UPDATE plein.organisation SET status = %s WHERE id = %s"
    wider = change(stage, "samen", "form", value="open")
    answer(stage, wider, "zandwijk")
    world.keeper.execute(suspend, ("suspended", world.organisations["meerbergen"]))
    assert refused(stage, wider, "meerbergen") == "Missing"
    assert answer(stage, wider, "zandwijk") == "open"  # its consent stays needed
    world.keeper.execute(suspend, ("active", world.organisations["meerbergen"]))

    made = stage.does(
        "fatima", "propose_party", the_group=world.spaces["samen"], the_organisation=world.organisations["oosterdiep"],
        the_domain=None, the_role="participant", the_reach="all", days=30,
    )  # fmt: skip
    answer(stage, made, "oosterdiep")
    answer(stage, made, "zandwijk")
    world.keeper.execute(suspend, ("suspended", world.organisations["oosterdiep"]))
    assert refused(stage, made, "meerbergen") == "Conflict"
    world.keeper.execute(suspend, ("active", world.organisations["oosterdiep"]))


def test_a_proposal_that_ran_out_is_not_answered_and_its_place_is_free(stage: Stage) -> None:
    group(stage, "samen", "closed", BOTH)
    first = change(stage, "samen", "role", "meerbergen", "owner")
    twice = asked(stage, "samen", "role", "meerbergen", "owner")
    assert stage.is_refused("fatima", "propose_change", **twice) == "Conflict"
    answer(stage, first, "zandwijk")
    stage.world.later(days=31)
    assert refused(stage, first, "meerbergen") == "Conflict"
    assert stage.is_refused("fatima", "propose_change", **twice) == ""
    stage.world.on_time()


def test_a_hidden_organisation_that_refuses_looks_like_one_that_does_not_exist(stage: Stage) -> None:
    world = stage.world
    group(stage, "samen", "closed", {"zandwijk": "owner"})
    world.organisation("muis", "Stil Advies", listed=False)
    world.person("lies", "Lies Stil", "muis:administrator")
    made = {
        domain: stage.does(
            "fatima", "propose_party", the_group=world.spaces["samen"], the_organisation=None, the_domain=domain,
            the_role="participant", the_reach="named", days=30,
        )
        for domain in ("muis.example", "niemand.example")
    }  # fmt: skip

    def shown() -> set[tuple[object, ...]]:
        rows = stage.gets(
            "fatima", "group_proposals", the_group=world.spaces["samen"], waiting=True, before=None, at_most=9
        )
        zandwijk = world.organisations["zandwijk"]
        rows_of_a = stage.gets("zara", "admin_proposals", the_organisation=zandwijk)
        return {
            (one.status, one.organisation_id, tuple(one.agreed), tuple(one.waits_for).__str__().replace(one.named, "X"))
            for one in rows
        } | {
            (one.about_id, one.agreed, tuple(one.agreed_by), tuple(one.waits_for).__str__().replace(one.named, "X"))
            for one in rows_of_a
            if one.group_id == world.spaces["samen"]
        }

    before = shown()
    assert len(before) == 2  # one for each of the two lists: both proposals look the same
    assert answer(stage, made["muis.example"], "muis", who="lies") == "open"
    assert shown() == before
    assert answer(stage, made["muis.example"], "muis", who="lies", agrees=False) == "refused"
    assert shown() == before
    assert stage.logged("zandwijk", "party.refused") == stage.logged("zandwijk", "party.agreed") == 0
    assert stage.logged("muis", "party.refused") == 1
    for one in made.values():
        assert answer(stage, one, "zandwijk") == "open"
    assert refused(stage, made["muis.example"], "muis", who="lies") == "Conflict"


def test_a_firm_that_is_not_alone_does_not_reach_all_its_staff(stage: Stage) -> None:
    group(stage, "samen", "closed", {"zandwijk": "owner", "landwijs": "participant:named"})
    assert (
        stage.is_refused("fatima", "propose_change", **asked(stage, "samen", "reach", "landwijs", "all")) == "Conflict"
    )


@pytest.mark.parametrize(
    ("who", "found"), [("zara", 1), ("mehmet", 1), ("daan", 1), ("olga", 0), ("fatima", 0), ("", 0)]
)
def test_an_administrator_reads_about_the_own_party_alone(stage: Stage, who: str, found: int) -> None:
    own = {"mehmet": "meerbergen", "daan": "dienst", "olga": "oosterdiep"}.get(who, "zandwijk")
    visie = {"the_group": stage.world.spaces["visie"], "the_organisation": stage.world.organisations[own]}
    assert len(stage.gets(who, "own_party", **visie)) == found
    other = stage.world.organisations["meerbergen" if own == "zandwijk" else "zandwijk"]
    assert stage.gets(who, "own_party", **visie | {"the_organisation": other}) == []


def test_nothing_widens_in_a_group_past_its_end_though_no_job_came_by(stage: Stage) -> None:
    world = stage.world
    group(stage, "samen", "closed", {"zandwijk": "owner", "meerbergen": "owner"})
    waiting = change(stage, "samen", "form", value="findable")
    world.keeper.execute("UPDATE plein.space SET ends_at = plein.moment() WHERE id = %s", (world.spaces["samen"],))

    assert stage.is_refused("fatima", "propose_change", **asked(stage, "samen", "form", value="open")) == "Conflict"
    assert refused(stage, waiting, "zandwijk") == "Conflict"
    texts = dict.fromkeys(("the_purpose", "the_sharing", "the_retention", "the_leaving"), "")
    written = {"the_group": world.spaces["samen"], "the_inviters": "members", "the_classification": "open"} | texts
    assert stage.is_refused("fatima", "write_charter", **written) == "Conflict"
    stage.does(
        "mehmet", "leave_party", the_group=world.spaces["samen"], the_organisation=world.organisations["meerbergen"]
    )
    stage.does("zara", "leave_party", the_group=world.spaces["samen"], the_organisation=world.organisations["zandwijk"])
