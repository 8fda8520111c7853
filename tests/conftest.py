"""What every test may use: a real database, on SQLite and, where a server is named, on PostgreSQL alike."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

from aggregator.store.engine import Database
from aggregator.store.migrate import upgrade

settings.register_profile("untimed", deadline=None)  # a busy machine must not fail a law
settings.load_profile("untimed")

POSTGRES_URL = os.environ.get("AGGREGATOR_TEST_POSTGRES_URL")
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database of its own."""
    if request.param == "sqlite":
        opened = Database.open(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    elif POSTGRES_URL is None:
        pytest.skip("AGGREGATOR_TEST_POSTGRES_URL names no server")
    else:
        opened = Database.open(POSTGRES_URL)
        with opened.write() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def shared() -> Path:
    """The folder of shared material beside the repository; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared material is not here")
    return SHARED
