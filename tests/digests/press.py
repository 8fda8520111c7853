"""A fictional press for the digest's tests: outlets, watchlists, stories, and five issues in which they are told.

Names, outlets and events are invented. `normal()`, `quiet()`, `degraded()`, `flood()` and `hostile()` give editions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aggregator.digests.compose import EditionInput, build_edition
from aggregator.digests.edition import Edition
from aggregator.digests.history import Caught
from aggregator.digests.window import Window, cut, find_window
from aggregator.model import (
    Channel,
    Clipping,
    Digest,
    Entry,
    FailureKind,
    Feed,
    FeedHealth,
    Field,
    HealthStatus,
    Match,
    Outlet,
    Recipient,
    Relation,
    StoredEntry,
    Story,
    StoryMember,
    Term,
    Watchlist,
)

SEOUL = ZoneInfo("Asia/Seoul")
ISSUE = date(2026, 7, 28)  # a Tuesday
OUTLET_NAMES = (
    "가람일보", "나루신문", "다솜경제", "라온통신", "마루방송", "바른경제", "새벽신문",
    "아침일보", "자오경제", "차오름뉴스", "카랑저널", "타래일보", "파란신문", "하늬경제",
    "너울뉴스", "더봄데일리", "미르타임스", "보람매일", "소담저널", "오름통신", "윤슬경제",
    "이음뉴스", "잔별신문", "온누리방송", "테크마당", "데이터나루", "디지털숲", "법률마루",
    "정책나침반", "산업풍경", "반도체길", "에너지온", "모바일터", "핀테크봄", "글로벌창",
    "동남아포커스", "세종통신", "부산물결", "광주빛고을", "제주바람", "강원산맥", "SaltNews",
)  # fmt: skip
TERMS = {
    "own": ("새솔AI", "새솔에이아이"),
    "sovereign": ("소버린 AI", "독자 언어모델"),
    "law": ("AI 기본법", "고영향 AI", "학습 데이터"),
    "asia": ("동남아", "데이터센터", "베트남"),
    "rivals": ("두레클라우드", "가온텔"),
    "chips": ("HBM", "GPU"),
}
WATCHLISTS = (
    Watchlist(id="own", name="새솔AI", section="자사", any=tuple(Term(text=t) for t in TERMS["own"]), urgent=True),
    Watchlist(
        id="rivals", name="두레클라우드·가온텔", section="경쟁사", any=tuple(Term(text=t) for t in TERMS["rivals"])
    ),
    Watchlist(id="law", name="AI 기본법·규제", section="업계·정책", any=tuple(Term(text=t) for t in TERMS["law"])),
    Watchlist(
        id="sovereign", name="소버린 AI", section="업계·정책", any=tuple(Term(text=t) for t in TERMS["sovereign"])
    ),
    Watchlist(id="asia", name="동남아 협력", section="업계·정책", any=tuple(Term(text=t) for t in TERMS["asia"])),
    Watchlist(id="chips", name="AI 반도체", section="업계·정책", any=tuple(Term(text=t) for t in TERMS["chips"])),
)
DIGEST = Digest(
    id="morning",
    name="아침 브리핑",
    watchlists=("own", "sovereign", "law", "asia", "rivals", "chips"),
    sections=("자사", "경쟁사", "업계·정책"),
    at=time(7, 30),
    recipients=(Recipient(channel=Channel.EMAIL, address="desk@saesol.example", name="대외협력팀"),),
)


def outlets() -> dict[str, Outlet]:
    found = {}
    for number, name in enumerate(OUTLET_NAMES):
        outlet = f"o{number:02}"
        feed = Feed(url=f"https://rss.o{number:02}.example/all.xml", outlet=outlet)
        language = "en" if name.isascii() else "ko"
        tier = 1 if number < 14 else 2 if number < 30 else 3
        found[outlet] = Outlet(id=outlet, name=name, type="종합지", tier=tier, language=language, feeds=(feed,))
    return found


@dataclass(frozen=True, kw_only=True)
class Told:
    """One story for a fixture. `hours` before the cut the first report came; `others` outlets follow it."""

    title: str
    summary: str = ""
    watchlists: tuple[str, ...]
    outlet: int = 0
    others: tuple[int, ...] = ()
    copies: tuple[int, ...] = ()
    hours: float = 8
    byline: str | None = None
    before: tuple[int, ...] = ()  # outlets that ran it before this window
    days_ago: int = 0
    releases: bool = False
    body_only: str | None = None
    term: str | None = None  # instead of the watchlists' own
    superseded: int = 0  # earlier pieces of the first outlet
    url: str | None = None
    section: str | None = None
    titles: tuple[str, ...] = field(default=())  # of the others, when they differ


@dataclass
class Press:
    """Collects entries, clippings and stories of one window."""

    window: Window
    entries: int = 100
    clippings: list[Clipping] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)

    def tell(self, told: Told) -> None:
        at = self.window.end - timedelta(hours=told.hours)
        members: list[StoryMember] = []
        for place, outlet in enumerate(told.before):
            long_ago = at - timedelta(days=told.days_ago) + timedelta(minutes=31 * place)
            members.append(
                self._member(told, outlet, min(long_ago, self.window.start - timedelta(minutes=1)), Relation.SAME_STORY)
            )
        members += self._superseded(told, at)
        fresh = [(told.outlet, Relation.SAME_STORY)]
        fresh += [(o, Relation.SAME_STORY) for o in told.others] + [(o, Relation.COPY) for o in told.copies]
        for place, (outlet, relation) in enumerate(fresh):
            title = told.titles[place - 1] if 0 < place <= len(told.titles) else None
            seen = min(at + timedelta(minutes=17 * place), self.window.end - timedelta(minutes=1))
            member = self._member(told, outlet, seen, relation, title)
            members.append(member)
            self._clip(member.stored, told)
        lead = (
            members[len(told.before) + (1 if told.superseded else 0)].stored.id
            if not told.superseded
            else members[-1 - len(told.others) - len(told.copies)].stored.id
        )
        self.stories.append(
            Story(
                id=1000 + len(self.stories), lead=lead, members=tuple(members), first_seen=members[0].stored.first_seen
            )
        )

    def _superseded(self, told: Told, at: datetime) -> list[StoryMember]:
        last = self.entries + told.superseded + 1
        pieces = []
        for number in range(told.superseded):
            member = self._member(told, told.outlet, at - timedelta(minutes=40 - 10 * number), Relation.SAME_STORY)
            pieces.append(replace(member, superseded_by=last))
            self._clip(member.stored, told)
        return pieces

    def _member(
        self, told: Told, outlet: int, at: datetime, relation: Relation, title: str | None = None
    ) -> StoryMember:
        self.entries += 1
        entry = Entry(
            guid=f"g{self.entries}",
            url=told.url or f"https://www.o{outlet:02}.example/news/articleView.html?idxno={200000 + self.entries}",
            title=title or told.title,
            summary=told.summary,
            byline=told.byline,
            published=at - timedelta(minutes=4),
        )
        stored = StoredEntry(id=self.entries, outlet=f"o{outlet:02}", first_seen=at, entry=entry, section=told.section)
        copy_of = self.entries - 1 if relation is Relation.COPY else None
        return StoryMember(stored=stored, relation=relation, copy_of=copy_of, press_release=told.releases)

    def _clip(self, stored: StoredEntry, told: Told) -> None:
        for watchlist in told.watchlists:
            matches = _matches(stored.entry, watchlist, told)
            self.clippings.append(
                Clipping(watchlist=watchlist, stored=stored, matches=matches, seen_at=stored.first_seen)
            )


def _matches(entry: Entry, watchlist: str, told: Told) -> tuple[Match, ...]:
    if told.body_only:
        return (_match(watchlist, told.body_only, told.body_only, Field.BODY, 40),)
    terms = (told.term,) if told.term else TERMS[watchlist]
    found = [
        _match(watchlist, term, term, where, at)
        for term in terms
        for where, text in ((Field.TITLE, entry.title), (Field.SUMMARY, entry.summary))
        if (at := text.find(term)) >= 0
    ]
    return tuple(found) or (_match(watchlist, terms[0], terms[0], Field.BODY, 12),)


def _match(watchlist: str, term: str, variant: str, where: Field, at: int) -> Match:
    return Match(
        watchlist=watchlist, term=term, variant=variant, field=where, start=at, end=at + len(variant), rule="exact"
    )


def health(
    window: Window, down: Iterable[int] = (), frozen: Iterable[int] = (), kind: FailureKind = FailureKind.TIMEOUT
) -> tuple[FeedHealth, ...]:
    down, frozen = set(down), set(frozen)
    found = []
    for number, outlet in enumerate(outlets().values()):
        status = (
            HealthStatus.FAILING if number in down else HealthStatus.FROZEN if number in frozen else HealthStatus.OK
        )
        failing = status is HealthStatus.FAILING
        ok_at = window.end - timedelta(hours=30 if failing else 0, minutes=9)
        found.append(
            FeedHealth(
                feed=outlet.feeds[0],
                status=status,
                since=ok_at if failing else None,
                last_ok_at=ok_at,
                last_new_at=window.end - timedelta(days=16 if status is HealthStatus.FROZEN else 0, minutes=40),
                detail="timed out" if failing else "",
                failure=kind if failing else None,
            )
        )
    return tuple(found)


def caught(digest: Digest, window: Window, per_day: dict[str, int], days: int = 60) -> tuple[Caught, ...]:
    """A history with a weekly rhythm; the same every time."""
    found = []
    entry = 10_000_000
    for back in range(1, days):
        day = window.issue_date - timedelta(days=back)
        weekday = (1.0, 1.1, 1.2, 1.1, 1.0, 0.5, 0.4)[day.weekday()]
        for watchlist, count in per_day.items():
            wobble = 1 + ((back * 7 + len(watchlist) * 3) % 5 - 2) / 12
            for place in range(round(count * weekday * wobble)):
                entry += 1
                found.append(Caught(watchlist, entry, cut(digest, day) - timedelta(minutes=10 + place % 1200)))
    return tuple(one for one in found if one.at < window.start)


USUAL = {"own": 11, "sovereign": 14, "law": 15, "asia": 9, "rivals": 17, "chips": 12}


def given(told: Sequence[Told], *, digest: Digest = DIGEST, issue: date = ISSUE, **changes: object) -> EditionInput:
    window = find_window(digest, issue)
    press = Press(window)
    for one in told:
        press.tell(one)
    made = EditionInput(
        digest=digest,
        window=window,
        frozen_at=window.end + timedelta(minutes=2),
        watchlists=WATCHLISTS,
        outlets=outlets(),
        clippings=tuple(press.clippings),
        stories=tuple(press.stories),
        caught=caught(digest, window, USUAL),
        watched_since=datetime(2026, 1, 1, tzinfo=UTC),
        health=health(window),
        collected=1874,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


NORMAL = (
    Told(
        title="[단독] 새솔AI, 국립도서관 고문헌 해독 사업 맡는다…“3년간 96억”",
        summary=(
            "새솔AI가 국립도서관의 고문헌 해독 사업을 따낸 것으로 확인됐다. 한문 초서 80만 장을 독자 언어모델로 "
            "읽어 내는 일로, 계약은 9월에 맺는다."
        ),
        watchlists=("own", "sovereign"),
        outlet=24,
        others=(2, 5, 8, 13),
        copies=(16, 20),
        hours=10.2,
        byline="문새봄 기자 saebom@o24.example",
    ),
    Told(
        title="새솔AI “하반기 하노이 법인”…콘퍼런스콜서 밝혀",
        summary=(
            "새솔AI는 27일 실적 설명회에서 “하반기에 하노이 법인을 세우고 현지 데이터센터 두 곳과 손잡겠다”고 "
            "말했다. 베트남 매출 목표는 따로 내놓지 않았다."
        ),
        watchlists=("own", "asia"),
        outlet=5,
        others=(8, 13, 35),
        hours=15.4,
        byline="정다온 기자",
    ),
    Told(
        title="새솔AI 노조, 사흘째 출근길 선전전…“라벨링 외주 다시 들여와야”",
        summary="새솔AI 노조가 사흘째 출근길 선전전을 이어 갔다. 회사는 “협의체에서 다루겠다”는 입장을 되풀이했다.",
        watchlists=("own",),
        outlet=4,
        others=(9, 21),
        before=(4, 0),
        days_ago=2,
        hours=13,
        byline="유하늘 기자",
    ),
    Told(
        title="새솔AI, 강원산림고와 산불 예측 모델 시범 운영",
        summary="",
        watchlists=("own",),
        outlet=40,
        copies=(14, 36),
        hours=19,
        releases=True,
    ),
    Told(
        title="[인사] 새솔AI 대외협력실장에 한지담 전 정책나침반 논설위원",
        summary="새솔AI는 27일 인사를 냈다.",
        watchlists=("own",),
        outlet=7,
        others=(3,),
        hours=16,
    ),
    Told(
        title="두레클라우드 2분기 매출 2870억…“GPU 임대가 절반”",
        summary=(
            "두레클라우드가 2분기 매출 2870억 원, 영업이익 190억 원을 올렸다. GPU 임대가 처음으로 매출의 절반을 넘었다."
        ),
        watchlists=("rivals", "chips"),
        outlet=5,
        others=(2, 8, 10, 13, 20),
        copies=(26,),
        hours=15.7,
        byline="정다온 기자",
    ),
    Told(
        title="가온텔, 모든 요금제에 AI 비서 넣는다…약관 동의 방식은 도마에",
        summary=(
            "가온텔이 9월부터 모든 요금제에 통화 요약 비서를 기본으로 넣는다. 시민단체는 “켜짐이 기본값인 동의는 "
            "동의가 아니다”라고 지적했다."
        ),
        watchlists=("rivals",),
        outlet=26,
        others=(4, 15, 28),
        hours=12.3,
        byline="표이든 기자",
    ),
    Told(
        title="두레클라우드 춘천 센터 11분 정전…“고객 데이터 손실 없어”",
        summary="두레클라우드 춘천 센터가 27일 낮 11분 동안 멈췄다.",
        watchlists=("rivals",),
        outlet=40,
        others=(3, 19),
        hours=18,
        superseded=2,
    ),
    Told(title="가온텔-서남대 보안 연구실 열어", watchlists=("rivals",), outlet=32, hours=20),
    Told(
        title="두레클라우드, 작은 언어모델 ‘두레-S’ 공개",
        summary="두레클라우드가 휴대전화에서 도는 모델을 내놓았다.",
        watchlists=("rivals",),
        outlet=24,
        others=(25, 29),
        hours=17,
    ),
    Told(title="[포토] 두레클라우드 신입 개발자 입사식", watchlists=("rivals",), outlet=9, hours=14),
    Told(
        title="국회, AI 기본법 시행령 두고 이틀째 공방…‘고영향 AI’ 범위 못 좁혀",
        summary=(
            "과학기술 상임위가 이틀째 AI 기본법 시행령을 다뤘지만 고영향 AI의 범위를 좁히지 못했다. 정부는 8월 "
            "안에 수정안을 내기로 했다."
        ),
        watchlists=("law",),
        outlet=3,
        others=(0, 1, 4, 6, 11, 23, 36),
        before=(3, 0, 1),
        days_ago=1,
        hours=16.5,
        byline="임소율·강도윤 기자",
    ),
    Told(
        title="[단독] 개인정보 당국, 생성형 AI 학습 데이터 점검 20곳으로 늘린다",
        summary=(
            "개인정보 당국이 하반기 점검 대상을 8곳에서 20곳으로 늘린다. 공개된 개인정보를 학습 데이터로 쓰는 "
            "기준도 함께 손본다."
        ),
        watchlists=("law",),
        outlet=27,
        others=(4, 10, 2),
        hours=8.2,
        byline="서이안 기자",
    ),
    Told(
        title="유럽 AI법 8월 2일 전면 적용…국내 회사가 먼저 볼 조항 다섯",
        summary=(
            "고위험 규정이 8월 2일부터 적용된다. 국내에 본사를 둔 회사도 유럽 이용자가 있으면 AI 기본법과 겹치는 "
            "의무를 진다."
        ),
        watchlists=("law",),
        outlet=28,
        others=(10, 2, 27),
        hours=21,
    ),
    Told(title="[사설] AI 기본법, 늦더라도 바르게", watchlists=("law",), outlet=2, hours=4, section="오피니언"),
    Told(title="시민단체 “AI 기본법에 인권영향평가 빠졌다”", watchlists=("law",), outlet=4, others=(0,), hours=13),
    Told(
        title="AI 생성물 표시 기준 공청회 8월 11일",
        summary="AI 기본법에 따른 표시 기준을 두고 공청회가 열린다.",
        watchlists=("law",),
        outlet=26,
        others=(28,),
        hours=19,
    ),
    Told(
        title="금융권 망분리 완화 일정 9월로",
        summary="",
        watchlists=("law",),
        outlet=33,
        hours=11,
        body_only="고영향 AI",
    ),
    Told(
        title="정부, ‘독자 언어모델’ 다섯 팀으로 압축…9월 GPU 배분",
        summary=(
            "과학기술 부처가 독자 언어모델 사업 후보를 다섯 팀으로 줄였다. 탈락한 두 팀은 이의를 내겠다고 했고, "
            "소버린 AI의 뜻을 둘러싼 논쟁도 다시 일었다."
        ),
        watchlists=("sovereign", "chips"),
        outlet=11,
        others=(5, 24, 7, 26, 0, 13, 20),
        copies=(16, 17),
        hours=9.3,
        byline="강도윤 기자",
    ),
    Told(
        title="“소버린 AI, 돈은 누가 버나”…개발비 회수에 최소 6년",
        summary="업계는 인력과 인프라, 자본이 모두 드는 소버린 AI 사업은 순서를 정해 밀고 갈 수밖에 없다고 본다.",
        watchlists=("sovereign",),
        outlet=25,
        others=(26, 15, 28),
        before=(25, 24),
        days_ago=1,
        hours=1.3,
        byline="배한결 기자",
    ),
    Told(
        title="중동 세 나라 공동 언어모델, 국내 회사에 참여 타진",
        summary="소버린 AI를 함께 만들자는 제안이다.",
        watchlists=("sovereign",),
        outlet=34,
        others=(5, 13),
        hours=14,
    ),
    Told(
        title="국산 추론 칩, 소버린 AI 과제서 첫 실증",
        watchlists=("sovereign", "chips"),
        outlet=24,
        others=(30, 29),
        hours=18,
    ),
    Told(title="[칼럼] 소버린 AI라는 이름의 산업정책", watchlists=("sovereign",), outlet=7, hours=3),
    Told(
        title="Seoul narrows sovereign AI race to five teams",
        summary="The ministry cut the list of 소버린 AI bidders to five.",
        watchlists=("sovereign",),
        outlet=41,
        hours=7,
    ),
    Told(
        title="베트남, 데이터센터 외국인 지분 49%까지 허용",
        summary=(
            "베트남 정부가 데이터센터 외국인 지분 한도를 높이는 수정안을 냈다. 국내 클라우드 회사의 진출 문턱이 "
            "낮아질 것으로 보인다."
        ),
        watchlists=("asia",),
        outlet=34,
        others=(24, 5, 11),
        hours=11.5,
        byline="조은별 특파원",
    ),
    Told(
        title="말레이시아 조호르, 데이터센터 전기 요금 14% 올린다",
        watchlists=("asia",),
        outlet=35,
        others=(34,),
        hours=16,
    ),
    Told(title="한-동남아 AI 협력기금 1차 과제 공모", watchlists=("asia",), outlet=28, others=(36,), hours=20),
    Told(
        title="HBM4 값 협상 ‘평행선’…하반기 공급가 3분기로 미뤄",
        summary="HBM4 공급가 협상이 길어지고 있다. 업계는 3분기 안에 매듭지을 것으로 본다.",
        watchlists=("chips",),
        outlet=30,
        others=(5, 8, 2, 13),
        hours=6.4,
        byline="노아인 기자",
    ),
    Told(title="[특징주] 반도체길 소재 3사 강세…HBM 증설 기대", watchlists=("chips",), outlet=13, others=(8,), hours=1),
    Told(title="광주 GPU 센터 2027년 문 연다", watchlists=("chips",), outlet=38, others=(36,), copies=(3,), hours=17),
)


def normal_input() -> EditionInput:
    window = find_window(DIGEST, ISSUE)
    ill = list(health(window, down=(9,), frozen=(31,), kind=FailureKind.SERVER_ERROR))
    return given(NORMAL, health=tuple(ill))


def normal() -> Edition:
    return build_edition(normal_input())


def quiet() -> Edition:
    told = (
        Told(
            title="새솔AI, 여름 채용 설명회",
            summary="새솔AI가 8월 4일 채용 설명회를 연다.",
            watchlists=("own",),
            outlet=7,
            hours=9,
        ),
    )
    return build_edition(given(told, issue=date(2026, 7, 26), collected=391))


def empty() -> Edition:
    return build_edition(given((), issue=date(2026, 7, 26), collected=391))


def degraded() -> Edition:
    told = [one for one in NORMAL if {"law", "sovereign"} & set(one.watchlists) and one.outlet not in range(5, 19)]
    window = find_window(DIGEST, ISSUE)
    return build_edition(
        given(
            told,
            health=health(window, down=range(5, 19)),
            collected=402,
            frozen_at=window.end + timedelta(hours=2, minutes=10),
            held_letters=1,
        )
    )


def unreachable() -> Edition:
    window = find_window(DIGEST, ISSUE)
    return build_edition(given((), health=health(window, down=range(42), kind=FailureKind.DNS), collected=0))


def flood(stories: int = 440) -> Edition:
    """A day of many stories, with long headlines and full summaries."""
    names = list(TERMS)
    told = []
    for number in range(stories):
        watchlist = names[number % len(names)]
        term = TERMS[watchlist][number % len(TERMS[watchlist])]
        outlets_ = tuple((number + step) % 42 for step in range(1, (number * 7) % 9))
        told.append(
            Told(
                title=(
                    f"{'[단독] ' if number % 40 == 0 else ''}{term} 관련 소식 {number}호…지방 정부와 업계가 함께 내놓은 "
                    f"‘{number % 17}단계’ 실행 계획의 뒷이야기"
                ),
                summary=(
                    f"업계에 따르면 {term} 사업은 {number % 12 + 1}월부터 {number}개 지역에서 차례로 시작된다. 예산과 "
                    "인력은 아직 정해지지 않았고, 세부 일정은 다음 달에 나온다."
                ),
                watchlists=(watchlist, names[(number + 1) % len(names)]) if number % 11 == 0 else (watchlist,),
                outlet=number % 42,
                others=outlets_,
                hours=1 + number % 22,
                byline="강누리 기자",
                before=((number + 9) % 42,) if number % 13 == 0 else (),
                days_ago=1 if number % 13 == 0 else 0,
            )
        )
    return build_edition(given(told, collected=9120))


def crowded(count: int = 60) -> Edition:
    """A digest of very many watchlists, each with eight stories."""
    watchlists = tuple(
        Watchlist(
            id=f"w{n}", name=f"관찰목록 이름이 제법 긴 것 {n}호", section=("자사", "경쟁사", "업계", "정책")[n % 4]
        )
        for n in range(count)
    )
    told = [
        Told(
            title=f"새솔AI 관련 소식 {n}호, 지방 정부와 업계가 함께 내놓은 실행 계획",
            summary="업계에 따르면 새솔AI 사업은 다음 달부터 여러 지역에서 차례로 시작된다.",
            watchlists=(f"w{n % count}",),
            term="새솔AI",
            outlet=n % 42,
            others=((n + 1) % 42, (n + 2) % 42)[: n % 3],
            hours=1 + n % 20,
        )
        for n in range(count * 8)
    ]
    digest = replace(DIGEST, watchlists=tuple(watchlist.id for watchlist in watchlists))
    return build_edition(given(told, digest=digest, watchlists=watchlists, caught=()))


BIDI = "\u202eevil\u202c"
HOSTILE = (
    Told(
        title="<script>alert('새솔AI')</script> 새솔AI \"속았다\" & <b>굵게</b> <img src=x onerror=alert(1)>",
        summary="<a href='javascript:alert(1)'>새솔AI</a> 눌러 보세요 </td></tr></table> {{ 7*7 }} {% raw %}",
        watchlists=("own",),
        outlet=0,
        others=(1, 2),
        byline='<i>기자</i> "x" onclick=y',
    ),
    Told(
        title=f"새솔AI {BIDI} 되돌린 제목\r\nBcc: victim@example.org\r\n\r\n본문",
        summary="새솔AI\r\n\r\n.\r\nQUIT\r\n" + "\u0085\u0092\u009f 제어 문자",
        watchlists=("own",),
        outlet=3,
        others=(4,),
    ),
    Told(
        title="=?utf-8?B?DQpCY2M6IGFAYi5j?= 새솔AI",
        summary="새솔AI \u202e 뒤집기 \u2066 격리 \u2069",
        watchlists=("own",),
        outlet=5,
        others=(6,),
    ),
    Told(
        title="새솔AI 자바스크립트 주소",
        summary="새솔AI",
        watchlists=("own",),
        outlet=6,
        url="javascript:alert(document.cookie)",
        others=(7,),
    ),
    Told(
        title="새솔AI 데이터 주소",
        summary="새솔AI",
        watchlists=("own",),
        outlet=7,
        url="data:text/html;base64,PHNjcmlwdD4=",
    ),
    Told(
        title="새솔AI 따옴표 주소",
        summary="새솔AI",
        watchlists=("own",),
        outlet=8,
        url='https://a.example/"onmouseover="alert(1)?x=<y>&z=\'',
    ),
    Told(
        title="새솔AI 사용자정보 주소",
        summary="새솔AI",
        watchlists=("own",),
        outlet=9,
        url="https://bank.example@evil.example/login",
    ),
    Told(title="새솔AI " + "가" * 900, summary="새솔AI " + "나" * 5000, watchlists=("own",), outlet=10, others=(11,)),
    Told(
        title="새솔AI https://www.o12.example/" + "a" * 300,
        summary="새솔AI " + "x" * 400,
        watchlists=("own",),
        outlet=12,
    ),
    Told(
        title="새솔AI \u0335Z\u0336\u0337\u0338a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308lgo",
        summary="새솔AI\u200b\u200d\ufeff 안 보임",
        watchlists=("own",),
        outlet=13,
    ),
    Told(title="", summary="", watchlists=("own",), outlet=14),
    Told(title="[]", summary="새솔AI ©® ½ ÿ £", watchlists=("own",), outlet=15),
    Told(
        title="새솔AI <!--[if mso]><![endif]--> --> <![CDATA[ ]]> &lt;script&gt; &amp;lt;script&amp;gt;",
        summary="</style><style>*{display:none}</style> 새솔AI",
        watchlists=("own",),
        outlet=16,
    ),
    Told(
        title="새솔AI \U000e0041\U000e0042 꼬리표 \ufffe \x00\x08\x1b[31m",
        summary="새솔AI \ud83d 반쪽".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        watchlists=("own",),
        outlet=17,
    ),
)


def hostile() -> Edition:
    watchlists = (replace(WATCHLISTS[0], name="새솔AI </title><script>x</script>"), *WATCHLISTS[1:])
    digest = replace(DIGEST, name='브리핑 "<b>\r\nX-Evil: 1')
    return build_edition(given(HOSTILE, watchlists=watchlists, digest=digest))
