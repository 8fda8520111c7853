"""What the digest says, in Korean and in English: every sentence of every form of an issue is made here.

Only facts of an edition go in, only plain text comes out. Nothing here chooses what is said; digests.view does. A sentence
that calms the reader may be asked for only when no source failed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aggregator.digests.edition import Collection, Edition, Report, Trouble
from aggregator.model import FailureKind, HealthStatus

_STATUS = re.compile(r"\bHTTP (\d{3})\b")
NEAR = 0.15  # a day within 15 % of the usual is called alike
FEW = 5  # with a usual below this, percentages say nothing

_KO_DAYS = ("월", "화", "수", "목", "금", "토", "일")
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_EN_BADGES = {
    "단독": "Exclusive",
    "속보": "Breaking",
    "긴급": "Urgent",
    "종합": "Roundup",
    "상보": "Update",
    "사설": "Editorial",
    "칼럼": "Column",
    "기고": "Op-ed",
    "시론": "Op-ed",
    "만평": "Cartoon",
    "기자수첩": "Notebook",
    "인터뷰": "Interview",
    "특징주": "Stocks",
    "포토": "Photo",
    "사진": "Photo",
    "그래픽": "Graphic",
    "영상": "Video",
    "인사": "People",
    "부고": "Obituary",
    "공식": "Official",
    "르포": "On site",
    "현장": "On site",
    "전문": "Full text",
    "팩트체크": "Fact check",
    "기획": "Feature",
    "정정": "Correction",
    "광고": "Ad",
}

_KO_FAILURES = {
    FailureKind.DNS: "주소를 찾을 수 없음",
    FailureKind.REFUSED_ADDRESS: "사설 주소라 접속하지 않음",
    FailureKind.CONNECT: "연결되지 않음",
    FailureKind.TLS: "보안 연결 실패",
    FailureKind.TIMEOUT: "응답 시간 초과",
    FailureKind.INTERRUPTED: "전송이 중간에 끊김",
    FailureKind.PROTOCOL: "HTTP 응답 이상",
    FailureKind.TOO_LARGE: "응답이 너무 큼",
    FailureKind.COMPRESSION: "압축을 풀 수 없음",
    FailureKind.REDIRECT: "주소 이동을 따라갈 수 없음",
    FailureKind.NOT_FOUND: "피드 주소 없음",
    FailureKind.GONE: "피드 폐지",
    FailureKind.FORBIDDEN: "접근 거부",
    FailureKind.RATE_LIMITED: "요청 제한",
    FailureKind.CLIENT_ERROR: "요청 거부",
    FailureKind.SERVER_ERROR: "서버 오류",
    FailureKind.NOT_MODIFIED_UNASKED: "서버 응답 이상",
    FailureKind.EMPTY: "빈 응답",
    FailureKind.NOT_A_FEED: "피드가 아닌 응답",
    FailureKind.UNREADABLE: "RSS 형식 오류",
    FailureKind.PARSER_LIMIT: "해석 한도 초과",
    FailureKind.ROBOTS: "robots.txt 거부",
}
_EN_FAILURES = {
    FailureKind.DNS: "address not found",
    FailureKind.REFUSED_ADDRESS: "private address, not asked",
    FailureKind.CONNECT: "no connection",
    FailureKind.TLS: "secure connection failed",
    FailureKind.TIMEOUT: "timed out",
    FailureKind.INTERRUPTED: "answer broke off",
    FailureKind.PROTOCOL: "not proper HTTP",
    FailureKind.TOO_LARGE: "answer too large",
    FailureKind.COMPRESSION: "compression unreadable",
    FailureKind.REDIRECT: "redirect cannot be followed",
    FailureKind.NOT_FOUND: "feed not found",
    FailureKind.GONE: "feed gone",
    FailureKind.FORBIDDEN: "forbidden",
    FailureKind.RATE_LIMITED: "rate limited",
    FailureKind.CLIENT_ERROR: "request refused",
    FailureKind.SERVER_ERROR: "server error",
    FailureKind.NOT_MODIFIED_UNASKED: "odd answer",
    FailureKind.EMPTY: "empty answer",
    FailureKind.NOT_A_FEED: "not a feed",
    FailureKind.UNREADABLE: "feed unreadable",
    FailureKind.PARSER_LIMIT: "parser limit",
    FailureKind.ROBOTS: "refused by robots.txt",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words of a page, by what they head."""

    first_look: str
    volume: str
    volume_note: str
    trend: str
    short: str
    apart: str
    share: str
    share_note: str
    health: str
    quiet: str
    why: str
    first: str
    also: str
    reprints: str
    web: str
    archive: str
    unsubscribe: str
    no_tracking: str
    unknown_count: str
    see_top: str
    press_release: str
    opinion: str
    personnel: str
    photo: str
    alert: str
    last_bracket: str


class Korean:
    """Sentences in Korean."""

    code = "ko"
    labels = Labels(
        first_look="먼저 볼 것",
        volume="관찰목록별 기사 수",
        volume_note="막대의 세로선은 같은 요일의 평소(중앙값), 넘은 만큼은 주황색입니다.",
        trend="최근 2주",
        short="짧게 보기",
        apart="따로 모은 기사",
        share="보도 점유율",
        share_note="기사 한 건이 여러 곳에 걸리면 각각 셉니다. 괄호 안은 지난 7일 하루 평균입니다.",
        health="수집 상태",
        quiet="새 기사 없음",
        why="왜 걸렸나",
        first="첫 보도",
        also="함께 보도",
        reprints="전재",
        web="웹에서 보기",
        archive="지난 브리핑",
        unsubscribe="수신 거부",
        no_tracking="링크는 기사 원문으로 바로 이어지며, 열람이나 클릭을 추적하지 않습니다.",
        unknown_count="기록 없음",
        see_top="↑ 먼저 볼 것",
        press_release="보도자료",
        opinion="사설·칼럼",
        personnel="인사·부고",
        photo="사진",
        alert="긴급 알림",
        last_bracket="괄호 안은 마지막 성공",
    )

    def day(self, value: date) -> str:
        return f"{value.month}월 {value.day}일 {_KO_DAYS[value.weekday()]}요일"

    def short_day(self, value: date) -> str:
        return f"{value.month}/{value.day}({_KO_DAYS[value.weekday()]})"

    def weekday(self, value: date) -> str:
        return _KO_DAYS[value.weekday()]

    def time(self, at: datetime, edition: Edition) -> str:
        return _wall(at, edition)

    def badge(self, badge: str) -> str:
        return badge

    def title(self, name: str, issue_date: date) -> str:
        return f"{self.day(issue_date)} {name}"

    def subject_head(self, edition: Edition) -> str:
        return f"{edition.name} {self.short_day(edition.issue_date)}"

    def subject_facts(self, edition: Edition) -> str:
        """What the subject says when no headline does."""
        if edition.collection.nothing:
            return "수집하지 못했습니다"
        if not edition.clippings:
            return "새 기사 없음"
        exclusive = f" · 단독 {edition.exclusives}" if edition.exclusives else ""
        return f"기사 {edition.clippings:,}건 · 이야기 {edition.stories:,}{exclusive}"

    def subject_warning(self, collection: Collection) -> str:
        return f"매체 {collection.down}곳 수집 장애"

    def summary(self, edition: Edition) -> str:
        """The first visible line."""
        collection = edition.collection
        if collection.nothing:
            return self._nothing(collection)
        if not edition.clippings:
            return self._quiet(edition)
        told = f"기사 {edition.clippings:,}건을 이야기 {edition.stories:,}개로 묶었습니다."
        if collection.poor:
            missing = f"매체 {collection.outlets}곳 중 {collection.down}곳을 수집하지 못해"
            return f"수집된 범위에서 {told} {missing} 평소와 견주지 않습니다."
        return f"{told} {self._compared(edition)}".strip()

    def _nothing(self, collection: Collection) -> str:
        asked = f"매체 {collection.outlets}곳 어디에서도 응답을 받지 못했습니다."
        if not collection.outlets:
            asked = "아직 수집한 매체가 없습니다."
        return f"아무것도 수집하지 못했습니다. {asked} 보도가 없었다는 뜻이 아닙니다."

    def _quiet(self, edition: Edition) -> str:
        collection = edition.collection
        usual = f" 평소 {self._weekday_of(edition)}은 {edition.usual}건입니다." if edition.usual else ""
        if collection.failing:
            ill = f"매체 {collection.outlets}곳 중 {collection.failing}곳에 수집 장애가 있어"
            return f"관찰목록에 걸린 새 기사가 없지만, {ill} 빠졌을 수 있습니다."
        looked = f"매체 {collection.outlets}곳에서 기사 {collection.entries:,}건을 살폈습니다."
        return f"관찰목록에 걸린 새 기사가 없습니다. {looked}{usual}"

    def _weekday_of(self, edition: Edition) -> str:
        return (
            f"{self.weekday(edition.issue_date)}요일" if edition.days_covered == 1 else f"{edition.days_covered}일 치"
        )

    def _compared(self, edition: Edition) -> str:
        usual = edition.usual
        if usual is None:
            return ""
        label = f"평소 {self._weekday_of(edition)}({usual:,}건)"
        if usual < FEW:
            return f"{label}."
        change = (edition.clippings - usual) / usual
        if abs(change) < NEAR:
            return f"{label}과 비슷합니다."
        if change >= 2:
            return f"{label}의 {edition.clippings / usual:.1f}배입니다."
        return f"{label}보다 {abs(change):.0%} {'많습니다' if change > 0 else '적습니다'}."

    def exclusives(self, count: int) -> str:
        return f"단독 {count}"

    def window(self, edition: Edition) -> str:
        return f"{_stamp(edition.start, edition)} – {_stamp(edition.end, edition)} {_zone(edition)}"

    def reading_time(self, minutes: int) -> str:
        return f"읽는 데 약 {minutes}분"

    def late(self, edition: Edition) -> str:
        return f"수집이 늦어 {_wall(edition.frozen_at, edition)}에 보냅니다."

    def missed(self, edition: Edition) -> str:
        days = ", ".join(self.short_day(day) for day in edition.missed)
        return f"보내지 못한 {days} 호를 이 호에 합쳤습니다."

    def warning(self, collection: Collection) -> str:
        return f"매체 {collection.outlets}곳 중 {collection.down}곳을 수집하지 못했습니다. 그 매체의 기사는 빠졌을 수 있습니다."

    def failing(self, collection: Collection) -> str:
        count = f"매체 {collection.outlets}곳 중 {collection.failing}곳에 수집 장애가 있습니다."
        return f"{count} 그 기사는 빠졌을 수 있습니다."

    def collected(self, collection: Collection) -> str:
        reached = f"매체 {collection.outlets}곳 중 {collection.reached}곳"
        return f"이번 호 동안 {reached}에서 기사 {collection.entries:,}건을 살폈습니다."

    def held_letters(self, count: int) -> str:
        return f"도착이 확인되지 않은 편지가 {count}통 있습니다. 보내는 쪽에서 확인이 필요합니다."

    def trouble(self, trouble: Trouble, edition: Edition) -> str:
        return " · ".join(part for part in (self.trouble_kind(trouble), self.last_success(trouble, edition)) if part)

    def trouble_kind(self, trouble: Trouble) -> str:
        some = f"피드 {trouble.of}개 중 {trouble.feeds}개 " if trouble.feeds < trouble.of else ""
        match trouble.status:
            case HealthStatus.NEW:
                return f"{some}아직 수집한 적 없음"
            case HealthStatus.FROZEN:
                return f"{some}새 기사가 올라오지 않음"
            case HealthStatus.GAP:
                return f"{some}수집 사이에 빠진 기사가 있을 수 있음"
            case _:
                return some + (_failure(trouble, _KO_FAILURES) or "수집 실패")

    def last_success(self, trouble: Trouble, edition: Edition) -> str:
        if trouble.status is HealthStatus.NEW:
            return ""
        if trouble.status is HealthStatus.FROZEN:
            return f"마지막 새 기사 {_stamp(trouble.last_new_at, edition)}" if trouble.last_new_at else ""
        return f"마지막 성공 {_stamp(trouble.last_ok_at, edition)}" if trouble.last_ok_at else "성공한 적 없음"

    def last_time(self, trouble: Trouble, edition: Edition) -> str:
        """When a source that fails was last read; empty when never, or when it does not fail."""
        if trouble.status in (HealthStatus.NEW, HealthStatus.FROZEN) or trouble.last_ok_at is None:
            return ""
        return _stamp(trouble.last_ok_at, edition)

    def more_outlets(self, count: int) -> str:
        return f"외 {count}곳"

    def others(self, count: int) -> str:
        return f"외 {count}개 매체"

    def entries(self, count: int) -> str:
        return f"{count:,}건"

    def articles(self, count: int) -> str:
        return f"기사 {count:,}건"

    def when(self, report: Report, edition: Edition) -> str:
        return _stamp(report.at, edition)

    def continuing(self, day: int) -> str:
        return f"이어지는 이야기 · {day}일째"

    def grown(self, added: int, edition: Edition) -> str:
        since = "어제" if edition.days_covered == 1 and not edition.missed else "지난 호"
        return f"{since}보다 매체 +{added}" if added else f"{since}와 같은 매체"

    def folded(self, count: int) -> str:
        return f"앞선 보도 {count}건 갱신"

    def releases(self, count: int) -> str:
        return f"보도자료 {count}건"

    def sections_left_out(self, count: int, names: str, web: bool) -> str:
        where = "웹 판에 있습니다" if web else "지면이 넘쳐 싣지 못했습니다"
        return f"그 밖의 관찰목록 {count}개는 {where}: {names}"

    def for_watchlist(self, terms: str, name: str) -> str:
        return f"{terms}(관찰목록 ‘{name}’)"

    def in_body(self, terms: str) -> str:
        return f"본문에 {terms}" if terms else ""

    def section_counts(self, *, stories: int, new: int, clippings: int, usual: int | None) -> str:
        kinds = f" (새 {new} · 이어짐 {stories - new})" if new < stories else ""
        known = f" · 평소 {usual:,}" if usual is not None else ""
        return f"이야기 {stories:,}{kinds} · 기사 {clippings:,}{known}"

    def told_in(self, name: str) -> str:
        return f"→ ‘{name}’에서 다룸"

    def left_out(self, count: int, web: bool) -> str:
        where = "웹 판에 있습니다" if web else "지면이 넘쳐 싣지 못했습니다"
        return f"그 밖에 이야기 {count:,}개는 {where}."

    def quiet_note(self, failing: bool) -> str:
        return "새로 걸린 기사가 없습니다. 수집 장애로 빠졌을 수 있습니다." if failing else "새로 걸린 기사가 없습니다."

    def trend_facts(self, today: int, known: list[int]) -> str:
        if not known:
            return f"이번 호 {today:,}건 · 비교할 기록을 쌓는 중입니다"
        middle = sorted(known)[len(known) // 2]
        return f"이번 호 {today:,}건 · 앞선 날 중앙값 {middle:,} · 최소 {min(known):,} · 최대 {max(known):,}"

    def addressed(self, edition: Edition) -> str:
        return f"{_wall(edition.end, edition)}({_zone(edition)})에 마감하는 {edition.name}입니다."

    def made(self, edition: Edition) -> str:
        return f"{_stamp(edition.frozen_at, edition)} 작성 · {edition.issue_date:%Y%m%d}-{edition.digest}"

    def other_language(self) -> str:
        return "English"

    def delta(self, count: int, usual: int | None) -> str:
        return _delta(count, usual, "새로", "{:.0f}배")

    def average(self, value: float | None) -> str:
        return "" if value is None else f"({value:.0f})"


class English(Korean):
    """Sentences in English. Headlines and names stay as they were published."""

    code = "en"
    labels = Labels(
        first_look="First look",
        volume="Articles by watchlist",
        volume_note="The tick is the usual for this weekday (median); what exceeds it is orange.",
        trend="Last two weeks",
        short="In brief",
        apart="Set apart",
        share="Share of coverage",
        share_note="An article on several counts for each. In brackets: daily average of the past week.",
        health="Collection",
        quiet="No new articles",
        why="Why it is here",
        first="First report",
        also="Also in",
        reprints="Reprints",
        web="View on the web",
        archive="Past issues",
        unsubscribe="Unsubscribe",
        no_tracking="Links lead straight to the outlets; neither opening nor clicking is tracked.",
        unknown_count="not recorded",
        see_top="↑ First look",
        press_release="Press release",
        opinion="Opinion",
        personnel="People",
        photo="Photos",
        alert="Alert",
        last_bracket="last success in brackets",
    )

    def day(self, value: date) -> str:
        return f"{_EN_LONG_DAYS[value.weekday()]}, {value.day} {_EN_MONTHS[value.month - 1]}"

    def short_day(self, value: date) -> str:
        return f"{_EN_DAYS[value.weekday()]} {value.day} {_EN_MONTHS[value.month - 1]}"

    def weekday(self, value: date) -> str:
        return _EN_DAYS[value.weekday()]

    def badge(self, badge: str) -> str:
        if badge.endswith("보"):
            return "Roundup" if badge.startswith("종합") else f"Take {badge[0]}"
        return _EN_BADGES.get(badge, badge)

    def title(self, name: str, issue_date: date) -> str:
        return f"{name} — {self.day(issue_date)}"

    def subject_head(self, edition: Edition) -> str:
        return f"{edition.name}, {self.short_day(edition.issue_date)}"

    def subject_facts(self, edition: Edition) -> str:
        if edition.collection.nothing:
            return "nothing could be collected"
        if not edition.clippings:
            return "no new articles"
        exclusive = f", {_count(edition.exclusives, 'exclusive')}" if edition.exclusives else ""
        articles, stories = _count(edition.clippings, "article"), _count(edition.stories, "story", "stories")
        return f"{articles} in {stories}{exclusive}"

    def subject_warning(self, collection: Collection) -> str:
        return f"{_count(collection.down, 'outlet')} not collected"

    def summary(self, edition: Edition) -> str:
        collection = edition.collection
        if collection.nothing:
            return self._nothing(collection)
        if not edition.clippings:
            return self._quiet(edition)
        told = f"{_count(edition.clippings, 'article')} in {_count(edition.stories, 'story', 'stories')}"
        if collection.poor:
            return (
                f"{told}, as far as could be collected. {collection.down} of {collection.outlets} outlets could not be read,"
                " so no comparison with the usual is made."
            )
        return f"{told}. {self._compared(edition)}".strip()

    def _nothing(self, collection: Collection) -> str:
        asked = f"None of {collection.outlets} outlets answered." if collection.outlets else "No outlet was asked yet."
        return f"Nothing could be collected. {asked} This does not mean that nothing was published."

    def _quiet(self, edition: Edition) -> str:
        collection = edition.collection
        if collection.failing:
            return (
                f"No new article on your watchlists, but {collection.failing} of {collection.outlets} outlets had failures:"
                " some may be missing."
            )
        usual = f" A usual {self._weekday_of(edition)} has {edition.usual}." if edition.usual else ""
        return (
            f"No new article on your watchlists. {_count(collection.entries, 'article')} from"
            f" {_count(collection.outlets, 'outlet')} were looked at.{usual}"
        )

    def _weekday_of(self, edition: Edition) -> str:
        days = edition.days_covered
        return _EN_LONG_DAYS[edition.issue_date.weekday()] if days == 1 else f"{days} days"

    def _compared(self, edition: Edition) -> str:
        usual = edition.usual
        if usual is None:
            return ""
        label = f"usual {self._weekday_of(edition)} ({usual:,})"
        if usual < FEW:
            return f"A {label}."
        change = (edition.clippings - usual) / usual
        if abs(change) < NEAR:
            return f"About as many as on a {label}."
        if change >= 2:
            return f"{edition.clippings / usual:.1f} times a {label}."
        return f"{abs(change):.0%} {'more' if change > 0 else 'fewer'} than on a {label}."

    def exclusives(self, count: int) -> str:
        return _count(count, "exclusive")

    def reading_time(self, minutes: int) -> str:
        return f"about {minutes} min to read"

    def late(self, edition: Edition) -> str:
        return f"Collection ran late: sent at {_wall(edition.frozen_at, edition)}."

    def missed(self, edition: Edition) -> str:
        return f"Includes the issues not sent on {', '.join(self.short_day(day) for day in edition.missed)}."

    def warning(self, collection: Collection) -> str:
        return (
            f"{collection.down} of {collection.outlets} outlets could not be collected. Their articles may be missing."
        )

    def failing(self, collection: Collection) -> str:
        return f"{collection.failing} of {collection.outlets} outlets had failures. Articles may be missing."

    def collected(self, collection: Collection) -> str:
        return (
            f"{_count(collection.entries, 'article')} from {collection.reached} of {collection.outlets} outlets"
            " were looked at for this issue."
        )

    def held_letters(self, count: int) -> str:
        return f"{_count(count, 'letter')} of earlier issues may not have arrived; the sender should look."

    def trouble_kind(self, trouble: Trouble) -> str:
        some = f"{trouble.feeds} of {trouble.of} feeds: " if trouble.feeds < trouble.of else ""
        match trouble.status:
            case HealthStatus.NEW:
                return f"{some}never collected yet"
            case HealthStatus.FROZEN:
                return f"{some}no new articles appear"
            case HealthStatus.GAP:
                return f"{some}articles may have been missed between polls"
            case _:
                return some + (_failure(trouble, _EN_FAILURES) or "failed")

    def last_success(self, trouble: Trouble, edition: Edition) -> str:
        if trouble.status is HealthStatus.NEW:
            return ""
        if trouble.status is HealthStatus.FROZEN:
            return f"last new article {_stamp(trouble.last_new_at, edition)}" if trouble.last_new_at else ""
        return f"last success {_stamp(trouble.last_ok_at, edition)}" if trouble.last_ok_at else "never succeeded"

    def more_outlets(self, count: int) -> str:
        return f"and {count} more"

    def others(self, count: int) -> str:
        return f"+{_count(count, 'outlet')}"

    def entries(self, count: int) -> str:
        return f"{count:,}"

    def articles(self, count: int) -> str:
        return _count(count, "article")

    def continuing(self, day: int) -> str:
        return f"Continuing · day {day}"

    def grown(self, added: int, edition: Edition) -> str:
        since = "since yesterday" if edition.days_covered == 1 and not edition.missed else "since the last issue"
        return f"+{_count(added, 'outlet')} {since}" if added else f"no more outlets {since}"

    def folded(self, count: int) -> str:
        return f"updates {_count(count, 'earlier report')}"

    def releases(self, count: int) -> str:
        return _count(count, "press release copy", "press release copies")

    def sections_left_out(self, count: int, names: str, web: bool) -> str:
        where = "on the web" if web else "left out for space"
        return f"{_count(count, 'more watchlist')} {where}: {names}"

    def for_watchlist(self, terms: str, name: str) -> str:
        return f"{terms} (watchlist “{name}”)"

    def in_body(self, terms: str) -> str:
        return f"{terms} in the text" if terms else ""

    def section_counts(self, *, stories: int, new: int, clippings: int, usual: int | None) -> str:
        kinds = f" ({new} new, {stories - new} continuing)" if new < stories else ""
        known = f" · usual {usual:,}" if usual is not None else ""
        return f"{_count(stories, 'story', 'stories')}{kinds} · {_count(clippings, 'article')}{known}"

    def told_in(self, name: str) -> str:
        return f"→ told under “{name}”"

    def left_out(self, count: int, web: bool) -> str:
        where = "on the web" if web else "left out for space"
        return f"{_count(count, 'more story', 'more stories')} {where}."

    def quiet_note(self, failing: bool) -> str:
        return "No new article. Failures may have hidden some." if failing else "No new article."

    def trend_facts(self, today: int, known: list[int]) -> str:
        if not known:
            return f"this issue {today:,} · no history to compare with yet"
        middle = sorted(known)[len(known) // 2]
        return f"this issue {today:,} · median of the days before {middle:,} · lowest {min(known):,} · highest {max(known):,}"

    def addressed(self, edition: Edition) -> str:
        return f"{edition.name} closes at {_wall(edition.end, edition)} ({_zone(edition)})."

    def made(self, edition: Edition) -> str:
        return f"Made {_stamp(edition.frozen_at, edition)} · {edition.issue_date:%Y%m%d}-{edition.digest}"

    def other_language(self) -> str:
        return "한국어"

    def delta(self, count: int, usual: int | None) -> str:
        return _delta(count, usual, "new", "{:.0f}×")


Strings = Korean
LANGUAGES: dict[str, Strings] = {"ko": Korean(), "en": English()}


def strings_for(language: str | None) -> Strings:
    """The sentences of a language; Korean for one that is not there."""
    return LANGUAGES.get((language or "ko").split("-")[0].lower(), LANGUAGES["ko"])


def _failure(trouble: Trouble, words: dict[FailureKind, str]) -> str:
    """The kind of failure in words, with the server's own number where it gave one."""
    if trouble.failure is None:
        return trouble.detail
    status = _STATUS.search(trouble.detail)
    return f"{words[trouble.failure]} (HTTP {status.group(1)})" if status else words[trouble.failure]


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _delta(count: int, usual: int | None, fresh: str, times: str) -> str:
    if usual is None:
        return ""
    if usual == 0:
        return f"▲{fresh}" if count else ""
    change = (count - usual) / usual
    if abs(change) < 0.005:
        return "="
    if change >= 3:
        return f"▲{times.format(count / usual)}"
    return f"▲{change:.0%}" if change > 0 else f"▼{-change:.0%}"


def _wall(at: datetime, edition: Edition) -> str:
    return f"{at.astimezone(ZoneInfo(edition.timezone)):%H:%M}"


def _stamp(at: datetime, edition: Edition) -> str:
    """Month/day and time; the time alone on the issue's own day."""
    local = at.astimezone(ZoneInfo(edition.timezone))
    if local.date() == edition.issue_date and at < edition.end:
        return f"{local:%H:%M}"
    return f"{local.month}/{local.day} {local:%H:%M}"


def _zone(edition: Edition) -> str:
    return edition.end.astimezone(ZoneInfo(edition.timezone)).tzname() or edition.timezone
