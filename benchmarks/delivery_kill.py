"""200 times kill -9 at random moments while 150 letters are delivered, under "hold" and under "re-send".

    python benchmarks/delivery_kill.py [--letters 150] [--kills 200]

Prints what was lost (must be 0), duplicates the outbox does not know of (must be 0), copies that differ (must be 0), and how
many letters ended held or arrived twice, each of which the outbox shows.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from aggregator.store.engine import Database  # noqa: E402 - the repository's root must be on the path first
from aggregator.store.migrate import upgrade  # noqa: E402
from aggregator.store.outbox import list_letters  # noqa: E402
from tests.delivery.conftest import queue, write_letter  # noqa: E402
from tests.delivery.killing import balance  # noqa: E402
from tests.delivery.smtp_server import SmtpServer  # noqa: E402


def measure(letters: int, kills: int, *, resend: bool, seed: int) -> bool:
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/outbox.sqlite3"
        database = Database.open(url)
        upgrade(database)
        queue(database, *(write_letter(number, resend_unknown=resend) for number in range(letters)))
        began = time.monotonic()
        with SmtpServer(slowness=0.01) as server:
            command = [sys.executable, "-m", "tests.delivery.killing", url, server.url, str(kills), str(seed), "0.12"]
            killed = int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        with database.read() as connection:
            found = balance(list_letters(connection), server)
        database.close()
    print(f"{'re-send' if resend else 'hold':8} {killed} killed, {time.monotonic() - began:.0f} s: {found}")
    return found.lost == found.unknown_duplicates == found.changed_copies == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=150)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sound = [measure(given.letters, given.kills, resend=resend, seed=given.seed) for resend in (False, True)]
    sys.exit(0 if all(sound) else 1)


if __name__ == "__main__":
    main()
