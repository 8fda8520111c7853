"""Tells which companies a headline names, to keep apart what two of them announce in one form.

Pure. Its answers say that two entries may tell two events, never that they tell one.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from aggregator.stories.rarity import Rarity
from aggregator.stories.signature import PARTICLES, Signature
from aggregator.text.companies import known_companies
from aggregator.text.folding import fold

REMEMBERED = 20_000
TRADE_LIST = (  # a word that ends like this is a company: 가온전자, 도담은행
    "금융지주 금융그룹 은행 증권 생명 화재 전자 건설 화학 제약 바이오 중공업 홀딩스 반도체 제철 물산 텔레콤"
)
TRADES = "|".join(TRADE_LIST.split())
TRADING = re.compile(rf"([가-힣a-z&]{{2,5}}?)(?:{TRADES})")
NO_NAME_LIST = (  # what stands before a trade and names nobody: 중앙은행, 투자증권, 차세대반도체
    "중앙 시중 지방 인터넷 저축 투자 종합 국내 국외 해외 글로벌 가전 손해 석유 정밀 전기 소비자 아파트 주택 신약 차세대 "
    "메모리 시스템 비메모리 첨단 대형 중소형 외국계 국책 모바일 해양 토목 디지털 스마트 한국 국가 자동차"
)
NO_NAMES = frozenset(NO_NAME_LIST.split())
TEAM_LIST = "삼성 롯데 두산 한화 기아 키움 현대 대우 lg kt ssg nc sk"  # alone they play as well
TEAMS = frozenset(TEAM_LIST.split())
EVERYDAY_LIST = (  # words as well, without a trade behind them
    "하나 우리 국민 다음 대상 동원 한미 메타 비자 당근 라인 옥션 대성 동부 유진 오아시스 직방 다방 타다 시티 알리 애플 포드 소니 "
    "크라운 해태 한라 일진 세아 영풍 대림 금호 컬리 토스 스냅 루시드 보령 동서 풍산 델 ms gm cu"
)
EVERYDAY = frozenset(EVERYDAY_LIST.split())
UNCOMMON = 5.0  # a two-syllable name before its trade that is rarer than this is no everyday word


def other_firm(a: Signature, b: Signature, rarity: Rarity) -> bool:
    """Each headline names companies, and no report knows the other's."""
    ours, theirs = _firms(a.core), _firms(b.core)
    if not ours or not theirs:
        return False
    return not any(_knows(b, firm, rarity) for firm in ours) and not any(_knows(a, firm, rarity) for firm in theirs)


def _knows(signature: Signature, firm: str, rarity: Rarity) -> bool:
    """Whether a report holds this company; by an everyday word (우리, 하나) only where a trade shows that it is a name."""
    if signature.holds(firm):
        return True
    found = TRADING.fullmatch(firm)
    name = found[1] if found else firm
    if len(name) > 2 or rarity.word(name) >= UNCOMMON:
        return signature.holds(name)
    return any(word.startswith(name) and TRADING.fullmatch(word) for word in signature.all_words)


@lru_cache(maxsize=REMEMBERED)
def _firms(core: str) -> frozenset[str]:
    return frozenset(firm for word in core.split() if (firm := _firm(word)))


def _firm(word: str) -> str:
    """The company that this word of a headline names, as it is written there; empty for none."""
    for stem in _stems(word):
        if stem in TEAMS:
            return ""
        found = TRADING.fullmatch(stem)
        if stem in _names() or (found and found[1] not in NO_NAMES):
            return stem
    return ""


def _stems(word: str) -> Iterator[str]:
    """The word, and what is left of it before each particle that it may end with."""
    yield word
    if word.endswith(PARTICLES):
        yield from (word.removesuffix(particle) for particle in PARTICLES if word.endswith(particle))


@cache
def _names() -> frozenset[str]:
    """Known companies as headlines are folded, without those whose name is an everyday word."""
    folded = (fold(name) for name in known_companies())
    return frozenset(name for name in folded if len(name) > 1 and " " not in name) - EVERYDAY
