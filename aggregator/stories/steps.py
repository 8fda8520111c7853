"""Knows the steps of a running affair: rounds of a cup, days of a strike, a plan and its outcome, an act and the answers to it.

Pure. Two reports that name different steps tell two events, however much they share. The word lists are editorial data.
"""

import re
from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aggregator.stories.signature import Signature
from aggregator.stories.templates import named_days, opposed

REMEMBERED = 20_000  # headlines whose steps are known, as an entry meets the same ones as the entry before
NATIVE = {
    word: value
    for value, words in enumerate(
        ("첫 하루", "두 둘 이틀", "세 셋 사흘", "네 넷 나흘", "다섯 닷새", "여섯 엿새", "일곱 이레"), 1
    )
    for word in words.split()
}
COUNT = rf"(\d+|{'|'.join(NATIVE)})"
ROUNDS = {  # what is counted as an affair goes on, by kind
    "round": re.compile(rf"{COUNT} ?(?:라운드|째 ?날|날)(?:부터|에|의|은|도)?(?![가-힣])|(\d+)r(?![a-z])"),
    "game": re.compile(r"(\d+)차전"),
    "knockout": re.compile(r"(\d+)회전|(\d+)강(?:전|행| ?진출|서|에서)"),
    "time": re.compile(r"(\d+)차(?![가-힣])"),
    "day": re.compile(rf"{COUNT} ?(?:일째|째(?![가-힣])|일 연속|연속)"),
    "tally": re.compile(r"누적 ?(\d+)명"),
    "streak": re.compile(r"(\d+)연[승패]"),
    "hour": re.compile(r"오후 ?(\d+)시"),
    "milestone": re.compile(r"(\d+)만 ?(?:명|장|관객|대)? ?(?:돌파|동원|넘|눈앞)"),
}
# of a tournament: after every round that is counted
LAST = re.compile(r"준우승|최종 ?(?:라운드|합계|일|공동|순위|\d)|마지막 ?날")
LAST_ROUND = 99
NEXT_DAY_H = 12.0  # outlets count the first day in or not: within these hours two counts of days may differ by one
KOREA = ZoneInfo("Asia/Seoul")  # headlines name days of the press's own calendar
SOON_DAYS = 14

NOT_YET = (
    r"시도|기대|전망|임박|예정|계획|추진|여부|촉구|요구|위해|향해|될까|할까|되나|하나|할듯|될듯|가능성|준비|절차|안건"
)
PHASES = {  # squeezed headline words by the step of an affair that they tell
    "ahead": re.compile(
        r"예고|예정|앞두고|앞둔|추진|소집|임박|초읽기|분수령|기로에|내일|열린다|열자|연다|내달|다음달|다음주|금주|이번주|제안|요청|신청"
        r"|청구|검토|계획|나선다|나서는|눈앞|노린다|노려|출격|도전|결과는|상정|심의|할듯|될듯|열듯|오늘(?!도|의|부터|까지|날)"
        r"|한다$|하나$|되나$|할까$|될까$"
    ),
    "done": re.compile(
        r"(?:개최|열려|열렸|개막|착수|통과|의결|가결|체결|타결|합의|서명(?!운동)|처리(?!장|수|시설|속도)|발부|구속(?!영장)|출범|발족|돌입|준공|선언|선포|확정"
        r"|집행(?!유예)|당선|취임|유죄|무죄|실형|징역|벌금|승리|완승|완패|참패|패배|패해|꺾고|꺾어|꺾었|꺾은|제압|격파|무승부|준우승|우승$|우승차지|우승했"
        rf"|달성|완료|도착|귀국)(?!{NOT_YET})"
    ),
    "answer": re.compile(
        r"반발|비판|규탄|환영|반박|비난|성토|질타|공세|일침|저격|옹호|축하|축전|애도|조의|해명|부인(?!과|들)|사과|반응|들썩|파장|논란"
    ),
    "off": re.compile(
        r"철회|취소(?!소송|청구|심판)|무산|연기(?!금|자|력|를|가)|보류|부결|기각|결렬|파기|불발|각하|반려"
    ),
}
OUTCOMES = (("ahead", "done"),)
REVERSALS = (("ahead", "off"), ("done", "off"))


def other_round(a: Signature, b: Signature, hours: float | None) -> bool:
    """Both headlines count the affair's rounds or days, and not the same one."""
    ours, theirs = _rounds(a.core), _rounds(b.core)
    return any(_disagree(kind, ours, theirs, hours) for kind in ROUNDS)


def _disagree(
    kind: str, ours: frozenset[tuple[str, int]], theirs: frozenset[tuple[str, int]], hours: float | None
) -> bool:
    first, second = ({count for of, count in found if of == kind} for found in (ours, theirs))
    leeway = 1 if kind == "day" and hours is not None and hours <= NEXT_DAY_H else 0
    return bool(first and second) and all(abs(one - other) > leeway for one in first for other in second)


@lru_cache(maxsize=REMEMBERED)
def _rounds(core: str) -> frozenset[tuple[str, int]]:
    ended = {("round", LAST_ROUND)} if LAST.search(core) else set()
    return frozenset(ended) | frozenset(
        (kind, NATIVE.get(count) or int(count))
        for kind, pattern in ROUNDS.items()
        for found in pattern.finditer(core)
        if (count := next(filter(None, found.groups()), ""))
    )


def other_outcome(a: Signature, b: Signature) -> bool:
    """One headline tells what is planned, the other what came of it."""
    return opposed(_steps(a), _steps(b), OUTCOMES)


def reversed_outcome(a: Signature, b: Signature) -> bool:
    """One headline tells what is planned or done, the other that it was refused or called off."""
    return opposed(_steps(a), _steps(b), REVERSALS)


def looks_ahead(signature: Signature) -> bool:
    """The headline tells what is still to come."""
    return "ahead" in _steps(signature)


def one_answers(a: Signature, b: Signature) -> bool:
    """One headline tells somebody's answer to the event, the other does not."""
    return ("answer" in _phases(a.key)) != ("answer" in _phases(b.key))


def _steps(signature: Signature) -> frozenset[str]:
    return _phases(signature.key) | {"ahead"} if _names_coming_day(signature) else _phases(signature.key)


def _names_coming_day(signature: Signature) -> bool:
    """The headline names a day of the next two weeks: what it tells is still to come."""
    days = named_days(signature.core)
    if not days or signature.at is None:
        return False
    today = signature.at.astimezone(KOREA).date()
    coming = [today + timedelta(days=ahead) for ahead in range(1, SOON_DAYS + 1)]
    return any(date == str(day.day) and month in ("", str(day.month)) for month, date in days for day in coming)


@lru_cache(maxsize=REMEMBERED)
def _phases(key: str) -> frozenset[str]:
    return frozenset(phase for phase, words in PHASES.items() if words.search(key))
