"""People who move what was written: to a room and back, between folders, into a question, together, into the bin.

Each has things of her own, and a plain account of where they are. After every kill the database says the same as the
account of what was acknowledged, or what one act more makes of it: the one that got no answer.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import psycopg
import requests

from tests.runtime.standing import Standing

HERE, ROOM = "visie", "oever"
MOVERS = ("sanne", "els", "fatima")
STEWARD = "fatima"
TIMEOUT = (5, 30)
PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Thing:
    """Where one thing stands: `lies_in` is the folder, `leads_to` the question that it was merged with."""

    kind: str
    space: str = HERE
    lies_in: str = ""
    leads_to: str = ""
    is_binned: bool = False
    is_pinned: bool = False


Account = Mapping[str, Thing]


@dataclass(frozen=True)
class Act:
    """A form that is sent, what it makes of the account, and what the log says of it: verbs by thing."""

    path: str
    fields: Mapping[str, str]
    after: Account
    said: tuple[tuple[str, str], ...]
    asks: bool = False
    once: str = field(default_factory=lambda: str(uuid4()))


# Every row under an item stands where the item stands; written from the catalogue, so that no table is forgotten.
BELOW = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'plein'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('item', 'draft')
   AND a.attname IN ('item_id', 'document_id', 'question_id', 'answer_id') AND NOT a.attisdropped
   AND EXISTS (SELECT FROM pg_attribute s WHERE s.attrelid = c.oid AND s.attname = 'space_id' AND NOT s.attisdropped)
"""
HEADS = "SELECT document_id, space_id, folder_id, sort_name, version_id, number, size FROM plein.document_head"
COUNTED = (
    "SELECT d.item_id, d.space_id, d.folder_id, lower(d.name), v.id, v.number, v.size FROM plein.document d"
    " JOIN LATERAL (SELECT * FROM plein.document_version v WHERE v.document_id = d.item_id"
    " ORDER BY v.number DESC LIMIT 1) v ON true"
)
WRONG = {
    "what stands under something elsewhere": "SELECT count(*) FROM plein.item i JOIN plein.item p ON p.id = i.parent_id"
    " WHERE p.space_id <> i.space_id",
    "documents in a folder of elsewhere, or of the bin": "SELECT count(*) FROM plein.document d"
    " JOIN plein.item i ON i.id = d.item_id JOIN plein.item f ON f.id = d.folder_id"
    " WHERE f.space_id <> i.space_id OR f.deleted_at IS NOT NULL AND i.deleted_at IS NULL",
    "folders in a folder of elsewhere, or of the bin": "SELECT count(*) FROM plein.folder d"
    " JOIN plein.item i ON i.id = d.item_id JOIN plein.item f ON f.id = d.parent_id"
    " WHERE f.space_id <> i.space_id OR f.deleted_at IS NOT NULL AND i.deleted_at IS NULL",
    "heads that a recount does not find": f"SELECT count(*) FROM (({HEADS} EXCEPT ALL {COUNTED})"  # noqa: S608 - our own words
    f" UNION ALL ({COUNTED} EXCEPT ALL {HEADS})) differing",
    "spaces that count something else than what lives there": "SELECT count(*) FROM plein.space_activity s"
    " WHERE (s.items, s.documents) <> (SELECT count(*) FILTER (WHERE i.kind <> 'document'),"
    " count(*) FILTER (WHERE i.kind = 'document') FROM plein.item i WHERE i.space_id = s.space_id"
    " AND i.parent_id IS NULL AND i.deleted_at IS NULL AND i.kind <> 'folder')",
}
STANDS = """
SELECT i.id, i.kind, i.space_id, coalesce(d.folder_id, f.parent_id), q.merged_into, i.deleted_at IS NOT NULL,
       p.item_id IS NOT NULL
  FROM plein.item i LEFT JOIN plein.document d ON d.item_id = i.id LEFT JOIN plein.folder f ON f.item_id = i.id
  LEFT JOIN plein.question q ON q.item_id = i.id LEFT JOIN plein.pin p ON p.item_id = i.id WHERE i.id = ANY (%s)
"""
LOGGED = "SELECT verb, thing_id, count(DISTINCT event_id) FROM plein.audit WHERE thing_id = ANY (%s) GROUP BY 1, 2"
UNDER = """
WITH RECURSIVE tree (id) AS (SELECT unnest(%s::uuid[]) UNION ALL
  SELECT i.id FROM plein.item i JOIN tree t ON i.parent_id = t.id)
SELECT (SELECT count(*) FROM tree), (SELECT count(*) FROM plein.item_text WHERE item_id IN (TABLE tree)),
  (SELECT count(*) FROM plein.item_past WHERE item_id IN (TABLE tree)),
  (SELECT count(*) FROM plein.attachment WHERE item_id IN (TABLE tree)),
  (SELECT count(*) FROM plein.mention WHERE item_id IN (TABLE tree)),
  (SELECT count(*) FROM plein.reaction WHERE item_id IN (TABLE tree)),
  (SELECT count(*) FROM plein.document_version WHERE document_id IN (TABLE tree)),
  (SELECT count(*) FROM plein.question WHERE accepted_id IN (TABLE tree)),
  (SELECT string_agg(t.title || t.body, '' ORDER BY t.item_id) FROM plein.item_text t WHERE item_id IN (TABLE tree))
"""
TOLD = "SELECT count(*) FROM plein.outbox WHERE kind = 'questions.merged' AND payload ->> 'question' = %s"


class Mover:
    """Somebody who moves her own things about, one act after another; the last may have got no answer."""

    def __init__(self, plein: Standing, who: str, seed: int) -> None:
        """Write the things, with all that can stand under them."""
        self.plein, self.who = plein, who
        self.luck = random.Random(f"{seed} moves {who}")
        self.ids: dict[str, UUID] = {}
        self.account: Account = {}
        self.pending: Act | None = None
        self.done = Counter[tuple[str, str]]()
        self.unanswered, self.further, self.failed = 0, 0, ""
        self.tried: Counter[str] = Counter()
        self.surprises: list[str] = []
        self._write_everything()
        with plein.keeper() as connection:
            self.logged, self.under = self._log(connection), self._under(connection)

    # ------------------------------------------------------------ the things
    def _write_everything(self) -> None:
        other = "els" if self.who != "els" else "sanne"
        space = f"/groepen/{self.plein.world.spaces[HERE]}"
        message = self._make("bericht", "post", f"{space}/berichten", title="Bericht", text="Dag @Fatima El Idrissi.")
        self._send(f"/items/{message}/bewerken", title="Bericht", text="Dag @Sanne Bakker.")
        comment = self._send(f"/items/{message}/reactie", who=other, text="Dag @Els Wiersma.", files="reactie")
        self._send(f"/items/{comment}/reactie", who=STEWARD, text="Een antwoord daarop.", files="antwoord")
        self._send(f"/reacties/{message}", who=other, kind="useful")
        first = self._make("vraag", "question", f"{space}/vragen", title="Wie weet dit?", text="Uitleg.")
        answer = self._send(f"/vragen/{first}/antwoorden", who=other, text="Ik.", files="bewijs")
        self._send(f"/items/{answer}/reactie", text="Dank.")
        self._send(f"/antwoorden/{answer}/accepteren")
        self._make("andere", "question", f"{space}/vragen", who=other, title="Weet iemand dit?", text="Uitleg.")
        outer = self._make("map", "folder", f"{space}/mappen", name=f"Map van {self.who}")
        self._make(
            "binnenmap", "folder", f"{space}/mappen", lies_in="map", map=outer, name=f"Map in die van {self.who}"
        )
        for key in ("stuk", "tweede"):
            made = self._make(key, "document", f"{space}/documenten", lies_in="map", map=outer, files=key)
            self._send(f"/documenten/{made}/versies", file=f"{key} nieuwer", note="Nieuwer.")
            self._send(f"/items/{made}/reactie", who=STEWARD, text="Mooi stuk.", files="bij het stuk")

    def _make(self, key: str, kind: str, path: str, *, lies_in: str = "", **fields: str) -> str:
        made = self._send(path, **fields)
        self.ids[key] = UUID(made)
        self.account = {**self.account, key: Thing(kind, lies_in=lies_in)}
        return made

    def _send(self, path: str, *, who: str = "", **fields: str) -> str:
        files: dict[str, Any] = {
            name: (f"{fields.pop(name)}.txt", name.encode() * 9) for name in ("files", "file") if name in fields
        }
        answer = requests.post(self.plein.address + path, data=fields | {"once": str(uuid4())}, files=files or None,
                               cookies=self._cookies(who), allow_redirects=False, timeout=TIMEOUT)  # fmt: skip
        assert answer.status_code == 303, (path, answer.status_code, answer.text[-2000:])
        with self.plein.keeper() as connection:
            row = connection.execute("SELECT id::text FROM plein.item ORDER BY id DESC LIMIT 1").fetchone()
        assert row is not None
        newest: str = row[0]
        return newest

    def _cookies(self, who: str = "") -> dict[str, str]:
        return {"plein": self.plein.world[who or self.who].secret}

    # ------------------------------------------------------------ what can be done now
    def acts(self) -> Iterator[Act]:
        """Every act that is possible where things stand."""
        for key, thing in self.account.items():
            of_kind = {"document": self._of_document, "folder": self._of_folder}.get(thing.kind, self._of_text)
            yield from of_kind(key, thing)

    def _of_text(self, key: str, thing: Thing) -> Iterator[Act]:
        if key == "bericht":
            yield self._bin(key)
        if thing.is_binned:
            return
        is_tied = bool(thing.leads_to) or key in {one.leads_to for one in self.account.values()}
        if not is_tied and (key != "andere" or self.who == STEWARD):
            yield self._move(key, thing)
        if key == "bericht":
            to = "question" if thing.kind == "post" else "post"
            path = f"/items/{self.ids[key]}/wordt-{'vraag' if to == 'question' else 'bericht'}"
            yield self._act(path, {key: replace(thing, kind=to)}, (f"{thing.kind}.turned", key), title="Bericht")
        if self.who != STEWARD:
            return
        if key == "bericht":
            word, verb = ("losmaken", "unpinned") if thing.is_pinned else ("vastzetten", "pinned")
            after = replace(thing, is_pinned=not thing.is_pinned)
            yield self._act(f"/items/{self.ids[key]}/{word}", {key: after}, (f"{thing.kind}.{verb}", key))
        if key == "vraag" and thing.space == self.account["andere"].space:
            path = f"/vragen/{self.ids[key]}"
            if thing.leads_to:
                yield self._act(f"{path}/losmaken", {key: replace(thing, leads_to="")}, ("question.unmerged", key))
            else:
                after = replace(thing, leads_to="andere")
                into = str(self.ids["andere"])
                yield self._act(f"{path}/samenvoegen", {key: after}, ("question.merged", key), doel=into)

    def _of_document(self, key: str, thing: Thing) -> Iterator[Act]:
        if not thing.lies_in or not self.account[thing.lies_in].is_binned:
            yield self._bin(key)
        if thing.is_binned:
            return
        yield self._move(key, thing)
        if thing.space == HERE:
            others = [one for one, its in self.account.items() if its.kind == "document" and its.space == HERE]
            together = [one for one in others if not self.account[one].is_binned]
            for target in self._folders():
                if any(self.account[one].lies_in != target for one in together):
                    after = {one: replace(self.account[one], lies_in=target) for one in together}
                    yield self._file(together, target, after, *(("document.filed", one) for one in together))

    def _of_folder(self, key: str, thing: Thing) -> Iterator[Act]:
        around = self.account.get(thing.lies_in)
        inside = [
            one for one, its in self.account.items() if self._is_in(one, key) and its.is_binned != thing.is_binned
        ]
        if (around is None or not around.is_binned) and not inside:
            yield self._bin(key)
        if key == "binnenmap" and not thing.is_binned:
            for target in self._folders():
                if target not in {key, thing.lies_in}:
                    yield self._file([key], target, {key: replace(thing, lies_in=target)}, ("folder.moved", key))

    def _is_in(self, key: str, folder: str) -> bool:
        around = self.account[key].lies_in
        return bool(around) and (around == folder or self._is_in(around, folder))

    def _folders(self) -> list[str]:
        return ["", *(key for key, its in self.account.items() if its.kind == "folder" and not its.is_binned)]

    def _bin(self, key: str) -> Act:
        """Into the bin, or back, with all that lies in it."""
        thing = self.account[key]
        going = [key, *(one for one in self.account if self._is_in(one, key))]
        after = {one: replace(self.account[one], is_binned=not thing.is_binned) for one in going}
        verb = "restored" if thing.is_binned else "deleted"
        path = "mappen" if thing.kind == "folder" and not thing.is_binned else "items"
        word = "terugzetten" if thing.is_binned else "verwijderen"
        why = {} if thing.is_binned else {"why": "Weg ermee."}
        said = ((f"{self.account[one].kind}.{verb}", one) for one in going)
        return self._act(f"/{path}/{self.ids[key]}/{word}", after, *said, **why)

    def _move(self, key: str, thing: Thing) -> Act:
        to = ROOM if thing.space == HERE else HERE
        said = [(f"{thing.kind}.moved", key), *([(f"{thing.kind}.unpinned", key)] if thing.is_pinned else [])]
        after = replace(thing, space=to, lies_in="", is_pinned=False)
        target = str(self.plein.world.spaces[to])
        return replace(self._act(f"/items/{self.ids[key]}/verplaatsen", {key: after}, *said, naar=target), asks=True)

    def _file(self, keys: list[str], target: str, after: Account, *said: tuple[str, str]) -> Act:
        named = {"stuk": ",".join(str(self.ids[key]) for key in keys), "naar": str(self.ids[target]) if target else ""}
        return self._act(f"/groepen/{self.plein.world.spaces[HERE]}/verplaatsen", after, *said, **named)

    def _act(self, path: str, after: Account, *said: tuple[str, str], **fields: str) -> Act:
        return Act(path, fields, {**self.account, **after}, said)

    # ------------------------------------------------------------ doing it
    def go(self, stop: Event) -> None:
        """One act after another until it is enough; what got no answer is sent again before anything else."""
        self.failed = ""
        while not stop.is_set() and not self.surprises:
            if not self.step():
                stop.wait(PAUSE_SECONDS)

    def step(self) -> bool:
        """Send what waits, or something new. Returns whether an answer came."""
        if self.pending is None:
            self.choose()
        assert self.pending is not None
        status = self._answer(self.pending)
        if status == 303:
            self.done.update(self.pending.said)
            self.account, self.pending = self.pending.after, None
        elif status and status < 500:
            self.surprises.append(f"{self.who} {self.pending.path} {self.pending.said}: {status}")
        else:
            self.unanswered += 1
            self.failed = f"{self.who} {self.pending.path} {self.pending.said}: {status}"
        return status == 303

    def choose(self, wanted: str = "") -> None:
        """Take up something new: what was done least; of the wanted verbs when there are any."""
        possible = list(self.acts())
        possible = [act for act in possible if act.said[0][0].endswith(wanted)] or possible
        kinds = sorted({act.said[0][0] for act in possible})
        kind = min(kinds, key=lambda one: (self.tried[one], self.luck.random()))
        self.tried[kind] += 1
        self.pending = self.luck.choice([act for act in possible if act.said[0][0] == kind])

    def _answer(self, act: Act) -> int:
        try:
            fields = dict(act.fields) | {"once": act.once}
            if act.asks:
                asked = requests.get(self.plein.address + act.path, params={"naar": act.fields["naar"]},
                                     cookies=self._cookies(), timeout=TIMEOUT)  # fmt: skip
                found = re.search(r'name="lezers" value="(\d+)"', asked.text)
                fields["lezers"] = found[1] if found else "0"
            answer = requests.post(self.plein.address + act.path, data=fields, cookies=self._cookies(),
                                   allow_redirects=False, timeout=TIMEOUT)  # fmt: skip
        except requests.RequestException:
            return 0
        return answer.status_code

    # ------------------------------------------------------------ looking
    def is_whole(self, connection: "psycopg.Connection[Any]") -> None:
        """Every thing stands in one place, as acknowledged or one act further; so does the log, and who was told."""
        names = {made: key for key, made in self.ids.items()}
        spaces = {made: key for key, made in self.plein.world.spaces.items()}
        found = {
            names[item]: Thing(kind, spaces[space], names.get(folder, ""), names.get(into, ""), binned, pinned)
            for item, kind, space, folder, into, binned, pinned in connection.execute(STANDS, (list(names),))
        }
        happened = found != self.account
        if happened:
            assert self.pending is not None, (self.who, self.account, found)
            assert found == self.pending.after, (self.who, self.pending, found)
            self.further += 1
        said = self.done + Counter(self.pending.said if happened and self.pending else ())
        assert self._log(connection) - self.logged == said, self.who
        told = connection.execute(TOLD, (str(self.ids["vraag"]),)).fetchone()
        assert told == (said["question.merged", "vraag"],), self.who
        assert self._under(connection) == self.under, self.who

    def _log(self, connection: "psycopg.Connection[Any]") -> Counter[tuple[str, str]]:
        names = {made: key for key, made in self.ids.items()}
        rows = connection.execute(LOGGED, (list(names),)).fetchall()
        return Counter({(verb, names[thing]): times for verb, thing, times in rows if not verb.endswith(".read")})

    def _under(self, connection: "psycopg.Connection[Any]") -> tuple[Any, ...]:
        """How much of everything stands under the things, and what it says."""
        row = connection.execute(UNDER, (list(self.ids.values()),)).fetchone()
        assert row is not None
        return tuple(row)


def room(plein: Standing) -> None:
    """A room where all who move things write."""
    plein.world.keeper = plein.keeper()
    plein.world.room(ROOM, HERE, "Kamer Oever", founder=STEWARD)
    plein.world.member(ROOM, "sanne")
    plein.world.member(ROOM, "els", of="dienst")
    plein.world.keeper.close()


def stands_right(connection: "psycopg.Connection[Any]") -> None:
    """Nothing stands in two places, and whatever is counted is what a recount finds."""
    for what, query in WRONG.items():
        assert connection.execute(query.encode()).fetchone() == (0,), what
    tables = connection.execute(BELOW).fetchall()
    assert len(tables) > 10
    for table, column in tables:
        query = f"SELECT count(*) FROM plein.{table} t JOIN plein.item i ON i.id = t.{column} WHERE i.space_id <> t.space_id"  # noqa: S608, E501
        assert connection.execute(query.encode()).fetchone() == (0,), table
