"""Says how two entries belong together: same entry, copy, same story, or different, with a score and the reasons in words.

Pure and symmetric: compare(a, b) and compare(b, a) give one verdict. The steps are in order of certainty; docs/stories.md tells
them for people. It must not look at any third entry.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from aggregator.model import Relation
from aggregator.stories.places import REGIONS, is_office, place_of
from aggregator.stories.rarity import Rarity, pair_norm
from aggregator.stories.signature import Signature, is_precise, unit_of
from aggregator.stories.steps import answers_act, one_answers, other_outcome, other_round
from aggregator.stories.templates import (
    DIGITS,
    OPINION_KIND,
    contrary_states,
    contrary_turns,
    differing_dates,
    is_formula,
    is_market_quote,
    is_other_day,
    is_photo_series,
    is_series,
    is_template_title,
    other_pollster,
    same_pollster,
    whole_title,
)

COPY_WINDOW_H = 72.0
LONG_WINDOW_H = 168.0  # weeklies and trade papers follow days later; only near-identical headlines reach so far
SAME_TITLE = 0.975  # rapidfuzz ratio of two normal forms: one syllable of forty
COPY_SHINGLES = 0.68  # share of the shorter lead that stands in the longer one
COPY_MIN_SHINGLES = 20
SAME_OUTLET_PAIRS = (
    0.15  # one outlet's leads share standing words (who asks, who answers): its headlines must agree too
)
FOREIGN_TEXT = 0.10  # two leads with less in common tell different things, whatever the headlines share
FOREIGN = 0.12
HOPELESS = 0.25  # below this sum of headline likenesses no text makes one story of two entries
PART_CREDIT = 0.8  # a shared part of a word says a little less than a shared word
PHOTO_H = 6.0  # one afternoon's game, one evening's red carpet
CAPTION_SHINGLES = 0.45  # two events at one place share less than 0.4 of their captions, two pictures of one event more
CHAIN_H = 8.0
CHAIN = 0.60  # headline likeness at which two rounds of one outlet are one report
STORY = 0.28
SECOND_DAY = 0.15
LATER_DAYS = 0.15
OTHER_SUBJECT = 0.12
OTHER_COMPANY = 0.25  # another name and other figures: the same announcement of somebody else
FORM_TITLE = 0.55
OTHER_VOICE = 0.25
STEP_H = 3.0  # what is still ahead in one headline and done in the other, hours later, are two pieces of news
ANSWER = 0.16  # a headline of who condemns or welcomes what the other tells
OTHER_STEP = 0.20  # planned and held, called and withdrawn, an act and the answer to it
ONLY_NAME = 0.20  # one name and everyday words in common
NAME_TEXT = 0.35
TELLING = 4.5
BEYOND = 0.15
FORM_PREDICATE = 0.9
TURN_TITLE = 0.75
NAME_LIKE = 5.5  # a headline's first word this rare is taken for its subject
ACTOR = 4.0  # and one before a comma already when it is no everyday word: 포스코, …
ACRONYM = re.compile(r"[a-z&]{2,}")  # KT, GC: a firm, however often it is in the news
ROUNDUP = 0.20
COLUMN = 0.10  # a column or editorial takes an event for its subject, but says something else
OTHER_FIGURES = 0.05
LATER_FIGURES = 0.10
PRECISE_FIGURES = 0.20
SOON_H = 12.0  # reports of one event written within half a day of each other may quote different figures of it
SAME_FIGURE = (
    0.06  # eight expelled, two thousand came: a count in common that is no one or two; or one institute's survey
)
COUNTED = frozenset(
    {"명", "건", "곳", "개", "대", "호", "톤", "편", "배", "원", "달러", "엔", "유로", "%", "포인트", "km", "kg", "골"}
)
VAGUE_UNITS = frozenset({"년", "월", "시", "분", "세", "살", "차"})  # ages and clock times of one event differ


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two entries belong together. `score` is 0 to 1; `why` is one line for people.

    `apart`: each names a step of the affair (a day, a round, a reading) that is not the other's, so no story may hold both.
    """

    relation: Relation
    score: float
    why: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was measured between two signatures; None: one of them carries no such thing."""

    pairs: float  # two-character pieces of the headlines, weighted cosine
    words: float  # headline words, weighted cosine
    covered: float  # how much of each headline's words the other entry holds, mean
    text: float | None  # all words of headline and lead, weighted cosine
    shingles: float | None  # share of the shorter lead that stands in the longer
    title: float  # ratio of the normal forms
    rarest: float  # of the shared headline words
    hours: float | None
    shared: tuple[str, ...]

    @property
    def story(self) -> float:
        """One figure for "the same event", 0 to 1."""
        title = 0.45 * self.pairs + 0.35 * self.words + 0.20 * self.covered
        if self.text is None:
            return title
        return max(0.75 * title + 0.25 * self.text, title - (0.05 if self.text >= FOREIGN_TEXT else FOREIGN))

    def describe(self) -> str:
        parts = [f"headline {self.title:.2f}", f"pieces {self.pairs:.2f}", f"words {self.words:.2f}"]
        if self.text is not None:
            parts.append(f"text {self.text:.2f}")
        if self.shingles is not None:
            parts.append(f"lead {self.shingles:.2f}")
        if self.hours is not None:
            parts.append(f"{self.hours:.0f} h apart")
        if self.shared:
            parts.append("shares " + ", ".join(self.shared[:5]))
        return "; ".join(parts)


def compare(a: Signature, b: Signature, rarity: Rarity, *, fold_photos: bool = False) -> Verdict:
    """The relation of two entries. Never raises; unknown dates, outlets and texts simply give no evidence.

    `fold_photos`: the pictures that one outlet shows of one event are one story.
    """
    if a.url_key and a.url_key == b.url_key:
        return Verdict(Relation.SAME_ENTRY, 1.0, "same canonical URL")
    likeness = measure(a, b, rarity)
    why = likeness.describe()
    if (reason := _named_apart(a, b, likeness)) is not None:
        return Verdict(Relation.DIFFERENT, round(likeness.story * 0.5, 3), f"{reason}; {why}", apart=True)
    if fold_photos and _one_caption(a, b, likeness):
        return Verdict(Relation.SAME_STORY, round(likeness.shingles or 0.0, 3), f"pictures of one event; {why}")
    if (reason := _must_differ(a, b, likeness, rarity)) is not None:
        return Verdict(Relation.DIFFERENT, round(likeness.story * 0.5, 3), f"{reason}; {why}")
    if (reason := _copies(a, b, likeness)) is not None:
        return Verdict(
            Relation.COPY, round(max(likeness.title, likeness.shingles or 0.0, likeness.story), 3), f"{reason}; {why}"
        )
    needed = _needed(a, b, likeness, rarity)
    relation = Relation.SAME_STORY if likeness.story >= needed else Relation.DIFFERENT
    return Verdict(relation, round(likeness.story, 3), f"story {likeness.story:.2f} of {needed:.2f} needed; {why}")


def measure(a: Signature, b: Signature, rarity: Rarity) -> Likeness:
    """Everything the verdict rests on, measured once."""
    shared = a.word_set & b.word_set
    hours = abs((a.at - b.at).total_seconds()) / 3600 if a.at and b.at else None
    pairs = _pair_cosine(a.pairs, b.pairs, rarity)
    words = _word_cosine(a.word_set, b.word_set, rarity) if pairs else 0.0
    covered = (_covered(a, b, rarity) + _covered(b, a, rarity)) / 2
    near = _may_share_text(a, b)
    worth = bool(a.lead_words and b.lead_words) and (near or pairs + words + covered >= HOPELESS)
    return Likeness(
        pairs=pairs,
        words=words,
        covered=covered,
        text=_text_cosine(a.all_words, b.all_words, rarity) if worth else None,
        shingles=_contained(a.shingles, b.shingles) if near else None,
        title=_title_ratio(a, b),
        rarest=max((rarity.word(word) for word in shared), default=0.0),
        hours=hours,
        shared=tuple(sorted(shared, key=lambda word: (-rarity.word(word), word))),
    )


def _may_share_text(a: Signature, b: Signature) -> bool:
    """A cheap look before the leads are cut into shingles: no two copies share less than a third of the shorter's words."""
    if len(a.lead) < COPY_MIN_SHINGLES or len(b.lead) < COPY_MIN_SHINGLES:
        return False
    return 3 * len(a.all_words & b.all_words) >= min(len(a.all_words), len(b.all_words))


def _pair_cosine(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    common = sum(rarity.pair(pair) ** 2 for pair in a & b)
    return common / math.sqrt(pair_norm(a) * pair_norm(b)) if common else 0.0


def _text_cosine(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    common = sum(rarity.word(word) ** 2 for word in a & b)
    return common / math.sqrt(rarity.norm(a) * rarity.norm(b)) if common else 0.0


def _word_cosine(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    """The cosine of headline words, where 대우조선해양 and 대우조선 count by the part they share.

    Measured against Kiwi's morphemes in docs/decisions/0041: as good, without the analyser.
    """
    weight = rarity.word
    common = sum(weight(word) ** 2 for word in a & b) + _partly_common(a - b, b - a, weight)
    if not common:
        return 0.0
    return common / math.sqrt(rarity.norm(a) * rarity.norm(b))


def _partly_common(a: frozenset[str], b: frozenset[str], weight: Callable[[str], float]) -> float:
    found: list[tuple[float, str, str]] = []
    for one in a:
        for other in b:
            if part := shared_part(one, other):
                credit = PART_CREDIT * part * min(weight(one), weight(other)) ** 2
                found.append((-credit, min(one, other), max(one, other)))
    taken: set[str] = set()
    common = 0.0
    for credit, one, other in sorted(found):
        if one not in taken and other not in taken:
            taken.update((one, other))
            common -= credit
    return common


def shared_part(one: str, other: str) -> float:
    """How much of the longer word the two share at its beginning, or at its end when it holds the other whole; 0 to 1."""
    longer = max(len(one), len(other))
    same = 0
    if one[:2] == other[:2]:
        same = next(
            (at for at, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other))
        )
    elif one.endswith(other) or other.endswith(one):
        same = min(len(one), len(other))
    return same / longer if same >= 2 else 0.0


def _covered(a: Signature, b: Signature, rarity: Rarity) -> float:
    whole = rarity.words(a.word_set)
    return rarity.words(a.word_set & b.all_words) / whole if whole else 0.0


def _contained(a: frozenset[str], b: frozenset[str]) -> float | None:
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= COPY_MIN_SHINGLES else None


def _title_ratio(a: Signature, b: Signature) -> float:
    """A headline that was cut is compared with as much of the other as it kept."""
    first, second = a.key, b.key
    if (a.truncated or b.truncated) and min(len(first), len(second)) >= 8:
        keep = min(len(first), len(second))
        if (a.truncated and len(first) <= len(second)) or (b.truncated and len(second) <= len(first)):
            first, second = first[:keep], second[:keep]
    return fuzz.ratio(first, second) / 100


def _named_apart(a: Signature, b: Signature, likeness: Likeness) -> str | None:
    """The traps that no third entry can bridge: each headline says itself which step of the affair it tells."""
    if differing_dates(a, b):
        return "each headline names its own date"
    if other_round(a, b, likeness.hours):
        return "another round of a running affair"
    if is_other_day(a, b, likeness.hours):
        return "another day's reading"
    if other_outcome(a, b) and (likeness.hours or 0.0) >= STEP_H:
        return "another step of the affair"
    if other_pollster(a, b):
        return "another pollster's figures"
    if contrary_states(a, b):
        return "opposite readings in one form"
    return None


def _must_differ(a: Signature, b: Signature, likeness: Likeness, rarity: Rarity) -> str | None:
    """The traps: what looks alike because it is made from one form."""
    hours = likeness.hours or 0.0
    if hours > LONG_WINDOW_H:
        return "too far apart in time"
    if is_series(a, b) and (likeness.title < 0.85 or is_template_title(a) or hours > 12):
        return "two pieces of one series"
    if (is_template_title(a) or is_template_title(b)) and (whole_title(a) != whole_title(b) or hours > 12):
        return "a recurring headline"
    if is_photo_series(a, b) and likeness.title < SAME_TITLE:
        return "two pictures of one series"
    if is_formula(a, b):
        return "one form, other figures"
    if contrary_turns(a, b) and likeness.title >= TURN_TITLE:
        return "opposite readings in one form"
    if _same_outlet(a, b) and _other_subject(a, b, rarity) and likeness.title >= FORM_TITLE:
        return "one form of one outlet, another subject"
    if _same_predicate(a, b, rarity):
        return "one announcement, another subject"
    return None


def _one_caption(a: Signature, b: Signature, likeness: Likeness) -> bool:
    """Two pictures of one outlet within hours, whose captions tell where they were taken in the same words."""
    if not is_photo_series(a, b) or (likeness.hours or 0.0) > PHOTO_H:
        return False
    return likeness.shingles is not None and likeness.shingles >= CAPTION_SHINGLES


def _same_outlet(a: Signature, b: Signature) -> bool:
    return a.outlet is not None and a.outlet == b.outlet


def _copies(a: Signature, b: Signature, likeness: Likeness) -> str | None:
    hours = likeness.hours or 0.0
    if hours > COPY_WINDOW_H:
        return None
    told_alike = likeness.pairs >= SAME_OUTLET_PAIRS or not _same_outlet(a, b)
    if likeness.shingles is not None and likeness.shingles >= COPY_SHINGLES and told_alike:
        return "the same text"
    if _same_headline(a, b, likeness):
        return "the same headline"
    rounds = a.round is not None or b.round is not None
    if _same_outlet(a, b) and rounds and likeness.story >= CHAIN and hours <= CHAIN_H:
        return "rounds of one report"
    return None


def _same_headline(a: Signature, b: Signature, likeness: Likeness) -> bool:
    """Within an outlet up to a syllable in forty, across outlets to the letter; short and everyday headlines are no evidence.

    The quote of a market is a form that every outlet fills in by itself: the same figures make no copy across outlets.
    """
    if len(min(a.key, b.key, key=len)) < 6 or likeness.rarest < 4.5:
        return False
    if _same_outlet(a, b):
        other_text = likeness.shingles is not None and likeness.shingles < COPY_SHINGLES
        return likeness.title >= (1.0 if other_text else SAME_TITLE)
    return likeness.title >= 1.0 and not is_market_quote(a)


def _needed(a: Signature, b: Signature, likeness: Likeness, rarity: Rarity) -> float:
    """How much likeness this pair must show to count as one event."""
    if likeness.rarest < 3.5 and likeness.pairs < 0.6:
        return 1.01  # nothing but everyday words in common
    needed = STORY + _waiting(likeness.hours or 0.0)
    if a.roundup or b.roundup:
        needed += ROUNDUP
    if (a.kind == OPINION_KIND) != (b.kind == OPINION_KIND):
        needed += COLUMN
    if _other_voice(a, b) or _other_voice(b, a) or _other_speaker(a, b):
        needed += OTHER_VOICE
    if other_outcome(a, b) or answers_act(a, b):
        needed += OTHER_STEP
    elif one_answers(a, b):
        needed += ANSWER
    if _only_name(a, b, likeness, rarity):
        needed += ONLY_NAME
    figures = _other_figures(a, b, likeness.hours)
    if _other_subject(a, b, rarity):
        needed += OTHER_COMPANY if figures or _names_place(a.head[1]) else OTHER_SUBJECT
    elif _of_region(a, b) or _of_region(b, a):
        needed += OTHER_SUBJECT
    if (figures == 0 and _same_count(a, b)) or same_pollster(a, b):
        needed -= SAME_FIGURE
    return needed + figures


def _waiting(hours: float) -> float:
    """Two reports days apart tell two steps of a matter, unless they say nearly the same (trade papers print late)."""
    return SECOND_DAY * min(1.0, max(0.0, (hours - 12) / 24)) + LATER_DAYS * max(0.0, (hours - 36) / 48)


def _other_subject(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Each headline begins with a name that the other entry does not hold at all: two firms, two persons, or two places."""
    if _names_place(a.head[1]) != _names_place(b.head[1]) and not any(map(is_office, a.head[1] + b.head[1])):
        return False  # a place may be where it happened, and the name who did it
    return _absent(a, b, rarity) and _absent(b, a, rarity)


def _absent(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Whether the name that `a` begins with stands nowhere in `b`; a common word at the beginning is no name, but a place is."""
    head, words = a.head
    place = _names_place(words)
    rare = ACTOR if a.subject else NAME_LIKE
    named = place or any(rarity.word(word) >= rare or ACRONYM.fullmatch(word) for word in words)
    if not named:
        return False
    if place and b.core[:1] == head[:1]:
        return False  # 일본 and 日: countries are written with their first syllable too
    return head[: max(2, len(head) - 1)] not in b.key and not any(
        word in b.all_words or word in b.lead for word in words
    )


def _other_voice(a: Signature, b: Signature) -> bool:
    """Headline `a` ends with somebody's words on the event, and `b` holds neither him nor them: a reaction."""
    return bool(a.voice) and not any(map(b.holds, a.voice))


def _other_speaker(a: Signature, b: Signature) -> bool:
    """Each headline is somebody's words, and neither entry knows the other's speaker: two statements on one matter."""
    return bool(a.speaker and b.speaker) and not (_knows(a, b.speaker) or _knows(b, a.speaker))


def _knows(signature: Signature, speaker: Iterable[str]) -> bool:
    """檢 is 검찰: who speaks may be shortened to the first syllable at the other headline's beginning."""
    return any(signature.holds(word) or signature.key[:1] == word[:1] for word in speaker)


def _only_name(a: Signature, b: Signature, likeness: Likeness, rarity: Rarity) -> bool:
    """Nothing is shared but the one who acts, and everyday words: another matter of the same company or person."""
    names = (_subject_words(a) & b.word_set) | (_subject_words(b) & a.word_set)
    if len(names) != 1 or max(map(rarity.word, names)) < NAME_LIKE or (likeness.text or 0.0) >= NAME_TEXT:
        return False
    if any(rarity.word(word) >= TELLING for word in a.word_set & b.word_set - names):
        return False
    pieces = {word[i : i + 2] for word in names for i in range(len(word) - 1)}
    return _pair_cosine(a.pairs - pieces, b.pairs - pieces, rarity) < BEYOND


def _subject_words(signature: Signature) -> frozenset[str]:
    """The words of the headline's subject, where a comma shows it."""
    return frozenset(word for word in signature.words if word in signature.subject)


def _of_region(a: Signature, b: Signature) -> bool:
    """Both give figures, `a` of a province or city at its beginning that `b` does not know: a part, or another place."""
    if not (b.lead and a.numbers and b.numbers) or not any(place_of(word) in REGIONS for word in a.head[1]):
        return False
    places = {place for word in a.words if (place := place_of(word))}
    return not any(place in b.lead or place in b.key for place in places)


def _names_place(words: Iterable[str]) -> bool:
    return any(place_of(word) for word in words)


def _same_predicate(a: Signature, b: Signature, rarity: Rarity) -> bool:
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


def _other_figures(a: Signature, b: Signature, hours: float | None) -> float:
    """What must be shown more when both headlines give figures of one unit and none is the same; precise ones weigh more."""
    soon = (hours or 0.0) < SOON_H
    more = 0.0
    for unit in _units(a.numbers) & _units(b.numbers):
        ours, theirs = _of_unit(a.numbers, unit), _of_unit(b.numbers, unit)
        if not ours & theirs and unit not in VAGUE_UNITS:
            precise = _has_precise(ours) and _has_precise(theirs)
            more = max(more, OTHER_FIGURES if soon else PRECISE_FIGURES if precise else LATER_FIGURES)
    return more


def _same_count(a: Signature, b: Signature) -> bool:
    """The headlines count something alike, and more of it than one or two."""
    return any(
        (unit := unit_of(number)) in COUNTED and number.removesuffix(unit) not in ("1", "2")
        for number in set(a.numbers) & set(b.numbers)
    )


def _has_precise(numbers: Iterable[str]) -> bool:
    return any(is_precise(number) for number in numbers)


def _units(numbers: Iterable[str]) -> set[str]:
    return {unit for number in numbers if (unit := unit_of(number))}


def _of_unit(numbers: Iterable[str], unit: str) -> set[str]:
    return {number for number in numbers if unit_of(number) == unit}
