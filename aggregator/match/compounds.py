"""Questions about words in one another, answered by the analyser: does it cut here, is the whole a word or a name of its own?

Answers are about letters only; the rules decide what follows from them. Without the analyser every cut is denied.
"""

from functools import lru_cache

from aggregator.match.spot import Spot
from aggregator.match.vocabulary import is_particle, sections
from aggregator.text.hangul import is_hangul
from aggregator.text.morphology import Morpheme, analyse, cut_odds, kinship, word_scores

GUESSED_LIMIT = (
    -5.0
)  # cut odds across a word that the analyser only guessed; genuine compounds lie above (두산에너빌리티 −3)
KNOWN_LIMIT = -2.0  # across a word of its dictionary (소형모듈원전 −1.5; 메타버스 −14)
DERIVED_LIMIT = -9.0  # a topic and a word derived from it (경찰관 −8, 전세금 −7; but 유가족 −11, 비자금 −14)
FITTING_NAME_LIMIT = -14.0  # the rest reads as nouns (아시아개발은행 −12, 포항야구장 −11; but 여우주연상 −19)
KNOWN_NAME_LIMIT = -8.5  # a topic at the end of a name of the dictionary (서울고등법원 −5)
LONGER_NAME_LIMIT = -10.0  # two syllables at the head of a name of the dictionary (춘천지법 −8.5; 카스피해 −11.4)
ENDING_LIMIT = -20.0  # a topic at the end of a word that the analyser only guessed (펜타닐관세 −17)
LONG_LIMIT = -15.0  # three syllables and more rarely stand in a longer word by chance (전국동시지방선거 −15)
KIN, CLOSE_KIN = 0.53, 0.6  # likeness of a word to its beginning, to its end (유가족 0.38, 연금술 0.51; 수수료 0.56)
FAR_KIN = 0.4  # below, where a commoner word lies across the cut (공+기업 0.38)
STRADDLING_LIMIT = -1.0  # a known word begins inside the term and ends behind it (군+인권 −1.2)
KIN_LIMIT = -13.0
DOUBT = -3.0  # a topic that is a name as well reads too easily as a noun (비자금 −7)
_NOMINAL = ("NNG", "NNP", "NNB", "NR", "NP", "SL", "SN", "SH", "XSN", "XPN", "XR", "SO", "SP", "SS", "SW")


def cuts_before(spot: Spot) -> bool:
    begin, end = spot.word
    word, cut = spot.text[begin:end], spot.start - begin
    tokens = analyse(word)
    before = [token for token in tokens if token.start < cut]
    if any(cut < token.start < cut + len(spot.surface) and token.tag.startswith("J") for token in tokens):
        return False  # 박성한+은 for 한은
    if any(token.start == cut and token.tag.startswith("N") for token in tokens):
        return all(token.tag in _NOMINAL for token in before)
    crossing = [token for token in before if token.end > cut]
    if not crossing or not all(token.tag in _NOMINAL for token in before):
        return False
    return _odds(spot, word, cut) >= _limit(spot, crossing, cut)


def cuts_after(spot: Spot) -> bool:
    begin, end = spot.word
    word, cut = spot.text[begin:end], spot.end - begin
    tokens = analyse(word)
    crossing = [token for token in tokens if token.start < cut < token.end]
    if not crossing:
        starts_inside = any(token.start < spot.start - begin < token.end for token in tokens)
        return not starts_inside or _odds(spot, word, spot.start - begin) >= GUESSED_LIMIT
    return _odds(spot, word, spot.start - begin) >= _limit(spot, crossing, spot.start - begin)


def is_syllable_apart(spot: Spot) -> bool:
    """핵+실험, 폐암: one syllable is a word in a longer one only where the analyser cuts it out, or the two are used alike."""
    begin, end = spot.word
    start = spot.start - begin
    whole = next((t for t in analyse(spot.text[begin:end]) if t.start <= start < t.end), None)
    if whole is None:
        return False
    if whole.end - whole.start == 1:
        return whole.tag == "NNG"
    return whole.known and kinship(whole.form, spot.surface) >= KIN


def in_compound(spot: Spot) -> bool:
    """A topic in one word of the dictionary that is made of it and other words: 한국무역협회, 총파업, 다주택자."""
    begin, end = spot.word
    start, stop = spot.start - begin, spot.end - begin
    whole = next((t for t in analyse(spot.text[begin:end]) if t.start <= start and stop <= t.end), None)
    if spot.is_name or whole is None:
        return False
    if not whole.known:
        return _in_derived_word(spot)
    if _is_another_word(spot, whole, start):
        return False
    before, after = spot.text[begin + whole.start : spot.start], spot.text[spot.end : begin + whole.end]
    affixes = sections("affixes")
    if whole.tag == "NNP" and max(len(before), len(after)) > 1:  # 서울고등+법원, 포항+야구+장, 액화천연+가스
        fits = is_part(before, affixes["before"]) and is_part(after, affixes["after"])
        odds = _odds(spot, before + spot.surface + after, len(before))
        limit = FITTING_NAME_LIMIT if fits else KNOWN_NAME_LIMIT
        return odds >= limit - (4.0 if len(spot.surface) > 2 else 0.0)  # longer words rarely stand there by chance
    if _is_kin(spot, before, after):
        return True
    if not (is_part(before, affixes["before"]) and is_part(after, affixes["after"])):
        return False
    single = 1 in (len(before), len(after))
    odds = _odds(spot, before + spot.surface + after, len(before))
    return odds >= (DERIVED_LIMIT if single else FITTING_NAME_LIMIT)


def takes_affix(spot: Spot) -> bool:
    """음주운전+자: a topic of three syllables and more with a listed affix."""
    affix = spot.right[:1]
    if spot.is_name or len(spot.surface) < 3 or affix not in sections("affixes")["after"]:
        return False
    begin, end = spot.word
    cut = spot.end - begin
    straddling = (t for t in analyse(spot.text[begin:end]) if t.start < cut < t.end)
    return is_particle(affix, spot.right[1:]) and all(cut - t.start > 1 for t in straddling)  # 금융위+기 is 금융+위기


def _in_derived_word(spot: Spot) -> bool:
    """강릉국제+영화제: a word that the analyser guessed, cut around a known word made of the term and an affix."""
    begin, end = spot.word
    word, start = spot.text[begin:end], spot.start - begin
    derived = (spot.surface + spot.right[:length] for length in (1, 2) if length <= len(spot.right))
    return any(
        (whole[len(spot.surface) :] in sections("affixes")["after"] or kinship(whole, spot.surface) >= KIN)
        and "NNG" in word_scores(whole)
        and cut_odds(word, start, start + len(whole), "NNG") >= GUESSED_LIMIT
        for whole in derived
    )


def _is_kin(spot: Spot, before: str, after: str) -> bool:
    """탈북자, 의료진, 선거인단: a word of the dictionary used much as the term is; not where a sense tells meanings apart."""
    word = before + spot.surface + after
    if spot.term.sense or (before and after) or kinship(word, spot.surface) < (CLOSE_KIN if before else KIN):
        return False
    if before:
        return _odds(spot, word, len(before)) >= DERIVED_LIMIT
    return len(spot.surface) > 2 or _odds(spot, word, 0) >= KIN_LIMIT


def is_part(word: str, affixes: frozenset[str]) -> bool:
    """Whole words of two syllables and more, or one affix: 한국소+비자+연맹 is no reading of 한국소비자연맹."""
    if not word or word in affixes:
        return True
    return all_known(word) and all(token.end - token.start > 1 for token in analyse(word))


def ends_longer_name(spot: Spot) -> bool:
    """더불어+민주당, 지방+국세청: a name of three syllables and more behind a word of its own."""
    if not spot.is_name:
        return False
    begin, end = spot.word
    start, stop = spot.start - begin, spot.end - begin
    word = spot.text[begin:end]
    whole = next((t for t in analyse(word) if t.tag == "NNP" and t.start < start < stop == t.end), None)
    before = word[whole.start : start] if whole else ""
    if len(spot.surface) < 3:  # 메르세데스+벤츠
        return len(before) > 3 and "NNP" in word_scores(before)
    return len(before) > 1 and (bool(word_scores(before)) or is_part(before, frozenset()))


def hides_known_word(spot: Spot) -> bool:
    """A word of the dictionary lies across the left edge (대한전선 for 한전)."""
    begin, end = spot.word
    cut = spot.start - begin
    return any(token.known and token.start < cut < token.end for token in analyse(spot.text[begin:end]))


def may_begin(spot: Spot, limit: float = GUESSED_LIMIT) -> bool:
    """Whether reading the term at the head of its word is not dear."""
    begin, end = spot.word
    return _odds(spot, spot.text[begin:end], spot.start - begin) >= limit


def is_known_noun(spot: Spot) -> bool:
    """The dictionary has the term and what follows as one common noun (호주머니)."""
    begin, end = spot.word
    start, cut = spot.start - begin, spot.end - begin
    return any(
        token.known and token.tag == "NNG" and token.start == start and cut < token.end
        for token in analyse(spot.text[begin:end])
    )


def longer_name(spot: Spot) -> Morpheme | None:
    """The dictionary's name that begins with this one, or with a prefix and this one (기아차, 현대기아차)."""
    begin, end = spot.word
    starts = {spot.start - begin, spot.start - begin - len(spot.left)}
    cut = spot.end - begin
    longer = (
        t for t in analyse(spot.text[begin:end]) if t.tag == "NNP" and t.start in starts and t.start < cut < t.end
    )
    return next(longer, None)


def all_known(word: str) -> bool:
    """Whether the analyser reads nothing but nouns of its dictionary in it; true without the analyser."""
    return all(
        token.known and (token.tag.startswith("N") or token.tag in ("XPN", "XR", "SL")) for token in analyse(word)
    )


def splits_elsewhere(surface: str, rest: str) -> bool:
    """Whether the same letters are cut elsewhere into known words: 서울+대교구 beside 서울대+교구."""
    return any(
        word_scores(surface[:cut]) and all_known(surface[cut:] + rest)
        for cut in range(min(2, len(surface) - 1), len(surface))
    )


def reaches_back(surface: str, right: str) -> bool:
    """The end of the name and what follows are one word: 뉴진+스타일, 올리브+영화제."""
    stems = [right[:length] for length in range(1, len(right) + 1) if is_particle(right[:length], right[length:])]
    return any(word_scores(surface[cut:] + stem) for cut in range(1, len(surface)) for stem in stems)


@lru_cache(maxsize=10_000)
def reads_as_words(name: str) -> bool:
    """The dictionary has it not as one word, and reads particles or verbs in it (여기어때, 사람인)."""
    if not all(map(is_hangul, name)) or word_scores(name):
        return False
    return any(token.tag.startswith(("J", "V", "E")) for token in analyse(name))


def _odds(spot: Spot, word: str, cut: int) -> float:
    known = word_scores(spot.surface)
    # A tag the dictionary has not for this word makes the analyser's scores meaningless (북한 as NNG).
    likely = ("NNP", "NNG") if spot.is_name else ("NNG", "NNP")
    tags = [tag for tag in likely if tag in known][:1] or ["NNP", "NNG"]
    doubt = DOUBT if not spot.is_name and spot.term.sense and {"NNP", "NNG"} <= set(known) else 0.0
    return doubt + max(cut_odds(word, cut, cut + spot.end - spot.start, tag) for tag in tags)


def _limit(spot: Spot, crossing: list[Morpheme], cut: int) -> float:
    """How dear a reading with a cut may be where these words lie across it."""
    if not any(token.known for token in crossing):
        ends = len(crossing) == 1 and crossing[0].end == cut + len(spot.surface)
        if ends and cut > 1 and not spot.is_name:
            return ENDING_LIMIT
        return GUESSED_LIMIT if len(spot.surface) < 3 else LONG_LIMIT
    if not spot.is_name and any(_is_another_word(spot, token, cut) for token in crossing):
        return float("inf")
    if not spot.is_name and all(cut < token.start < cut + len(spot.surface) for token in crossing):
        return STRADDLING_LIMIT
    begins_there = all(token.start == cut and token.tag == "NNG" for token in crossing)
    return DERIVED_LIMIT if begins_there and not spot.is_name else KNOWN_LIMIT


def _is_another_word(spot: Spot, word: Morpheme, cut: int) -> bool:
    """미사일, 지주사, 공기업 for 미사, 주사, 공기: a word of one syllable more that is not made of the topic and an affix."""
    length = len(spot.surface)
    if word.end - word.start != length + 1 or not word.start <= cut <= word.start + 1:
        return False
    before, after = word.form[: cut - word.start], word.form[cut - word.start + length :]
    alike = kinship(word.form, spot.surface)
    if alike >= (CLOSE_KIN if before else KIN):
        return False
    affixed = before in sections("affixes")["before"] or after in sections("affixes")["after"]
    if not affixed:
        return True
    elsewhere = word_scores(word.form[1:] if after else word.form[:-1]).get("NNG", float("-inf"))
    return alike < FAR_KIN and elsewhere > word_scores(spot.surface).get("NNG", 0.0)
