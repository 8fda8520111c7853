"""Replays the recorded week through the real commands and prints what became of it, poll by poll.

    python benchmarks/newsroom_week.py [--polls 7] [--folder FOLDER] [--serve PATH/TO/serve.py]

Needs the newsroom's server script and data (beside the repository, in shared/newsroom). Every poll runs `aggregator poll` at
its recorded time, the last state is polled twice, then feeds, clippings and a digest's preview are asked for.
"""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVE = Path(__file__).resolve().parents[2] / "shared" / "newsroom" / "serve.py"
WATCHLISTS = ("네이버", "카카오", "KT", "삼성전자", "코로나")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--polls", type=int, default=7)
    options.add_argument("--every", type=int, default=1, help="go on by so many recorded polls between two of ours")
    options.add_argument("--folder", type=Path)
    options.add_argument("--serve", type=Path, default=SERVE)
    chosen = options.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="newsroom-week-"))
    folder.mkdir(parents=True, exist_ok=True)
    with serving(chosen.serve) as base:
        write_newsfile(folder, base)
        replay(folder, base, chosen.polls, chosen.every)


@contextmanager
def serving(script: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(script), "--port", str(port)], stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    print(server.stderr.readline().strip())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


def write_newsfile(folder: Path, base: str) -> None:
    """The feeds through `aggregator import`, then the watchlists and a digest below them."""
    path = folder / "feeds.yaml"
    path.unlink(missing_ok=True)
    run(folder, "import", f"{base}/opml", "--allow-host", "127.0.0.1", "-o", str(path))
    text = path.read_text("utf-8")
    for key in ("watchlists", "digests"):
        text = re.sub(rf"^{key}:.*?(?=^\S|\Z)", "", text, flags=re.S | re.M)
    rows = "".join(f"  - {{name: {name}, any: [{name}]}}\n" for name in WATCHLISTS)
    text += f"\nwatchlists:\n{rows}\ndigests:\n  - name: 아침 브리핑\n    at: '07:30'\n    timezone: Asia/Seoul\n"
    text += f"    recipients:\n      - {{directory: '{folder / 'letters'}'}}\n"
    path.write_text(text, "utf-8")


def replay(folder: Path, base: str, polls: int, every: int) -> None:
    at = advance(base, "/reset")
    for number in range(polls):
        report(folder, number, at)
        if number + 1 < polls:
            for _ in range(every):
                at = advance(base, "/advance")
    print("the same state again:")
    report(folder, polls - 1, at)
    print(run(folder, "feeds", "--bad", "--now", at))
    print(run(folder, "db", "status"))
    print(run(folder, "digest", "--preview", str(folder / "preview"), "--now", at))
    print(folder)


def report(folder: Path, number: int, at: str) -> None:
    began = time.monotonic()
    rows = json.loads(run(folder, "poll", "--all", "--json", "--now", at))
    new, revised, clippings = (sum(row.get(name, 0) for row in rows) for name in ("new", "revised", "clippings"))
    unchanged = sum(1 for row in rows if row.get("unchanged"))
    failed = [row["subject"] for row in rows if not row["ok"]]
    print(
        f"poll {number} {at}: {len(rows)} feeds, {new} new, {revised} revised, {clippings} clippings, "
        f"{unchanged} unchanged, {len(failed)} failed {failed[:5]}, {time.monotonic() - began:.1f} s",
        flush=True,
    )


def advance(base: str, path: str) -> str:
    request = urllib.request.Request(base + path, method="POST")
    with urllib.request.urlopen(request) as answer:
        return str(json.load(answer)["at"])


def run(folder: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "AGGREGATOR_CONFIG": str(folder / "feeds.yaml"),
        "AGGREGATOR_DATABASE_URL": f"sqlite:///{folder / 'news.sqlite3'}",
        "COLUMNS": "180",
    }
    done = subprocess.run(
        [sys.executable, "-m", "aggregator", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 4):
        raise SystemExit(f"aggregator {arguments[0]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    if "Traceback" in done.stderr:
        print(done.stderr[-3000:])
    return done.stdout


if __name__ == "__main__":
    main()
