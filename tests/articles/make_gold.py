"""Writes the gold pages: `python -m tests.articles.make_gold`. Each page is NAME.html beside NAME.json with what it must give.

The pages are data that tests read; this script only spares writing them by hand, and is run again when a layout is added.
"""

import json
from pathlib import Path

from tests.articles.gold_articles import STORIES
from tests.articles.gold_layouts import LAYOUTS

GOLD = Path(__file__).parent / "gold"
PAGES_PER_LAYOUT = 3
NO_BYLINE = ("station",)  # the station names nobody


def main() -> None:
    GOLD.mkdir(exist_ok=True)
    turn = 0
    for layout, (make, url, encoding) in LAYOUTS.items():
        for _ in range(PAGES_PER_LAYOUT):
            story = STORIES[turn % len(STORIES)]
            turn += 1
            name = f"{layout}-{story.key}"
            (GOLD / f"{name}.html").write_bytes(make(story).encode(encoding, "xmlcharrefreplace"))
            facts = {
                "url": url.format(n=turn),
                "headline": story.headline,
                "byline": "" if layout in NO_BYLINE else story.name,
                "published": story.time.replace(" ", "T") + "+09:00",
                "text": story.expected,
            }
            (GOLD / f"{name}.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
