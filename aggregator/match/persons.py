"""Persons whose names hold a firm's: 한진만 부사장, 케이티 페리. This module must not know any firm."""

from aggregator.match.namesakes import PERSON_TITLE, is_place
from aggregator.match.spot import Finding, Spot, refuse
from aggregator.match.vocabulary import sections, split_tail, words
from aggregator.text.hangul import hangul_after, is_hanja
from aggregator.text.morphology import analyse, word_scores

_PARTICLES = "은는이가을를의에와과도로"


def person_name(spot: Spot) -> Finding | None:
    """한진만 부사장, 배민주 의원: surname and two syllables before a title are a person."""
    surface, right = spot.surface, spot.right
    if len(surface) != 2 or len(right) != 1 or surface[0] not in words("surnames") or spot.left:
        return None
    if not spot.is_name and word_scores(surface + right):  # 노동자 대변인
        return None
    if is_hanja(spot.before or " ") or (
        right in words("peoples") and is_place(surface) and right not in "전산"
    ):  # 親이란계 총리
        return None
    if right in words("tails") or right in _PARTICLES:
        return None
    return refuse("a person's name") if PERSON_TITLE.match(spot.text, spot.end + 1) else None


def given_name(spot: Spot) -> Finding | None:
    """케이티 페리: a foreign given name and a surname, where the name is also one of a firm."""
    if spot.variant.text not in words("given_names") or spot.after != " ":
        return None
    surname = hangul_after(spot.text, spot.end + 1)
    if not 1 < len(surname) < 7 or _is_trade_word(surname):
        return None
    first = next(iter(analyse(surname)), None)
    foreign = first is not None and (first.tag == "NNP" or not first.known) and first.end >= len(surname) - 1
    titled = PERSON_TITLE.match(spot.text, spot.end + 1 + len(surname)) is not None
    korean = len(surname) == 3 and surname[0] in words("surnames")
    return refuse("a person's name") if (foreign or titled) and not korean else None


def _is_trade_word(word: str) -> bool:
    return split_tail(word, "tails") is not None or word in sections("cues")["after organisation"]
