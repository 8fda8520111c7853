"""`aggregator explain` and `aggregator watch test` as people use them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import explain, watch
from aggregator.feeds.identity import identify
from aggregator.model import Entry
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries
from aggregator.store.migrate import upgrade

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
FEEDS = """
outlets:
  - {id: yna, name: 연합뉴스, type: 통신, feeds: ["https://feeds.example/yna.xml"]}
watchlists:
  - {id: naver, name: 네이버, any: [네이버]}
  - {id: line, name: 라인, any: [{text: 라인, kind: name, sense: LINE 메신저}]}
  - {id: power, name: 전력, query: 'title:(데이터센터 OR 원전) AND 전력'}
"""
TITLES = ("네이버는 오늘", "네이버클라우드 계약", "굿네이버스 후원", "온라인 수업", "데이터 센터 전력난")


@pytest.fixture
def newsroom(tmp_path: Path) -> list[str]:
    """The options that open a small newsroom with some history."""
    config, url = tmp_path / "feeds.yaml", f"sqlite:///{tmp_path / 'news.sqlite3'}"
    config.write_text(FEEDS, encoding="utf-8")
    database = Database.open(url)
    upgrade(database)
    entries = [Entry(guid=str(number), url=None, title=title) for number, title in enumerate(TITLES)]
    new = [(entry, identity, identity.key) for entry, identity in zip(entries, identify(entries), strict=True)]
    with database.write() as connection:
        for one in new:  # one by one, so that ids follow the titles
            add_entries(connection, "yna", None, [one], NOW - timedelta(days=1))
    database.close()
    return ["--config", str(config), "--database", url, "--now", NOW.isoformat()]


def run(command: object, *arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments)  # type: ignore[arg-type]  # a click command
    assert result.exit_code == 0, result.output
    return result


def test_explain_shows_each_place_and_its_rule(newsroom: list[str]) -> None:
    shown = run(explain.command, "굿네이버스와 네이버는", "--watchlist", "네이버", *newsroom).stdout
    assert "naver: matched" in shown
    assert 'accepted by "particle"' in shown
    assert 'refused by "one syllable before"' in shown
    assert "line" not in shown


def test_explain_for_programs_and_for_queries(newsroom: list[str]) -> None:
    answers = json.loads(run(explain.command, "전력 수요", "--title", "데이터 센터 붐", "--json", *newsroom).stdout)
    power = next(answer for answer in answers if answer["watchlist"] == "power")
    assert power["matched"]
    assert {place["term"] for place in power["places"] if place["accepted"]} == {"데이터센터", "전력"}


def test_explain_reads_a_stored_entry(newsroom: list[str]) -> None:
    answers = json.loads(run(explain.command, "--entry", "2", "--json", *newsroom).stdout)
    assert [answer["watchlist"] for answer in answers if answer["matched"]] == ["naver"]
    missing = CliRunner().invoke(explain.command, ["--entry", "99", *newsroom])
    assert missing.exit_code == 2
    assert "no entry 99" in missing.output


def test_explain_names_the_watchlists_there_are(newsroom: list[str]) -> None:
    result = CliRunner().invoke(explain.command, ["x", "--watchlist", "카카오", *newsroom])
    assert result.exit_code == 2
    assert "naver" in result.output


def test_explain_asks_for_something(newsroom: list[str]) -> None:
    assert CliRunner().invoke(explain.command, newsroom).exit_code == 2


def test_a_term_is_tried_on_history(newsroom: list[str]) -> None:
    shown = run(watch.command, "test", "네이버", *newsroom).stdout
    assert "2 entries would be clipped" in shown
    (advice,) = json.loads(run(watch.command, "test", "네이버", "--json", *newsroom).stdout)
    assert advice["counts"] == {"free-standing": 0, "particle": 1, "compound": 1, "refused": 1}


def test_a_watchlist_is_tried_by_id_with_its_query_words(newsroom: list[str]) -> None:
    advices = json.loads(run(watch.command, "test", "power", "--json", *newsroom).stdout)
    assert [advice["term"] for advice in advices] == ["데이터센터", "원전", "전력"]
    (line,) = json.loads(run(watch.command, "test", "line", "--json", *newsroom).stdout)
    assert line["counts"]["refused"] == 1
    assert line["entries"] == 0


def test_history_ends_where_asked(newsroom: list[str]) -> None:
    later = [*newsroom[:-1], (NOW + timedelta(days=9)).isoformat()]
    shown = run(watch.command, "test", "네이버", "--days", "3", *later).stdout
    assert "nothing like it occurs" in shown
