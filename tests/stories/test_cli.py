"""`aggregator stories` and `explain --story` as people and programs call them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import group
from aggregator.jobs.cluster import place_all
from aggregator.model import Entry, Identity
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries
from aggregator.store.migrate import upgrade

NOW = datetime(2026, 7, 15, 3, tzinfo=UTC)
FEEDS = """\
outlets:
  - {id: narae, name: 나래일보, type: 종합지, feeds: ["https://narae.example/rss"]}
  - {id: raon, name: 라온경제, type: 경제지, feeds: ["https://raon.example/rss"]}
"""
TITLES = (
    ("narae", "마루호 나래 앞바다서 침몰…12명 전원 구조"),
    ("raon", "어선 마루호 침몰, 승선원 12명 모두 구조"),
    ("raon", "한은, 기준금리 0.25%p 인상…2.75%로"),
)


@pytest.fixture
def room(tmp_path: Path) -> list[str]:
    """Options of a newsroom that holds two stories."""
    config, url = tmp_path / "feeds.yaml", f"sqlite:///{tmp_path / 'room.sqlite3'}"
    config.write_text(FEEDS, encoding="utf-8")
    database = Database.open(url)
    upgrade(database)
    with database.write() as connection:
        for outlet, title in TITLES:
            identity = Identity(key=title, guid=None, url_key=None, title_key=title)
            add_entries(connection, outlet, None, [(Entry(guid=None, url=None, title=title), identity, "d")], NOW)
    place_all(database, NOW)
    database.close()
    return ["--config", str(config), "--database", url, "--now", NOW.isoformat()]


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(group, list(arguments), input=text)


def test_a_day_lists_its_biggest_story_first(room: list[str]) -> None:
    result = run("stories", *room)
    assert result.exit_code == 0, result.output
    assert "  1. 마루호 나래 앞바다서 침몰" in result.stdout
    assert "2 outlets, 2 entries" in result.stdout
    assert "나래일보, 라온경제" in result.stdout


def test_a_day_as_json_and_a_day_without_news(room: list[str]) -> None:
    stories = json.loads(run("stories", *room, "--json").stdout)
    assert [len(story["entries"]) for story in stories] == [2, 1]
    assert "No stories on 2026-07-01" in run("stories", *room, "--date", "2026-07-01").stdout


def test_split_show_merge_and_explain(room: list[str]) -> None:
    assert "story" in run("stories", *room, "split", "1", "2").stdout
    assert "split" in run("stories", *room, "show", "1").stdout
    apart = run("explain", *room, "--story", "1,2")
    assert apart.exit_code == 0, apart.output
    assert "two stories" in apart.stdout
    assert "마루호" in apart.stdout
    new = json.loads(run("explain", *room, "--story", "2", "--json").stdout)["entries"][0]["story"]
    assert run("stories", *room, "merge", "1", str(new)).exit_code == 0
    assert json.loads(run("explain", *room, "--story", "1,2", "--json").stdout)["pair"]["together"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["split", "1", "3"], "not in story 1"),
        (["split", "1", "1", "2"], "nothing would be left"),
        (["merge", "1", "1"], "one story already"),
        (["show", "99"], "there is no story 99"),
    ],
)
def test_mistakes_are_one_line(room: list[str], arguments: list[str], says: str) -> None:
    result = run("stories", *room, *arguments)
    assert result.exit_code != 0
    assert says in f"{result.output}{result.exception}"


def test_an_entry_that_is_not_placed_cannot_be_explained(room: list[str]) -> None:
    assert "not placed" in run("explain", *room, "--story", "1,77").output
    assert "not one or two entry numbers" in run("explain", *room, "--story", "one").output


def test_pairs_of_a_file_are_judged_and_bad_rows_named(tmp_path: Path) -> None:
    rows = tmp_path / "pairs.jsonl"
    side = {"title": TITLES[0][1], "date": "2026-07-15T12:00:00+09:00", "outlet": "나래일보"}
    good = {"id": "p1", "a": side, "b": {"title": TITLES[1][1]}}
    lines = [json.dumps(good, ensure_ascii=False), "{", json.dumps({"id": "p2", "a": side}), "", "[]"]
    rows.write_text("\n".join(lines), encoding="utf-8")
    result = run("stories", "--pairs", str(rows))
    assert result.exit_code == 0, result.output
    (answer,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (answer["id"], answer["relation"]) == ("p1", "same_story")
    assert 0 < answer["score"] <= 1
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == ["2", "3", "5"]


def test_entries_from_standard_input_are_clustered_in_order_of_arrival() -> None:
    rows = [{"id": number, "outlet": outlet, "title": title} for number, (outlet, title) in enumerate(TITLES)]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    answers = [json.loads(line) for line in run("stories", "--entries", "-", text=text).stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    assert answers[0]["story"] == answers[1]["story"] != answers[2]["story"]
