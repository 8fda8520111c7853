"""Judges pairs of texts that come from a file instead of the database, with the file itself as the background of word rarity.

Pure. It must not remember anything between two files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aggregator.stories.compare import Verdict, compare
from aggregator.stories.rarity import count_words
from aggregator.stories.signature import Signature, sign
from aggregator.text.urls import canonical_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One text of a pair; everything but the title may be missing."""

    title: str
    url: str | None = None
    text: str = ""
    date: datetime | None = None
    outlet: str | None = None


def sign_item(item: Item) -> Signature:
    """The signature of a text from a file."""
    url_key = canonical_url(item.url) if item.url else None
    return sign(item.title, text=item.text, outlet=item.outlet, url_key=url_key, at=item.date)


def judge_pairs(pairs: Sequence[tuple[Item, Item]]) -> tuple[Verdict, ...]:
    """One verdict for each pair, in order. A text that stands in several pairs counts once for the rarity of its words."""
    signed = {item: sign_item(item) for pair in pairs for item in pair}
    rarity = count_words(signed.values())
    return tuple(compare(signed[a], signed[b], rarity, suspected=True) for a, b in pairs)
