"""The edges of Hangul spellings: 네이버는 and 네이버클라우드 are 네이버, 온라인 and 라인업 are not 라인.

A particle, a listed tail or part, or a cut that the analyser confirms makes an edge. Each rule takes a spot and gives a
finding or None; the first that speaks decides. This module must not weigh what a word with two meanings means.
"""

import re
from functools import lru_cache

from aggregator.match.spot import Finding, Form, Spot, accept, refuse
from aggregator.match.vocabulary import is_particle, known_hanja, sections, split_tail, words
from aggregator.model import Compounds
from aggregator.text.hangul import HANJA, hangul_after, is_hangul, is_hanja
from aggregator.text.morphology import Morpheme, analyse, available, cut_odds, word_scores

GUESSED_LIMIT = (
    -5.0
)  # cut odds across a word that the analyser only guessed; genuine compounds lie above (두산에너빌리티 −3)
KNOWN_LIMIT = -2.0  # across a word of its dictionary (소형모듈원전 −1.5; 메타버스 −14)
DERIVED_LIMIT = -9.0  # a topic and a word derived from it (경찰관 −8, 전세금 −7; but 유가족 −11, 비자금 −14)
LONG_LIMIT = -15.0  # three syllables and more rarely stand in a longer word by chance (전국동시지방선거 −15)
_UNITS = frozenset("억조천만원년월일시분초개명대세살권회차건호위")
_NOMINAL = ("NNG", "NNP", "NNB", "NR", "NP", "SL", "SN", "SH", "XSN", "XPN", "XR", "SO", "SP", "SS", "SW")
_NOT_NOUN = ("XSV", "XSA", "VV", "VA", "VX", "E", "IC", "MAG", "VCN")
_TITLES = "|".join(sorted(words("titles"), key=len, reverse=True))
_REGIONS = ("특별시", "광역시", "특별자치시", "특별자치도", "시", "도", "군", "구")
_SENSE_WORDS = re.compile(r"[가-힣A-Za-z0-9&]+")
_HANJA_GLOSS = re.compile(f" ?\\(([{HANJA}]+)\\)")
_PERSON_TITLE = re.compile(
    rf" ?\((?:향년 )?\d| ?(?:{_TITLES})(?![가-힣]{{2}})| (?:[^\s,.]+ ){{1,2}}(?:{_TITLES})(?![가-힣]{{2}})"
)


def number_before(spot: Spot) -> Finding | None:
    """63조국내: a digit takes the syllable behind it as its unit."""
    if spot.before.isdigit() and spot.surface[0] in _UNITS:
        return refuse("number before")
    return None


def hanja_edges(spot: Spot) -> Finding | None:
    """A headline hanja counts where it stands for its word (美中, 北核), not inside a word of hanja (美人)."""
    if not is_hanja(spot.surface[0]):
        return None
    neighbours = [char for char in (spot.before, spot.after) if char and is_hanja(char)]
    if all(char in known_hanja() for char in neighbours):
        return None
    return refuse("inside a hanja word")


def left_edge(spot: Spot) -> Finding | None:
    """Hangul may touch on the left only as a listed prefix or where the analyser cuts between nouns."""
    left = spot.left
    if not left or not is_hangul(spot.surface[0]) or spot.compounds is Compounds.YES:
        return None
    if spot.compounds is Compounds.NO:
        return refuse("Hangul before")
    if len(left) == 1 and " " in spot.surface:  # 전국민 연금저축 is not 국민연금
        return refuse("one syllable before")
    if left in words("prefixes") and (len(left) > 1 or not _hides_known_word(spot)):
        return None
    if spot.is_name and len(left) == 1:
        return refuse("one syllable before")
    if available() and (_cuts_before(spot) or _in_compound(spot) or _ends_longer_name(spot)):
        return None
    return refuse("inside another word")


def _hides_known_word(spot: Spot) -> bool:
    """A word of the dictionary lies across the left edge (대한전선 for 한전)."""
    begin, end = spot.word
    cut = spot.start - begin
    return any(token.known and token.start < cut < token.end for token in analyse(spot.text[begin:end]))


def _cuts_before(spot: Spot) -> bool:
    begin, end = spot.word
    word, cut = spot.text[begin:end], spot.start - begin
    tokens = analyse(word)
    before = [token for token in tokens if token.start < cut]
    if any(token.start == cut and token.tag.startswith("N") for token in tokens):
        return all(token.tag in _NOMINAL for token in before)
    crossing = [token for token in before if token.end > cut]
    if not crossing or not all(token.tag in _NOMINAL for token in before):
        return False
    return _odds(spot, word, cut) >= _limit(spot, crossing, cut)


def _in_compound(spot: Spot) -> bool:
    """A topic in one word of the dictionary that is made of it and other words: 한국무역협회, 총파업, 다주택자."""
    begin, end = spot.word
    start, stop = spot.start - begin, spot.end - begin
    whole = next((t for t in analyse(spot.text[begin:end]) if t.start <= start and stop <= t.end), None)
    if spot.is_name or whole is None or not whole.known:
        return False
    before, after = spot.text[begin + whole.start : spot.start], spot.text[spot.end : begin + whole.end]
    affixes = sections("affixes")
    if not (_is_part(before, affixes["before"]) and _is_part(after, affixes["after"])):
        return False
    single = 1 in (len(before), len(after))
    return not single or _odds(spot, before + spot.surface + after, len(before)) >= DERIVED_LIMIT


def _is_part(word: str, affixes: frozenset[str]) -> bool:
    """Whole words of two syllables and more, or one affix: 한국소+비자+연맹 is no reading of 한국소비자연맹."""
    if not word or word in affixes:
        return True
    return _all_known(word) and all(token.end - token.start > 1 for token in analyse(word))


def _ends_longer_name(spot: Spot) -> bool:
    """더불어+민주당, 지방+국세청: a name of three syllables and more behind a word of its own."""
    if not spot.is_name or len(spot.surface) < 3:
        return False
    begin, end = spot.word
    start, stop = spot.start - begin, spot.end - begin
    word = spot.text[begin:end]
    whole = next((t for t in analyse(word) if t.tag == "NNP" and t.start < start < stop == t.end), None)
    before = word[whole.start : start] if whole else ""
    return len(before) > 1 and (bool(word_scores(before)) or _is_part(before, frozenset()))


def _odds(spot: Spot, word: str, cut: int) -> float:
    known = word_scores(spot.surface)
    # A tag the dictionary has not for this word makes the analyser's scores meaningless (북한 as NNG).
    tags = [tag for tag in ("NNP", "NNG") if tag in known][:1] or ["NNP", "NNG"]
    return max(cut_odds(word, cut, cut + spot.end - spot.start, tag) for tag in tags)


def _limit(spot: Spot, crossing: list[Morpheme], cut: int) -> float:
    """How dear a reading with a cut may be where these words lie across it."""
    if not any(token.known for token in crossing):
        return GUESSED_LIMIT if len(spot.surface) < 3 else LONG_LIMIT
    begins_there = all(token.start == cut and token.tag == "NNG" for token in crossing)
    return DERIVED_LIMIT if begins_there and not spot.is_name else KNOWN_LIMIT


def suffix_hanja(spot: Spot) -> Finding | None:
    """전년比, 쿠팡發: hanja behind a Hangul word are its ending, not a country."""
    if is_hanja(spot.surface[0]) and is_hangul(spot.before or " "):
        return refuse("hanja as an ending")
    return None


def ordinary_words(spot: Spot) -> Finding | None:
    """A name made of ordinary words that the sentence uses as such: 착한 사람인 줄 for 사람인."""
    if not spot.is_name or not available() or not _reads_as_words(spot.surface):
        return None
    begin, end = spot.window
    odds = cut_odds(spot.text[begin:end], spot.start - begin, spot.end - begin)
    return refuse("ordinary words") if odds < GUESSED_LIMIT else None


@lru_cache(maxsize=10_000)
def _reads_as_words(name: str) -> bool:
    """The dictionary has it not as one word, and reads particles or verbs in it (여기어때, 사람인)."""
    if not all(map(is_hangul, name)) or word_scores(name):
        return False
    return any(token.tag.startswith(("J", "V", "E")) for token in analyse(name))


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


def person_name(spot: Spot) -> Finding | None:
    """한진만 부사장, 배민주 의원: surname and two syllables before a title are a person."""
    surface, right = spot.surface, spot.right
    if len(surface) != 2 or len(right) != 1 or surface[0] not in words("surnames") or spot.left:
        return None
    if right in words("tails") or (right != "만" and is_particle(surface, right)):
        return None
    return refuse("a person's name") if _PERSON_TITLE.match(spot.text, spot.end + 1) else None


def given_name(spot: Spot) -> Finding | None:
    """케이티 페리: a foreign given name and a surname, where the name is also one of a firm."""
    if spot.variant.text not in words("given_names") or spot.after != " ":
        return None
    surname = hangul_after(spot.text, spot.end + 1)
    if not 1 < len(surname) < 7 or _is_trade_word(surname):
        return None
    first = next(iter(analyse(surname)), None)
    foreign = first is not None and (first.tag == "NNP" or not first.known) and first.end >= len(surname) - 1
    titled = _PERSON_TITLE.match(spot.text, spot.end + 1 + len(surname)) is not None
    korean = len(surname) == 3 and surname[0] in words("surnames")
    return refuse("a person's name") if (foreign or titled) and not korean else None


def _is_trade_word(word: str) -> bool:
    return split_tail(word, "tails") is not None or word in sections("cues")["after organisation"]


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


def right_sense(spot: Spot) -> Finding | None:
    """A word of the term's sense, written out: 서울대 + 학교 where 서울대학교 is meant, 라인 + 야후."""
    for word in _SENSE_WORDS.findall(spot.term.sense or ""):
        if len(word) > len(spot.surface) and word.startswith(spot.surface) and spot.text.startswith(word, spot.start):
            return accept("the sense written out", Form.COMPOUND)
    return None


def right_tail(spot: Spot) -> Finding | None:
    """A name and the name of one of its parts; a tail of one syllable must leave no other word (토스+차, 사조차)."""
    if not spot.is_name:
        return None
    tail = split_tail(spot.right, "tails") or _long_tail(spot.right)
    if tail is None or (len(tail) == 1 and available() and not (_cuts_after(spot) or _longer_name(spot))):
        return None
    return accept("organisation tail", Form.COMPOUND)


def _long_tail(right: str) -> str | None:
    """A listed tail of three syllables, whatever follows: 한화+포레나+대전월평공원."""
    return next(
        (right[:length] for length in (5, 4, 3) if len(right) > length and right[:length] in words("tails")), None
    )


def _longer_name(spot: Spot) -> Morpheme | None:
    """The dictionary's name that begins with this one, or with a prefix and this one (기아차, 현대기아차)."""
    begin, end = spot.word
    starts = {spot.start - begin, spot.start - begin - len(spot.left)}
    cut = spot.end - begin
    longer = (
        t for t in analyse(spot.text[begin:end]) if t.tag == "NNP" and t.start in starts and t.start < cut < t.end
    )
    return next(longer, None)


def right_of_longer_name(spot: Spot) -> Finding | None:
    """The dictionary has the whole as a name: 롯데콘서트홀, 현대해상; not where it is cut elsewhere (서울+대교구)."""
    longer = _longer_name(spot) if spot.is_name and len(spot.right) > 1 else None
    if longer is None or set(word_scores(spot.surface)) != {"NNP"}:  # 메타버스 for 메타, which is a word too
        return None
    rest = spot.right[: longer.end - (spot.end - spot.word[0])]
    if len(rest) < 2 or not _all_known(rest) or _splits_elsewhere(spot.surface, rest):
        return None
    return accept("name in a longer name", Form.COMPOUND)


def _all_known(word: str) -> bool:
    return all(token.known and (token.tag.startswith("N") or token.tag == "XPN") for token in analyse(word))


def _splits_elsewhere(surface: str, rest: str) -> bool:
    return any(word_scores(surface[:cut]) and _all_known(surface[cut:] + rest) for cut in range(1, len(surface)))


def right_name(spot: Spot) -> Finding | None:
    """Two names in one: 다음카카오."""
    if not spot.is_name or len(spot.right) < 2:
        return None
    for length in range(len(spot.right), 1, -1):
        name, rest = spot.right[:length], spot.right[length:]
        if name in words("companies") and is_particle(name, rest):
            return accept("another name joined on", Form.COMPOUND)
    return None


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
    if len(spot.surface) > 2 or _cuts_after(spot):
        return accept("listed part", Form.COMPOUND)
    return None


def right_people(spot: Spot) -> Finding | None:
    """북한군, 일본어, 한국행: people, language and the like of a country or place, which no other name takes."""
    tail = split_tail(spot.right, "peoples") if spot.is_name and available() else None
    if tail is None or (tail == "산" and "NNP" in word_scores(spot.surface + tail)):  # 북한산 is a mountain
        return None
    begin, end = spot.word
    starts_here = any(token.start == spot.start - begin for token in analyse(spot.text[begin:end]))
    return accept("people of a place", Form.COMPOUND) if starts_here and _is_place(spot.surface) else None


def _is_place(word: str) -> bool:
    """A name from which the dictionary makes a people or a language."""
    return "NNP" in word_scores(word) and bool(word_scores(word + "인") or word_scores(word + "어"))


def right_region(spot: Spot) -> Finding | None:
    """부산시, 전북도의회: a place and what kind of region it is, where the dictionary has the two as one name."""
    if not spot.is_name or not available():
        return None
    kinds = (kind for kind in _REGIONS if spot.right.startswith(kind))
    found = any("NNP" in word_scores(spot.surface + kind) for kind in kinds)
    return accept("region", Form.COMPOUND) if found else None


def right_analysis(spot: Spot) -> Finding | None:
    """The analyser cuts behind the term, or nearly, and a noun follows."""
    if not available():
        return None
    if _in_compound(spot):
        return accept("part of a compound", Form.COMPOUND)
    if not _cuts_after(spot) or (spot.is_name and _reaches_back(spot.surface, spot.right)):
        return refuse("inside another word")
    begin, end = spot.word
    cut = spot.end - begin
    rest = [token for token in analyse(spot.text[begin:end]) if token.start >= cut]
    if rest and rest[0].tag.startswith(_NOT_NOUN) and not _goes_on(spot, rest[0]):
        return refuse("verb or adjective")
    if spot.is_name and len(spot.surface) < 3 and _noun_length(rest, len(spot.right)) == 1:
        return refuse("one syllable after a name")
    return accept("compound by analysis", Form.COMPOUND)


def _reaches_back(surface: str, right: str) -> bool:
    """The end of the name and what follows are one word: 뉴진+스타일, 올리브+영화제."""
    stems = [right[:length] for length in range(1, len(right) + 1) if is_particle(right[:length], right[length:])]
    return any(word_scores(surface[cut:] + stem) for cut in range(1, len(surface)) for stem in stems)


def _goes_on(spot: Spot, next_morpheme: Morpheme) -> bool:
    """비자없이, 카카오같은: words often written without a space; a topic may go on in any way (물가잡기)."""
    return next_morpheme.form in ("없", "없이", "있", "같", "아니") or (
        not spot.is_name and next_morpheme.tag in ("XSV", "XSA")
    )


def _cuts_after(spot: Spot) -> bool:
    begin, end = spot.word
    word, cut = spot.text[begin:end], spot.end - begin
    tokens = analyse(word)
    crossing = [token for token in tokens if token.start < cut < token.end]
    if not crossing:
        starts_inside = any(token.start < spot.start - begin < token.end for token in tokens)
        return not starts_inside or _odds(spot, word, spot.start - begin) >= GUESSED_LIMIT
    return _odds(spot, word, spot.start - begin) >= _limit(spot, crossing, spot.start - begin)


def _noun_length(rest: list[Morpheme], length: int) -> int:
    """Syllables of the nouns behind the term; all that follows where the analyser did not cut there."""
    if not rest:
        return length
    return sum(token.end - token.start for token in rest if not token.tag.startswith(("J", "E", "VCP")))


def right_by_rules(spot: Spot) -> Finding | None:
    """Without the analyser: two syllables and more after a topic."""
    if not spot.is_name and len(spot.right) >= 2 and not is_particle(spot.right[:1], spot.right[1:]):
        return accept("compound", Form.COMPOUND)
    return refuse("inside another word")


REFUSING_RULES = (number_before, hanja_edges, suffix_hanja, left_edge, given_name, hanja_gloss, ordinary_words)
DECIDING_RULES = (
    right_end,
    right_of_latin,
    person_name,
    right_particle,
    right_closed,
    right_sense,
    right_tail,
    right_name,
    right_of_longer_name,
    right_part,
    right_people,
    right_region,
    right_analysis,
    right_by_rules,
)
