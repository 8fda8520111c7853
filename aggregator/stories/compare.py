"""Says how two entries belong together: same entry, copy, same story, or different, with a score and the reasons in words.

Pure and symmetric: compare(a, b) and compare(b, a) give one verdict. The steps are in order of certainty; docs/stories.md tells
them for people. It must not look at any third entry.
"""

from dataclasses import dataclass

from aggregator.model import Relation
from aggregator.stories.actors import (
    names_place,
    of_region,
    only_name,
    other_speaker,
    other_subject,
    other_voice,
    same_predicate,
)
from aggregator.stories.figures import other_figures, same_count
from aggregator.stories.firms import other_firm
from aggregator.stories.likeness import Likeness, measure
from aggregator.stories.rarity import Rarity
from aggregator.stories.signature import Signature
from aggregator.stories.steps import answers_act, one_answers, other_outcome, other_round, reversed_outcome
from aggregator.stories.templates import (
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
    other_survey,
    same_pollster,
    whole_title,
)

COPY_WINDOW_H = 72.0
LONG_WINDOW_H = 168.0  # weeklies and trade papers follow days later; only near-identical headlines reach so far
SAME_TITLE = 0.975  # rapidfuzz ratio of two normal forms: one syllable of forty
COPY_SHINGLES = 0.68  # share of the shorter lead that stands in the longer one
# one outlet's leads share standing words (who asks, who answers): its headlines must agree too
SAME_OUTLET_PAIRS = 0.15
PHOTO_H = 6.0  # one afternoon's game, one evening's red carpet
CAPTION_SHINGLES = 0.45  # two events at one place share less than 0.4 of their captions, two pictures of one event more
CHAIN_H = 8.0
CHAIN = 0.60  # headline likeness at which two rounds of one outlet are one report
STORY = 0.28  # lower finds more in texts without leads; on a labelled day it mixes events (docs/stories.md)
SUSPICION = 0.04
RARE_WORD = 6.0  # met once in four hundred entries
ONE_DAY_H = 24.0
SECOND_DAY = 0.15
LATER_DAYS = 0.15
OTHER_SUBJECT = 0.12
OTHER_COMPANY = 0.25  # another name and other figures: the same announcement of somebody else
TELLING_LEAD = 80  # characters; a lead this long names who acts
FORM_TITLE = 0.55
OTHER_VOICE = 0.25
STEP_H = 3.0  # what is still ahead in one headline and done in the other, hours later, are two pieces of news
ANSWER = 0.16  # a headline of who condemns or welcomes what the other tells
OTHER_STEP = 0.20  # planned and held, called and withdrawn, an act and the answer to it
ONLY_NAME = 0.20  # one name and everyday words in common
TURN_TITLE = 0.75
ROUNDUP = 0.20
ONE_OUTLET = 0.04  # an outlet that writes twice says the same words again, or means another matter
COLUMN = 0.10  # a column or editorial takes an event for its subject, but says something else
# eight expelled, two thousand came: a count in common that is no one or two; or one institute's survey
SAME_FIGURE = 0.06


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two entries belong together. `score` is 0 to 1; `why` is one line for people.

    `beyond`: how much more likeness two reports of one event show than they must, 0 to 1. `apart`: each names a subject or a
    step of the affair (a day, a round, a reading) that is not the other's, so that no story may hold both.
    """

    relation: Relation
    score: float
    why: str
    beyond: float = 0.0
    apart: bool = False


def compare(
    a: Signature, b: Signature, rarity: Rarity, *, fold_photos: bool = False, suspected: bool = False
) -> Verdict:
    """The relation of two entries. Never raises; unknown dates, outlets and texts simply give no evidence.

    `fold_photos`: the pictures that one outlet shows of one event are one story. `suspected`: somebody chose these two, so
    that one very rare word says more than among the hundreds that an arriving entry is tried against.
    """
    if a.url_key and a.url_key == b.url_key:
        return Verdict(Relation.SAME_ENTRY, 1.0, "same canonical URL")
    likeness = measure(a, b, rarity)
    why = likeness.describe()
    strangers = other_subject(a, b, rarity) or other_firm(a, b, rarity)
    if (reason := _named_apart(a, b, likeness, strangers)) is not None:
        return Verdict(Relation.DIFFERENT, round(likeness.story * 0.5, 3), f"{reason}; {why}", apart=True)
    if fold_photos and _one_caption(a, b, likeness):
        return Verdict(Relation.SAME_STORY, round(likeness.shingles or 0.0, 3), f"pictures of one event; {why}")
    if (reason := _must_differ(a, b, likeness, rarity, strangers)) is not None:
        return Verdict(Relation.DIFFERENT, round(likeness.story * 0.5, 3), f"{reason}; {why}")
    if (reason := _copies(a, b, likeness)) is not None:
        return Verdict(
            Relation.COPY, round(max(likeness.title, likeness.shingles or 0.0, likeness.story), 3), f"{reason}; {why}"
        )
    needed = _needed(a, b, likeness, rarity, strangers)
    if suspected and likeness.rarest >= RARE_WORD and (likeness.hours or 0.0) <= ONE_DAY_H:
        needed -= SUSPICION
    relation = Relation.SAME_STORY if likeness.story >= needed else Relation.DIFFERENT
    said = f"story {likeness.story:.2f} of {needed:.2f} needed; {why}"
    return Verdict(relation, round(likeness.story, 3), said, beyond=max(0.0, likeness.story - needed))


def _named_apart(a: Signature, b: Signature, likeness: Likeness, strangers: bool) -> str | None:
    """The traps that no third entry can bridge: each headline says itself whose or which step of the affair it tells."""
    if differing_dates(a, b):
        return "each headline names its own date"
    if other_round(a, b, likeness.hours):
        return "another round of a running affair"
    if is_other_day(a, b, likeness.hours):
        return "another day's reading"
    one_text = likeness.shingles is not None and likeness.shingles >= COPY_SHINGLES
    late = (likeness.hours or 0.0) >= STEP_H
    if (reversed_outcome(a, b) or (other_outcome(a, b) and late)) and not one_text:
        return "another step of the affair"
    if other_survey(a, b):
        return "another survey's figures"
    if contrary_states(a, b):
        return "opposite readings in one form"
    if strangers and min(len(a.lead), len(b.lead)) >= TELLING_LEAD:
        return "each begins with a name that the other does not know"
    return None


def _must_differ(a: Signature, b: Signature, likeness: Likeness, rarity: Rarity, strangers: bool) -> str | None:
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
    if strangers and _same_outlet(a, b) and likeness.title >= FORM_TITLE:
        return "one form of one outlet, another subject"
    if strangers and other_figures(a, b, likeness.hours) and other_firm(a, b, rarity):
        return "two companies, each with its figures"
    if same_predicate(a, b, rarity):
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


def _needed(a: Signature, b: Signature, likeness: Likeness, rarity: Rarity, strangers: bool) -> float:
    """How much likeness this pair must show to count as one event."""
    if likeness.rarest < 3.5 and likeness.pairs < 0.6:
        return 1.01  # nothing but everyday words in common
    needed = STORY + _waiting(likeness.hours or 0.0)
    if _same_outlet(a, b):
        needed += ONE_OUTLET
    if a.roundup or b.roundup:
        needed += ROUNDUP
    if (a.kind == OPINION_KIND) != (b.kind == OPINION_KIND):
        needed += COLUMN
    if other_voice(a, b) or other_voice(b, a) or other_speaker(a, b):
        needed += OTHER_VOICE
    if other_outcome(a, b) or answers_act(a, b):
        needed += OTHER_STEP
    elif one_answers(a, b):
        needed += ANSWER
    if only_name(a, b, likeness, rarity):
        needed += ONLY_NAME
    figures = other_figures(a, b, likeness.hours)
    if strangers:
        companies = figures or names_place(a.head[1]) or other_firm(a, b, rarity)
        needed += OTHER_COMPANY if companies else OTHER_SUBJECT
    elif of_region(a, b) or of_region(b, a):
        needed += OTHER_SUBJECT
    if (figures == 0 and same_count(a, b)) or same_pollster(a, b):
        needed -= SAME_FIGURE
    return needed + figures


def _waiting(hours: float) -> float:
    """Two reports days apart tell two steps of a matter, unless they say nearly the same (trade papers print late)."""
    return SECOND_DAY * min(1.0, max(0.0, (hours - 12) / 24)) + LATER_DAYS * max(0.0, (hours - 36) / 48)
