"""The recorded week as a press desk would get it: each day's poll, then `aggregator run --once` mails the digest.

    AGGREGATOR_SMTP_URL=smtp://… python benchmarks/mailed_week.py [--folder FOLDER]
    sudo python benchmarks/real_mail.py OUT -- python benchmarks/mailed_week.py     through a real Postfix and Dovecot

Three readers (Korean, English, and one with a comma in the name) and a directory; the watchlist 네이버 is urgent.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from newsroom_week import SERVE, advance, serving, write_newsfile

READERS = """\
    recipients:
      - 홍보팀 <pr@example.org>
      - {email: desk@example.org, name: '대외협력팀, 당직'}
      - {email: london@example.org, name: London Desk, language: en}
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path)
    options.add_argument("--polls", type=int, default=7)
    options.add_argument("--serve", type=Path, default=SERVE)
    chosen = options.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="mailed-week-"))
    folder.mkdir(parents=True, exist_ok=True)
    with serving(chosen.serve) as base:
        write_newsfile(folder, base)
        path = folder / "feeds.yaml"
        text = path.read_text("utf-8").replace("{name: 네이버, ", "{name: 네이버, urgent: true, ")
        path.write_text(text.replace("    recipients:\n", READERS), "utf-8")
        at = advance(base, "/reset")
        for number in range(chosen.polls):
            run(folder, "poll", "--all", "--now", at)
            run(folder, "run", "--once", "--now", at)
            if number + 1 < chosen.polls:
                at = advance(base, "/advance")
    rows = json.loads(run(folder, "outbox", "list", "--all", "--json", "--limit", "1000"))
    for row in reversed(rows):
        print(row["state"], row["address"], row["subject"], row["detail"][:60])
    print(folder)


def run(folder: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "AGGREGATOR_CONFIG": str(folder / "feeds.yaml"),
        "AGGREGATOR_DATABASE_URL": f"sqlite:///{folder / 'news.sqlite3'}",
        "AGGREGATOR_MAIL_FROM": "조간 브리핑 <briefing@example.org>",
        "AGGREGATOR_BASE_URL": "https://news.example.org/briefing",
    }
    command = [sys.executable, "-m", "aggregator", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    print(" ".join(arguments), "→", done.returncode, flush=True)
    if done.returncode not in (0, 4) or "Traceback" in done.stderr:
        print(done.stderr[-3000:])
    return done.stdout


if __name__ == "__main__":
    main()
