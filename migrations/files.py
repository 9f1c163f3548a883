"""The SQL files that a migration is made of: run whole, taken back by function, closed by what holds for all."""

import re
from collections.abc import Sequence
from pathlib import Path

from alembic import op
from sqlalchemy import text

FOLDER = Path(__file__).parent / "sql"
# A function in a file: from CREATE to the line that ends its body.
FUNCTION = r"^CREATE (?:OR REPLACE )?FUNCTION plein\.{name}\(.*?(?:\$\$;|AS '[^']*';)$"

# Fences every table that has none yet, and lets the keeper at it.
FENCE = """
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT relname FROM pg_class
      WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r' AND NOT relforcerowsecurity LOOP
    EXECUTE format('ALTER TABLE plein.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE plein.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON plein.%I TO plein_keeper', t);
  END LOOP;
END $$;
"""
# Says who may call each function that is new: nothing for PUBLIC, work_* for the worker, doors for the web process.
SETTLE = """
DO $$
DECLARE f regprocedure; name text;
BEGIN
  FOR f, name IN SELECT p.oid::regprocedure, p.proname FROM pg_proc p
      WHERE p.pronamespace = 'plein'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE') LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO plein_keeper, plein_door', f);
    IF name LIKE 'work\\_%' THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO plein_worker', f);
    ELSIF name <> ALL ('{internal}'::text[]) THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO plein_app', f);
    END IF;
  END LOOP;
END $$;
"""


def run(sql: str) -> None:
    """Runs SQL whole and without parameters, so that a percent stays what it is."""
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        raise RuntimeError("There is no database connection to run SQL on.")
    connection.execute(sql.encode(), prepare=False)


def run_files(folder: str, *names: str) -> None:
    """Runs SQL files in their order."""
    for name in names:
        run((FOLDER / folder / f"{name}.sql").read_text(encoding="utf-8"))


def settle(internal: Sequence[str] = ()) -> None:
    """Ends a step: fences new tables, and says who may call new functions; `internal`: doors alone."""
    run(FENCE)
    run(SETTLE.replace("{internal}", "{" + ",".join(internal) + "}"))


def drop_functions(*names: str) -> None:
    """Drops functions by name, whatever their arguments."""
    found = op.get_bind().execute(
        text(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE pronamespace = 'plein'::regnamespace AND proname = ANY (:names) ORDER BY oid DESC"
        ),
        {"names": list(names)},
    )
    for (function,) in found.all():
        run(f"DROP FUNCTION {function}")


def take_back(folder: str, file: str, *names: str) -> None:
    """Makes functions again as an earlier migration's file has them; drop first what has other arguments or columns."""
    sql = (FOLDER / folder / f"{file}.sql").read_text(encoding="utf-8")
    for name in names:
        found = re.search(FUNCTION.format(name=name), sql, flags=re.MULTILINE | re.DOTALL)
        if found is None:
            raise LookupError(f"{folder}/{file}.sql has no function {name}.")
        body = re.sub(r"^CREATE (?:OR REPLACE )?FUNCTION", "CREATE OR REPLACE FUNCTION", found[0])
        run(
            f"GRANT CREATE ON SCHEMA plein TO plein_door; SET ROLE plein_door; {body} RESET ROLE;"
            " REVOKE CREATE ON SCHEMA plein FROM plein_door;"
        )
