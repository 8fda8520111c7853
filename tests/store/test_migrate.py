"""Migrations: they agree with the tables, run once under a lock, keep a copy of what was there, refuse the future."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from aggregator.errors import DatabaseError
from aggregator.store.engine import Database
from aggregator.store.migrate import current_revision, head_revision, upgrade
from aggregator.store.tables import metadata


def test_migrations_and_tables_agree(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
        assert compare_metadata(context, metadata) == []


def test_a_second_upgrade_has_nothing_to_do(database: Database) -> None:
    assert upgrade(database) is None
    assert current_revision(database) == head_revision()


def test_upgrades_at_once_leave_one_good_schema(tmp_path: Path) -> None:
    databases = [Database.open(f"sqlite:///{tmp_path / 'new.sqlite3'}") for _ in range(4)]
    faults: list[BaseException] = []

    def start(database: Database) -> None:
        try:
            upgrade(database)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=start, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert {current_revision(database) for database in databases} == {head_revision()}
    for database in databases:
        database.close()


def test_a_newer_database_is_refused_and_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="9999"):
        upgrade(database)
    assert current_revision(database) == "9999"
