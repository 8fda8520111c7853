"""Says how two entries belong together: same entry, copy, same story, or different, with a score and the reasons in words.

Pure and symmetric: compare(a, b) and compare(b, a) give one verdict. The steps are in order of certainty; docs/stories.md tells
them for people. It must not look at any third entry.
"""

from dataclasses import dataclass

from aggregator.model import Relation
from aggregator.stories.actors import (
    names_place,
    of_region,
    other_speaker,
    other_subject,
    other_voice,
    same_predicate,
)
from aggregator.stories.evidence import Evidence, chance, log_odds, tell
from aggregator.stories.figures import other_figures, same_count
from aggregator.stories.firms import other_firm
from aggregator.stories.likeness import Likeness, measure
from aggregator.stories.rarity import RAREST, Rarity
from aggregator.stories.signature import Signature
from aggregator.stories.steps import one_answers, other_outcome, other_round, reversed_outcome
from aggregator.stories.templates import (
    contrary_states,
    contrary_turns,
    differing_dates,
    is_comment,
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
TELLING_LEAD = 80  # characters; a lead this long names who acts
FORM_TITLE = 0.55
STEP_H = 3.0  # what is still ahead in one headline and done in the other, hours later, are two pieces of news
TURN_TITLE = 0.75
FREE_H = 12.0  # within them the next day's paper tells yesterday's event
SURE = 0.6  # log odds; a story that mixes two events does more harm than two stories of one
SUSPECTED = -1.0  # of two entries that somebody hands in: they tell one event far more often than two that share a word


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two entries belong together. `score` is 0 to 1; `why` is one line for people.

    `apart`: each names a subject or a step of the affair (a day, a round, a reading) that is not the other's, so that no
    story may hold both.
    """

    relation: Relation
    score: float
    why: str
    apart: bool = False


def compare(
    a: Signature, b: Signature, rarity: Rarity, *, fold_photos: bool = False, suspected: bool = False
) -> Verdict:
    """The relation of two entries. Never raises; unknown dates, outlets and texts simply give no evidence.

    `fold_photos`: the pictures that one outlet shows of one event are one story. `suspected`: somebody chose these two, so
    that less must speak for one event than among the hundreds that an arriving entry is tried against.
    """
    if a.url_key and a.url_key == b.url_key:
        return Verdict(Relation.SAME_ENTRY, 1.0, "same canonical URL")
    likeness = measure(a, b, rarity)
    if likeness.hopeless:
        return Verdict(Relation.DIFFERENT, 0.0, f"too little in common; {likeness.describe()}")
    strangers = are_strangers(a, b, rarity)
    decided = decide(a, b, likeness, rarity, strangers=strangers, fold_photos=fold_photos)
    if decided is not None:
        return decided
    evidence = gather(a, b, likeness, rarity, strangers=strangers)
    odds = log_odds(evidence)
    relation = Relation.SAME_STORY if odds >= (SUSPECTED if suspected else SURE) else Relation.DIFFERENT
    return Verdict(
        relation, round(chance(odds), 3), f"story {chance(odds):.2f}; {tell(evidence)}; {likeness.describe()}"
    )


def decide(
    a: Signature, b: Signature, likeness: Likeness, rarity: Rarity, *, strangers: bool, fold_photos: bool = False
) -> Verdict | None:
    """What rules alone can say: one text, or a trap. None: the evidence is to be weighed."""
    if (reason := _named_apart(a, b, likeness, strangers)) is not None:
        return Verdict(Relation.DIFFERENT, 0.0, f"{reason}; {likeness.describe()}", apart=True)
    shingles = likeness.shingles or 0.0
    if fold_photos and _one_caption(a, b, likeness):
        return Verdict(Relation.SAME_STORY, round(shingles, 3), f"pictures of one event; {likeness.describe()}")
    if (reason := _must_differ(a, b, likeness, rarity, strangers)) is not None:
        return Verdict(Relation.DIFFERENT, 0.0, f"{reason}; {likeness.describe()}")
    if (reason := _copies(a, b, likeness)) is not None:
        return Verdict(Relation.COPY, round(max(likeness.title, shingles), 3), f"{reason}; {likeness.describe()}")
    return None


def are_strangers(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Each entry has a subject, or names companies, of which the other knows nothing."""
    return other_subject(a, b, rarity) or other_firm(a, b, rarity)


def _named_apart(a: Signature, b: Signature, likeness: Likeness, strangers: bool) -> str | None:
    """The traps that no third entry can bridge: each headline says itself whose or which step of the affair it tells."""
    if differing_dates(a, b):
        return "each headline names its own date"
    if other_round(a, b, likeness.hours):
        return "another round of a running affair"
    if is_other_day(a, b, likeness.hours):
        return "another day's reading"
    one_text = likeness.shingles is not None and likeness.shingles >= COPY_SHINGLES
    late = likeness.hours is None or likeness.hours >= STEP_H
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
    told_alike = likeness.pieces >= SAME_OUTLET_PAIRS or not _same_outlet(a, b)
    if likeness.shingles is not None and likeness.shingles >= COPY_SHINGLES and told_alike:
        return "the same text"
    if _same_headline(a, b, likeness):
        return "the same headline"
    rounds = a.round is not None or b.round is not None
    if _same_outlet(a, b) and rounds and likeness.title >= CHAIN and hours <= CHAIN_H:
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


def gather(a: Signature, b: Signature, likeness: Likeness, rarity: Rarity, *, strangers: bool) -> Evidence:
    """What speaks for and against these two telling one event."""
    texts = likeness.text is not None
    figures = other_figures(a, b, likeness.hours)
    return Evidence(
        always=1,
        headline=likeness.title,
        pieces=likeness.pieces,
        rest=likeness.rest,
        rest_less=likeness.rest_less,
        texts=texts,
        text=likeness.text or 0.0,
        words=likeness.second / RAREST if texts else 0.0,
        waiting=_waiting(likeness.hours or 0.0),
        one_outlet=_same_outlet(a, b),
        comment=is_comment(a) != is_comment(b),
        roundup=a.roundup or b.roundup,
        voice=other_voice(a, b) or other_voice(b, a) or other_speaker(a, b),
        answer=one_answers(a, b),
        another=_another(a, b, rarity, strangers=strangers, figures=figures),
        figures=figures,
        same_figure=same_count(a, b) or same_pollster(a, b),
    )


def _another(a: Signature, b: Signature, rarity: Rarity, *, strangers: bool, figures: float) -> bool:
    """The same announcement of somebody else: of another company or place, or another's figures."""
    if strangers:
        return figures > 0 or names_place(a.head[1]) or other_firm(a, b, rarity)
    return of_region(a, b) or of_region(b, a)


def _waiting(hours: float) -> float:
    """Two reports days apart tell two steps of a matter, unless they say nearly the same (trade papers print late)."""
    return min(1.0, max(0.0, (hours - FREE_H) / 24)) + max(0.0, (hours - FREE_H - 24) / 48)
