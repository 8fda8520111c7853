"""Knows the headlines that recur in the same form on other days: appointments, weather, horoscopes, opening and closing quotes.

Pure. Their likeness says nothing: two of them are one event only when they are one text. The word lists are editorial data.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from aggregator.stories.signature import Signature, is_precise
from aggregator.text.titles import HeadlineKind

RECURRING = re.compile(
    r"이시각헤드라인|이시각주요뉴스|주요신문사설|신문톱뉴스|\d일조간|\d일석간|오늘의(운세|날씨|증시|주요일정|경기|식탁|역사|한자|메뉴)|띠별운세|별자리운세"
    r"|외국환시세|환율시세|주요경제지표|주간경제지표|세계의날씨|북한날씨|내일날씨|오늘날씨|전국날씨|주간날씨|당첨번호|하이라이트$|편성표|기록실$"
    r"|중간순위$|오늘의전적|내일의선발|팀순위$|증시일정|공시브리핑|주요공시|상위종목|증시브리핑|시황|horoscope|^weather|^lottery"
)
REMEMBERED = 20_000  # headlines whose form is known, as an entry meets the same ones as the entry before
OPINION_KIND = HeadlineKind.OPINION.value
SERIES_KIND = frozenset({OPINION_KIND, HeadlineKind.PERSONNEL.value})
PHOTO_KIND = HeadlineKind.PHOTO.value
DATE = re.compile(r"(?:(\d{1,2})월 ?)?(\d{1,2})일(?!째|간|만|차| ?연속)")
DIGITS = re.compile(r"\d+(?:\.\d+)?")

MARKETS = (
    "코스피|코스닥|환율|국고채|국채|회사채|국제유가|뉴욕증시|유럽증시|미증시|나스닥|다우|닛케이|비트코인|금값"
    "|원달러|달러원|선물지수|기름값|휘발유값"
)
MARKET = re.compile(MARKETS)
WEATHER = "날씨|기온|장맛비|무더위|찜통더위|폭염|열대야|소나기|호우|풍랑"
INSTRUMENTS = {  # what is read again and again, by kind: two readings of a kind are two pieces of news
    "market": MARKET,
    "weather": re.compile(WEATHER),
    "epidemic": re.compile("확진|신규환자|위중증"),
    "air": re.compile("미세먼지"),
    "poll": re.compile("지지율|긍정평가"),
    "draw": re.compile("로또"),
    "audience": re.compile("관객수|예매율|시청률"),
    "standings": re.compile("중간순위"),
    "share": re.compile("주가"),
    "mover": re.compile("장중|장초반|개장전"),
    "quake": re.compile(r"지진.*규모\d|규모\d.*지진"),
}
MARKET_DAY_H = 14.0
DAILY_H = 9.0  # readings of such an instrument further apart are another day's, or another hour's, news


ANALYST = re.compile(r"목표(?:주)?가|투자의견|pricetarget")
POLL = re.compile("지지율|지지도|긍정평가|부정평가|국정운영|여론조사")
POLLSTERS = re.compile(  # who publishes such figures every week; two of them on one day are two surveys
    "갤럽|리얼미터|미디어토마토|ksoi|한국사회여론연구소|nbs|전국지표조사|알앤써치|리서치뷰|코리아리서치|한길리서치|여론조사공정|여론조사꽃|조원씨앤아이"
    "|넥스트리서치|피플네트웍스|pnr|리서치앤리서치|입소스|엠브레인|케이스탯|한국리서치|코리아정보리서치|넷스테이트|gallup|ipsos|yougov|morningconsult"
)

SAID = {  # words of one moment or direction, in series of figures
    "opening": frozenset({"출발", "개장", "장초반", "초반", "시가"}),
    "close": frozenset({"마감", "종가", "마쳐", "폐장"}),
    "warning": frozenset({"발효", "발령", "격상"}),
    "all-clear": frozenset({"해제"}),
    "rise": frozenset({"급등", "상승", "강세", "오른"}),
    "fall": frozenset({"급락", "하락", "약세", "내린"}),
}
STATES = (("opening", "close"), ("warning", "all-clear"))
TURNS = (("rise", "fall"),)


def is_comment(signature: Signature) -> bool:
    """An opinion piece, or what an analyst expects of a share: it takes events for its subject and says something else."""
    return signature.kind == OPINION_KIND or ANALYST.search(signature.key) is not None


def is_series(a: Signature, b: Signature) -> bool:
    """Both carry the same label (a column, a series), or are of a kind that always is a series."""
    if set(a.labels) & set(b.labels):
        return True
    return a.kind == b.kind and a.kind in SERIES_KIND


def is_photo_series(a: Signature, b: Signature) -> bool:
    """Two picture pieces of one outlet: each shows somebody else, under one caption."""
    return a.kind == b.kind == PHOTO_KIND and a.outlet is not None and a.outlet == b.outlet


def whole_title(signature: Signature) -> str:
    """The headline with its labels: in a template they may be all that tells two pieces apart."""
    return "".join(signature.labels) + signature.key


def is_template_title(signature: Signature) -> bool:
    """The headline, with its labels, is one that recurs in this form."""
    return _recurs(whole_title(signature)) or signature.kind == HeadlineKind.PERSONNEL.value or _only_figures(signature)


@lru_cache(maxsize=REMEMBERED)
def _recurs(title: str) -> bool:
    return RECURRING.search(title) is not None


def _only_figures(signature: Signature) -> bool:
    return not signature.words or (len(signature.words) == 1 and len(signature.key) <= 8)


def is_other_day(a: Signature, b: Signature, hours: float | None) -> bool:
    """Both report the reading of an instrument that is read every day (an index, a count of cases), at different times.

    Without a date only a figure in common can say that it is one reading.
    """
    if hours is not None and hours <= DAILY_H:
        return False
    kinds = _instruments(a.key) & _instruments(b.key)
    if not kinds:
        return False
    common = set(a.numbers) & set(b.numbers)
    if hours is None:
        return "market" in kinds and not common
    if "weather" in kinds:
        return True
    same_reading = any(is_precise(number) or ("share" in kinds and number.endswith("%")) for number in common)
    if "market" in kinds and hours > MARKET_DAY_H:
        return not same_reading
    return bool(a.numbers and b.numbers) and not same_reading


@lru_cache(maxsize=REMEMBERED)
def _instruments(key: str) -> frozenset[str]:
    return frozenset(kind for kind, words in INSTRUMENTS.items() if words.search(key))


def other_survey(a: Signature, b: Signature) -> bool:
    """Both give a survey's figures: of two institutes that they name, or without one figure that the other report knows."""
    ours, theirs = _pollsters(a), _pollsters(b)
    if ours & theirs or not (POLL.search(a.key) and POLL.search(b.key)):
        return False
    return bool(ours and theirs) or (_strange_figures(a, b) and _strange_figures(b, a))


def _strange_figures(a: Signature, b: Signature) -> bool:
    """The headline gives shares of the asked, none of which stands in the other's headline or text."""
    shares = [number.removesuffix("%") for number in a.numbers if number.endswith("%")]
    return bool(shares and b.lead) and not any(share in b.core or share in b.lead for share in shares)


def same_pollster(a: Signature, b: Signature) -> bool:
    """Both give the figures of one institute's survey."""
    return bool(_pollsters(a) & _pollsters(b))


def _pollsters(signature: Signature) -> frozenset[str]:
    if not POLL.search(signature.key):
        return frozenset()
    return frozenset(POLLSTERS.findall("".join((*signature.labels, signature.key, signature.lead))))


def is_market_quote(signature: Signature) -> bool:
    """The headline gives a market's figure."""
    return bool(signature.numbers) and MARKET.search(signature.key) is not None


def differing_dates(a: Signature, b: Signature) -> bool:
    """Both headlines name a day, and not the same one."""
    first, second = named_days(a.core), named_days(b.core)
    return bool(first and second) and not any(_may_agree(one, other) for one in first for other in second)


@lru_cache(maxsize=REMEMBERED)
def named_days(core: str) -> frozenset[tuple[str, str]]:
    """The days of the calendar that a headline names, as (month, day); without a month it is "": 8월 3일, 15일."""
    return frozenset((month, day.lstrip("0")) for month, day in DATE.findall(core))


def _may_agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[1] == other[1] and (not one[0] or not other[0] or one[0] == other[0])


def is_formula(a: Signature, b: Signature) -> bool:
    """The headlines are equal but for their figures: other readings of one instrument, other rounds of one series."""
    if a.key == b.key or not DIGITS.search(a.core) or not DIGITS.search(b.core):
        return False
    if a.truncated or b.truncated:
        return False
    return DIGITS.sub("0", a.key) == DIGITS.sub("0", b.key)


def contrary_states(a: Signature, b: Signature) -> bool:
    """One headline tells the opening, the other the close (or warning and all-clear)."""
    return opposed(_said(a), _said(b), STATES)


def contrary_turns(a: Signature, b: Signature) -> bool:
    """One headline tells a rise, the other a fall: of two days or two shares, when the rest is one form."""
    return opposed(_said(a), _said(b), TURNS)


def _said(signature: Signature) -> frozenset[str]:
    return frozenset(kind for kind, words in SAID.items() if not words.isdisjoint(signature.word_set))


def opposed(ours: frozenset[str], theirs: frozenset[str], pairs: Sequence[tuple[str, str]]) -> bool:
    """Of some pair the one side has only the first and the other side only the second."""
    only_ours, only_theirs = ours - theirs, theirs - ours
    return any(
        (one in only_ours and other in only_theirs) or (other in only_ours and one in only_theirs)
        for one, other in pairs
    )
