"""What a term is by its `sense` (politician, singer, bank, food maker …), and how far a text speaks of that trade.

`data/trades.txt` holds the trades. This module must not decide: rules and evidence ask it.
"""

from functools import lru_cache

from aggregator.match.spot import Spot
from aggregator.match.vocabulary import sections, sense_words, trades
from aggregator.text.companies import known_companies

PERSONAL = ("politics", "sports", "entertainment")
APART = (*PERSONAL, "science", "arts", "nature")  # what the news of firms is seldom made of
REPORTING = frozenset(("media", "education"))  # they speak of everything
AROUND = 200  # characters on each side of the place


@lru_cache(maxsize=20_000)
def trades_of(word: str, sense: str | None) -> frozenset[str]:
    """The trades that the sense names; none where it is missing or says nothing of them."""
    lists = sections("trades")
    named = sense_words((sense or "").replace(word, " "))
    found = {
        trade
        for trade in trades()
        if any(
            part == kind or (len(kind) > 1 and part.endswith(kind))
            for part in named
            for kind in lists[f"{trade} senses"]
        )
    }
    singers = is_act(word, sense) or (sense or "").startswith("그룹 ")  # 그룹 빅뱅; but 한화그룹
    return frozenset(found | ({"entertainment"} if singers else set()))


@lru_cache(maxsize=20_000)
def is_act(word: str, sense: str | None) -> bool:
    """방탄소년단 진: the sense names a group of singers besides the word."""
    return not sections("trades")["acts"].isdisjoint(sense_words((sense or "").replace(word, " ")))


def own_words(spot: Spot) -> int:
    """How many words of its own trade the text holds."""
    return max((_count(spot, trade) for trade in trades_of(spot.surface, spot.term.sense)), default=0)


def foreign_words(spot: Spot) -> int:
    """How many words of another trade the text holds: the most of any one."""
    own = trades_of(spot.surface, spot.term.sense)
    if own & REPORTING:
        return 0
    apart = set(PERSONAL if own & set(PERSONAL) else APART) - own
    if spot.surface in known_companies():  # they have teams: 한화, 기아
        apart.discard("sports")
    return max((_count(spot, trade) for trade in apart), default=0)


def _count(spot: Spot, trade: str) -> int:
    around = spot.text[max(0, spot.start - AROUND) : spot.start] + " " + spot.text[spot.end : spot.end + AROUND]
    lists = sections("trades")
    return sum(
        word in around for word in lists[trade] | (lists[f"{trade} senses"] if trade in PERSONAL else frozenset())
    )
