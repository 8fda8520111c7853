"""What a term would catch, before it is used: counts by class, samples of each, and what to change.

It reads texts that it is given; it must not know where they come from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aggregator.match.finder import Found, TermFinder
from aggregator.match.judge import kind_of
from aggregator.match.spot import Form, Passage
from aggregator.model import Field, Term, TermKind
from aggregator.text.morphology import Morpheme, analyse, word_scores
from aggregator.text.normalize import fold, normalize

SAMPLES = 5  # of each class
MANY_REFUSED = 0.1  # from this share on, near-misses deserve a look
RARE = 3  # a neighbour met less often proposes nothing


class Class(StrEnum):
    """How places of a term are counted."""

    FREE = "free-standing"
    PARTICLE = "particle"
    COMPOUND = "compound"
    REFUSED = "refused"


_CLASSES = {Form.FREE: Class.FREE, Form.PARTICLE: Class.PARTICLE, Form.COMPOUND: Class.COMPOUND}


@dataclass(frozen=True, slots=True)
class Sample:
    """One place with some text around it; the place is `text[start:end]`."""

    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What a term caught and what is proposed."""

    term: Term
    kind: TermKind
    entries: int  # that it would catch
    counts: Mapping[Class, int]
    samples: Mapping[Class, tuple[Sample, ...]]
    refusals: tuple[tuple[str, int], ...]  # rules, most frequent first
    common_noun: bool
    aliases: tuple[str, ...]
    excludes: tuple[str, ...]
    nears: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    counts: Counter[Class] = field(default_factory=Counter)
    samples: dict[Class, list[Sample]] = field(default_factory=dict)
    rules: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)
    refused_words: Counter[str] = field(default_factory=Counter)
    company: Counter[str] = field(default_factory=Counter)
    entries: int = 0


def try_term(term: Term, texts: Iterable[Mapping[Field, str]]) -> Advice:
    """Runs one term over entries (their fields) and counts what it would do."""
    finder = TermFinder([(term, True)])
    tally = _Tally()
    for fields in texts:
        folded = {name: normalize(raw) for name, raw in fields.items() if raw}
        others = tuple(text.text for text in folded.values())
        places = [
            found for name, text in folded.items() for found in finder.find(Passage(name, text, others), refused=True)
        ]
        tally.entries += any(found.finding.accepted for found in places)
        for found in places:
            _count(tally, found)
    return _advice(term, tally)


def _count(tally: _Tally, found: Found) -> None:
    spot, finding = found.spot, found.finding
    chosen = _CLASSES[finding.form] if finding.accepted else Class.REFUSED
    tally.counts[chosen] += 1
    kept = tally.samples.setdefault(chosen, [])
    sample = _sample(found)
    if len(kept) < SAMPLES and all(sample.text != other.text for other in kept):
        kept.append(sample)
    begin, end = spot.word
    word = spot.text[begin:end]
    if finding.accepted:
        tally.compounds[word] += chosen is Class.COMPOUND
        tally.company.update(set(_neighbours(found)))
    else:
        tally.rules[finding.rule] += 1
        tally.refused_words[_stem(word)] += 1


def _sample(found: Found, width: int = 36) -> Sample:
    spot = found.spot
    begin, end = spot.sentence
    begin, end = max(begin, spot.start - width), min(end, spot.end + width)
    text = spot.text[begin:end].replace("\n", " ")
    return Sample(text, spot.start - begin, spot.end - begin, found.finding.rule)


def _stem(word: str) -> str:
    """The word without particles, as far as the analyser knows."""
    nouns: list[Morpheme] = []
    for token in analyse(word):
        if token.tag.startswith(("J", "E", "V")):
            break
        nouns.append(token)
    return word[: nouns[-1].end] if nouns else word


def _neighbours(found: Found) -> list[str]:
    """Nouns of the sentence around an accepted place."""
    begin, end = found.spot.sentence
    begin, end = max(begin, found.spot.start - 40), min(end, found.spot.end + 40)
    nouns = [token.form for token in analyse(found.spot.text[begin:end]) if token.tag in ("NNG", "NNP")]
    return [noun for noun in nouns if len(noun) > 1 and noun not in found.spot.term.text]


def _advice(term: Term, tally: _Tally) -> Advice:
    common = _is_common(term)
    total = sum(tally.counts.values())
    doubtful = total > 0 and tally.counts[Class.REFUSED] / total > MANY_REFUSED
    propose = common or doubtful
    own = fold(term.text)
    return Advice(
        term=term,
        kind=kind_of(term),
        entries=tally.entries,
        counts={chosen: tally.counts[chosen] for chosen in Class},
        samples={chosen: tuple(kept) for chosen, kept in tally.samples.items()},
        refusals=tuple(tally.rules.most_common()),
        common_noun=common,
        aliases=_often({_stem(word): count for word, count in tally.compounds.items()}, own) if propose else (),
        excludes=_often(tally.refused_words, own) if propose else (),
        nears=tuple(word for word, count in tally.company.most_common(6) if count >= RARE) if propose else (),
        hints=tuple(_hints(term, tally, common, doubtful)),
    )


def _is_common(term: Term) -> bool:
    return any(tag != "NNP" for tag in word_scores(fold(term.text)))


def _often(words: Mapping[str, int], own: str) -> tuple[str, ...]:
    ordered = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(word for word, count in ordered if count >= RARE and word != own and own in word)[:6]


def _hints(term: Term, tally: _Tally, common: bool, doubtful: bool) -> Iterable[str]:
    total = sum(tally.counts.values())
    if not total:
        yield "nothing like it occurs: check the spelling, or give aliases"
        return
    if common and kind_of(term) is TermKind.NAME:
        yield "the word is also a common noun: say what is meant with `sense`, or give near words"
    elif common and term.kind is None:
        yield "a common noun is taken as a topic; if it is a name, say `kind: name`"
    if doubtful:
        share = tally.counts[Class.REFUSED] / total
        yield f"{share:.0%} of the places were refused: look at the samples; if some are yours, give them as aliases"
    if tally.counts[Class.COMPOUND] > tally.counts[Class.FREE] + tally.counts[Class.PARTICLE]:
        yield "most places are compounds: `compounds: no` leaves them out, `exclude` names single ones"
