"""What the digest says in Korean: every sentence of every form of an issue.

Only facts of an edition go in, only plain text comes out. Nothing here chooses what is said; digests.view does. A sentence
that calms the reader may be asked for only when no source failed.
"""

from datetime import date

from aggregator.digests.edition import Collection, Edition, Report, Trouble
from aggregator.digests.phrases import change_of, failure_words, stamp, wall_clock, zone_name
from aggregator.digests.words import FEW, KO_DAYS, KO_FAILURES, NEAR, Labels
from aggregator.model import HealthStatus


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
        reprints="전재",
        web="웹에서 보기",
        archive="지난 브리핑",
        unsubscribe="수신 거부",
        no_tracking="링크는 기사 원문으로 바로 이어지며, 열람이나 클릭을 추적하지 않습니다.",
        see_top="↑ 먼저 볼 것",
        press_release="보도자료",
        opinion="사설·칼럼",
        personnel="인사·부고",
        photo="사진",
        alert="긴급 알림",
        last_bracket="괄호 안은 마지막 성공",
    )

    def day(self, value: date) -> str:
        return f"{value.month}월 {value.day}일 {KO_DAYS[value.weekday()]}요일"

    def short_day(self, value: date) -> str:
        return f"{value.month}/{value.day}({KO_DAYS[value.weekday()]})"

    def weekday(self, value: date) -> str:
        return KO_DAYS[value.weekday()]

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
        return f"{stamp(edition.start, edition)} – {stamp(edition.end, edition)} {zone_name(edition)}"

    def reading_time(self, minutes: int) -> str:
        return f"읽는 데 약 {minutes}분"

    def late(self, edition: Edition) -> str:
        return f"수집이 늦어 {wall_clock(edition.frozen_at, edition)}에 보냅니다."

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
                return some + (failure_words(trouble, KO_FAILURES) or "수집 실패")

    def last_success(self, trouble: Trouble, edition: Edition) -> str:
        if trouble.status is HealthStatus.NEW:
            return ""
        if trouble.status is HealthStatus.FROZEN:
            return f"마지막 새 기사 {stamp(trouble.last_new_at, edition)}" if trouble.last_new_at else ""
        return f"마지막 성공 {stamp(trouble.last_ok_at, edition)}" if trouble.last_ok_at else "성공한 적 없음"

    def last_time(self, trouble: Trouble, edition: Edition) -> str:
        """When a source that fails was last read; empty when never, or when it does not fail."""
        if trouble.status in (HealthStatus.NEW, HealthStatus.FROZEN) or trouble.last_ok_at is None:
            return ""
        return stamp(trouble.last_ok_at, edition)

    def more_outlets(self, count: int) -> str:
        return f"외 {count}곳"

    def others(self, count: int) -> str:
        return f"외 {count}개 매체"

    def entries(self, count: int) -> str:
        return f"{count:,}건"

    def articles(self, count: int) -> str:
        return f"기사 {count:,}건"

    def pictures(self, count: int) -> str:
        return f"사진 {count:,}장"

    def when(self, report: Report, edition: Edition) -> str:
        return stamp(report.at, edition)

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
        return f"{wall_clock(edition.end, edition)}({zone_name(edition)})에 마감하는 {edition.name}입니다."

    def made(self, edition: Edition) -> str:
        return f"{stamp(edition.frozen_at, edition)} 작성 · {edition.issue_date:%Y%m%d}-{edition.digest}"

    def other_language(self) -> str:
        return "English"

    def delta(self, count: int, usual: int | None) -> str:
        return change_of(count, usual, "새로", "{:.0f}배")

    def average(self, value: float | None) -> str:
        return "" if value is None else f"({value:.0f})"
