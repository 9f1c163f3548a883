"""`plein storage verify` finds every row whose content is lacking or damaged, and what no row names."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.cli import main
from tests.conftest import Database
from tests.world import World, build

Plein = Callable[..., Result]


@pytest.fixture
def world(fresh_database: Database) -> World:
    return build(fresh_database)


@pytest.fixture
def root(tmp_path: Path, world: World) -> Path:
    """A storage with the content of every version of the cast."""
    for owner, digest, size in world.rows("SELECT DISTINCT owner_id, sha256, size FROM plein.document_version"):
        path = tmp_path / str(owner) / digest[:2] / digest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    return tmp_path


@pytest.fixture
def plein(fresh_database: Database, valkey: str, root: Path) -> Plein:
    environ = {
        "PLEIN_ENVIRONMENT": "test",
        "PLEIN_ADDRESS": "https://plein.test",
        "PLEIN_SECRET": "a secret of the tests and of nobody else",
        "DATABASE_URL": fresh_database.app,
        "DATABASE_URL_KEEPER": fresh_database.keeper,
        "REDIS_URL": valkey,
        "PLEIN_STORAGE": str(root),
        "MAIL_URL": f"mailbox:{root / 'post'}",
        "MAIL_FROM": "Plein <plein@plein.test>",
    }
    return lambda *words: CliRunner().invoke(main, ["storage", "verify", *words], env=environ)


def kept(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_whole_storage_is_whole(plein: Plein, root: Path) -> None:
    said = plein()
    assert said.exit_code == 0, said.output
    assert f"ok    {len(kept(root))} contents are where their rows say" in said.output


def test_every_lacking_and_short_content_is_named(plein: Plein, root: Path) -> None:
    gone, short, *_ = kept(root)
    gone.unlink()
    short.write_bytes(b"")
    said = plein()
    assert said.exit_code == 1
    assert f"{gone.parent.parent.name}/{gone.name} is lacking." in said.output
    assert f"{short.parent.parent.name}/{short.name} has 0 bytes instead of" in said.output
    assert "1 are lacking, 1 are damaged" in said.output


def test_a_content_that_is_another_is_found_by_reading_it(plein: Plein, root: Path) -> None:
    assert plein().exit_code == 0
    said = plein("--deep")
    assert said.exit_code == 1
    assert f"0 are lacking, {len(kept(root))} are damaged" in said.output  # none of the cast's contents is its hash


def test_what_no_row_names_is_counted_and_is_no_fault(plein: Plein, root: Path) -> None:
    first = kept(root)[0]
    (first.parent / (first.parent.name + "0" * 62)).write_bytes(b"van niemand")
    said = plein()
    assert said.exit_code == 0, said.output
    assert "1 contents are named by no row" in said.output
