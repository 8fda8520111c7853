"""The edges of Hangul spellings: 네이버는 and 네이버클라우드 are 네이버, 온라인 and 라인업 are not 라인.

A particle, a listed tail or part, or a cut that the analyser confirms makes an edge. Each rule takes a spot and gives a
finding or None; the first that speaks decides. This module must not weigh what a word with two meanings means.
"""

import re

from aggregator.match.spot import Finding, Form, Spot, accept, refuse
from aggregator.match.vocabulary import is_particle, split_tail, words
from aggregator.model import Compounds
from aggregator.text.hangul import is_hangul, is_hanja
from aggregator.text.morphology import Morpheme, analyse, available

_UNITS = frozenset("억조천만원년월일시분초개명대세살권회차건호위")
_NOMINAL = ("NNG", "NNP", "NNB", "NR", "NP", "SL", "SN", "SH", "XSN", "XPN", "XR", "SO", "SP", "SS", "SW")
_CLOSERS = ("J", "VCP", "E", "XSN", "NNB", "VX")
_NOT_NOUN = ("XSV", "XSA", "VV", "VA", "VX", "E", "IC", "MAG", "VCN")
_PERSON_TITLE = re.compile(
    r" ?(?:\((?:향년 )?\d|씨|군|양|의원|대표|사장|부사장|전무|상무|이사|부장|차장|과장|팀장|교수|박사|기자|특파원|회장|부회장|감독|선수|배우|"
    r"작가|변호사|판사|검사|위원|위원장|장관|차관|총리|대통령|시장|군수|구청장|지사|원장|총장|앵커|아나운서|PD|CEO|대변인|후보|코치)"
)
_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부"
)


def number_before(spot: Spot) -> Finding | None:
    """63조국내: a digit takes the syllable behind it as its unit."""
    if spot.before.isdigit() and spot.surface[0] in _UNITS:
        return refuse("number before")
    return None


def hanja_edges(spot: Spot) -> Finding | None:
    """A headline hanja counts where it stands for its word (美中, 北核), not inside a word of hanja (美人)."""
    from aggregator.match.vocabulary import known_hanja  # noqa: PLC0415 - a table, read once

    if not is_hanja(spot.surface[0]):
        return None
    neighbours = [char for char in (spot.before, spot.after) if char and is_hanja(char)]
    if all(char in known_hanja() for char in neighbours):
        return None
    return refuse("inside a hanja word")


def left_edge(spot: Spot) -> Finding | None:
    """Hangul may touch on the left only as a listed prefix or where the analyser cuts between nouns."""
    left = spot.left
    if not left or not is_hangul(spot.surface[0]):
        return None
    if spot.compounds is Compounds.YES:
        return None
    if spot.compounds is Compounds.NO:
        return refuse("Hangul before")
    if left in words("prefixes"):
        return None
    if not available():
        return refuse("Hangul before")
    return _left_by_analysis(spot)


def _left_by_analysis(spot: Spot) -> Finding | None:
    begin, end = spot.eojeol
    tokens = analyse(spot.text[begin:end])
    cut = len(spot.left)
    inside = _inside(tokens, cut, cut + len(spot.surface.replace(" ", "")))
    if inside is None:
        return refuse("inside another word")
    if any(token.tag not in _NOMINAL for token in tokens if token.end <= cut):
        return refuse("inside another word")
    if spot.is_name and not any(token.tag == "NNP" for token in inside):
        return refuse("common noun in a compound")
    return None


def _inside(tokens: tuple[Morpheme, ...], start: int, end: int) -> tuple[Morpheme, ...] | None:
    """The tokens that fill [start, end) exactly, or None when a word crosses an edge."""
    if not any(token.start == start for token in tokens):
        return None
    if not any(token.end == end for token in tokens) or any(token.start < end < token.end for token in tokens):
        return None
    if any(token.start < start < token.end for token in tokens):
        return None
    return tuple(token for token in tokens if start <= token.start and token.end <= end)


def right_end(spot: Spot) -> Finding | None:
    """Nothing of Hangul follows."""
    if spot.right:
        return None
    return accept("free-standing", Form.FREE) if not spot.left else accept("compound by analysis", Form.COMPOUND)


def right_of_latin(spot: Spot) -> Finding | None:
    """Hangul after Latin is a boundary (AI는, KT향)."""
    if is_hangul(spot.surface[-1]):
        return None
    if is_particle(spot.surface, spot.right):
        return accept("particle", Form.PARTICLE)
    if spot.compounds is Compounds.NO:
        return refuse("compound")
    return accept("change of script", Form.COMPOUND)


def person_name(spot: Spot) -> Finding | None:
    """한진만 부사장, 배민성 부회장: surname and two syllables before a title are a person."""
    surface, right = spot.surface, spot.right
    if len(surface) != 2 or len(right) != 1 or surface[0] not in _SURNAMES or spot.left:
        return None
    if _PERSON_TITLE.match(spot.text, spot.end + 1):
        return refuse("a person's name")
    return None


def right_particle(spot: Spot) -> Finding | None:
    if is_particle(spot.surface, spot.right):
        return accept("particle", Form.PARTICLE)
    return None


def right_closed(spot: Spot) -> Finding | None:
    if spot.compounds is Compounds.NO:
        return refuse("compound")
    if spot.compounds is Compounds.YES:
        return accept("any compound", Form.COMPOUND)
    return None


def right_tail(spot: Spot) -> Finding | None:
    """A name and the name of one of its parts."""
    if spot.is_name and split_tail(spot.right, "tails"):
        return accept("organisation tail", Form.COMPOUND)
    return None


def right_analysis(spot: Spot) -> Finding | None:
    """The analyser cuts behind the term, and what follows is a noun or a particle."""
    if not available():
        return None
    begin, end = spot.eojeol
    tokens = analyse(spot.text[begin:end])
    cut = spot.end - begin
    if _inside(tokens, spot.start - begin, cut) is None:
        return refuse("inside another word")
    rest = [token for token in tokens if token.start >= cut]
    if not rest or rest[0].tag.startswith(_NOT_NOUN):
        return refuse("verb or adjective")
    if spot.is_name and _is_short(rest) and not split_tail(spot.right, "parts"):
        return refuse("one syllable after a name")
    return accept("compound by analysis", Form.COMPOUND)


def _is_short(rest: list[Morpheme]) -> bool:
    nouns = [token for token in rest if not token.tag.startswith(("J", "E", "VCP"))]
    return sum(token.end - token.start for token in nouns) == 1


def right_by_rules(spot: Spot) -> Finding | None:
    """Without the analyser: a listed part, or two syllables and more after a topic."""
    if split_tail(spot.right, "parts"):
        return accept("listed part", Form.COMPOUND)
    if not spot.is_name and len(spot.right) >= 2 and not is_particle(spot.right[:1], spot.right[1:]):
        return accept("compound", Form.COMPOUND)
    return refuse("inside another word")


REFUSING_RULES = (number_before, hanja_edges, left_edge)
DECIDING_RULES = (
    right_end,
    right_of_latin,
    person_name,
    right_particle,
    right_closed,
    right_tail,
    right_analysis,
    right_by_rules,
)
