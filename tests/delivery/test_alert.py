"""Instant alerts: within one poll, each story once, quiet hours and the cap hold back and say so."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from pydantic import SecretStr

from aggregator.config.settings import Settings
from aggregator.delivery.held_note import HELD_FOR_CAP, HELD_FOR_QUIET, held_note
from aggregator.jobs.alert import announce, find_due, is_quiet
from aggregator.jobs.cluster import place_all
from aggregator.model import (
    Alerts,
    Channel,
    Digest,
    Entry,
    Field,
    Identity,
    LetterState,
    Match,
    Newsfile,
    Outlet,
    Recipient,
    Watchlist,
)
from aggregator.newsroom import Newsroom
from aggregator.store.clippings import save_clippings
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries
from aggregator.store.outbox import find_content, list_letters
from aggregator.store.suppressions import suppress

SEOUL_NOON = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DESK = Recipient(channel=Channel.EMAIL, address="desk@example.org", name="당직")
ROOM = Recipient(channel=Channel.CHAT, address="json://127.0.0.1:9/secret")
QUIET = Alerts(recipients=(DESK,), quiet_from=time(22), quiet_until=time(7))

EVENTS = (
    "네이버, 소버린 AI 데이터센터 세종에 짓는다",
    "네이버웹툰 나스닥 상장 첫날 주가 급등",
    "국세청, 네이버 특별세무조사 착수",
    "네이버 지도 서비스 두 시간 장애 발생",
    "공정위, 네이버쇼핑 알고리즘 조작에 과징금",
    "네이버 대표이사에 최수연 재선임",
    "네이버클라우드 사우디 디지털트윈 사업 수주",
)


@pytest.fixture
def desk(database: Database) -> Callable[..., Newsroom]:
    """Makes a newsroom with one urgent and one ordinary watchlist."""

    def make(alerts: Alerts) -> Newsroom:
        digest = Digest(id="morning", name="아침 브리핑", watchlists=("ours", "others"), at=time(7, 30), alerts=alerts)
        newsfile = Newsfile(
            outlets=(Outlet(id="a", name="가나일보", type="종합지"), Outlet(id="b", name="다라경제", type="경제지")),
            watchlists=(Watchlist(id="ours", name="네이버", urgent=True), Watchlist(id="others", name="카카오")),
            digests=(digest,),
        )
        settings = Settings(mail_from="조간 브리핑 <briefing@example.org>", secret=SecretStr("s"))
        return Newsroom(newsfile=newsfile, settings=settings, database=database)

    return make


def see(
    newsroom: Newsroom,
    title: str,
    at: datetime,
    *,
    outlet: str = "a",
    watchlist: str = "ours",
    published: datetime | None = None,
) -> None:
    """One entry arrives, is ours, and is placed in its story, as a poll would do it."""
    key = f"{outlet}/{title}/{at.isoformat()}"
    summary = f"{title}. 자세한 내용은 추가 취재가 필요하다."
    entry = Entry(
        guid=key, url=f"https://news.example.org/{abs(hash(key))}", title=title, summary=summary, published=published
    )
    identity = Identity(key=key, guid=key, url_key=entry.url, title_key=title)
    match = Match(
        watchlist=watchlist,
        term="네이버",
        variant="네이버",
        field=Field.SUMMARY,
        start=summary.index("네이버"),
        end=summary.index("네이버") + 3,
        rule="name",
    )
    with newsroom.database.write() as connection:
        ids = add_entries(connection, outlet, None, [(entry, identity, key)], at)
        save_clippings(connection, {ids[key]: [match]}, [watchlist], at)
    place_all(newsroom.database, at)


def tell(newsroom: Newsroom, now: datetime) -> bool:
    """One round of the routine; whether anything was due."""
    due = find_due(newsroom, now)
    for piece in due:
        announce(newsroom, piece, now)
    return bool(due)


def mails(newsroom: Newsroom) -> list[tuple[str, str]]:
    """Subject and plain text of each queued mail, oldest first."""
    with newsroom.database.read() as connection:
        rows = sorted(list_letters(connection, states=[LetterState.QUEUED]), key=lambda row: row.id)
        contents = [find_content(connection, row.id) for row in rows if row.channel is Channel.EMAIL]
    found = []
    for content in contents:
        assert content is not None
        parsed = message_from_bytes(content, policy=policy.default)
        body = parsed.get_body(("plain",))
        assert body is not None
        found.append((str(parsed["Subject"]), " ".join(body.get_content().split())))
    return found


def test_first_sighting_is_told_at_once_and_once(desk: Callable[..., Newsroom]) -> None:
    """A letter and a chat line with the next round; the same story in another outlet later is nothing new."""
    newsroom = desk(Alerts(recipients=(DESK, ROOM)))
    see(newsroom, EVENTS[0], SEOUL_NOON)
    assert tell(newsroom, SEOUL_NOON)
    ((subject, text),) = mails(newsroom)
    assert subject == f"[네이버] {EVENTS[0]}"
    assert "가나일보" in text
    assert "https://news.example.org/" in text
    assert "추가 취재가 필요하다" in text
    with newsroom.database.read() as connection:
        rows = list_letters(connection)
    assert {row.channel for row in rows} == {Channel.EMAIL, Channel.CHAT}
    assert all("secret" not in row.key for row in rows)
    assert not tell(newsroom, SEOUL_NOON)
    see(newsroom, EVENTS[0], SEOUL_NOON + MINUTE, outlet="b")
    assert not tell(newsroom, SEOUL_NOON + MINUTE)
    assert len(mails(newsroom)) == 1


def test_alert_is_a_sound_message_with_ways_out(desk: Callable[..., Newsroom]) -> None:
    newsroom = desk(Alerts(recipients=(DESK,)))
    see(newsroom, EVENTS[0], SEOUL_NOON)
    tell(newsroom, SEOUL_NOON)
    with newsroom.database.read() as connection:
        content = find_content(connection, 1)
    assert content is not None
    parsed = message_from_bytes(content, policy=policy.default)
    assert parsed["List-Unsubscribe"].startswith("<mailto:briefing@example.org?subject=unsubscribe%20")
    assert parsed["To"].addresses[0].display_name == "당직"
    assert parsed["List-Id"].endswith("<morning.alerts.example.org>")
    for kind in ("plain", "html"):
        body = parsed.get_body((kind,))
        assert body is not None
        assert "mailto:briefing@example.org?subject=unsubscribe%20" in body.get_content()


def test_watchlists_that_are_not_urgent_stay_silent(desk: Callable[..., Newsroom]) -> None:
    newsroom = desk(Alerts(recipients=(DESK,)))
    see(newsroom, EVENTS[0], SEOUL_NOON, watchlist="others")
    assert not tell(newsroom, SEOUL_NOON)


def test_without_alert_recipients_the_digests_readers_are_told(desk: Callable[..., Newsroom]) -> None:
    newsroom = desk(Alerts())
    see(newsroom, EVENTS[0], SEOUL_NOON)
    assert not tell(newsroom, SEOUL_NOON), "this digest has no readers at all"


@pytest.mark.parametrize(
    ("age", "published"), [(timedelta(hours=7), None), (timedelta(0), SEOUL_NOON - timedelta(hours=13))]
)
def test_old_news_is_no_alert(age: timedelta, published: datetime | None, desk: Callable[..., Newsroom]) -> None:
    """Neither what was seen long ago (a watchlist run over history) nor what was published long before it was seen."""
    newsroom = desk(Alerts(recipients=(DESK,)))
    see(newsroom, EVENTS[0], SEOUL_NOON - age, published=published)
    tell(newsroom, SEOUL_NOON)
    assert mails(newsroom) == []
    assert not tell(newsroom, SEOUL_NOON)


def test_quiet_hours_hold_back_and_say_so(desk: Callable[..., Newsroom]) -> None:
    """Nothing leaves before 07:00; then one letter tells the night's stories."""
    newsroom = desk(QUIET)
    night = datetime(2026, 7, 1, 14, 0, tzinfo=UTC)  # 23:00 in Seoul
    for number in range(3):
        see(newsroom, EVENTS[number], night + number * HOUR)
        assert tell(newsroom, night + number * HOUR), "a sighting is remembered at once"
        assert not tell(newsroom, night + number * HOUR)
    assert mails(newsroom) == []
    assert not tell(newsroom, datetime(2026, 7, 1, 21, 59, tzinfo=UTC))
    assert tell(newsroom, datetime(2026, 7, 1, 22, 0, tzinfo=UTC))
    ((subject, text),) = mails(newsroom)
    assert EVENTS[0] in subject
    assert all(event in text for event in EVENTS[:3])
    assert "3건은 조용한 시간(22:00–07:00)이라" in text
    assert not tell(newsroom, datetime(2026, 7, 1, 22, 1, tzinfo=UTC))


def test_hourly_cap_holds_back_and_says_so(desk: Callable[..., Newsroom]) -> None:
    """Two letters an hour: the third, fourth and fifth story wait for the hour to pass and come together."""
    newsroom = desk(Alerts(recipients=(DESK,), hourly_cap=2))
    for number in range(5):
        see(newsroom, EVENTS[number], SEOUL_NOON + number * MINUTE)
        assert tell(newsroom, SEOUL_NOON + number * MINUTE)
    assert len(mails(newsroom)) == 2
    assert not tell(newsroom, SEOUL_NOON + HOUR - MINUTE)
    assert tell(newsroom, SEOUL_NOON + HOUR)
    text = mails(newsroom)[2][1]
    assert all(event in text for event in EVENTS[2:5])
    assert "3건은 시간당 알림 한도(2회)가 차서" in text


def test_several_new_stories_share_one_letter(desk: Callable[..., Newsroom]) -> None:
    newsroom = desk(Alerts(recipients=(DESK,)))
    for number in range(3):
        see(newsroom, EVENTS[number], SEOUL_NOON)
    assert tell(newsroom, SEOUL_NOON)
    ((_, text),) = mails(newsroom)
    assert "함께 알리는 기사 2건" in text
    assert "미뤄" not in text


def test_suppressed_reader_gets_none(desk: Callable[..., Newsroom]) -> None:
    newsroom = desk(Alerts(recipients=(DESK,)))
    with newsroom.database.write() as connection:
        suppress(connection, DESK.address, digest="morning", reason="unsubscribed", now=SEOUL_NOON)
    see(newsroom, EVENTS[0], SEOUL_NOON)
    tell(newsroom, SEOUL_NOON)
    assert mails(newsroom) == []
    assert not tell(newsroom, SEOUL_NOON)


def test_english_alert(desk: Callable[..., Newsroom]) -> None:
    newsroom = desk(Alerts(recipients=(Recipient(channel=Channel.EMAIL, address="d@example.org", language="en"),)))
    for number in range(2):
        see(newsroom, EVENTS[number], SEOUL_NOON)
    tell(newsroom, SEOUL_NOON)
    assert "Told with it: 1." in mails(newsroom)[0][1]


@pytest.mark.parametrize(
    ("start", "end", "local", "quiet"),
    [
        (time(22), time(7), time(22), True),
        (time(22), time(7), time(6, 59), True),
        (time(22), time(7), time(7), False),
        (time(12), time(13), time(12, 30), True),
        (time(12), time(13), time(13), False),
        (time(7), time(7), time(7), False),
        (None, time(7), time(3), False),
    ],
)
def test_quiet_hours(start: time | None, end: time | None, local: time, quiet: bool) -> None:
    now = datetime.combine(SEOUL_NOON.date(), local, tzinfo=UTC)
    assert is_quiet(Alerts(quiet_from=start, quiet_until=end), "UTC", now) is quiet


def test_note_is_silent_when_there_is_nothing_to_say() -> None:
    assert held_note([""], language="ko") == ""
    assert "2건은 조용한" in held_note([HELD_FOR_QUIET] * 2, language="ko", quiet_hours="22:00–07:00")
    both = held_note([HELD_FOR_QUIET, HELD_FOR_CAP], language="en", quiet_hours="22:00–07:00", hourly_cap=6, left_out=3)
    assert both == (
        "Told with it: 1. Held back until now: 1 for quiet hours (22:00–07:00), 1 for the cap of 6 alerts an hour. "
        "3 more are in the next digest."
    )
