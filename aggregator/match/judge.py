"""Puts the rules in their order: edges and letter case, then what the word means here, then the term's own conditions.

Every answer carries the name of the rule that gave it. This module must not hold a rule's content.
"""

from collections.abc import Callable
from functools import lru_cache

from aggregator.match.conditions import CONDITION_RULES
from aggregator.match.homographs import is_ambiguous, weigh
from aggregator.match.korean import DECIDING_RULES, REFUSING_RULES, REFUSING_RULES_OF_LATIN
from aggregator.match.latin import LATIN_RULES, letter_case
from aggregator.match.meanings import is_listed
from aggregator.match.spot import Finding, Form, Spot, accept, refuse
from aggregator.match.vocabulary import meanings, other_senses, sections
from aggregator.model import Term, TermKind
from aggregator.text.companies import known_companies
from aggregator.text.hangul import is_hangul
from aggregator.text.morphology import kinship, word_scores
from aggregator.text.normalize import fold

OFFICE = 0.5  # mean likeness to the three nearest offices (해경 0.53; 기아 0.45, 동원 0.43)
OTHER_MEANING = "another meaning"
LISTED = accept("a word of the meaning", Form.COMPOUND)
Rule = Callable[[Spot], Finding | None]

# Half of the rules can say nothing of the other script; asking them costs a third of the time.
_OF_ANY: tuple[Rule, ...] = (*LATIN_RULES, *REFUSING_RULES, *DECIDING_RULES)
_OF_LATIN: tuple[Rule, ...] = (*LATIN_RULES, *REFUSING_RULES_OF_LATIN, *DECIDING_RULES)
_OF_HANGUL: tuple[Rule, ...] = (letter_case, *REFUSING_RULES, *DECIDING_RULES)


def judge(spot: Spot) -> Finding:
    """Whether the term stands at this place: the first refusal counts, else what accepted it."""
    if spot.term.regex:
        return _conditions(spot) or Finding(True, "regular expression")
    finding = LISTED if is_listed(spot) else _edges(spot)
    if finding is not LISTED and finding.accepted and is_ambiguous(spot):
        finding = _meaning(spot, finding)
    return (_conditions(spot) or finding) if finding.accepted else finding


def _edges(spot: Spot) -> Finding:
    for rule in _rules(spot.surface):
        if (finding := rule(spot)) is not None:
            return finding
    return refuse("inside another word")


def _rules(surface: str) -> tuple[Rule, ...]:
    if surface.isascii():
        return _OF_LATIN
    return _OF_HANGUL if is_hangul(surface[0]) and is_hangul(surface[-1]) else _OF_ANY


def _meaning(spot: Spot, finding: Finding) -> Finding:
    evidence = weigh(spot, finding.rule)
    if sum(item.weight for item in evidence) > 0:
        return Finding(True, f"{finding.rule}, sentence", finding.form, evidence)
    return Finding(False, OTHER_MEANING, finding.form, evidence)


def _conditions(spot: Spot) -> Finding | None:
    for rule in CONDITION_RULES:
        if (finding := rule(spot)) is not None:
            return finding
    return None


@lru_cache(maxsize=50_000)
def kind_of(term: Term) -> TermKind:
    """The term's kind, or by its form: common nouns and phrases are topics, all else are names.

    A name that is a common noun alone, with no sense stated (국회, 검찰), is that noun and stands in words as nouns do.
    """
    if term.kind is not None:
        return TermKind.TOPIC if _is_plain_noun(term) else term.kind
    word = fold(term.text)
    if " " in word or (term.sense and _names_somebody(term.sense)):
        return TermKind.NAME if term.sense else TermKind.TOPIC
    tags = word_scores(word) if all(map(is_hangul, word)) else {}
    return TermKind.TOPIC if "NNG" in tags and "NNP" not in tags else TermKind.NAME


def _is_plain_noun(term: Term) -> bool:
    word = term.text
    if term.sense or word in other_senses() or not all(map(is_hangul, word)):
        return False
    tags = word_scores(word)
    return "NNG" in tags and ("NNP" not in tags or _is_office(word))


def _is_office(word: str) -> bool:
    """해경, 교육부: both a name and a noun to the dictionary, and used as 경찰 and 정부 are."""
    if word in known_companies() or word in meanings():
        return False
    alike = sorted(kinship(word, office) for office in sections("cues")["offices"])
    return sum(alike[-3:]) / 3 >= OFFICE


def _names_somebody(sense: str) -> bool:
    cues = sections("cues")
    return any(word in sense for word in cues["person senses"] | cues["vague senses"] | cues["before organisation"])
