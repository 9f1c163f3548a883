"""The start check: what must hold of the database before the application may run, as queries that find the faults.

Only PostgreSQL's own catalogues are read, so it works as any role. Every kind of fault is planted once in the tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

HEAD = "0020"  # the migration that this code was written for
CLOCK = "SELECT statement_timestamp()"  # the body of moment(), outside of tests


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the database that is not as the design says: a sentence about what, and one about what to do."""

    sentence: str
    remedy: str

    def __str__(self) -> str:
        """Both, as they are printed."""
        return f"{self.sentence} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: the sentence about one (`%s` is what the query names), the remedy, and the query."""

    sentence: str
    remedy: str
    query: str


class Connection(Protocol):
    """A psycopg connection, of any role."""

    def execute(self, query: bytes, /) -> Iterable[tuple[Any, ...]]:
        """Run a query."""
        ...


ROLES = "Run migrations/sql/roles.sql as a superuser, and undo by hand what somebody granted since."
MIGRATE = "Somebody changed the database by hand: run `plein migrate`, or undo the change."
DEVELOPER = "This is a fault in a migration, not in your installation: do not start this version, and report it."

KINDS = (
    Kind(
        "The role %s is missing.",
        ROLES,
        """
        SELECT name FROM unnest(ARRAY['plein_schema', 'plein_door', 'plein_app', 'plein_worker', 'plein_keeper']) name
         WHERE to_regrole(name) IS NULL""",
    ),
    Kind(
        "The role %s can go around the fences: it is superuser, or may bypass them, or make roles or databases.",
        ROLES,
        """
        SELECT rolname FROM pg_roles WHERE rolname IN ('plein_app', 'plein_worker', 'plein_door', 'plein_schema')
           AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)""",
    ),
    Kind(
        "The role %s, which it must not be.",
        ROLES,
        """
        SELECT m.rolname || ' is a member of ' || r.rolname FROM pg_auth_members a
          JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid
         WHERE m.rolname IN ('plein_app', 'plein_door', 'plein_schema') OR m.rolname = 'plein_worker'
           AND r.rolname <> 'plein_app'""",
    ),
    Kind(
        "%s, which is neither the schema's role nor the doors'.",
        MIGRATE,
        """
        SELECT relname || ' belongs to ' || pg_get_userbyid(relowner) FROM pg_class
         WHERE relnamespace = to_regnamespace('plein') AND relkind IN ('r', 'p', 'v', 'm', 'S')
           AND relowner <> to_regrole('plein_schema')
        UNION ALL
        SELECT proname || ' belongs to ' || pg_get_userbyid(proowner) FROM pg_proc
         WHERE pronamespace = to_regnamespace('plein')
           AND (proowner NOT IN (to_regrole('plein_schema'), to_regrole('plein_door'))
           OR prosecdef AND proowner <> to_regrole('plein_door'))
        UNION ALL
        SELECT 'the schema belongs to ' || pg_get_userbyid(nspowner) FROM pg_namespace
         WHERE nspname = 'plein' AND nspowner <> to_regrole('plein_schema')""",
    ),
    Kind(
        "The role %s may create things in the schema.",
        MIGRATE,
        """
        SELECT role FROM unnest(ARRAY['plein_app', 'plein_worker', 'plein_door', 'public']) role
         WHERE has_schema_privilege(role, 'plein', 'CREATE')""",
    ),
    Kind(
        "The table %s is not fenced by row-level security, or not for its owner too.",
        MIGRATE,
        """
        SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('plein') AND relkind IN ('r', 'p')
           AND NOT (relrowsecurity AND relforcerowsecurity)""",
    ),
    Kind(
        "The application may use %s, but no policy says on which rows.",
        MIGRATE,
        """
        SELECT c.relname || ' (' || privilege || ')' FROM pg_class c
          CROSS JOIN (VALUES ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd')) p (privilege, command)
         WHERE c.relnamespace = to_regnamespace('plein') AND c.relkind IN ('r', 'p')
           AND (has_table_privilege('plein_app', c.oid, privilege) OR privilege <> 'DELETE'
             AND has_any_column_privilege('plein_app', c.oid, privilege))
           AND NOT EXISTS (SELECT FROM pg_policy y WHERE y.polrelid = c.oid AND y.polpermissive
             AND to_regrole('plein_app') = ANY (y.polroles)
             AND y.polcmd::text IN (p.command, '*'))""",
    ),
    Kind(
        "The application may %s as a whole.",
        MIGRATE,
        """
        SELECT privilege || ' ' || relname FROM pg_class
          CROSS JOIN unnest(ARRAY['UPDATE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) privilege
         WHERE relnamespace = to_regnamespace('plein') AND relkind IN ('r', 'p', 'v', 'm')
           AND has_table_privilege('plein_app', oid, privilege)""",
    ),
    Kind(
        "The view %s goes around the fences.",
        DEVELOPER,
        """
        SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('plein')
           AND (relkind = 'm' OR relkind = 'v'
             AND NOT coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false))""",
    ),
    Kind(
        "The door %s has no fixed search path.",
        MIGRATE,
        """
        SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace('plein')
           AND prosecdef AND NOT coalesce(proconfig && '{search_path=pg_catalog}', false)""",
    ),
    Kind(
        "Everybody may use %s.",
        MIGRATE,
        """
        SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace('plein')
          AND has_function_privilege('public', oid, 'EXECUTE')
        UNION ALL
        SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('plein') AND relkind IN ('r', 'p', 'v', 'm')
           AND (has_table_privilege('public', oid, 'DELETE')
             OR has_any_column_privilege('public', oid, 'SELECT, INSERT, UPDATE'))""",
    ),
    Kind(
        "The application may call %s, which is for doors or for the worker alone.",
        MIGRATE,
        """
        SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace('plein')
          AND has_function_privilege('plein_app', oid, 'EXECUTE')
           AND (proname LIKE 'work\\_%' OR proname IN ('enter_as', 'compute', 'note', 'put', 'let_in'))""",
    ),
    Kind(
        "The function %s is marked IMMUTABLE and reads who is asking.",
        DEVELOPER,
        """
        SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace('plein')
           AND provolatile = 'i' AND prosrc ~ 'current_setting|plein\\.(listed|me|moment)\\('""",
    ),
    Kind(
        "The foreign key %s has no index that begins with its columns.",
        DEVELOPER,
        """
        SELECT conrelid::regclass || ' ' || conname FROM pg_constraint k CROSS JOIN LATERAL (
            SELECT array_agg(DISTINCT x ORDER BY x) AS columns, count(DISTINCT x)::int AS n FROM unnest(k.conkey) x) key
         WHERE contype = 'f' AND connamespace = to_regnamespace('plein') AND NOT EXISTS (
           SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
              AND (SELECT array_agg(x ORDER BY x) FROM unnest((i.indkey::int2[])[0:key.n - 1]) x) = key.columns)""",
    ),
    Kind(
        "The foreign key %s leaves out the space, so it accepts another space's id.",
        DEVELOPER,
        """
        SELECT conrelid::regclass || ' ' || conname FROM pg_constraint k
         WHERE contype = 'f' AND connamespace = to_regnamespace('plein')
           AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.confrelid AND a.attname = 'space_id')
           AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attname = 'space_id'
             AND a.attnum <> ALL (k.conkey))""",
    ),
)

MOVED_CLOCK = Kind(
    "The clock moment() of this database can be moved (its body is “%s”): every end date could be wrong.",
    "This is a database of tests: point DATABASE_URL at the real one.",
    "SELECT prosrc FROM pg_proc WHERE pronamespace = to_regnamespace('plein') AND proname = 'moment'",
)
UNMIGRATED = Kind(
    "The database is at migration %s, and this version of Plein needs {head}.",
    "Run `plein migrate`, or start the version that belongs to the database.",
    "SELECT version_num FROM public.plein_version",
)


def faults(connection: Connection, *, clock: str = CLOCK) -> list[Fault]:
    """What is wrong, in the order in which to repair it; an empty list when the application may start.

    `clock`: the body that moment() must have; "" lets a test's clock pass.
    """
    if not _names(connection, "SELECT 'x' WHERE to_regclass('public.plein_version') IS NOT NULL"):
        return [Fault("The database is empty.", "Run `plein migrate` first.")]
    at = _names(connection, UNMIGRATED.query)
    if at != [HEAD]:
        return [Fault(UNMIGRATED.sentence.format(head=HEAD) % ", ".join(at or ["none"]), UNMIGRATED.remedy)]
    found: list[Fault] = []
    for kind in KINDS:
        found += [Fault(kind.sentence % name, kind.remedy) for name in _names(connection, kind.query)]
        if found and kind is KINDS[0]:
            return found  # the other queries name these roles
    moved = [body for body in _names(connection, MOVED_CLOCK.query) if clock and body.strip() != clock]
    return found + [Fault(MOVED_CLOCK.sentence % body, MOVED_CLOCK.remedy) for body in moved]


def facts(connection: Connection) -> dict[str, int]:
    """How many fences there are of each kind: for people to read, not to judge by."""
    names = ("tables", "fenced", "policies", "keys", "doors", "roles")
    row = next(iter(connection.execute(_FACTS.encode())))
    return dict(zip(names, map(int, row), strict=True))


_FACTS = """
    SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('plein') AND relkind IN ('r', 'p')),
      (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('plein') AND relkind IN ('r', 'p')
        AND relrowsecurity AND relforcerowsecurity),
      (SELECT count(*) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = to_regnamespace('plein')),
      (SELECT count(*) FROM pg_constraint WHERE connamespace = to_regnamespace('plein') AND contype = 'f'),
      (SELECT count(*) FROM pg_proc WHERE pronamespace = to_regnamespace('plein') AND prosecdef
        AND has_function_privilege('plein_app', oid, 'EXECUTE')),
      (SELECT count(*) FROM pg_roles WHERE starts_with(rolname, 'plein_'))"""


def _names(connection: Connection, query: str) -> list[str]:
    return sorted(str(row[0]) for row in connection.execute(query.encode()))
