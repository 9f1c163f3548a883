"""Calls that are tried and taken back, a thousand at once: what each door said, and how many rows it wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg

from tests.conftest import Database

# Taken back by a subtransaction; only a call that opened is done twice, the second time with the rows counted that
# this transaction inserted, updated or deleted in whatever table of ours.
TRIES = """
CREATE OR REPLACE FUNCTION testing.written() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
    FROM pg_stat_xact_user_tables WHERE schemaname = 'plein' $$;
CREATE OR REPLACE FUNCTION testing.tries(calls text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE call text; said text[] := '{}'; n bigint; before bigint; what text;
BEGIN
  FOREACH call IN ARRAY calls LOOP
    BEGIN
      EXECUTE call INTO n;
      RAISE EXCEPTION USING errcode = 'ZZ000', message = n;
    EXCEPTION WHEN OTHERS THEN
      what := CASE SQLSTATE WHEN 'ZZ000' THEN SQLERRM ELSE SQLSTATE || ' ' || SQLERRM END;
    END;
    IF what ~ '^[0-9]+$' THEN
      before := testing.written();
      BEGIN
        EXECUTE call INTO n;
        RAISE EXCEPTION USING errcode = 'ZZ000', message = testing.written() - before;
      EXCEPTION WHEN SQLSTATE 'ZZ000' THEN what := what || ' rows, wrote ' || SQLERRM;
      END;
    END IF;
    said := said || what;
  END LOOP;
  RETURN said;
END $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA testing TO PUBLIC;
"""
# What counts as an answer: a row with something in it.
CALL = "SELECT count(*) FROM plein.{} x WHERE to_jsonb(x)::text NOT IN ('null', 'false', '0', '[]', '{{}}', '\"\"')"


@dataclass(frozen=True)
class Said:
    """What one call came to: the refusal ("PL404 absent"), or how many rows it gave and how many it wrote."""

    refusal: str = ""
    gave: int = 0
    wrote: int = 0

    @classmethod
    def of(cls, what: str) -> "Said":
        """Out of the words of testing.tries."""
        words = what.split(" ")
        if len(words) == 4 and words[1:3] == ["rows,", "wrote"]:
            return cls("", int(words[0]), int(words[3]))
        return cls(what)


def install(database: Database) -> None:
    """The means to try calls, in this test's database."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        superuser.execute(TRIES)


def tried(database: Database, proof: bytes | None, calls: Sequence[str]) -> list[Said]:
    """What each of these calls says to the application's role with this session; nothing of it stays."""
    with psycopg.connect(database.app) as app:
        app.execute("SELECT plein.enter(%s)", (proof,))
        row = app.execute("SELECT testing.tries(%s)", ([CALL.format(call) for call in calls],)).fetchone()
        assert row is not None
        app.rollback()
        return [Said.of(what) for what in row[0]]


def literal(value: UUID | None) -> str:
    """An id as SQL says it."""
    return "NULL::uuid" if value is None else f"'{value}'::uuid"
