"""Delivers an outbox in child processes and ends them with SIGKILL at random moments, until enough have died.

Run as `python -m tests.delivery.killing DATABASE_URL SMTP_URL KILLS SEED SECONDS`: a process of its own, without threads, so
that it may fork. No child lives longer than SECONDS but the last, which finishes. Prints how many were killed at work.
"""

import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

from pydantic import SecretStr

from aggregator.config.settings import Settings
from aggregator.jobs.deliver import deliver, find_due
from aggregator.model import LetterState, Newsfile
from aggregator.newsroom import Newsroom
from aggregator.store.engine import Database
from aggregator.store.outbox import OutboxRow, list_letters

from .conftest import NOW
from .smtp_server import SmtpServer


@dataclass(frozen=True)
class Balance:
    """What is left after all the killing, letter by letter."""

    lost: int  # neither at the server nor known to be open
    unknown_duplicates: int  # more copies than the outbox knows of
    known_duplicates: int
    changed_copies: int
    held: int
    sent: int


def balance(rows: tuple[OutboxRow, ...], server: SmtpServer) -> Balance:
    counts = dict.fromkeys(Balance.__dataclass_fields__, 0)
    for row in rows:
        copies = server.copies(row.address)
        settled = row.state in (LetterState.SENT, LetterState.HELD)
        counts["lost"] += not settled or (row.state is LetterState.SENT and not copies)
        known = row.unknown + (row.state is LetterState.SENT)  # so many copies may exist, and the outbox says so
        counts["unknown_duplicates"] += max(0, len(copies) - known)
        counts["known_duplicates"] += max(0, min(len(copies), known) - 1)
        counts["changed_copies"] += len(set(copies)) > 1
        counts["held"] += row.state is LetterState.HELD
        counts["sent"] += row.state is LetterState.SENT
    return Balance(**counts)


def work(database_url: str, smtp_url: str, hours: int, started: int) -> None:
    """Delivers whatever is due, as a service would; writes to `started` when it begins."""
    newsroom = Newsroom(
        newsfile=Newsfile(outlets=()),
        settings=Settings(smtp_url=SecretStr(smtp_url)),
        database=Database.open(database_url),
    )
    due = find_due(newsroom, NOW + timedelta(hours=hours))
    os.write(started, b".")
    for channel in due:
        deliver(newsroom, channel, NOW + timedelta(hours=hours))
    newsroom.close()


def in_child(database_url: str, smtp_url: str, hours: int, life: float | None) -> bool:
    """One child; True when it had to be killed, `life` seconds after it began its work."""
    begun, started = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work(database_url, smtp_url, hours, started)
            status = 0
        finally:
            os._exit(status)
    os.close(started)
    os.read(begun, 1)
    os.close(begun)
    if life is not None:
        time.sleep(life)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def is_open(database_url: str) -> bool:
    database = Database.open(database_url)
    with database.read() as connection:
        open_states = (LetterState.QUEUED, LetterState.SENDING, LetterState.DOT)
        found = bool(list_letters(connection, states=open_states, limit=1))
    database.close()
    return found


def main(database_url: str, smtp_url: str, kills: int, seed: int, longest_life: float) -> int:
    source = random.Random(seed)
    killed = 0
    while killed < kills and is_open(database_url):
        killed += in_child(database_url, smtp_url, killed, source.uniform(0, longest_life))
    hours = kills
    while is_open(database_url):
        hours += 1
        in_child(database_url, smtp_url, hours, None)
    return killed


if __name__ == "__main__":
    sys.stdout.write(str(main(*sys.argv[1:3], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))))
