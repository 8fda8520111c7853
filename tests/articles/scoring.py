"""Word-level F1 of a text against the expected one, and the gold pages with what they must give."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

GOLD = Path(__file__).parent / "gold"


@dataclass(frozen=True)
class GoldPage:
    name: str
    html: bytes
    url: str
    headline: str
    byline: str
    published: datetime
    text: str


def gold_pages() -> tuple[GoldPage, ...]:
    return tuple(_read(path) for path in sorted(GOLD.glob("*.json")))


def word_f1(text: str, expected: str) -> float:
    """Words as bags: order does not count, how often does."""
    got, wanted = Counter(text.split()), Counter(expected.split())
    shared = sum((got & wanted).values())
    if not shared:
        return float(not got and not wanted)
    precision, recall = shared / sum(got.values()), shared / sum(wanted.values())
    return 2 * precision * recall / (precision + recall)


def _read(path: Path) -> GoldPage:
    facts = json.loads(path.read_text("utf-8"))
    return GoldPage(
        name=path.stem,
        html=path.with_suffix(".html").read_bytes(),
        url=facts["url"],
        headline=facts["headline"],
        byline=facts["byline"],
        published=datetime.fromisoformat(facts["published"]),
        text=facts["text"],
    )
