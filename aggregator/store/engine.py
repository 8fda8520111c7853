"""Opens the database and hands out short transactions; all that differs between SQLite and PostgreSQL is here.

`read()` sees one consistent state; `write()` takes the write lock at its start (BEGIN IMMEDIATE), so it never fails half-way
for want of it. No network call belongs inside either.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from aggregator.errors import ConfigError, DatabaseError

__all__ = ["Connection", "Database"]  # other rooms hold connections; only this one imports sqlalchemy

BUSY_TIMEOUT_S = 30.0  # HAZARDS: transient locks are waited for, at most this long
URL_HINT = "use sqlite:///path or postgresql+psycopg://user@host/name"


class Database:
    """One database. Safe to share between threads; one connection each."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str) -> "Database":
        """Raises ConfigError for a URL that cannot be understood, DatabaseError for a database that cannot be used."""
        parsed = _parse(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite_engine(parsed))
        if parsed.get_backend_name() == "postgresql":
            return cls(sa.create_engine(parsed, pool_pre_ping=True))
        raise ConfigError(f"AGGREGATOR_DATABASE_URL: {parsed.get_backend_name()} is not supported", hint=URL_HINT)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None."""
        name = self.engine.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _database_errors(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with _writers_lock(self.path), _database_errors(), self.engine.connect() as connection:
            writer = connection.execution_options(aggregator_write=True)
            with writer.begin():
                yield writer

    def close(self) -> None:
        self.engine.dispose()


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, NoSuchModuleError) as error:
        raise ConfigError("AGGREGATOR_DATABASE_URL cannot be understood", hint=URL_HINT) from error


def _sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        _prepare_file(Path(url.database))
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _prepare_file(path: Path) -> None:
    """Makes the file, readable by its owner only from its first byte (it holds addresses and a key), and turns WAL on:
    once, under the writers' lock, since two connections that turn it on at once do not wait for each other."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with _writers_lock(path), _database_errors(), closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    except OSError as error:
        raise DatabaseError(
            f"{path}: {error.strerror}", hint="name a file in a directory that exists and can be written"
        ) from error


@contextmanager
def _writers_lock(path: Path | None) -> Iterator[None]:
    """One writer at a time on a SQLite file, its checkpoint included: SQLite before 3.51.3 can damage the file when two
    connections reset the WAL at once, and waiting in a queue is fairer than its busy loop."""
    if path is None:
        yield
        return
    with path.with_name(path.name + "-lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _on_sqlite_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own
    for pragma in (
        "foreign_keys = ON",
        "synchronous = FULL",
        f"busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("aggregator_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _database_errors() -> Iterator[None]:
    """Says in one line what went wrong with the database itself; mistakes of ours keep their traceback."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(f"database: {error}", hint=_hint(error)) from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.IntegrityError | sqlite3.ProgrammingError) or error.orig is None:
            raise
        if (
            isinstance(error.orig, sqlite3.Error)
            or error.connection_invalidated
            or "OperationalError" in type(error.orig).__name__
        ):
            raise DatabaseError(f"database: {error.orig}".splitlines()[0], hint=_hint(error.orig)) from error
        raise


def _hint(error: Any) -> str:
    text = str(error)
    if "malformed" in text or "not a database" in text:
        return "the file is damaged: restore a backup (`aggregator db backup` makes them); this file was left as it is"
    if "locked" in text:
        return "another program holds the database; end it or wait"
    if "full" in text or "I/O" in text:
        return "make room on the disk"
    return "look at AGGREGATOR_DATABASE_URL and the server"
