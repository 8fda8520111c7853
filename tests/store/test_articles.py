"""Article pages in the store: decided once, newest first, postponed by host, budget counted; robots.txt kept a day."""

from datetime import UTC, datetime, timedelta

from aggregator.articles.outcome import Article, PageOutcome
from aggregator.model import Entry, Identity
from aggregator.store import articles as pages
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries, get_entry

NOW = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
SINCE = NOW - timedelta(days=2)
HOST = "hanbit.example"


def stored(database: Database, count: int) -> list[int]:
    """Entries first seen a minute apart, the last one newest."""
    ids = []
    for number in range(count):
        entry = Entry(guid=None, url=f"https://{HOST}/{number}", title=f"속보 {number}")
        identity = Identity(key=str(number), guid=None, url_key=None, title_key=str(number))
        with database.write() as connection:
            ids += add_entries(
                connection, "hanbit", None, [(entry, identity, "")], NOW + timedelta(minutes=number)
            ).values()
    return ids


def test_each_entry_is_decided_about_once(database: Database) -> None:
    one, two, three = stored(database, 3)
    with database.write() as connection:
        assert [entry.id for entry in pages.find_unplanned(connection, SINCE, 10)] == [one, two, three]
        pages.add_plans(connection, {one: HOST, three: HOST}, [two])
        pages.add_plans(connection, {two: "other.example"}, [one])
        assert pages.find_unplanned(connection, SINCE, 10) == ()
        assert pages.find_due_hosts(connection, NOW, SINCE) == (HOST,)
        assert [page.entry_id for page in pages.find_due_pages(connection, HOST, NOW, SINCE, 5)] == [three, one]
        assert pages.find_due_pages(connection, HOST, NOW, NOW + timedelta(minutes=1), 5)[0].entry_id == three


def test_an_article_completes_what_the_feed_did_not_say(database: Database) -> None:
    (one,) = stored(database, 1)
    article = Article(outcome=PageOutcome.OK, text="본문", byline="서도윤 기자", canonical="https://a.example/1")
    with database.write() as connection:
        pages.add_plans(connection, {one: HOST}, [])
        (page,) = pages.find_due_pages(connection, HOST, NOW, SINCE, 5)
        pages.save_article(connection, page, article, NOW)
        pages.complete_entry(connection, one, byline=article.byline, section="사회")
        pages.complete_entry(connection, one, byline="딴 사람", section="경제")
    with database.read() as connection:
        entry = get_entry(connection, one)
        assert (entry.full_text, entry.entry.byline, entry.section) == ("본문", "서도윤 기자", "사회")
        assert pages.find_full_texts(connection, [one, 99]) == {one: "본문"}
        assert pages.find_full_texts(connection, []) == {}
        assert not pages.is_due(connection, one, NOW)
        assert pages.count_outcomes(connection, SINCE) == {"ok": 1}


def test_failures_wait_or_end_and_take_from_the_budget(database: Database) -> None:
    one, two = stored(database, 2)
    with database.write() as connection:
        pages.add_plans(connection, {one: HOST, two: HOST}, [])
        newest, oldest = pages.find_due_pages(connection, HOST, NOW, SINCE, 5)
        pages.save_failed_page(connection, newest, "timeout", "no answer", NOW, NOW + timedelta(minutes=10))
        pages.save_failed_page(connection, oldest, "gone", "410", NOW, None)
        assert pages.find_due_pages(connection, HOST, NOW, SINCE, 5) == ()
        (again,) = pages.find_due_pages(connection, HOST, NOW + timedelta(minutes=10), SINCE, 5)
        assert (again.entry_id, again.attempts) == (two, 1)
        assert pages.count_asked(connection, HOST, NOW - timedelta(hours=1)) == 2
        pages.postpone_host(connection, HOST, NOW + timedelta(hours=3))
        assert pages.find_due_hosts(connection, NOW + timedelta(hours=2), SINCE) == ()
        assert pages.find_due_hosts(connection, NOW + timedelta(hours=3), SINCE) == (HOST,)


def test_robots_txt_is_remembered_for_as_long_as_asked(database: Database) -> None:
    origin = f"https://{HOST}"
    with database.write() as connection:
        assert pages.find_robots(connection, origin, NOW - timedelta(days=1)) is None
        pages.save_robots(connection, origin, None, NOW)
        assert pages.find_robots(connection, origin, NOW - timedelta(hours=1)) == (None,)
        pages.save_robots(connection, origin, "User-agent: *", NOW + timedelta(hours=1))
        assert pages.find_robots(connection, origin, NOW) == ("User-agent: *",)
        assert pages.find_robots(connection, origin, NOW + timedelta(hours=1)) is None
