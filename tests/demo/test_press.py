"""The fictional press: its articles are readable, its habits are those of real outlets, and it says that it is invented."""

import json
import urllib.request
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest

from aggregator.config.feedsfile import read_newsfile_text
from aggregator.demo.feedform import INVENTED
from aggregator.demo.news import ISSUE_DATE, KST, read_articles
from aggregator.demo.newsfile import print_newsfile
from aggregator.demo.outlets import BREAKS_AT, OUTLETS
from aggregator.demo.press import OutletServer, running_press
from aggregator.feeds.parse import parse_feed
from aggregator.model import Outlet, ParsedFeed

MORNING = datetime(ISSUE_DATE.year, ISSUE_DATE.month, ISSUE_DATE.day, 7, 30, tzinfo=KST)


def server_of(name: str) -> OutletServer:
    outlet = next(outlet for outlet in OUTLETS if outlet.name == name)
    return OutletServer(outlet, [a for a in read_articles() if a.outlet == name], MORNING)


def answer(name: str, path: str, now: datetime = MORNING) -> tuple[int, bytes]:
    server = server_of(name)
    server.now = now
    server.server_close()
    status, _, body = server.answer(path)
    return status, body


def read(name: str, path: str = "/rss/all.xml", now: datetime = MORNING) -> ParsedFeed:
    status, body = answer(name, path, now)
    outlet = Outlet(id="x", name=name, type="전문")
    parsed = parse_feed(body, url="http://x.example/rss", content_type="application/rss+xml", outlet=outlet, now=now)
    assert status == 200
    assert isinstance(parsed, ParsedFeed)
    return parsed


def test_there_is_enough_news_of_every_outlet() -> None:
    articles = read_articles()
    today = [article for article in articles if MORNING - timedelta(days=1) <= article.at < MORNING]
    assert len(today) >= 100
    assert {outlet.name for outlet in OUTLETS} == {article.outlet for article in articles}
    assert len({article.number for article in articles}) == len(articles)
    assert all(article.title and article.text for article in articles if article.outlet != "한결일보")


def test_each_article_is_at_its_outlets_once_a_minute_at_most() -> None:
    """Two pieces of one outlet with one title would be one entry."""
    titles = Counter((article.outlet, article.title) for article in read_articles())
    assert [title for title, count in titles.items() if count > 1] == []


def test_watched_companies_are_told_of_as_invented() -> None:
    for outlet in OUTLETS:
        status, body = answer(outlet.name, "/rss/all.xml", BREAKS_AT - timedelta(hours=1))
        text = body.decode("cp949" if outlet.charset == "euc-kr" else "utf-8")
        assert status == 200
        assert INVENTED in text


def test_dates_in_five_manners_are_the_same_times() -> None:
    expected = {(article.outlet, article.title_at(MORNING)): article.at for article in read_articles()}
    for name in ("새벽통신", "한결일보", "오늘경제", "디지털나루", "테크온"):
        for entry in read(name).entries:
            assert entry.published == expected[name, entry.title]


def test_the_euc_kr_feed_holds_syllables_that_only_cp949_knows() -> None:
    parsed = read("누리경제")
    assert any("펲시블" in entry.summary for entry in parsed.entries)
    with pytest.raises(UnicodeDecodeError):
        answer("누리경제", "/rss/all.xml")[1].decode("euc-kr")


def test_one_article_has_another_link_in_every_section() -> None:
    links = [
        {entry.url for entry in read("대동신문", path).entries if "공공 언어모델" in entry.title}
        for path in ("/rss/all.xml", "/rss/%EA%B2%BD%EC%A0%9C.xml")
    ]
    assert links[0]
    assert links[0] != links[1]


def test_a_feed_breaks_off_another_fails_and_one_is_frozen() -> None:
    whole, broken = (read("뉴스마루", now=BREAKS_AT + timedelta(hours=hours)) for hours in (-1, 1))
    assert not whole.problems
    assert broken.problems
    assert answer("남녘일보", "/rss/all.xml", BREAKS_AT)[0] == 500
    newest = max(entry.published for entry in read("정책신보").entries if entry.published)
    assert MORNING - newest > timedelta(days=5)


def test_titles_without_text_have_pages_with_a_portals_chrome() -> None:
    entries = read("바른뉴스").entries
    assert all(entry.summary == "" for entry in entries)
    page = answer("바른뉴스", "/n/" + str(entries[0].url).rpartition("/")[2])[1].decode()
    assert "글자크기" in page
    assert "많이 본 뉴스" in page


def test_the_press_answers_over_http_with_validators() -> None:
    with running_press(MORNING) as press:
        url = press.servers[0].feed_urls()[0][1]
        with urllib.request.urlopen(url) as response:
            etag = response.headers["ETag"]
        with pytest.raises(HTTPError) as unchanged:
            urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": etag}))
        assert unchanged.value.code == 304
        unchanged.value.close()
        file = read_newsfile_text(print_newsfile(press.servers), name="feeds.yaml", folder=Path())
    assert {"소버린 AI", "네이버"} <= {watchlist.name for watchlist in file.watchlists}
    assert json.dumps([feed.url for outlet in file.outlets for feed in outlet.feeds]).count("127.0.0.1") >= 15
