"""Mails about groups: who was let in hears so."""

from pathlib import Path

from hub.groups import jobs
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.parties.test_parties import sent_mails
from tests.world import World


def test_who_was_let_in_gets_a_mail_only_while_it_still_sees_the_space(
    world: World, app: Hub, client: Client, tmp_path: Path
) -> None:
    group = world.group("welkom", "Welkomgroep", "closed", {"zandwijk": "owner"}, founder="fatima")
    kees = str(world["kees"].affiliation)
    assert client("fatima").post(f"/groepen/{group}/leden", data={"affiliation": kees}).status_code == 303
    tell = lambda row_id: jobs.added(row_id, space=str(group), affiliation=kees)  # noqa: E731 - said twice below
    assert "Welkomgroep" in sent_mails(world, app, tmp_path / "first", tell)["kees@zandwijk.example"]
    world.keeper.execute(
        "UPDATE plein.membership SET until = plein.moment() WHERE space_id = %s AND role <> 'steward'", (group,)
    )
    assert sent_mails(world, app, tmp_path / "second", tell) == {}
