"""How much a story weighs in an issue: a sum of small named parts, the same for the same facts, explained in docs/digest.md.

Nothing here reads a text: the facts come as numbers, so that `aggregator explain` can show the very parts that decided.
"""

from dataclasses import dataclass

from aggregator.digests.edition import Card, Part
from aggregator.text.titles import HeadlineKind

LEADS = 3
LEAD_SCORE = (
    24  # below this a story is no lead, however few there are: three outlets and a term in the headline reach it
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a rank is made of. Tiers are those of the outlets that report, 1 the weightiest."""

    own: bool
    outlets: int
    tiers: tuple[int, ...]
    exclusive: bool
    in_headline: bool
    in_summary: bool
    urgent: bool
    day: int
    outlets_added: int
    copies: int
    press_releases: int
    entries: int
    kind: HeadlineKind


def rank_parts(facts: Facts) -> tuple[Part, ...]:
    """The parts that are not zero, in a fixed order. Whole points: no rounding, no order of summing can change a sum."""
    parts = (
        ("own", 16 if facts.own else 0),
        ("outlets", _spread(facts.outlets)),
        ("tier", 2 * min(sum(tier == 1 for tier in facts.tiers), 4) + min(sum(tier == 2 for tier in facts.tiers), 4)),
        ("exclusive", 18 if facts.exclusive else 0),
        ("where", 12 if facts.in_headline else 6 if facts.in_summary else 0),
        ("urgent", 8 if facts.urgent else 0),
        ("growth", min(2 * facts.outlets_added, 10) if facts.day > 1 else 0),
        ("age", -min(3 * (facts.day - 1), 12)),
        ("copies", -6 if facts.entries > 1 and facts.copies * 2 > facts.entries else 0),
        ("press_release", -14 if facts.press_releases * 2 > facts.entries else 0),
        ("kind", 0 if facts.kind is HeadlineKind.NEWS else -30),
    )
    return tuple(Part(name=name, points=points) for name, points in parts if points)


def _spread(outlets: int) -> int:
    """6 points for each doubling: from one outlet to two says as much as from eight to sixteen."""
    return 6 * (outlets.bit_length() - 1) + 3 * (outlets.bit_count() > 1)


def reading_order(card: Card) -> tuple[int, int, float, int]:
    """Sorts cards: score, then outlets, then who came first, then the id. No two stories are equal."""
    return (-card.score, -card.outlets, card.first.at.timestamp(), card.story)


def choose_leads(cards: tuple[Card, ...], own: frozenset[int]) -> tuple[int, ...]:
    """At most three stories for 먼저 볼 것: those of the own organisation first, never one that does not deserve it.

    A lead is news, with a term where the reader sees it, of enough weight; two outlets or [단독] or our own name make it so.
    """
    worthy = [card for card in cards if _is_worthy(card, card.story in own)]
    worthy.sort(key=lambda card: (card.story not in own, *reading_order(card)))
    return tuple(card.story for card in worthy[:LEADS])


def _is_worthy(card: Card, own: bool) -> bool:
    if card.kind is not HeadlineKind.NEWS or card.only_body or card.press_releases * 2 > card.entries:
        return False
    return card.score >= LEAD_SCORE and (own or card.exclusive or card.outlets > 1)
