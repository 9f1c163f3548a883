"""The storage: a file is there whole or not at all, once per owner, and leaves nothing behind when it is not kept."""

import gc
import os
import tracemalloc
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

import pytest

from hub.documents import service
from hub.documents.service import NewFile
from hub.kit.edge import Hub
from hub.kit.storage import ASIDE, INCOMING, LEFT_BEHIND, Incoming, NoRoom, Storage
from tenants import db
from tenants.ids import new_id
from tests.world import World

A, B = new_id(), new_id()
ALL = [f"{number:02x}" for number in range(256)]


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "storage")


def incoming(storage: Storage, octets: bytes) -> Incoming:
    file = storage.receive()
    file.write(octets)
    return file


def files(storage: Storage) -> list[str]:
    return sorted(str(path.relative_to(storage.root)) for path in storage.root.rglob("*") if path.is_file())


def test_a_kept_file_lies_with_its_owner_under_its_hash(storage: Storage) -> None:
    with incoming(storage, b"inhoud") as file:
        digest = file.keep(A)
    assert digest == sha256(b"inhoud").hexdigest()
    assert files(storage) == [f"{A}/{digest[:2]}/{digest}"]
    with storage.open(A, digest) as kept:
        assert kept.read() == b"inhoud"


def test_what_is_not_kept_is_gone(storage: Storage) -> None:
    incoming(storage, b"gesloten").close()
    incoming(storage, b"vergeten")
    gc.collect()
    assert files(storage) == []


def test_the_same_content_is_kept_once_for_each_owner(storage: Storage) -> None:
    for owner in (A, A, B):
        with incoming(storage, b"hetzelfde") as file:
            file.keep(owner)
    assert len(files(storage)) == 2


def test_a_blob_that_another_owner_refers_to_outlives_the_first_ones(storage: Storage) -> None:
    with incoming(storage, b"gedeeld") as file:
        digest = file.keep(A)
    for _ in range(2):
        storage.refer(digest, owner_id=A, new_owner_id=B)
    storage.path(A, digest).unlink()
    with storage.open(B, digest) as kept:
        assert kept.read() == b"gedeeld"


def test_where_the_disk_gives_no_second_name_a_copy_is_made(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    with incoming(storage, b"gekopieerd") as file:
        digest = file.keep(A)

    def no_links(*_names: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    storage.refer(digest, owner_id=A, new_owner_id=B)
    assert storage.path(B, digest).read_bytes() == b"gekopieerd"
    assert not storage.path(B, digest).samefile(storage.path(A, digest))
    assert not list((storage.root / INCOMING).iterdir())


def test_files_are_for_the_owner_of_the_process_alone(storage: Storage) -> None:
    with incoming(storage, b"geheim") as file:
        path = storage.path(A, file.keep(A))
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_sweep_takes_what_crashed_processes_left_and_nothing_that_comes_in_now(storage: Storage) -> None:
    assert storage.sweep() == 0
    now = incoming(storage, b"komt binnen")
    left = storage.root / INCOMING / "achtergebleven"
    left.write_bytes(b"half")
    long_ago = now.path.stat().st_mtime - LEFT_BEHIND - 10
    os.utime(left, (long_ago, long_ago))
    assert storage.sweep() == 1
    assert files(storage) == [str(now.path.relative_to(storage.root))]


def aged(storage: Storage, octets: bytes) -> str:
    """A content that came in more than a day ago."""
    with incoming(storage, octets) as file:
        digest = file.keep(A)
    long_ago = storage.path(A, digest).stat().st_mtime - LEFT_BEHIND - 10
    os.utime(storage.path(A, digest), (long_ago, long_ago))
    return digest


def test_a_content_that_no_row_knows_goes_after_a_day_and_no_other(storage: Storage) -> None:
    named, nameless = aged(storage, b"met rij"), aged(storage, b"zonder rij")
    with incoming(storage, b"net binnen, nog zonder rij") as file:
        young = file.keep(A)

    assert storage.clear(lambda owner, names: {named} & set(names) if owner == A else set(), ALL) == 1

    assert [name for name, _ in storage.contents(A)] == sorted([named, young])
    assert not storage.path(A, nameless).exists()


def test_what_somebody_refers_to_while_it_is_swept_stays(storage: Storage) -> None:
    digest = aged(storage, b"hergebruikt")

    def known(_owner: object, _names: list[str]) -> set[str]:
        asked.append(1)
        if len(asked) == 1:  # between the look and the removal, its row is not committed yet
            storage.refer(digest, owner_id=A, new_owner_id=A)
        return set()

    asked: list[int] = []
    assert storage.clear(known, ALL) == 0
    assert storage.path(A, digest).exists()


def test_a_sweep_that_broke_off_is_ended_by_the_next(storage: Storage) -> None:
    digest = aged(storage, b"opzij gezet")
    (storage.root / ASIDE).mkdir()
    storage.path(A, digest).rename(storage.root / ASIDE / f"{A}.{digest}")

    assert storage.clear(lambda _owner, names: set(names), ALL) == 0

    assert storage.path(A, digest).read_bytes() == b"opzij gezet"


def test_a_full_disk_is_said_and_leaves_nothing(storage: Storage) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    place = storage.receive().path
    file = Incoming(storage, cast("IO[bytes]", full.open("wb", buffering=0)), place)
    with pytest.raises(NoRoom):
        file.write(b"x")
    file.close()
    assert files(storage) == []


def test_a_large_file_passes_through_a_small_memory(storage: Storage) -> None:
    block = b"m" * 65536
    tracemalloc.start()
    file = storage.receive()
    for _ in range(1600):
        file.write(block)
    digest = file.keep(A)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    file.close()
    assert storage.path(A, digest).stat().st_size == 1600 * 65536
    assert peak < 2_000_000


def test_an_upload_undone_after_the_blob_leaves_no_row(world: World, app: Hub) -> None:
    class Crashed(Exception):
        pass

    file = incoming(app.storage, b"net voor het vastleggen")
    count = "SELECT count(*) FROM plein.document_version WHERE sha256 = %s"

    def crash() -> None:
        with db.transaction(app.engine, world["sanne"].enters) as tx:
            service.add(tx.who, world.spaces["visie"], files=[NewFile("a.txt", "text/plain", file)])
            raise Crashed

    with pytest.raises(Crashed):
        crash()
    assert app.storage.path(world.organisations["meerbergen"], file.digest).exists()
    assert world.one(count, file.digest) == 0
    assert world.one("SELECT count(*) FROM plein.document WHERE name = 'a.txt'") == 0


def test_no_row_is_written_for_a_file_that_could_not_be_kept(
    world: World, app: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = incoming(app.storage, b"nergens ruimte")

    def full(*_names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NoRoom), db.transaction(app.engine, world["sanne"].enters) as tx:
        service.add(tx.who, world.spaces["visie"], files=[NewFile("b.txt", "text/plain", file)])
    monkeypatch.undo()
    file.close()
    assert world.one("SELECT count(*) FROM plein.document WHERE name = 'b.txt'") == 0
    assert not app.storage.path(world.organisations["meerbergen"], file.digest).exists()
