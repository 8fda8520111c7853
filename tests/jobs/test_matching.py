"""A watchlist that comes later is run over history, and finds belong to the day their entry was first seen."""

from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner

from aggregator.cli import group
from aggregator.jobs import poll
from aggregator.jobs.matching import rematch_history
from aggregator.runtime.work import work_off
from aggregator.store.clippings import find_clippings
from tests.press import MORNING, Item, Press, opened_newsroom, rss, write_newsfile

ITEM = Item("카카오, 데이터센터 착공", "http://press.example/news/1", "네이버도 참여한다.")
PATHS = ("/hanbit/all.xml", "/hanbit/it.xml", "/narae.xml")


def filled(press: Press, folder: Path, *items: Item) -> None:
    press.bodies = {path: rss() for path in PATHS} | {PATHS[0]: rss(*items)}


def test_a_new_watchlist_finds_what_was_stored_before_it(press: Press, tmp_path: Path) -> None:
    filled(press, tmp_path, ITEM)
    with opened_newsroom(tmp_path, press) as newsroom:
        work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
    newsfile = tmp_path / "feeds.yaml"
    newsfile.write_text(
        newsfile.read_text("utf-8").replace("watchlists:\n", "watchlists:\n  - {name: 카카오, any: [카카오]}\n"),
        "utf-8",
    )
    with opened_newsroom(tmp_path, press, MORNING + timedelta(days=3)) as newsroom:
        steps: list[int] = []
        assert rematch_history(newsroom, MORNING - timedelta(days=1), steps.append) == (1, 1)
        assert rematch_history(newsroom, MORNING - timedelta(days=1), steps.append) == (1, 0)
        with newsroom.database.read() as connection:
            seen = {clipping.watchlist: clipping.seen_at for clipping in find_clippings(connection)}
    assert seen["카카오"] == MORNING


def test_a_watchlist_that_no_longer_matches_loses_its_clippings(press: Press, tmp_path: Path) -> None:
    filled(press, tmp_path, ITEM)
    with opened_newsroom(tmp_path, press) as newsroom:
        work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
    newsfile = tmp_path / "feeds.yaml"
    newsfile.write_text(newsfile.read_text("utf-8").replace("any: [네이버]", "any: [넷마블]"), "utf-8")
    with opened_newsroom(tmp_path, press) as newsroom:
        rematch_history(newsroom, MORNING - timedelta(days=1), lambda _: None)
        with newsroom.database.read() as connection:
            assert find_clippings(connection) == ()


def test_explain_shows_what_an_entry_said_before(press: Press, tmp_path: Path) -> None:
    newsfile = write_newsfile(tmp_path, press)
    filled(press, tmp_path, ITEM)
    with opened_newsroom(tmp_path, press) as newsroom:
        work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
    filled(press, tmp_path, Item("[종합] 카카오, 데이터센터 첫 삽", ITEM.url, ITEM.text))
    with opened_newsroom(tmp_path, press, MORNING + timedelta(hours=7)) as newsroom:
        work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
    options = ["-c", str(newsfile), "--database", f"sqlite:///{tmp_path / 'news.sqlite3'}"]
    result = CliRunner().invoke(group, ["explain", "--entry", "1", *options])
    assert result.exit_code == 0, result.output
    assert "카카오, 데이터센터 첫 삽" in result.output
    assert "카카오, 데이터센터 착공" in result.output
