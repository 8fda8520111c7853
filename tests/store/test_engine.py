"""The database's edges: private file, one writer at a time, readers never wait, trouble said in one line."""

import sqlite3
import threading
from pathlib import Path

import pytest

from aggregator.errors import ConfigError, DatabaseError
from aggregator.store.backup import back_up, integrity
from aggregator.store.engine import Database
from aggregator.store.migrate import upgrade
from aggregator.store.notes import find_note, save_note


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    Database.open(f"sqlite:///{tmp_path / 'a.sqlite3'}").close()
    assert (tmp_path / "a.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("no url at all", ConfigError),
        ("mysql://host/db", ConfigError),
        ("sqlite:////nowhere/at/all/a.sqlite3", DatabaseError),
    ],
)
def test_a_wrong_url_is_said_in_one_line(url: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        Database.open(url)
    assert "\n" not in str(caught.value)


def test_writers_take_turns_and_lose_nothing(database: Database) -> None:
    def count_up() -> None:
        for _ in range(20):
            with database.write() as connection:
                save_note(connection, "count", str(int(find_note(connection, "count") or "0") + 1))

    if not database.is_sqlite:
        pytest.skip("PostgreSQL's writers meet on rows, not on a file")
    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert find_note(connection, "count") == "80"


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as writing:
        save_note(writing, "half", "done")
        with database.read() as reading:
            assert find_note(reading, "half") is None


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as connection:
            save_note(connection, "half", "done")
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        fail()
    with database.read() as connection:
        assert find_note(connection, "half") is None


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO polls (feed_id, at) VALUES (999, '2026-07-01 00:00:00')")


def test_a_damaged_file_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite3"
    path.write_bytes(b"this is not a database" * 100)
    before = path.read_bytes()
    with pytest.raises(DatabaseError) as caught:
        upgrade(Database.open(f"sqlite:///{path}"))
    assert "backup" in (caught.value.hint or "")
    assert path.read_bytes() == before


def test_a_backup_is_whole_and_private(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    upgrade(database)
    with database.write() as connection:
        save_note(connection, "kept", "yes")
    copy = back_up(database, tmp_path / "copy.sqlite3")
    database.close()
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT value FROM notes WHERE name = 'kept'").fetchone() == ("yes",)
    connection.close()
    again = Database.open(f"sqlite:///{copy}")
    assert integrity(again) == "ok"
    again.close()
