"""Whatever dies in the middle: what was acknowledged is there, what was not is there whole or not at all, and once."""

import hashlib
import os
import random
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import requests
from click.testing import CliRunner

from hub.cli import main
from hub.kit.storage import Storage
from hub.runtime import contents
from tests.runtime.moving import MOVERS, Mover, room, stands_right
from tests.runtime.standing import Standing, standing

VICTIMS = ("web", "postgres", "worker")
WRITERS = ("sanne", "els", "fatima")
FEW, MANY = 3, int(os.environ.get("PLEIN_KILLS", "24"))
SEED = int(os.environ.get("PLEIN_SEED", "1"))
KEPT_SECONDS, AGAIN_SECONDS, SOON_SECONDS = 300, 60, 150
PASSED = b"UPDATE plein.outbox SET taken_at = taken_at - interval '1 hour' WHERE done_at IS NULL"
ENOUGH = 4
"""So many acts are acknowledged before something is killed."""

# No row without what belongs to it, whatever broke off.
HALVES = {
    "items without a text": "SELECT count(*) FROM plein.item i WHERE kind <> 'folder'"
    " AND NOT EXISTS (SELECT FROM plein.item_text t WHERE t.item_id = i.id)",
    "documents without a version": "SELECT count(*) FROM plein.document d"
    " WHERE NOT EXISTS (SELECT FROM plein.document_version v WHERE v.document_id = d.item_id)",
    "items of documents without one": "SELECT count(*) FROM plein.item i WHERE kind = 'document'"
    " AND NOT EXISTS (SELECT FROM plein.document d WHERE d.item_id = i.id)",
    "versions that skip a number": "SELECT count(*) FROM (SELECT FROM plein.document_version"
    " GROUP BY document_id HAVING max(number) <> count(*)) gaps",
    "heads that are not the newest": "SELECT count(*) FROM plein.document_head h"
    " WHERE h.number <> (SELECT max(v.number) FROM plein.document_version v WHERE v.document_id = h.document_id)",
    "versions nobody looks into": "SELECT count(*) FROM plein.document_version v"
    " WHERE NOT EXISTS (SELECT FROM plein.preview p WHERE p.owner_id = v.owner_id AND p.sha256 = v.sha256)",
    "files in texts nobody looks into": "SELECT count(*) FROM plein.attachment a"
    " WHERE NOT EXISTS (SELECT FROM plein.preview p WHERE p.owner_id = a.owner_id AND p.sha256 = a.sha256)",
    "previews that wait without a promise": "SELECT count(*) FROM plein.preview p WHERE p.status = 'asked'"
    " AND p.sha256 IN (SELECT sha256 FROM plein.document_version WHERE note <> '' OR file_name LIKE 'kill-%%')"
    " AND NOT EXISTS (SELECT FROM plein.outbox o WHERE o.kind = 'content.read' AND o.done_at IS NULL"
    " AND o.payload ->> 'sha256' = p.sha256)",
}


@dataclass
class Wish:
    """Something that somebody sends, by a form with a key of its own; `led` is where the answer led, when one came."""

    kind: str
    who: str
    path: str
    mark: str = field(default_factory=lambda: f"kill-{uuid4().hex}")
    once: str = field(default_factory=lambda: str(uuid4()))
    led: str = ""

    @property
    def text(self) -> str:
        """What a message or comment says: long enough to be cut in two."""
        return f"{self.mark} {'woord ' * 300}{self.mark}"

    @property
    def octets(self) -> bytes:
        """What a file holds: from its mark, long enough to be cut in two."""
        return self.mark.encode() * 20_000

    def send(self, plein: Standing) -> int:
        """Send it, perhaps once more; the status, or 0 when no answer came."""
        cookies = {"plein": plein.world[self.who].secret}
        data = {"once": self.once, "text": self.text, "note": self.mark}
        name = f"{self.mark}.txt"
        files = {"document": {"files": (name, self.octets)}, "version": {"file": (name, self.octets)}}.get(self.kind)
        try:
            if self.kind == "kept":  # its form comes back first, and the file waits with the draft
                wrong = {**data, "title": "x" * 300, "once": str(uuid4())}
                back = requests.post(plein.address + self.path, data=wrong, files={"files": (name, self.octets)},
                                     cookies=cookies, allow_redirects=False, timeout=(5, 30))  # fmt: skip
                waits = re.search(rf'name="kept" value="([^"]+)"><span>{self.mark}\.txt ', back.text)
                if back.status_code != HTTPStatus.UNPROCESSABLE_ENTITY or waits is None:
                    return back.status_code
                data["kept"] = waits[1]
            answer = requests.post(plein.address + self.path, data=data, files=files, cookies=cookies,
                                   allow_redirects=False, timeout=(5, 30))  # fmt: skip
        except requests.RequestException:
            return 0
        if answer.status_code == 303:
            self.led = answer.headers["Location"]
        return answer.status_code


class Crowd:
    """People who write all the time; what they sent is remembered with what came of it."""

    def __init__(self, plein: Standing, seed: int) -> None:
        """Nobody writes yet."""
        self.plein, self.seed = plein, seed
        self.wishes: list[Wish] = []
        self.surprises: list[str] = []
        self.own: dict[str, str] = {}
        room(plein)
        self.movers = [Mover(plein, who, seed) for who in MOVERS]

    def wish(self, who: str, luck: random.Random) -> Wish:
        """What this person sends next."""
        space, item = self.plein.world.spaces["visie"], self.plein.world.items["bericht-visie"]
        kinds = ["post", "comment", "kept", "document", *(["version", "version"] if who in self.own else [])]
        kind = luck.choice(kinds)
        path = {
            "post": f"/groepen/{space}/berichten",
            "comment": f"/items/{item}/reactie",
            "kept": f"/groepen/{space}/berichten",
            "document": f"/groepen/{space}/documenten",
            "version": f"{self.own.get(who)}/versies",
        }[kind]
        return Wish(kind, who, path)

    def write(self, who: str, stop: threading.Event) -> None:
        """Send one thing after another until it is enough; what got no answer is left for later."""
        luck = random.Random(f"{self.seed} {who} {len(self.wishes)}")
        while not stop.is_set():
            wish = self.wish(who, luck)
            self.wishes.append(wish)
            status = wish.send(self.plein)
            if status == 303 and wish.kind == "document":
                self.own[who] = wish.led
            elif status and status < 500 and status != 303:
                self.surprises.append(f"{wish.kind}: {status}")
                return

    def around(self, kill: Any, luck: random.Random) -> None:  # noqa: ANN401 - what is done in the middle
        """Let everybody write and move what there is, and do this in the middle of it."""
        stop, before, moved = threading.Event(), self.acknowledged, self.moved
        crowd = [threading.Thread(target=self.write, args=(who, stop)) for who in WRITERS]
        crowd += [threading.Thread(target=mover.go, args=(stop,)) for mover in self.movers]
        for one in crowd:
            one.start()
        until = time.monotonic() + SOON_SECONDS
        while (self.acknowledged < before + ENOUGH or self.moved < moved + ENOUGH) and not self.surprised:
            assert time.monotonic() < until
            time.sleep(0.01)
        time.sleep(luck.uniform(0, 0.3))
        failed = [mover.failed for mover in self.movers if mover.failed]
        kill()
        stop.set()
        for one in crowd:
            one.join()
        assert self.surprised == []
        assert failed == [], "an answer failed while everything ran"

    @property
    def acknowledged(self) -> int:
        """How many of the acts got their answer."""
        return sum(1 for wish in self.wishes if wish.led)

    @property
    def moved(self) -> int:
        """How many things were done with what was there."""
        return sum(mover.done.total() for mover in self.movers)

    @property
    def surprised(self) -> list[str]:
        """Answers that nobody expected."""
        return [*self.surprises, *(one for mover in self.movers for one in mover.surprises)]


def found(connection: "psycopg.Connection[Any]", storage: Storage, wish: Wish) -> int:
    """How often a wish came true; each time all of it."""
    if wish.kind in {"post", "comment"}:
        rows = connection.execute(
            "SELECT t.body, i.kind FROM plein.item_text t JOIN plein.item i ON i.id = t.item_id WHERE t.body LIKE %s",
            (f"{wish.mark}%",),
        ).fetchall()
        assert all(row == (wish.text, wish.kind) for row in rows), f"a half {wish.kind}"
        return len(rows)
    attached = (
        "SELECT a.owner_id, a.sha256, a.size FROM plein.item_text t LEFT JOIN plein.attachment a USING (item_id)"
        " WHERE starts_with(t.body, %s)"
    )
    query = "SELECT owner_id, sha256, size FROM plein.document_version WHERE file_name = %s || '.txt'"
    rows = connection.execute((attached if wish.kind == "kept" else query).encode(), (wish.mark,)).fetchall()
    for owner_id, digest, size in rows:
        assert (digest, size) == (hashlib.sha256(wish.octets).hexdigest(), len(wish.octets))
        with storage.open(owner_id, digest) as file:
            assert file.read() == wish.octets, "a half file"
    return len(rows)


def is_whole(plein: Standing, crowd: Crowd) -> None:
    """Nothing acknowledged is lacking, nothing is there twice or half, and every row has its content."""
    storage = Storage(plein.settings.storage)
    with plein.keeper() as connection:
        for wish in crowd.wishes:
            times = found(connection, storage, wish)
            assert times == 1 if wish.led else times <= 1, f"{wish.kind} of {wish.who}: {times} times"
        for what, query in HALVES.items():
            row = connection.execute(query.encode().replace(b"%%", b"%")).fetchone()
            assert row == (0,), what
        stands_right(connection)
        for mover in crowd.movers:
            mover.is_whole(connection)
    with plein.keeper() as connection, connection.transaction():
        report = contents.verify(connection, storage, deep=False, progress=lambda _done: None)
    assert report.is_whole, report.sentences


def kills(plein: Standing, times: int, seed: int) -> Crowd:
    """Kill something at random in the middle of people's writing, so many times, and look each time."""
    luck, crowd = random.Random(seed), Crowd(plein, seed)
    first = luck.sample(VICTIMS, len(VICTIMS))
    for number in range(times):
        victim = first[number] if number < len(first) else luck.choice(VICTIMS)
        crowd.around(lambda: plein.kill(victim), luck)  # noqa: B023 - called before the next is chosen
        plein.start(victim)
        plein.wait()
        is_whole(plein, crowd)
    return crowd


def kills_before_the_answer(plein: Standing, crowd: Crowd) -> None:
    """Kill the web, and PostgreSQL, when three acts are done and nobody was told: they are there, and once only."""
    for victim in ("web", "postgres"):
        mover = crowd.movers[-1]
        assert mover.pending is None or mover.step()
        mover.choose("moved")
        item = plein.world.items["bericht-visie"]  # two comments and a move: none of them waits for a row of another
        wishes = [Wish("comment", who, f"/items/{item}/reactie") for who in ("sanne", "els")]
        crowd.wishes += wishes
        senders = [threading.Thread(target=wish.send, args=(plein,)) for wish in wishes]
        senders.append(threading.Thread(target=mover.step))
        with plein.keeper() as connection:  # so that to enter leaves no mark: that would be done before the act
            connection.execute("UPDATE plein.session SET seen_at = plein.moment()")
            connection.execute("UPDATE plein.affiliation SET seen_at = plein.moment()")
        plein.hold_answers()
        for one in senders:
            one.start()
        until = time.monotonic() + SOON_SECONDS
        while plein.unanswered() < len(senders):
            assert time.monotonic() < until, plein.unanswered()
            time.sleep(0.01)
        plein.forget_to_hold()
        plein.kill(victim)
        for one in senders:
            one.join()
        if victim != "postgres":
            plein.let_go()
        plein.start(victim)
        plein.wait()
        further = mover.further
        is_whole(plein, crowd)
        with plein.keeper() as connection:
            assert [found(connection, Storage(plein.settings.storage), wish) for wish in wishes] == [1, 1]
        assert [bool(wish.led) for wish in wishes] == [False, False]
        assert mover.further == further + 1


def ends_well(plein: Standing, crowd: Crowd) -> None:
    """Who got no answer sends the same form again and gets one; all promises are kept; the operator finds all whole."""
    for wish in crowd.wishes:
        assert wish.led or wish.send(plein) == 303
    for mover in crowd.movers:
        assert mover.pending is None or mover.step(), mover.surprises
    is_whole(plein, crowd)
    with plein.keeper() as connection:
        until, minutes = time.monotonic() + KEPT_SECONDS, 0.0
        while waiting := left(connection):
            assert time.monotonic() < until, waiting
            if time.monotonic() > minutes:  # what a killed worker had taken is handed out again: they have passed
                connection.execute(PASSED)
                minutes = time.monotonic() + AGAIN_SECONDS
            plein.wait()
            time.sleep(0.2)
        ready = connection.execute(
            "SELECT count(*) FROM plein.preview WHERE status = 'ready' AND sha256 IN"
            " (SELECT sha256 FROM plein.document_version WHERE file_name LIKE 'kill-%')"
        ).fetchone()
    files = sum(wish.kind in {"document", "version"} for wish in crowd.wishes)
    assert ready == (files,)
    said = CliRunner().invoke(main, ["storage", "verify"], env=plein.surroundings)
    assert said.exit_code == 0, said.output
    said = CliRunner().invoke(main, ["audit", "verify"], env=plein.surroundings)
    assert said.exit_code == 0, said.output


def left(connection: "psycopg.Connection[Any]") -> list[tuple[Any, ...]]:
    """The promises that are not kept yet, of what was written here."""
    return connection.execute(
        "SELECT kind, attempts, error FROM plein.outbox WHERE done_at IS NULL AND attempts < 10 LIMIT 5"
    ).fetchall()


@pytest.fixture
def plein(valkey: str) -> Iterator[Standing]:
    """A Plein of this test alone, in a folder with a name short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="plein-kill-"))
    try:
        with standing(folder, valkey) as made:
            yield made
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)


def test_a_few_kills_lose_nothing_and_double_nothing(plein: Standing) -> None:
    crowd = kills(plein, FEW, SEED)
    kills_before_the_answer(plein, crowd)
    ends_well(plein, crowd)


@pytest.mark.oracle
def test_many_kills_lose_nothing_and_double_nothing(plein: Standing) -> None:
    crowd = kills(plein, MANY, SEED)
    kills_before_the_answer(plein, crowd)
    print(f"{MANY} kills, {len(crowd.wishes)} acts, {len(crowd.wishes) - crowd.acknowledged} unanswered")
    unanswered, further = (sum(getattr(one, name) for one in crowd.movers) for name in ("unanswered", "further"))
    print(f"{crowd.moved} moves, {unanswered} unanswered, of which {further} were done")
    ends_well(plein, crowd)
