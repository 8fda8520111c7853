"""Full text: fetched where it helps, within budget and robots.txt, matched again; failures leave the clipping as it stands."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from aggregator.jobs import extract, poll
from aggregator.jobs.matching import rematch_history
from aggregator.model import Clipping, Field
from aggregator.newsroom import Newsroom
from aggregator.runtime.work import work_off
from aggregator.store.clippings import find_clippings
from aggregator.store.entries import find_entries
from aggregator.store.prune import prune
from aggregator.store.tables import articles, entries
from tests.press import MORNING, NEWSFILE, Item, Press, opened_newsroom, rss

BODY = (
    "<html><head><meta property='article:published_time' content='2026-07-01T14:30:00+09:00'></head><body>"
    "<div class='menu'><a href='/'>카카오 구독하기</a></div><article id='article-view-content-div'>"
    "<p>네이버가 동남아시아에서 소버린 AI 협력을 논의했다고 1일 밝혔다. 인도네시아와 태국이 먼저 관심을 보였다.</p>"
    "<p>업계는 이번 논의가 하반기에 구체화할 것으로 내다봤다. 회사는 말을 아꼈다.</p><p>서도윤 기자 a@press.example</p>"
    "<p>저작권자 ⓒ 한빛일보 무단전재 및 재배포 금지</p></article>"
    "<h4>많이 본 뉴스</h4><ul><li><a href='/2'>카카오 새 대표 내정됐다는데</a></li></ul></body></html>"
)


def work(newsroom: Newsroom) -> Mapping[str, int]:
    """Polls, reads pages, and counts the pages by outcome."""
    for routine in (poll.ROUTINE, extract.ROUTINE):
        outcomes = work_off(newsroom, routine, listener=lambda _: None)
        assert [outcome for outcome in outcomes if not outcome.ok and routine is extract.ROUTINE] == []
    with newsroom.database.read() as connection:
        rows = connection.execute(sa.select(articles.c.outcome, sa.func.count()).group_by(articles.c.outcome)).tuples()
        return {str(name): count for name, count in rows}


@contextmanager
def newsroom_of(folder: Path, press: Press, polling: str = "", later: timedelta = timedelta()) -> Iterator[Newsroom]:
    path = folder / "feeds.yaml"
    if not path.exists():
        extra = f"  {polling}\n" if polling else ""
        path.write_text(NEWSFILE.format(base=press.url(""), letters=folder / "letters") + extra, "utf-8")
    with opened_newsroom(folder, press, MORNING + later) as newsroom:
        yield newsroom


def fill(press: Press, *pages: bytes | int, text: str = "") -> None:
    """A feed of title-only items, one for each page."""
    items = [Item(f"속보 {number}", press.url(f"/news/{number}"), text) for number in range(len(pages))]
    press.bodies |= {"/hanbit/all.xml": rss(*items), "/hanbit/it.xml": rss(), "/narae.xml": rss()}
    for number, page in enumerate(pages):
        serve(press, f"/news/{number}", page)


def serve(press: Press, path: str, page: bytes | int) -> None:
    press.bodies[path] = page
    press.types[path] = "text/html"


def clippings(newsroom: Newsroom) -> dict[str, Clipping]:
    with newsroom.database.read() as connection:
        return {clipping.watchlist: clipping for clipping in find_clippings(connection)}


def asked(press: Press) -> list[str]:
    return [path for path, _ in press.requests if path.startswith("/news/")]


def test_a_title_only_entry_is_matched_on_its_page(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode())
    with newsroom_of(tmp_path, press) as newsroom:
        assert work(newsroom) == {"ok": 1}
        found = clippings(newsroom)
        with newsroom.database.read() as connection:
            stored = find_entries(connection)[0]
    assert set(found) == {"네이버", "소버린-ai"}
    assert {match.field for clipping in found.values() for match in clipping.matches} == {Field.BODY}
    assert stored.full_text is not None
    assert "카카오" not in stored.full_text
    assert stored.entry.byline == "서도윤 기자"
    match = found["네이버"].matches[0]
    assert stored.full_text[match.start : match.end] == "네이버"


def test_a_page_is_asked_for_once(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode())
    for _ in range(3):
        with newsroom_of(tmp_path, press) as newsroom:
            work(newsroom)
    assert asked(press) == ["/news/0"]


def test_an_entry_with_a_description_needs_no_page(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode(), text="가온시는 새 도서관을 5월에 연다고 밝혔다. 열람실은 모두 여섯 곳이다.")
    with newsroom_of(tmp_path, press) as newsroom:
        work(newsroom)
    assert asked(press) == []


def test_robots_txt_is_obeyed_and_asked_once(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode(), BODY.encode())
    press.bodies["/robots.txt"] = b"User-agent: *\nDisallow: /news/1\n"
    with newsroom_of(tmp_path, press) as newsroom:
        assert work(newsroom) == {"ok": 1, "robots": 1}
    assert asked(press) == ["/news/0"]
    assert [path for path, _ in press.requests].count("/robots.txt") == 1


def test_a_site_whose_robots_txt_cannot_be_had_is_left_alone(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode())
    press.bodies["/robots.txt"] = 503
    with newsroom_of(tmp_path, press) as newsroom:
        assert work(newsroom) == {"robots": 1}
    press.bodies["/robots.txt"] = 404
    with newsroom_of(tmp_path, press, later=timedelta(hours=2)) as newsroom:
        assert work(newsroom) == {"ok": 1}


def test_the_hourly_budget_of_a_host_holds(press: Press, tmp_path: Path) -> None:
    fill(press, *[BODY.encode()] * 5)
    with newsroom_of(tmp_path, press, "pages_per_hour: 2") as newsroom:
        assert work(newsroom) == {"ok": 2, "None": 3}
        assert work(newsroom) == {"ok": 2, "None": 3}
    with newsroom_of(tmp_path, press, later=timedelta(minutes=61)) as newsroom:
        assert work(newsroom) == {"ok": 4, "None": 1}


def test_bad_pages_end_in_named_outcomes_and_the_entry_stands(press: Press, tmp_path: Path) -> None:
    wall = (
        "<html><title>로그인</title><p>이 기사는 유료회원 전용입니다. 로그인 후 읽을 수 있습니다.</p></html>".encode()
    )
    gone = "<html><title>알림</title><p>삭제된 기사입니다. 존재하지 않는 기사입니다.</p></html>".encode()
    korean = BODY.replace("<head>", "<head><meta charset='euc-kr'>").encode("cp949")
    fill(press, wall, gone, b"<p>" * 2_000_000, b"%PDF-1.4", korean, 410)
    with newsroom_of(tmp_path, press) as newsroom:
        assert work(newsroom) == {"paywall": 1, "soft_404": 1, "too_large": 1, "not_html": 1, "ok": 1, "gone": 1}
        with newsroom.database.read() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(entries)).scalar() == 6
        assert set(clippings(newsroom)) == {"네이버", "소버린-ai"}


def test_passing_trouble_is_tried_again_and_ends(press: Press, tmp_path: Path) -> None:
    fill(press, 500)
    for hours in range(0, 40, 7):
        with newsroom_of(tmp_path, press, later=timedelta(hours=hours)) as newsroom:
            work(newsroom)
    assert asked(press) == ["/news/0"] * 4


def test_a_host_that_says_no_is_left_alone_for_a_while(press: Press, tmp_path: Path) -> None:
    fill(press, 429, 429, 429)
    with newsroom_of(tmp_path, press) as newsroom:
        work(newsroom)
        work(newsroom)
    assert len(asked(press)) == 1


def test_a_signpost_is_followed_once(press: Press, tmp_path: Path) -> None:
    def sign(path: str) -> bytes:
        return f'<html><meta http-equiv="refresh" content="0;url={press.url(path)}"><p>이동</p></html>'.encode()

    fill(press, sign("/news/real"), sign("/news/circle"))
    serve(press, "/news/real", BODY.encode())
    serve(press, "/news/circle", sign("/news/1"))
    with newsroom_of(tmp_path, press) as newsroom:
        assert work(newsroom) == {"ok": 1, "elsewhere": 1}
    assert sorted(asked(press)) == ["/news/0", "/news/1", "/news/circle", "/news/real"]


def test_text_expires_and_the_clipping_stays(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode())
    with newsroom_of(tmp_path, press) as newsroom:
        work(newsroom)
        prune(newsroom.database, newsroom.newsfile.retention, MORNING + timedelta(days=15))
        with newsroom.database.read() as connection:
            assert connection.execute(sa.select(articles.c.text)).scalar() is None
        assert set(clippings(newsroom)) == {"네이버", "소버린-ai"}


def test_an_edited_headline_keeps_what_the_page_said(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode())
    with newsroom_of(tmp_path, press) as newsroom:
        work(newsroom)
    press.bodies["/hanbit/all.xml"] = rss(Item("1보 0", press.url("/news/0")))
    with newsroom_of(tmp_path, press, later=timedelta(hours=1)) as newsroom:
        work(newsroom)
        found = clippings(newsroom)
    assert {clipping.stored.entry.title for clipping in found.values()} == {"1보 0"}
    assert set(found) == {"네이버", "소버린-ai"}


def test_a_clipping_outlives_the_text_it_was_found_in(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode())
    with newsroom_of(tmp_path, press) as newsroom:
        work(newsroom)
        prune(newsroom.database, newsroom.newsfile.retention, MORNING + timedelta(days=15))
        rematch_history(newsroom, MORNING - timedelta(days=1), lambda _: None)
        assert set(clippings(newsroom)) == {"네이버", "소버린-ai"}


def test_pages_of_a_feeds_past_are_filed_under_their_own_day(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode(), BODY.encode())
    old = Item("속보 0", press.url("/news/0"), at=MORNING - timedelta(hours=30))
    press.bodies["/hanbit/all.xml"] = rss(old)
    with newsroom_of(tmp_path, press) as newsroom:
        work(newsroom)
        assert {clipping.seen_at for clipping in clippings(newsroom).values()} == {MORNING - timedelta(hours=30)}
    late = Item("속보 1", press.url("/news/1"), at=MORNING - timedelta(hours=30))
    press.bodies["/hanbit/all.xml"] = rss(late, old)
    with newsroom_of(tmp_path, press, later=timedelta(hours=1)) as newsroom:
        work(newsroom)
        with newsroom.database.read() as connection:
            times = {clipping.stored.entry.title: clipping.seen_at for clipping in find_clippings(connection)}
    assert times["속보 1"] == MORNING + timedelta(hours=1)


def test_a_process_asked_to_end_asks_for_no_further_page(press: Press, tmp_path: Path) -> None:
    fill(press, BODY.encode(), BODY.encode())
    with newsroom_of(tmp_path, press) as newsroom:
        work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
        (piece,) = extract.due(newsroom, MORNING)
        newsroom.stopping.set()
        extract.do(newsroom, piece, MORNING)
        newsroom.stopping.clear()
        assert asked(press) == []
        extract.do(newsroom, piece, MORNING)
    assert len(asked(press)) == 2


def test_two_workers_ask_for_each_page_once(press: Press, tmp_path: Path) -> None:
    fill(press, *[BODY.encode()] * 4)
    with newsroom_of(tmp_path, press) as newsroom:
        work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
        pieces = extract.due(newsroom, MORNING)
        threads = [threading.Thread(target=extract.do, args=(newsroom, piece, MORNING)) for piece in pieces * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(asked(press)) == [f"/news/{n}" for n in range(4)]
