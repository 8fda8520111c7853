"""A lease has one owner, can be renewed and given back, and runs out by itself."""

import subprocess
import sys
import threading
from datetime import timedelta

from aggregator.store.engine import Database
from aggregator.store.leases import claim_lease, holds_lease, release_lease

LONG = timedelta(minutes=5)


def claim(database: Database, owner: str, duration: timedelta = LONG) -> bool:
    with database.write() as connection:
        return claim_lease(connection, "host:news.example", owner, duration)


def test_one_owner_at_a_time_until_it_is_given_back(database: Database) -> None:
    assert claim(database, "a")
    assert not claim(database, "b")
    assert claim(database, "a")
    with database.write() as connection:
        release_lease(connection, "host:news.example", "b")
        assert holds_lease(connection, "host:news.example", "a")
        release_lease(connection, "host:news.example", "a")
    assert claim(database, "b")


def test_a_lease_that_ran_out_is_lost(database: Database) -> None:
    assert claim(database, "a", timedelta(seconds=-1))
    with database.read() as connection:
        assert not holds_lease(connection, "host:news.example", "a")
    assert claim(database, "b")


def test_a_lease_of_a_process_that_ended_is_free_at_once(database: Database) -> None:
    name = "from aggregator.store.owner import claim_name; print(claim_name())"
    ended = subprocess.run([sys.executable, "-c", name], capture_output=True, text=True, check=True).stdout.strip()
    assert claim(database, ended)
    assert claim(database, "b")


def test_of_many_at_once_exactly_one_gets_it(database: Database) -> None:
    won: list[str] = []

    def contend(owner: str) -> None:
        if claim(database, owner):
            won.append(owner)

    threads = [threading.Thread(target=contend, args=(f"worker {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
