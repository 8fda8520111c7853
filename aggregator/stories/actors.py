"""Tells whether two headlines speak of the same one who acts or speaks: firm, person, place, party.

Pure. Its answers say that two entries may tell two events, never that they tell one.
"""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from aggregator.stories.places import REGIONS, is_office, place_of
from aggregator.stories.rarity import Rarity
from aggregator.stories.signature import Signature
from aggregator.stories.templates import DIGITS

FORM_PREDICATE = 0.9
NAME_LIKE = 5.5  # a headline's first word this rare is taken for its subject
ACTOR = 4.0  # and one before a comma already when it is no everyday word: 포스코, …
ACRONYM = re.compile(r"[a-z&]{2,}")  # KT, GC: a firm, however often it is in the news


def other_subject(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Each headline begins with a name that the other entry does not hold at all: two firms, two persons, or two places."""
    if names_place(a.head[1]) != names_place(b.head[1]) and not any(map(is_office, a.head[1] + b.head[1])):
        return False  # a place may be where it happened, and the name who did it
    return _absent(a, b, rarity) and _absent(b, a, rarity)


def _absent(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Whether the name that `a` begins with stands nowhere in `b`; a common word at the beginning is no name, but a place is."""
    head, words = a.head
    place = names_place(words)
    rare = ACTOR if a.subject else NAME_LIKE
    named = place or any(rarity.word(word) >= rare or ACRONYM.fullmatch(word) for word in words)
    if not named:
        return False
    if place and b.core[:1] == head[:1]:
        return False  # 일본 and 日: countries are written with their first syllable too
    begins = head[: max(2, len(head) - 1)]
    if begins in b.key or any(word.startswith(begins) for word in b.words):
        return False  # 충북형 and 충청북도, which is 충북
    return not any(word in b.all_words or word in b.lead for word in words)


def other_voice(a: Signature, b: Signature) -> bool:
    """Headline `a` ends with somebody's words on the event, and `b` holds neither him nor them: a reaction."""
    return bool(a.voice) and not any(map(b.holds, a.voice))


def other_speaker(a: Signature, b: Signature) -> bool:
    """Each headline is somebody's words, and neither entry knows the other's speaker: two statements on one matter."""
    return bool(a.speaker and b.speaker) and not (_knows(a, b.speaker) or _knows(b, a.speaker))


def _knows(signature: Signature, speaker: Iterable[str]) -> bool:
    """檢 is 검찰: who speaks may be shortened to the first syllable at the other headline's beginning."""
    return any(signature.holds(word) or signature.key[:1] == word[:1] for word in speaker)


def _subject_words(signature: Signature) -> frozenset[str]:
    """The words of the headline's subject, where a comma shows it."""
    return frozenset(word for word in signature.words if word in signature.subject)


def of_region(a: Signature, b: Signature) -> bool:
    """Both give figures, `a` of a province or city at its beginning that `b` does not know: a part, or another place."""
    if not (b.lead and a.numbers and b.numbers) or not any(place_of(word) in REGIONS for word in a.head[1]):
        return False
    places = {place for word in a.words if (place := place_of(word))}
    return not any(place in b.lead or place in b.key for place in places)


def names_place(words: Iterable[str]) -> bool:
    return any(place_of(word) for word in words)


def same_predicate(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Behind their commas the headlines say one thing, before them they name two: the same announcement of somebody else."""
    if not (a.subject and b.subject) or a.subject in b.subject or b.subject in a.subject:
        return False
    if len(_subject_words(a) & _subject_words(b)) > 1:
        return False  # a description of one person, told in two ways
    told, other = DIGITS.sub("0", a.predicate), DIGITS.sub("0", b.predicate)
    if fuzz.ratio(told, other) < 100 * FORM_PREDICATE or fuzz.ratio(a.subject, b.subject) >= 75:
        return False
    return _own_name(a, b, rarity) or _own_name(b, a, rarity)


def _own_name(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Whether the subject of `a` holds a name that stands nowhere in `b`."""
    return any(rarity.word(word) >= NAME_LIKE and not b.holds(word) for word in _subject_words(a))
