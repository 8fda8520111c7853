"""What may stand before a term: a listed prefix, a place, a cut that the analyser confirms; else it is inside another word.

Each rule takes a spot and gives a refusal or None. This module must not look at what follows the term.
"""

from aggregator.match.compounds import cuts_before, ends_longer_name, hides_known_word, in_compound, is_syllable_apart
from aggregator.match.namesakes import is_place, means_organisation
from aggregator.match.spot import Finding, Spot, refuse
from aggregator.match.vocabulary import is_particle, known_hanja, sections, split_tail, words
from aggregator.model import Compounds
from aggregator.text.hangul import is_hangul, is_hanja
from aggregator.text.morphology import analyse, available, word_scores

_UNITS = frozenset("억조천만원년월일시분초개명대세살권회차건호위")


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


def suffix_hanja(spot: Spot) -> Finding | None:
    """전년比, 쿠팡發: hanja behind a Hangul word are its ending, not a country."""
    if is_hanja(spot.surface[0]) and is_hangul(spot.before or " "):
        return refuse("hanja as an ending")
    return None


def quoted_before(spot: Spot) -> Finding | None:
    """‘강기훈’이란: behind a closing quote stands a particle, though it be a name's letters."""
    if spot.before in "'\")]" and spot.before and is_particle("", spot.surface + spot.right):
        return refuse("a particle behind a quotation")
    return None


def left_edge(spot: Spot) -> Finding | None:
    """Hangul may touch on the left only as a listed prefix or where the analyser cuts between nouns."""
    left = spot.left
    if not left or not is_hangul(spot.surface[0]) or spot.compounds is Compounds.YES:
        return None
    if spot.compounds is Compounds.NO:
        return refuse("Hangul before")
    if left + spot.surface in (spot.term.sense or ""):  # 더불어+민주당, where that is the sense
        return None
    if len(left) == 1 and " " in spot.surface:  # 전국민 연금저축 is not 국민연금
        return refuse("one syllable before")
    if (
        left in sections("cues")["sides"]
        and spot.is_name
        and is_place(spot.surface)
        and word_scores(left + spot.surface)
    ):
        return None
    in_town = spot.is_name and len(left) > 1 and is_place(left)  # 인천경기, 광주기아챔피언스필드
    if in_town and (is_place(spot.surface) or split_tail(spot.right, "tails")):
        return None
    if spot.is_name and len(spot.surface) > 3 and _is_whole_name(spot):  # 없다동아일보, run together
        return None
    if left in words("prefixes") and (len(left) > 1 or not hides_known_word(spot)):
        return None
    if spot.is_name and 1 in (len(left), len(spot.surface)):
        return refuse("one syllable before")
    if spot.is_name and spot.term.sense and _common_word_before(spot):
        return refuse("another name")
    return None if _is_cut_off(spot) else refuse("inside another word")


def _is_cut_off(spot: Spot) -> bool:
    """A word ends before the term; without the analyser a long topic behind another word is taken for one."""
    if not available():
        return not spot.is_name and len(spot.surface) > 1 and len(spot.left) + len(spot.surface) > 3
    if not spot.is_name and len(spot.surface) == 1:
        return is_syllable_apart(spot)
    return cuts_before(spot) or in_compound(spot) or ends_longer_name(spot)


def _is_whole_name(spot: Spot) -> bool:
    begin, end = spot.word
    start, stop = spot.start - begin, spot.end - begin
    return any((t.start, t.end, t.tag) == (start, stop, "NNP") for t in analyse(spot.text[begin:end]))


def _common_word_before(spot: Spot) -> bool:
    """청년유니온, 제너레이션웨이브: a common word before a name that is a word itself makes a name of its own."""
    if not available() or (is_place(spot.surface) and not means_organisation(spot.surface, spot.term.sense)):
        return False
    last = analyse(spot.left)[-1:]
    return bool(last) and last[0].tag != "NNP" and spot.left not in words("prefixes")
