"""What SpamAssassin's local rules say about every form of the digest, and about any .eml files named.

    apt-get install spamassassin
    python benchmarks/spam_score.py [FILE.eml …]

Network tests are off (-L), so nothing leaves the machine. Exits with 1 when a letter scores above 0.0.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.digests.test_letters import FORMS, message  # noqa: E402 - the repository's root must be on the path first

LIMIT = 0.0


def letters(names: list[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        yield name, Path(name).read_bytes()
    if not names:
        for form in FORMS:
            for language in ("ko", "en"):
                yield f"{form} {language}", message(form, language)


def score(content: bytes) -> tuple[float, list[str]]:
    """The points, and each rule with its own."""
    report = subprocess.run(["spamassassin", "-L", "-t"], input=content, capture_output=True, check=True).stdout
    total = re.search(rb"\(([-\d.]+) points, ", report)
    if total is None:
        raise SystemExit("spamassassin gave no score")
    rules = re.findall(rb"^ *(-?\d+\.\d) (\w+)", report.partition(b"Content analysis details")[2], re.MULTILINE)
    return float(total[1]), [f"{name.decode()} {points.decode()}" for points, name in rules]


def main() -> None:
    if shutil.which("spamassassin") is None:
        raise SystemExit("spamassassin is not installed")
    worst = -100.0
    for name, content in letters(sys.argv[1:]):
        points, rules = score(content)
        worst = max(worst, points)
        print(f"{points:5.1f}  {name:16} {', '.join(rules)}")
    sys.exit(1 if worst > LIMIT else 0)


if __name__ == "__main__":
    main()
