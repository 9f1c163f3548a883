"""What nobody needs any more goes: files of old drafts, files taken out of a text, and what was made of them."""

import os
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest

from hub.content import service
from hub.content.jobs import let_go
from hub.documents.jobs import known
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from hub.kit.storage import LEFT_BEHIND
from hub.runtime.contents import NAMED
from tenants import db
from tests.hub.conftest import Client
from tests.hub.content.test_kept import newest, save, send
from tests.hub.documents import files
from tests.hub.documents.conftest import Work
from tests.world import World

ALL = [f"{number:02x}" for number in range(256)]
PATIENCE = 20_000


@pytest.fixture(autouse=True)
def _nothing_waits(world: World) -> None:
    world.keeper.execute("DELETE FROM plein.draft")


def contents(app: Hub, owner: UUID) -> set[str]:
    return {name for name, _size in app.storage.contents(owner)}


def aged(app: Hub) -> None:
    """Everything that lies in the storage came in two days ago."""
    for path in app.storage.root.rglob("*"):
        if path.is_file():
            os.utime(path, (path.stat().st_mtime - 2 * LEFT_BEHIND,) * 2)


def lets_go(app: Hub, queue: Queue) -> None:
    """What the worker does each hour."""
    with app.app_context(), db.transaction(queue.engine, db.NOBODY_ENTERS):
        let_go()


def swept(app: Hub, queue: Queue) -> None:
    """What the worker does in a day: let go, then look through the whole storage."""
    lets_go(app, queue)
    aged(app)
    with db.transaction(queue.engine, db.NOBODY_ENTERS):
        app.storage.clear(known, ALL)


def test_a_blob_stays_with_its_draft_and_goes_after_it(world: World, client: Client, app: Hub, queue: Queue) -> None:
    space = world.spaces["tender"]
    save(client, "post", space, ("a.txt", b"wacht bij een concept"), text="Half")
    [(owner, digest)] = world.rows("SELECT owner_id, sha256 FROM plein.draft_file")
    swept(app, queue)
    assert digest in contents(app, owner)
    assert named(world, digest)
    draft = world.one("SELECT id FROM plein.draft")
    client("sanne").post(f"/concepten/{draft}/weg")
    swept(app, queue)
    assert digest not in contents(app, owner)
    assert not named(world, digest)


def test_files_of_a_draft_that_nobody_goes_on_with_are_let_go(
    world: World, client: Client, app: Hub, queue: Queue
) -> None:
    days = app.settings.draft_days
    save(client, "post", world.spaces["tender"], ("a.txt", b"oud"), text="Oud verhaal")
    save(client, "post", world.spaces["visie"], ("b.txt", b"zonder tekst"))
    save(client, "question", world.spaces["visie"], ("c.txt", b"jong"), text="Jong")
    move = "UPDATE plein.draft SET saved_at = saved_at - interval '1 day' * %s WHERE place = 'post'"
    world.keeper.execute(move, (days - 1,))
    swept(app, queue)
    assert world.one("SELECT count(*) FROM plein.draft_file") == 3
    world.keeper.execute(move, (2,))
    swept(app, queue)
    assert world.rows("SELECT file_name FROM plein.draft_file") == [("c.txt",)]
    assert world.rows("SELECT body FROM plein.draft ORDER BY body") == [("Jong",), ("Oud verhaal",)]


def test_what_an_author_takes_out_goes_with_its_preview(
    world: World, client: Client, app: Hub, queue: Queue, work: Work
) -> None:
    path = f"/groepen/{world.spaces['tender']}/berichten"
    picture = files.photo(size=(61, 47))
    pair = []
    for _time in range(2):
        assert send(client, path, ("plein.jpg", picture), text="Zie").status_code == 303
        pair.append(newest(world))
    work()
    of = "SELECT id, owner_id, sha256 FROM plein.attachment WHERE item_id = %s"
    made = "SELECT picture FROM plein.preview_page WHERE (owner_id, sha256) = (%s, %s)"
    for post in pair:
        [(file, owner, digest)] = world.rows(of, post)
        [(drawn,)] = world.rows(made, owner, digest)
        assert {digest, drawn} <= contents(app, owner)
        client("sanne").post(f"/items/{post}/bewerken", data={"text": "Zonder", "remove": str(file)})
        swept(app, queue)
        still_stands = post == pair[0]  # the same content, with another text
        assert ({digest, drawn} <= contents(app, owner)) == still_stands
        assert {digest, drawn}.isdisjoint(contents(app, owner)) != still_stands
        assert bool(world.rows(made, owner, digest)) == still_stands
    assert send(client, path, ("plein.jpg", picture), text="Toch").status_code == 303
    work()
    [(file, owner, digest)] = world.rows(of, newest(world))
    assert client("sanne").get(f"/bijlagen/{file}/beeld").status_code == 200


def until_one_waits(world: World) -> None:
    """Goes on as soon as a session of this database waits for a lock."""
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    with psycopg.connect(world.database.url("postgres"), autocommit=True) as onlooker:
        for _ in range(PATIENCE):
            if onlooker.execute(blocked.encode(), (world.database.name,)).fetchone() != (0,):
                return
    pytest.fail("nobody waits")


def named(world: World, digest: str) -> bool:
    """Whether `plein storage verify` looks for it."""
    return digest in {row[1] for row in world.rows(NAMED)}


def test_who_brings_a_content_in_again_waits_for_who_forgets_it(
    world: World, client: Client, app: Hub, queue: Queue
) -> None:
    """The two meet: a text gets a file whose preview is just being forgotten."""
    path = f"/groepen/{world.spaces['tender']}/berichten"
    assert send(client, path, ("a.txt", b"komt terug"), text="Zie").status_code == 303
    post = newest(world)
    [(file, owner, digest)] = world.rows("SELECT id, owner_id, sha256 FROM plein.attachment WHERE item_id = %s", post)
    client("sanne").post(f"/items/{post}/bewerken", data={"text": "Zonder", "remove": str(file)})
    asked = "SELECT count(*) FROM plein.preview WHERE (owner_id, sha256) = (%s, %s)"
    with ThreadPoolExecutor(1) as pool:
        with app.app_context(), db.transaction(queue.engine, db.NOBODY_ENTERS):
            let_go()
            again = pool.submit(send, client, path, ("a.txt", b"komt terug"), text="Weer")
            until_one_waits(world)
        assert again.result().status_code == 303
    assert world.one(asked, owner, digest) == 1
    assert world.one("SELECT count(*) FROM plein.outbox WHERE payload->>'sha256' = %s", digest) == 2


def test_a_preview_is_not_forgotten_while_a_text_takes_its_content_again(
    world: World, client: Client, app: Hub, queue: Queue
) -> None:
    """The other way round: its row is written and not yet there for others."""
    octets = b"wordt net weer gebruikt"
    assert (
        send(client, f"/groepen/{world.spaces['tender']}/berichten", ("a.txt", octets), text="Zie").status_code == 303
    )
    post = newest(world)
    [(file, owner, digest)] = world.rows("SELECT id, owner_id, sha256 FROM plein.attachment WHERE item_id = %s", post)
    client("sanne").post(f"/items/{post}/bewerken", data={"text": "Zonder", "remove": str(file)})
    with app.app_context(), app.storage.receive() as incoming:
        incoming.write(octets)
        with db.transaction(app.engine, world["sanne"].enters) as tx:
            new = service.NewAttachment("a.txt", "text/plain", incoming)
            service.add(tx.who, world.spaces["tender"], kind="post", body="Weer", files=[new])
            tx.flush()
            with ThreadPoolExecutor(1) as pool:
                pool.submit(lets_go, app, queue).result()
    assert world.one("SELECT count(*) FROM plein.preview WHERE (owner_id, sha256) = (%s, %s)", owner, digest) == 1
