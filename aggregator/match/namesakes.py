"""Towns, schools and people that share the name of the firm a term means: 충남 보령 for 보령제약, 쌍용중 for 쌍용자동차.

Only a term whose `sense` says what it is can be told from its namesakes. This module must not know any name.
"""

import re
from functools import lru_cache

from aggregator.match.spot import Finding, Spot, refuse
from aggregator.match.trades import foreign_words, is_act, own_words, trades_of
from aggregator.match.vocabulary import hanja_words, is_particle, sections, sense_words, split_tail, words
from aggregator.text.companies import known_companies
from aggregator.text.hangul import is_hangul
from aggregator.text.morphology import analyse, word_scores

_TITLES = "|".join(sorted(words("titles"), key=len, reverse=True))
PERSON_TITLE = re.compile(
    rf" ?\((?:향년 )?\d| ?(?:{_TITLES})(?![가-힣]{{2}})| (?:[^\s,.]+ ){{1,2}}(?:{_TITLES})(?![가-힣]{{2}})| 칼럼"
)
_REGIONS = ("시", "군", "구", "도", "읍")
_IN_FULL = re.compile(
    r"(?<![가-힣])([가-힣]{2,20}(?: [가-힣]{1,12}){0,3})['\"]? ?\((?:이하 ?)?['\"]?([A-Z][A-Z&]+)['\"]?[),]"
)
_HOLDING = ("그룹", "홀딩스", "지주")  # whose name is that of the member
_OFFICES = ("당", "부", "처", "청", "의회", "위원회", "법원", "검찰", "경찰", "국회", "군")
_WORD_BEFORE = re.compile(r"([가-힣]+)['\"]? ?['\"]?$")
_TITLE_AFTER = re.compile(r" ([가-힣]+?)(?:[은는이가의도을를]|과|와)?(?![가-힣])")
_WORD_AFTER = re.compile(r"(?:[이가은는의도]|과|와)? ?([가-힣]+)")


@lru_cache(maxsize=20_000)
def means_organisation(word: str, sense: str | None) -> bool:
    """The sense is a firm or institution: 보령제약, 호텔신라, 편의점 CU, KT(통신)."""
    if not sense:
        return False
    cues = sections("cues")
    named = sense_words(sense)
    kinds = cues["vague senses"] | cues["before organisation"]
    if any(part in cues["person senses"] | cues["place senses"] for part in named):
        return False
    tails = words("tails")
    return any(part in kinds or _around(word, part, tails) or _is_kind_of_firm(part) for part in named)


def _around(word: str, part: str, tails: frozenset[str]) -> bool:
    rest = part.removeprefix(word) if part.startswith(word) else part.removesuffix(word)
    return rest != part and rest in tails


@lru_cache(maxsize=20_000)
def short_for(word: str, sense: str | None) -> str:
    """What the sense adds to the word, where it is the beginning of one firm's name: 하이텍 for 성우(하이텍), else "".

    By itself such a word rarely means the firm; not so for groups, institutions and well-known names.
    """
    named = (sense or "").split("(")[0].split(" ")[0]
    rest = named.removeprefix(word)
    if named.endswith(word) and is_hangul(named[0]) and named.removesuffix(word) in known_companies():  # 한화오션
        return named.removesuffix(word)
    if rest == named or len(rest) < 2 or "그룹" in named or word in known_companies() or not 1 < len(word) < 4:
        return ""
    if not all(map(is_hangul, rest)) or is_institution(word, rest) or means_place(word, sense):
        return ""
    return rest


def is_institution(word: str, rest: str) -> bool:
    """서울대+학교, 금융위+원회."""
    return any((word[-1] + rest).startswith(kind) for kind in sections("cues")["institutions"])


def means_place(word: str, sense: str | None) -> bool:
    """The sense is a town or country: 경주시, 국가 이란."""
    kinds = sections("cues")["place senses"]
    return any(part in kinds or part.removeprefix(word) in kinds for part in sense_words(sense))


def _is_kind_of_firm(part: str) -> bool:
    singers = ("걸그룹", "보이그룹", "남성그룹", "여성그룹", "혼성그룹")
    return part.endswith(("그룹", "기업", "업체")) and not part.endswith(singers)


def means_person(sense: str | None, word: str = "") -> bool:
    named = any(role in (sense or "") for role in sections("cues")["person senses"])
    return bool(sense) and (named or is_act(word, sense))


@lru_cache(maxsize=20_000)
def is_place(word: str) -> bool:
    """A name that the dictionary has as a region (보령+시) or makes a people of (호주+인)."""
    if len(word) < 2 or "NNP" not in word_scores(word):
        return False
    return bool(word_scores(word + "인")) or any("NNP" in word_scores(word + kind) for kind in _REGIONS)


def _means_firm(spot: Spot) -> bool:
    return means_organisation(spot.surface, spot.term.sense) or bool(short_for(spot.surface, spot.term.sense))


def school(spot: Spot) -> Finding | None:
    """쌍용중, 대림대: a school is no part of the firm that the sense names."""
    if not (spot.is_name and spot.right and _means_firm(spot)):
        return None
    for tail in sections("cues")["schools"]:
        rest = spot.right.removeprefix(tail)
        if rest != spot.right and is_particle(tail, rest) and not is_particle(spot.surface, spot.right):
            return refuse("a school of that name") if tail not in (spot.term.sense or "") else None
    return None


def another_person(spot: Spot) -> Finding | None:
    """걸그룹 출신 유진이, 유진 씨: a person, where the sense names a firm."""
    if not spot.is_name or not is_hangul(spot.surface[0]) or not is_particle(spot.surface, spot.right):
        return None
    if len(spot.surface) > 3 or not means_organisation(spot.surface, spot.term.sense):
        return None
    before = _WORD_BEFORE.search(spot.text[max(0, spot.start - 12) : spot.start])
    roles = sections("cues")["stage roles"]
    if before and before[1] in roles and not spot.left:
        return refuse("a person of that name")
    after = _WORD_AFTER.match(spot.text, spot.end) if not spot.right else None
    if after and after[1].rstrip("은는이가") in ("씨", "양") and spot.after == " ":
        return refuse("a person of that name")
    return None


def other_trade(spot: Spot) -> Finding | None:
    """이상민 감독, 전남편 이상민, where the sense is a minister; 이상민 의원, where it is a player."""
    sense = spot.term.sense or ""
    if not means_person(sense, spot.surface) or not is_particle(spot.surface, spot.right):
        return None
    if foreign_words(spot) > 2 and not own_words(spot) and trades_of(spot.surface, sense):
        return refuse("a person of another trade")
    cues = sections("cues")
    politician = any(title in sense for title in cues["political titles"] | {"정치인"})
    performer = any(title in sense for title in cues["stage roles"] | cues["stage titles"])
    if politician == performer:
        return None
    before = _WORD_BEFORE.search(spot.text[max(0, spot.start - 12) : spot.start])
    after = _TITLE_AFTER.match(spot.text, spot.end) if not spot.right else None
    if politician:
        other = (before and _ends_with(before[1], cues["stage roles"] | sections("trades")["acts"])) or (
            after and after[1] in cues["stage titles"]
        )
    else:
        other = after and after[1] in cues["political titles"]
    return refuse("a person of another trade") if other else None


def _ends_with(word: str, roles: frozenset[str]) -> bool:
    return word in roles - {"출신"} or word.endswith(("남편", "가수", "배우"))


def other_given_name(spot: Spot) -> Finding | None:
    """박진호, 박진섭 for 박진: one syllable more is somebody else."""
    if len(spot.surface) != 2 or len(spot.right) == 0 or not means_person(spot.term.sense, spot.surface):
        return None
    if spot.surface[0] not in words("surnames") or is_particle(spot.surface, spot.right):
        return None
    if spot.right[0] in "씨측계표式" or (len(spot.right) > 1 and not is_particle(spot.right[:1], spot.right[1:])):
        return None
    return refuse("another person's name")


def another_firm(spot: Spot) -> Finding | None:
    """한림MS: a name written before an acronym of two letters makes another firm of it; a country does not (한국MS)."""
    if not spot.is_name or not spot.left or len(spot.surface) != 2 or not spot.surface.isascii() or not spot.term.sense:
        return None
    if spot.left in known_companies() or spot.left in words("prefixes"):
        return None
    last = next(iter(analyse(spot.left)[-1:]), None)
    if last is None or last.tag != "NNP" or word_scores(last.form + "인"):
        return None
    return refuse("another firm's name")


def another_affiliate(spot: Spot) -> Finding | None:
    """고려제강 where 고려제약 is meant: a word that many firms share, and another trade than the sense names."""
    meant = short_for(spot.surface, spot.term.sense)
    if not spot.is_name or not meant or len(spot.right) < 2 or is_particle(spot.surface, spot.right):
        return None
    shared = is_place(spot.surface) or "NNG" in word_scores(spot.surface)
    tail = next((spot.right[:length] for length in range(6, 1, -1) if spot.right[:length] in words("tails")), "")
    other = tail and tail not in _HOLDING and not tail.startswith(meant)
    return refuse("another firm's name") if shared and other else None


def another_institution(spot: Spot) -> Finding | None:
    """LX공사 where LX그룹 is meant, 특수목적법인(SPC): in full it is of a kind that the sense has not."""
    sense = spot.term.sense
    if not sense or not re.search("[가-힣]", sense):
        return None
    return (
        refuse("another institution") if _is_another_body(spot, sense) or _is_glossed_otherwise(spot, sense) else None
    )


def _is_another_body(spot: Spot, sense: str) -> bool:
    """LX공사, LX한국국토정보공사; not 현대건설공사, which an affiliate begins."""
    bodies = sections("cues")["public bodies"]
    if not means_organisation(spot.surface, sense) or not _is_another_kind(spot.right, sense, bodies):
        return False
    return split_tail(spot.right) in (None, *bodies)


def _is_glossed_otherwise(spot: Spot, sense: str) -> bool:
    kinds = sections("cues")["public bodies"] | sections("cues")["kinds"]
    full = _names_in_full(spot.text) if spot.surface.isascii() else ()
    return any(short == spot.surface and _is_another_kind(name, sense, kinds) for name, short in full)


def another_country(spot: Spot) -> Finding | None:
    """美민주당, 일본 국방부, where the sense is a Korean party or office."""
    sense = spot.term.sense
    if not spot.is_name or not sense or not spot.surface.endswith(_OFFICES):
        return None
    word = _WORD_BEFORE.search(spot.text[max(0, spot.start - 12) : spot.start])
    beside = {spot.before, word[1] if word else ""}
    names = (name for name, signs in hanja_words().items() if name in beside or signs & beside)
    other = any(is_place(name) and name != "한국" and name not in sense for name in names)
    return refuse("another country's") if other else None


@lru_cache(maxsize=64)
def _names_in_full(text: str) -> tuple[tuple[str, str], ...]:
    """Every 특수목적법인(SPC) of a text: the name and its acronym."""
    return tuple(_IN_FULL.findall(text))


def _is_another_kind(name: str, sense: str, kinds: frozenset[str]) -> bool:
    kind = next((kind for kind in kinds if _ends_in(name, kind)), None)
    pairs = (name[at : at + 2] for at in range(len(name) - 1))
    return kind is not None and not any(pair in sense for pair in pairs)


def _ends_in(name: str, kind: str) -> bool:
    cut = name.rfind(kind)
    return cut >= 0 and is_particle(kind, name[cut + len(kind) :])


def topical_person(spot: Spot) -> Finding | None:
    """이우주 기자: a person's name that ends with a topic's letters."""
    if spot.is_name or len(spot.left) != 1 or len(spot.surface) != 2 or spot.left not in words("surnames"):
        return None
    return refuse("a person's name") if not spot.right and PERSON_TITLE.match(spot.text, spot.end) else None


def place_odds(spot: Spot) -> float:
    """How much speaks for the town where the sense names a firm: 충남 보령, 보령에서, 보령·홍성."""
    if not is_place(spot.surface) or not means_organisation(spot.surface, spot.term.sense):
        return 0.0
    odds = 0.0
    before = _WORD_BEFORE.search(spot.text[max(0, spot.start - 12) : spot.start])
    if before and (before[1] in sections("cues")["provinces"] or _is_foreign_province(before[1])):
        odds -= 9.0
    if spot.right.startswith(("에서", "서", "에", "까지", "로", "을 찾", "지역")):
        odds -= 5.0
    neighbours = re.findall(r"[가-힣]+", spot.text[max(0, spot.start - 8) : spot.end + 8])
    beside = [word for word in neighbours if word != spot.surface and is_place(word)]
    if beside and re.search(r"[·,/]", spot.text[max(0, spot.start - 2) : spot.end + 2]):
        odds -= 6.0
    return odds


def _is_foreign_province(word: str) -> bool:
    """오리건주, 아이치현, 산둥성."""
    return len(word) > 2 and word.endswith(("주", "현", "성")) and "NNP" in word_scores(word)


def starts_word(spot: Spot) -> bool:
    """A morpheme begins where the term begins."""
    begin, end = spot.word
    return any(token.start == spot.start - begin for token in analyse(spot.text[begin:end]))
