"""Copies a SQLite database while it is in use, through SQLite's own online backup, and checks a file's integrity."""

import sqlite3
from contextlib import closing
from pathlib import Path

from aggregator.errors import DatabaseError
from aggregator.store.engine import Database


def back_up(database: Database, target: Path) -> Path:
    """Writes a consistent copy to `target` (readable by its owner only) and returns it. Raises DatabaseError."""
    if database.path is None:
        raise DatabaseError("only a SQLite file can be backed up here", hint="use pg_dump for PostgreSQL")
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        with closing(sqlite3.connect(database.path)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(
            f"{target}: the backup failed: {error}", hint="look at the disk's room and rights"
        ) from error
    return target


def integrity(database: Database) -> str:
    """ "ok", or the first thing that is wrong with the file; PostgreSQL looks after itself and is always "ok"."""
    if not database.is_sqlite:
        return "ok"
    with database.read() as connection:
        return str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
