"""How long a letter takes to print and an edition to compose, at 40, 420 and 1,000 stories, as ratios to an empty issue too.

    python benchmarks/render.py [--repeat 7]

Prints milliseconds (best and median) and the bytes of each HTML part. Asked for: at most 300 ms a letter at 420 stories.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the fictional press lives with the tests

from aggregator.digests.edition import read_edition, write_edition
from aggregator.digests.page import LetterOptions
from aggregator.digests.render import render_edition
from tests.digests import press

OPTIONS = LetterOptions(unsubscribe_url="https://news.example/u/0123456789", web_url="https://news.example/e.html")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repeat", type=int, default=7)
    repeat = options.parse_args().repeat
    render_edition(press.empty(), OPTIONS)  # templates and styles are read once
    base = 0.0
    for name, edition in (("empty", press.empty()), *((f"{n} stories", press.flood(n)) for n in (40, 420, 1000))):
        best, middle = timed(lambda edition=edition: render_edition(edition, OPTIONS), repeat)  # type: ignore[misc]  # bound at once
        base = base or best
        size = len(render_edition(edition, OPTIONS).html.encode())
        print(
            f"print {name:>12}: best {best:6.1f} ms, median {middle:6.1f} ms, {best / base:5.1f} × empty, {size:6,} B HTML"
        )
    edition = press.flood(420)
    text = write_edition(edition)
    for name, work in (
        ("compose 420 stories", lambda: press.flood(420)),
        ("write the snapshot", lambda: write_edition(edition)),
        ("read the snapshot", lambda: read_edition(text)),
    ):
        best, middle = timed(work, repeat)
        print(f"{name}: best {best:.1f} ms, median {middle:.1f} ms")
    print(f"snapshot: {len(text.encode()):,} B")


def timed(work: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Milliseconds of CPU: best and median."""
    taken = []
    for _ in range(repeat):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return min(taken), statistics.median(taken)


if __name__ == "__main__":
    main()
