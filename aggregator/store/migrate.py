"""Brings the database to this program's version at every start, under a lock, in one transaction."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from aggregator.errors import DatabaseError
from aggregator.resources import resource_dir
from aggregator.store.backup import back_up
from aggregator.store.engine import Database

UPGRADE_LOCK = 0x61676772  # any number that nobody else takes on the same PostgreSQL server


def upgrade(database: Database) -> str | None:
    """Runs the migrations that are missing; returns the new revision, or None when nothing was to do.

    An existing SQLite file is copied beside itself first. Raises DatabaseError when a newer program made the database.
    """
    scripts = ScriptDirectory.from_config(_config())
    head = scripts.get_current_head()
    current = current_revision(database)
    if current == head:
        return None
    _refuse_newer(scripts, current)
    if current is not None and database.path is not None:
        back_up(database, database.path.with_suffix(f".before-{head}{database.path.suffix}"))
    with database.write() as connection:
        _lock(connection)
        command.upgrade(_config(connection), "head")
    return head


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None for an empty one."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """The revision this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(scripts: ScriptDirectory, current: str | None) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseError(
            f"the database is at revision {current}, which this version does not know",
            hint="install the newer version again, or restore a backup",
        )


def _lock(connection: Connection) -> None:
    """BEGIN IMMEDIATE has locked SQLite already."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
