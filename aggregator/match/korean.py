"""The edges of Hangul spellings: 네이버는 and 네이버클라우드 are 네이버, 온라인 and 라인업 are not 라인.

A particle, a listed tail or part, or a cut that the analyser confirms makes an edge. Each rule takes a spot and gives a
finding or None; the first that speaks decides. This module must not weigh what a word with two meanings means.
"""

import re

from aggregator.match.before import hanja_edges, left_edge, number_before, quoted_before, suffix_hanja
from aggregator.match.compounds import (
    GUESSED_LIMIT,
    LONGER_NAME_LIMIT,
    all_known,
    cuts_after,
    in_compound,
    is_known_noun,
    is_part,
    is_syllable_apart,
    longer_name,
    may_begin,
    reaches_back,
    reads_as_words,
    splits_elsewhere,
    takes_affix,
)
from aggregator.match.namesakes import (
    another_affiliate,
    another_country,
    another_firm,
    another_institution,
    another_person,
    is_institution,
    is_place,
    means_organisation,
    means_person,
    other_given_name,
    other_trade,
    school,
    starts_word,
    topical_person,
)
from aggregator.match.persons import given_name, person_name
from aggregator.match.spot import Finding, Form, Spot, accept, refuse
from aggregator.match.vocabulary import is_particle, sense_words, split_tail, words
from aggregator.model import Compounds
from aggregator.text.companies import known_companies
from aggregator.text.hangul import HANJA, is_hangul
from aggregator.text.morphology import Morpheme, analyse, available, cut_odds, word_scores

_NOT_NOUN = ("XSV", "XSA", "VV", "VA", "VX", "E", "IC", "MAG", "VCN")
_ENDINGS = frozenset(
    ("고", "며", "나", "자", "던", "면", "는", "니", "네", "지만", "거나", "기도", "든", "든지", "면서", "기에")
)
_REGIONS = ("특별시", "광역시", "특별자치시", "특별자치도", "시", "도", "군", "구")
_HANJA_GLOSS = re.compile(f" ?\\(([{HANJA}]+)\\)")


def ordinary_words(spot: Spot) -> Finding | None:
    """A name made of ordinary words that the sentence uses as such: 착한 사람인 줄 for 사람인."""
    if not spot.is_name or not available() or not reads_as_words(spot.surface):
        return None
    begin, end = spot.window
    odds = cut_odds(spot.text[begin:end], spot.start - begin, spot.end - begin)
    return refuse("ordinary words") if odds < GUESSED_LIMIT else None


def verb_stem(spot: Spot) -> Finding | None:
    """위상을 지니고: the analyser reads the letters as a verb where a particle could be one's ending."""
    if not spot.is_name or spot.left or not spot.right or not available() or not is_hangul(spot.surface[0]):
        return None
    if len(spot.surface) > 2 or spot.right not in _ENDINGS:
        return None
    if _reads_as_verb(spot, spot.word) and _reads_as_verb(spot, spot.window):  # the word alone is the cheaper question
        return refuse("verb or adjective")
    return None


def _reads_as_verb(spot: Spot, part: tuple[int, int]) -> bool:
    begin, end = part
    start, stop = spot.start - begin, spot.end - begin
    return any(
        token.start == start and token.end >= stop and token.tag in ("VV", "VA", "VX")
        for token in analyse(spot.text[begin:end])
    )


def right_end(spot: Spot) -> Finding | None:
    """Nothing of Hangul follows."""
    if spot.right:
        return None
    if not spot.left:
        return accept("free-standing", Form.FREE)
    return accept("end of a compound" if is_hangul(spot.surface[0]) else "change of script", Form.COMPOUND)


def right_of_latin(spot: Spot) -> Finding | None:
    """Hangul after Latin is a boundary (AI는, KT향)."""
    if is_hangul(spot.surface[-1]):
        return None
    if is_particle(spot.surface, spot.right):
        return accept("particle", Form.PARTICLE)
    if spot.compounds is Compounds.NO:
        return refuse("compound")
    if spot.surface[-1].isdigit() and " " in spot.surface:
        return refuse("a number and its unit")  # 이마트 24시간 is not 이마트24
    return accept("change of script", Form.COMPOUND)


def right_particle(spot: Spot) -> Finding | None:
    people = spot.right.startswith("인") and spot.is_name and word_scores(spot.surface + "인")
    if people and means_organisation(spot.surface, spot.term.sense):  # 고려인, 동양인
        return refuse("people of that name")
    if is_particle(spot.surface, spot.right):
        return accept("particle", Form.PARTICLE)
    return None


def right_closed(spot: Spot) -> Finding | None:
    if spot.compounds is Compounds.NO:
        return refuse("compound")
    if spot.compounds is Compounds.YES:
        return accept("any compound", Form.COMPOUND)
    return None


def right_sense(spot: Spot) -> Finding | None:
    """A word of the term's sense, written out: 서울대 + 학교 where 서울대학교 is meant, 라인 + 야후."""
    for word in sense_words(spot.term.sense):
        if len(word) <= len(spot.surface) or not word.startswith(spot.surface):
            continue
        if spot.text.startswith(word, spot.start) or _shortens(spot.right, word[len(spot.surface) :]):
            return accept("the sense written out", Form.COMPOUND)
    return None


def _shortens(right: str, rest: str) -> bool:
    """금호석화 for 금호석유화학: two syllables of what the sense adds, in their order."""
    syllables = iter(rest)
    return (
        len(rest) > 2
        and all(char in syllables for char in right[:2])
        and is_particle(right[:2], right[2:])
        and len(right) > 1
    )


def right_single(spot: Spot) -> Finding | None:
    """진행, 비공개: a name of one syllable (방탄소년단 진) takes nothing but particles."""
    return refuse("inside another word") if spot.is_name and len(spot.surface) == 1 else None


def right_in_full(spot: Spot) -> Finding | None:
    """연세대+학교, 금융위+원회: the name is the head of its full form."""
    if len(spot.surface) < 3 or not spot.right:
        return None
    if is_institution(spot.surface, spot.right):
        return accept("the full form", Form.COMPOUND)
    return None


def right_tail(spot: Spot) -> Finding | None:
    """A name and the name of one of its parts; a tail of one syllable must leave no other word (토스+차, 사조차)."""
    if not spot.is_name:
        return None
    if means_person(spot.term.sense, spot.surface):
        return None
    common = "NNG" in word_scores(spot.surface)
    tail = split_tail(spot.right, "tails") or (None if common else _long_tail(spot.right))
    if tail is None or (len(tail) == 1 and available() and not (cuts_after(spot) or longer_name(spot))):
        return None
    if is_known_noun(spot):  # 호주머니, 우주선
        return None
    return accept("organisation tail", Form.COMPOUND)


def _long_tail(right: str) -> str | None:
    """A listed tail of three syllables, whatever follows: 한화+포레나+대전월평공원."""
    return next(
        (right[:length] for length in (5, 4, 3) if len(right) > length and right[:length] in words("tails")), None
    )


def right_of_longer_name(spot: Spot) -> Finding | None:
    """The dictionary has the whole as a name: 롯데콘서트홀, 현대해상; not where it is cut elsewhere (서울+대교구)."""
    longer = longer_name(spot) if spot.is_name and len(spot.right) > 1 else None
    if longer is None or set(word_scores(spot.surface)) != {"NNP"}:  # 메타버스 for 메타, which is a word too
        return None
    if len(spot.surface) < 3 and not may_begin(spot, LONGER_NAME_LIMIT):  # 카스피해 for 카스
        return None
    rest = spot.right[: longer.end - (spot.end - spot.word[0])]
    if len(rest) < 2 or not all_known(rest) or splits_elsewhere(spot.surface, rest):
        return None
    return accept("name in a longer name", Form.COMPOUND)


def right_name(spot: Spot) -> Finding | None:
    """Two names in one: 다음카카오."""
    if not spot.is_name or len(spot.right) < 2:
        return None
    for length in range(len(spot.right), 1, -1):
        name, rest = spot.right[:length], spot.right[length:]
        if name in known_companies() and is_particle(name, rest) and not _plain_nouns(spot):
            return accept("another name joined on", Form.COMPOUND)
    return accept("another name joined on", Form.COMPOUND) if _joins_name(spot) else None


def _plain_nouns(spot: Spot) -> bool:
    """고려+대상 as two common nouns."""
    begin, end = spot.word
    return "NNG" in word_scores(spot.surface) and all(token.tag == "NNG" for token in analyse(spot.text[begin:end]))


def _joins_name(spot: Spot) -> bool:
    """호반+서울신문: a word that the dictionary has not, made of the name and another one of three syllables and more."""
    begin, end = spot.word
    if spot.left or not word_scores(spot.surface):
        return False
    if any(token.known and token.start <= spot.end - begin < token.end for token in analyse(spot.text[begin:end])):
        return False
    rest = analyse(spot.right)
    return (
        bool(rest)
        and rest[0].tag == "NNP"
        and rest[0].known
        and rest[0].end > 2
        and all_known(spot.right)
        and may_begin(spot)
    )


def hanja_gloss(spot: Spot) -> Finding | None:
    """농심천심(農心天心): hanja behind the whole word show a phrase of its own, not the name."""
    whole = len(spot.left) + len(spot.surface) + len(spot.right)
    gloss = _HANJA_GLOSS.match(spot.text, spot.end + len(spot.right))
    if spot.is_name and gloss and len(gloss[1]) == whole > len(spot.surface):
        return refuse("a word written in hanja")
    return None


def right_part(spot: Spot) -> Finding | None:
    """What is said of a name in one word with it: 한전주, 국정원장, 카카오지회."""
    part = (split_tail(spot.right, "parts") or split_tail(spot.right, "titles")) if spot.is_name else None
    if part is None:
        return None
    if not available():
        return accept("listed part", Form.COMPOUND) if len(spot.surface) > 2 or len(part) > 1 else None
    well_known = spot.left in words("prefixes") and spot.surface in known_companies()  # 범농심가
    if len(spot.surface) > 2 or well_known or cuts_after(spot):
        return accept("listed part", Form.COMPOUND)
    return None


def right_people(spot: Spot) -> Finding | None:
    """북한군, 일본어, 한국행: people, language and the like of a country or place, which no other name takes."""
    tail = split_tail(spot.right, "peoples") if spot.is_name and available() else None
    if tail is None and is_place(spot.surface) and _begins_with_place(spot.right):
        return _of_place(spot, "place beside place")
    if tail is None or (tail == "산" and "NNP" in word_scores(spot.surface + tail)):  # 북한산 is a mountain
        return None
    if not starts_word(spot) or not is_place(spot.surface):
        return None
    return _of_place(spot, "people of a place")


def _begins_with_place(right: str) -> bool:
    """대전+세종충청."""
    return any(is_place(right[:length]) for length in (2, 3) if len(right) >= length)


def _of_place(spot: Spot, rule: str) -> Finding:
    """What belongs to a town is nothing of the firm with its name."""
    if means_organisation(spot.surface, spot.term.sense) or means_person(spot.term.sense, spot.surface):
        return refuse("a place of that name")
    return accept(rule, Form.COMPOUND)


def right_place(spot: Spot) -> Finding | None:
    """전주동물원, 광주지법, 영국산: a place and what is there, as long as the dictionary has no other word (광주리, 호주머니)."""
    if not spot.is_name or len(spot.right) < 1 or spot.left or not available() or not is_place(spot.surface):
        return None
    begin, end = spot.word
    cut = spot.end - begin
    tokens = analyse(spot.text[begin:end])
    crossing = [token for token in tokens if token.start < cut < token.end]
    if not starts_word(spot) or any(token.tag != "NNP" and token.known for token in crossing):
        return None
    rest = spot.right[: crossing[0].end - cut] if crossing else spot.right
    if crossing and len(rest) == 1 and rest not in "역항시군구도현성주전령":
        return None
    if len(rest) > 1 and not all_known(rest) and not any(token.known for token in crossing):
        return None
    return _of_place(spot, "what is in a place") if crossing else None


def right_region(spot: Spot) -> Finding | None:
    """부산시, 전북도의회: a place and what kind of region it is, where the dictionary has the two as one name."""
    if not spot.is_name or not available():
        return None
    kinds = (kind for kind in _REGIONS if spot.right.startswith(kind))
    found = any("NNP" in word_scores(spot.surface + kind) for kind in kinds)
    return _of_place(spot, "region") if found else None


def right_analysis(spot: Spot) -> Finding | None:
    """The analyser cuts behind the term, or nearly, and a noun follows."""
    if not available():
        return None
    if not spot.is_name and len(spot.surface) == 1:
        return accept("part of a compound", Form.COMPOUND) if is_syllable_apart(spot) else refuse("inside another word")
    if in_compound(spot) or takes_affix(spot):
        return accept("part of a compound", Form.COMPOUND)
    if means_person(spot.term.sense, spot.surface) and not is_part(spot.right, frozenset()):  # 싸이+티바
        return refuse("inside another word")
    if not spot.is_name and "XR" in word_scores(spot.surface + spot.right[:1]):  # 드라마틱하게
        return refuse("inside another word")
    if not cuts_after(spot) or (spot.is_name and reaches_back(spot.surface, spot.right)):
        return refuse("inside another word")
    begin, end = spot.word
    cut = spot.end - begin
    rest = [token for token in analyse(spot.text[begin:end]) if token.start >= cut]
    if rest and rest[0].tag.startswith(_NOT_NOUN) and (len(spot.surface) > 3 or is_place(spot.surface)):
        exact = any(token.end == cut and token.tag == "NNP" for token in analyse(spot.text[begin:end]))
        if exact or len(spot.surface) > 3:
            return accept("run together", Form.COMPOUND)  # 유럽찾는, ⓒ연합뉴스치솟은
    if rest and rest[0].tag.startswith(_NOT_NOUN) and not _goes_on(spot, rest[0]):
        return refuse("verb or adjective")
    if spot.is_name and not spot.left and _is_dictionary_word(spot):
        return refuse("inside another word")
    if spot.is_name and len(spot.surface) < 3 and _noun_length(rest, len(spot.right)) == 1:
        return refuse("one syllable after a name")
    return accept("compound by analysis", Form.COMPOUND)


def _is_dictionary_word(spot: Spot) -> bool:
    """한솥밥: a common noun of the dictionary, though the analyser cut it here."""
    stems = (spot.right[:length] for length in range(1, min(4, len(spot.right) + 1)))
    return any(
        word_scores(spot.surface + stem).get("NNG") and is_particle(stem, spot.right[len(stem) :]) for stem in stems
    )


def _goes_on(spot: Spot, next_morpheme: Morpheme) -> bool:
    """비자없이, 카카오같은: words often written without a space; a topic may go on in any way (물가잡기)."""
    return next_morpheme.form in ("없", "없이", "있", "같", "아니") or (
        not spot.is_name and next_morpheme.tag in ("XSV", "XSA")
    )


def _noun_length(rest: list[Morpheme], length: int) -> int:
    """Syllables of the nouns behind the term; all that follows where the analyser did not cut there."""
    if not rest:
        return length
    return sum(token.end - token.start for token in rest if not token.tag.startswith(("J", "E", "VCP")))


def right_by_rules(spot: Spot) -> Finding | None:
    """Without the analyser: two syllables and more after a topic, anything after a long one."""
    long = len(spot.surface) > 2 or (len(spot.right) > 1 and not is_particle(spot.right[:1], spot.right[1:]))
    if not spot.is_name and long:
        return accept("compound", Form.COMPOUND)
    return refuse("inside another word")


REFUSING_RULES = (
    number_before,
    hanja_edges,
    suffix_hanja,
    quoted_before,
    left_edge,
    given_name,
    hanja_gloss,
    ordinary_words,
    school,
    another_firm,
    another_affiliate,
    another_institution,
    another_country,
    other_trade,
    topical_person,
    verb_stem,
    another_person,
    other_given_name,
)
REFUSING_RULES_OF_LATIN = (quoted_before, hanja_gloss, school, another_firm, another_institution, other_trade)
DECIDING_RULES = (
    right_end,
    right_of_latin,
    person_name,
    right_particle,
    right_closed,
    right_sense,
    right_single,
    right_in_full,
    right_tail,
    right_name,
    right_of_longer_name,
    right_part,
    right_people,
    right_region,
    right_place,
    right_analysis,
    right_by_rules,
)
