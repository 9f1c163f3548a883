"""The one way to PostgreSQL: a transaction begins with who it is for, and commits once, at the edge that opened it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction

from tenants.actor import Actor
from tenants.errors import Missing
from tenants.refusals import from_database

STATEMENT_SECONDS = 15
IDLE_TIMEOUT_MS = 60_000
POOL_SIZE = 10
_OPTIONS = "-c statement_timeout={0}s -c idle_in_transaction_session_timeout={1} -c timezone=UTC"
_ENTER = "SELECT set_config('plein.origin', %s, true), plein.enter(%s)"
_VIEW_AS = "SELECT plein.view_as(%s, %s)"
_ENTER_AS = "SELECT set_config('plein.origin', %s, true), plein.enter_as(%s)"

_current: ContextVar["Tx"] = ContextVar("current")


class Base(DeclarativeBase):
    """What every table of ours is mapped from: the schema, and one naming convention."""

    metadata = MetaData(schema="plein")
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy's own form


class ViewEnded(Missing):
    """One may not look as this external, or no longer."""


class NoActor(Exception):
    """A statement without a transaction that says who it is for."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """As whom a transaction begins: by a session's proof, as one affiliation (the worker's jobs), or as nobody."""

    statement: str
    value: bytes | UUID | None
    origin: str = ""
    viewing: "Look | None" = None


@dataclass(frozen=True, slots=True)
class Look:
    """To look as the external with this membership, until then."""

    membership_id: UUID
    until: datetime


def by_session(proof: bytes | None, *, origin: str = "", viewing: Look | None = None) -> Entrance:
    """As whose session has this proof (SHA-256 of the cookie's secret); unknown: as nobody. origin: for the audit.

    viewing: to look as an external: what both see, in a transaction that writes nothing; ViewEnded when that is not
    the person's to do, or no longer.
    """
    return Entrance(_ENTER, proof, origin, viewing)


def as_affiliation(affiliation_id: UUID, *, origin: str = "") -> Entrance:
    """As one affiliation, for a job; only the worker's role may."""
    return Entrance(_ENTER_AS, affiliation_id, origin)


NOBODY_ENTERS = by_session(None)


class Tx(Session):
    """A session that knows who it is for; made by `transaction` alone."""

    def __init__(self, engine: Engine, entrance: Entrance) -> None:
        """Remember as whom to enter when the first statement comes."""
        super().__init__(engine, expire_on_commit=False, autoflush=True)
        self.entrance = entrance
        self.who = Actor()
        self.afterwards: list[Callable[[], None]] = []


@event.listens_for(Tx, "after_begin")
def _say_who(session: Tx, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        _enter(session, connection)


def _enter(session: Tx, connection: Connection) -> None:
    entrance = session.entrance
    row = connection.exec_driver_sql(entrance.statement, (entrance.origin, entrance.value)).one()
    connection.info["entered"] = True
    entered = row[1]
    if entrance.viewing is not None:
        entered |= _view_as(connection, entrance.viewing)
    session.who = Actor.of(entered)


def _view_as(connection: Connection, look: Look) -> dict[str, Any]:
    try:
        found: dict[str, Any] = connection.exec_driver_sql(_VIEW_AS, (look.membership_id, look.until)).scalar_one()
    except Missing as error:
        raise ViewEnded from error
    return found


def connect(url: str, *, pool_size: int = POOL_SIZE, statement_seconds: int = STATEMENT_SECONDS) -> Engine:
    """An engine for this database; every statement on it must follow an entrance in its transaction.

    No statement takes longer than `statement_seconds`.
    """
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"options": _OPTIONS.format(statement_seconds, IDLE_TIMEOUT_MS)},
    )
    event.listen(engine, "before_cursor_execute", _refuse_without_actor)
    event.listen(engine, "commit", _forget)
    event.listen(engine, "rollback", _forget)
    event.listen(engine, "handle_error", _translate)
    return engine


def _refuse_without_actor(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    if not connection.info.get("entered") and statement not in (_ENTER, _ENTER_AS):
        raise NoActor(statement[:80])


def _forget(connection: Connection) -> None:
    connection.info.pop("entered", None)


def _translate(context: ExceptionContext) -> BaseException | None:
    return from_database(context.original_exception)


@contextmanager
def transaction(engine: Engine, entrance: Entrance) -> Iterator[Tx]:
    """One transaction: enters, hands over the session, commits once at the end; an exception rolls everything back.

    What was asked for with `after_commit` runs after the commit, in order. Transactions do not nest.
    """
    if _current.get(None) is not None:
        message = "a transaction is already open here"
        raise RuntimeError(message)
    with Tx(engine, entrance) as tx:
        token = _current.set(tx)
        try:
            tx.connection()  # begins, and so enters
            yield tx
            tx.commit()
        except BaseException:
            tx.rollback()
            raise
        finally:
            _current.reset(token)
    for step in tx.afterwards:
        step()


def session() -> Tx:
    """The session of the transaction under way; NoActor where there is none."""
    found = _current.get(None)
    if found is None:
        message = "no transaction is open"
        raise NoActor(message)
    return found


def become(entrance: Entrance) -> Actor:
    """Enters the transaction under way once more, as somebody else: a job speaks for one affiliation after another."""
    tx = session()
    tx.flush()
    tx.entrance = entrance
    _enter(tx, tx.connection())
    return tx.who


def aside(step: Callable[[], None]) -> None:
    """Does something in a short transaction of its own, as nobody, committed whatever becomes of the one under way.

    How far a long job has come, for who waits for it. It takes another connection of the same pool.
    """
    engine = session().get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - `transaction` binds to nothing else

    def alone() -> None:
        with transaction(engine, NOBODY_ENTERS):
            step()

    Context().run(alone)


def again() -> Actor:
    """The actor after a change of access in this transaction: the lists as they are now."""
    return become(session().entrance)


def after_commit(step: Callable[[], None]) -> None:
    """Runs after the commit, if it comes. What must happen is an outbox row instead."""
    session().afterwards.append(step)


def door(name: str, **values: Any) -> Any:  # noqa: ANN401 - what the function returns
    """Calls a door that returns one value. `name` and the argument names are the code's own, never input."""
    return session().connection().exec_driver_sql(_call(name, values), values).scalar()


def door_rows(name: str, **values: Any) -> list[Any]:  # noqa: ANN401 - rows with the door's columns as attributes
    """Calls a door that returns rows."""
    return list(session().connection().exec_driver_sql(_call(name, values, rows=True), values).all())


def _call(name: str, values: dict[str, Any], *, rows: bool = False) -> str:
    if not name.isidentifier() or not all(one.isidentifier() for one in values):
        raise ValueError(name)
    arguments = ", ".join(f"{one} => %({one})s" for one in values)
    return f"SELECT {'* FROM ' if rows else ''}plein.{name}({arguments})"  # noqa: S608 - identifiers checked above
