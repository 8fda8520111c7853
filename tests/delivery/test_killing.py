"""kill -9 at random moments: nothing is lost, and nobody gets a copy that the outbox does not know of."""

import subprocess
import sys
from pathlib import Path

import pytest

from aggregator.store.engine import Database
from aggregator.store.migrate import upgrade
from aggregator.store.outbox import list_letters

from .conftest import queue, write_letter
from .killing import Balance, balance
from .smtp_server import SmtpServer

LETTERS, KILLS = 24, 10


@pytest.mark.parametrize("resend", [False, True], ids=["hold", "resend"])
def test_kill_at_random_moments(resend: bool, tmp_path: Path) -> None:
    """The benchmark `delivery_kill.py` does the same with 150 letters and 200 kills."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite3'}"
    database = Database.open(url)
    upgrade(database)
    queue(database, *(write_letter(number, resend_unknown=resend) for number in range(LETTERS)))
    with SmtpServer(slowness=0.01) as server:
        command = [sys.executable, "-m", "tests.delivery.killing", url, server.url, str(KILLS), "7", "0.25"]
        root = Path(__file__).resolve().parents[2]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        assert int(done.stdout) > 3, "children must die with letters still to send"
    with database.read() as connection:
        rows = list_letters(connection)
    database.close()
    found = balance(rows, server)
    assert (found.lost, found.unknown_duplicates, found.changed_copies) == (0, 0, 0)
    if resend:
        assert found == Balance(0, 0, found.known_duplicates, 0, 0, LETTERS)
    else:
        assert found == Balance(0, 0, 0, 0, found.held, LETTERS - found.held)
