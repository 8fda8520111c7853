"""Decides by the sentence whether a name that is also a common word stands for the name: 기아, 전기차 출시 / 기아 상태.

Evidence is added up: how much likelier the analyser finds a name than a common noun here, what stands beside the word, what
its sentence speaks of, and what the term's `sense` says is meant. This module must not look at edges.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from aggregator.match.meanings import meaning_odds, wanted_meaning
from aggregator.match.namesakes import is_place, means_organisation, means_person, means_place, place_odds, short_for
from aggregator.match.spot import Evidence, Spot
from aggregator.match.trades import foreign_words, own_words, trades_of
from aggregator.match.vocabulary import meanings, other_senses, sections, sense_words, split_tail, words
from aggregator.text.companies import known_companies
from aggregator.text.hangul import is_hangul, takes_consonant_form
from aggregator.text.morphology import COMMON_TAGS, analyse, available, name_odds, word_scores
from aggregator.text.normalize import fold

STRONGEST_ODDS = 12.0  # one source of evidence may not drown all others
OTHER_COMPANY, SECOND_NAME = -3.0, 2.0  # in such company it may be a name, but another one (조선 수군)
SETTLED_FOR, SETTLED_AGAINST = 12.0, -8.0  # sums that the reading of the sentence would not turn
RARELY_OTHER = 6.0  # only plain words of the other meaning outweigh it
STATED = 2.0  # who says what is meant knows that it is in the news; lifts doubtful places only
LONGER = -2.5  # 성우 is rarely 성우하이텍
ELSEWHERE = -8.0
MEANT = 12.0  # as strong as the strongest reading
GUESSED_NAME = -3.0  # the analyser overrates names it does not know (당근, 토스)
SILENT = -3.0  # nothing of its trade beside a word that no dictionary has as a name
WITHOUT_ANALYSER = -3.0  # a common word is rather the common word

_LONGER_RULES = ("name in a longer name", "people of a place", "region", "what is in a place")
_CODE = re.compile(r" ?[\[(](?:\d{6}|[A-Z]{1,5}[:,] ?[A-Z0-9.]+|[A-Z]{2,6}\.[A-Z]{1,2})[\])]")
_GLOSS = re.compile(r"['\"]? ?\(([^()]{1,20})\)")
_MONEY = re.compile(r"(?:로|으로)? ?(?:약 ?)?[\d,.]+(?:조|억|만|천|백)?[\d,조억만천백 ]*원")
_NEXT_WORD = re.compile(r"(?:은|는|이|가|의|도|을|를)?['\"]? ([A-Za-z가-힣]+)")
_LAST_WORD = re.compile(r"([A-Za-z가-힣]+) ?['\"(]?$")
_JOINED_BEFORE = re.compile(
    r"([A-Za-z0-9&가-힣]+)(?:\[\d{6}\])?['\"]? ?[·,/&] ?['\"]?$|([A-Za-z0-9&가-힣]+)(?:와|과|및) ?['\"]?$"
)
_JOINED_AFTER = re.compile(r"['\"]? ?(?:[·,/&]|와|과) ?['\"]?([A-Za-z0-9&가-힣]+)")
_LATIN_TAIL = re.compile(r"(?:F&B|E&C|E&A|C&C|T&D|SDI|SDS|ENM|CNS|KPS|KDN|GRS|TV|IB|AMC|PE|IT|NEXT)(?![A-Za-z])")
_OFFICES = ("청", "부", "처", "원", "위원회")
_QUOTES = "'\""


def is_ambiguous(spot: Spot) -> bool:
    """Whether the variant is a word of the language besides being a name, or another meaning is listed for it."""
    return _is_common_too(spot) or _has_meanings(spot)


def _has_meanings(spot: Spot) -> bool:
    """Its meanings are listed and the sense names one; of a name, any sense says that it is none of the other ones."""
    word, sense = spot.variant.text, spot.term.sense
    return word in meanings() and sense is not None and (spot.is_name or wanted_meaning(word, sense) is not None)


def _is_common_too(spot: Spot) -> bool:
    word = spot.variant.text
    if word in other_senses():
        return spot.is_name or not is_hangul(word[0])
    if not spot.is_name or not all(map(is_hangul, word)):
        return False
    if _names_office(word, spot.term.sense or ""):
        return False
    namesake = _is_place_too(spot) or bool(short_for(word, spot.term.sense))
    return namesake or _leaning(word, spot.term.sense is not None) is not None


def _names_office(word: str, sense: str) -> bool:
    """검찰, where the sense says 검찰청: the noun is that office's own short form."""
    return any(f"{word}{kind}" in sense for kind in _OFFICES)


def _is_place_too(spot: Spot) -> bool:
    return is_place(spot.variant.text) and means_organisation(spot.variant.text, spot.term.sense)


@lru_cache(maxsize=20_000)
def _leaning(word: str, has_sense: bool) -> float | None:
    """How far the word leans to the name before anything is read: None where it means nothing else.

    A term that the dictionary knows as a common noun alone, and whose sense nobody stated, means that noun (국회, 통일부).
    """
    if not available():
        return WITHOUT_ANALYSER if word in words("homographs") else (RARELY_OTHER if word in other_senses() else None)
    name, common = _scores(word) if is_hangul(word[0]) else (None, None)
    if common is None:
        return RARELY_OTHER if word in other_senses() else None
    if name is None:
        if not has_sense:
            return MEANT
        return GUESSED_NAME if len(word) < 3 else 0.0
    if len(word) > 2:  # long words are rarely two things (카카오, 오아시스)
        if has_sense and common > name:
            return 0.0
        return MEANT if "NNG" in word_scores(word) and word not in other_senses() else RARELY_OTHER
    return max(-1.5, min(3.0, name - common - 1.0))


def _scores(word: str) -> tuple[float | None, float | None]:
    scores = word_scores(word)
    return scores.get("NNP"), max((scores[tag] for tag in COMMON_TAGS if tag in scores), default=None)


def weigh(spot: Spot, rule: str) -> tuple[Evidence, ...]:
    """All evidence for one place, strongest last word with the sum: positive means the name."""
    if _has_meanings(spot) and not (spot.is_name and _is_common_too(spot)):
        stated = (Evidence("a sense is stated", STATED),) if spot.is_name else ()
        return (*stated, Evidence("company", _company(spot)))
    found = [Evidence(*pair) for pair in _structure(spot, rule)]
    for source in _SOURCES:
        if weight := source(spot):
            found.append(Evidence(source.__name__.strip("_").replace("_", " "), weight))
    certain = sum(item.weight for item in found)
    if SETTLED_AGAINST < certain < SETTLED_FOR and _reads(spot.variant.text):
        found.append(_reading(spot, most=SECOND_NAME if _company(spot) <= OTHER_COMPANY else STRONGEST_ODDS))
    return tuple(found)


def _reads(word: str) -> bool:
    """Whether the analyser can tell the name from a common word of the same letters."""
    return is_hangul(word[0]) and _scores(word)[1] is not None


def _structure(spot: Spot, rule: str) -> list[tuple[str, float]]:
    found = [("the word in general", _leaning(spot.variant.text, spot.term.sense is not None) or 0.0)]
    if spot.term.sense:
        found.append(("a sense is stated", STATED))
    if short_for(spot.variant.text, spot.term.sense):
        found.append(("beginning of a longer name", LONGER + (ELSEWHERE if rule in _LONGER_RULES else 0.0)))
    if _abbreviates(spot.variant.text, spot.term.sense or ""):
        found.append(("short for the sense", RARELY_OTHER))
    if rule in ("organisation tail", "listed part") and means_place(spot.variant.text, spot.term.sense):
        found.append(("a thing of that name", -4.0))  # 경주차, 경주용
    elif rule in ("organisation tail", "the sense written out", "another name joined on"):
        found.append((rule, _tail_weight(spot)))
    elif rule == "compound by analysis":
        word, sense = spot.variant.text, spot.term.sense
        place = means_place(word, sense) or (sense is None and is_place(word))
        found.append(("inside a compound", -4.0 if place else -8.0))
    elif spot.left and is_hangul(spot.surface[0]) and spot.left not in words("prefixes"):
        found.append(("inside a compound", -4.0))
    return found


def _abbreviates(word: str, sense: str) -> bool:
    """헌재 is short for 헌법재판소: its syllables stand in the sense in this order, the first one first."""
    if not sense or word in sense or sense[0] != word[0]:
        return False
    rest = iter(sense)
    return all(syllable in rest for syllable in word)


def _tail_weight(spot: Spot) -> float:
    """대우조선해양 is a name, 국민카드 may be, 미니게임 hardly, 신세계병원 is anybody's."""
    if split_tail(spot.right) in sections("cues")["local"]:
        return -9.0
    if _is_known_name(spot) or not _is_word(spot.right):
        return 14.0
    return 9.0 if "NNP" in word_scores(spot.surface) or not available() else 5.0


def _is_known_name(spot: Spot) -> bool:
    """The dictionary has the whole as a name (대우조선해양)."""
    begin, end = spot.word
    cut = spot.end - begin
    return any(token.tag == "NNP" and token.start < cut < token.end for token in analyse(spot.text[begin:end]))


def _is_word(tail: str) -> bool:
    """Whether a tail is a word by itself (국민+카드, 다음+페이지), so that the compound may be of common words."""
    first = next(iter(analyse(tail)), None)
    return first is None or first.known


def _reading(spot: Spot, most: float) -> Evidence:
    begin, end = spot.window
    odds = name_odds(spot.text[begin:end], spot.start - begin, spot.end - begin)
    if "NNP" not in word_scores(spot.variant.text):
        odds /= 2  # the dictionary knows no such name, so the analyser guesses (당근, 토스, 비자)
    return Evidence("reading of the sentence", max(-STRONGEST_ODDS, min(most, odds)))


def _stock_code(spot: Spot) -> float:
    return 14.0 if _CODE.match(spot.text, spot.end) else 0.0


def _gloss(spot: Spot) -> float:
    """A name in Latin letters in brackets behind it: 라인(LINE)."""
    found = _GLOSS.match(spot.text, spot.end)
    if found is None:
        return 0.0
    inside = found[1].strip()
    if spot.term.sense and inside.lower() in spot.term.sense.lower():
        return 14.0
    return 6.0 if inside.isascii() and inside[:1].isupper() and not any(map(str.isdigit, inside)) else 0.0


def _latin_tail(spot: Spot) -> float:
    """동원F&B, 대우E&C."""
    return 9.0 if _LATIN_TAIL.match(spot.text, spot.end) else 0.0


def _hanja_tail(spot: Spot) -> float:
    """우리銀, 현대車, 효성重: what kind of firm it is, as headlines shorten it."""
    return 9.0 if spot.after and spot.after in "銀證車重電社" else 0.0


def _listed_beside(spot: Spot) -> float:
    """Another well-known name stands beside it in a list."""
    known = known_companies()
    before = _JOINED_BEFORE.search(spot.text[max(0, spot.start - 20) : spot.start])
    after = _JOINED_AFTER.match(spot.text, spot.end)
    names = [name for found in (before, after) if found for name in found.groups() if name]
    return 9.0 if any(name in known or _stem(name) in known for name in names) and not _is_person(spot) else 0.0


def _stem(name: str) -> str:
    for cut in (1, 2):
        if len(name) > cut + 1 and name[:-cut] in known_companies():
            return name[:-cut]
    return name


def _role_before(spot: Spot) -> float:
    """포털 다음, 정치인 조국."""
    found = _LAST_WORD.search(spot.text[max(spot.sentence[0], spot.start - 15) : spot.start])
    if found is None:
        return 0.0
    roles = _cues(spot, "before")
    return 6.0 if found[1] in roles or any(len(role) > 1 and found[1].endswith(role) for role in roles) else 0.0


def _role_after(spot: Spot) -> float:
    """메타 측, 유한측, 조국 전 장관."""
    if spot.right.startswith("측"):
        return 6.0
    if spot.right and spot.right not in ("은", "는", "이", "가", "의", "도"):
        return 0.0
    found = _NEXT_WORD.match(spot.text, spot.end)
    if found is None:
        return 0.0
    roles = _cues(spot, "after")
    return (
        6.0
        if any(found[1] == role or (found[1].startswith(role) and len(found[1]) <= len(role) + 2) for role in roles)
        else 0.0
    )


def _headline_subject(spot: Spot) -> float:
    """기아, 전기차 출시: a headline's subject and a comma."""
    lead = spot.text[: spot.start].rstrip(" '\"")
    starts = not lead or lead.endswith(("]", ">", "…", "|")) or spot.before in _QUOTES
    return 5.0 if starts and spot.after == "," else 0.0


def _quoted(spot: Spot) -> float:
    return 3.0 if spot.before in _QUOTES and spot.after in _QUOTES and spot.before and spot.after else 0.0


def _speaks(spot: Spot) -> float:
    """Its particle makes it the subject of a sentence that reports what somebody said or did."""
    subject = spot.right in ("은", "이") if takes_consonant_form(spot.surface) else spot.right in ("는", "가")
    if not subject or _has_determiner(spot):
        return 0.0
    rest = spot.text[spot.end : spot.sentence[1]]
    return 3.0 if any(verb in rest for verb in sections("cues")["speech"]) else 0.0


def _has_determiner(spot: Spot) -> bool:
    found = _LAST_WORD.search(spot.text[max(0, spot.start - 12) : spot.start])
    return found is not None and found[1] in sections("cues")["determiners"]


def _subject_matter(spot: Spot) -> float:
    """Words of its trade near, and of business in the sentence."""
    own = own_words(spot)
    if _is_person(spot):
        politician = trades_of(spot.surface, spot.term.sense) <= {"politics"}
        acts = sum(word in spot.text for word in sections("cues")["acts person"]) if politician else 0
        return min(9.0, 2.5 * max(own, acts))
    return min(6.0, 2.0 * own) + min(4, _business(spot))


def _business(spot: Spot) -> int:
    """How many words of business the sentence holds."""
    begin, end = spot.sentence
    sentence = spot.text[begin:end]
    return sum(word in sentence for word in sections("cues")["acts organisation"])


def _foreign_matter(spot: Spot) -> float:
    """Politics, sports, the arts …, where the sense is another trade and nothing is said of it."""
    firm = means_organisation(spot.surface, spot.term.sense)
    if not (firm or trades_of(spot.surface, spot.term.sense)) or own_words(spot) or (firm and _business(spot)):
        return 0.0
    foreign = foreign_words(spot)
    return -min(9.0, 3.0 * foreign) if foreign else SILENT * _is_no_name(spot.variant.text)


def _is_no_name(word: str) -> bool:
    """The dictionary has it as a common noun alone, so that the reading of the sentence is half a guess."""
    return "NNG" in word_scores(word) and "NNP" not in word_scores(word)


def _meant_sense(spot: Spot) -> float:
    """Words of the term's `sense` stand near."""
    wanted = _telling_sense_words(spot)
    begin, end = spot.sentence
    around = spot.text[begin : spot.start] + " " + spot.text[spot.end : end]
    if any(word in around for word in wanted):
        return 8.0
    return 4.0 if any(word in spot.text for word in wanted) else 0.0


def _other_sense(spot: Spot) -> float:
    """Phrases of the common meaning stand near."""
    begin, end = spot.sentence
    sentence = spot.text[begin:end]
    phrases = other_senses().get(spot.variant.text, ())
    if not any(phrase in sentence for phrase in phrases):
        return 0.0
    here = spot.text[max(begin, spot.start - 12) : min(end, spot.end + 6)]
    return -12.0 if any(phrase in here for phrase in phrases) else -5.0


def _company(spot: Spot) -> float:
    """Which of a common word's meanings its neighbours go with (조선 수군 is no newspaper)."""
    if not _has_meanings(spot):
        return 0.0
    return max(-STRONGEST_ODDS, min(STRONGEST_ODDS, 2.0 * meaning_odds(spot)))


def _money(spot: Spot) -> float:
    """한화 약 3천억원: Korean money."""
    return -8.0 if _MONEY.match(spot.text, spot.end) else 0.0


def _counted(spot: Spot) -> float:
    """이번 시즌, 시즌3: what one can point at or number is a common noun."""
    if "NNG" not in word_scores(spot.variant.text):
        return 0.0
    if spot.after.isdigit():
        return -4.0
    found = _LAST_WORD.search(spot.text[max(0, spot.start - 12) : spot.start])
    word = spot.left or (found[1] if found else "")
    return -4.0 if word in sections("cues")["counting"] else 0.0


def _town(spot: Spot) -> float:
    """충남 보령, where the sense names a firm."""
    return place_odds(spot)


def _is_person(spot: Spot) -> bool:
    return means_person(spot.term.sense, spot.surface)


def _cues(spot: Spot, place: str) -> frozenset[str]:
    """The cue words for what the term means; for both where its sense is not given."""
    cues = sections("cues")
    if spot.term.sense is None:
        return cues[f"{place} organisation"] | cues[f"{place} person"]
    return cues[f"{place} {'person' if _is_person(spot) else 'organisation'}"]


def _telling_sense_words(spot: Spot) -> frozenset[str]:
    """The words of `sense` that say something: not the term itself, nor 기업, 그룹 and the like."""
    cues = sections("cues")
    own = spot.variant.text
    found = (word.replace(own, "") if word != own else "" for word in sense_words(fold(spot.term.sense or "")))
    return frozenset(word for word in found if len(word) > 1) - cues["vague senses"] - cues["person senses"]


_SOURCES: tuple[Callable[[Spot], float], ...] = (
    _stock_code,
    _gloss,
    _latin_tail,
    _hanja_tail,
    _listed_beside,
    _role_before,
    _role_after,
    _headline_subject,
    _quoted,
    _speaks,
    _subject_matter,
    _foreign_matter,
    _meant_sense,
    _other_sense,
    _company,
    _money,
    _town,
    _counted,
)
