"""`aggregator try`, with a shorter past: the real pipeline leaves a digest that holds what it should, and tells what failed."""

import sqlite3
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator.cli import group
from aggregator.demo.day import LEFT, OVERSEAS, PRESS, Report, find_rounds, run_day
from aggregator.errors import AggregatorError

# Fewer looks than the command takes, but those between which the exclusive breaks and a headline is edited.
LOOKS = ("07:15", "07:30", "10:00", "14:00", "16:00", "17:30", "18:00", "18:30", "21:00", "05:30", "07:00")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    rounds = find_rounds(past_days=1)
    some = [at for at in rounds if f"{at:%H:%M}" in LOOKS]
    return run_day(tmp_path_factory.mktemp("try") / "out", some, lambda _: None)


@pytest.fixture(scope="module")
def text(report: Report) -> str:
    return (report.folder / "digest.txt").read_text("utf-8")


def test_the_files_are_there_and_the_letter_arrived_over_smtp(report: Report) -> None:
    assert all(path.stat().st_size > 1000 for path in report.files)
    message = message_from_bytes((report.folder / "digest.eml").read_bytes(), policy=policy.default)
    assert "press@desk.example" in message["To"]
    assert "아침 브리핑" in message["Subject"]
    assert "<html" in (report.folder / "digest.html").read_text("utf-8")


def test_one_letter_for_each_morning(report: Report) -> None:
    """The first morning has no day behind it."""
    assert report.letters[PRESS] == report.letters[OVERSEAS] == report.counts["publish"] >= 1


def test_the_exclusive_was_told_at_once(report: Report) -> None:
    alert = message_from_bytes((report.folder / "alert.eml").read_bytes(), policy=policy.default)
    assert "단독" in alert["Subject"]
    assert "공동 언어모델" in (report.folder / "alert.html").read_text("utf-8")


def test_the_english_edition_speaks_english(report: Report) -> None:
    assert "Wednesday, 17 Jun" in (report.folder / "digest-en.html").read_text("utf-8")


def test_the_digest_holds_the_watched_stories(text: str) -> None:
    for words in ("소버린 AI", "네이버", "해솔AI", "AI 기본법", "데이터센터", "단독", "외 "):
        assert words in text


def test_a_story_of_many_outlets_is_told_once(text: str) -> None:
    assert text.count("소버린 AI 기금 1조2천억 조성…") <= 2, "in full once, elsewhere by a pointer"


def test_what_only_looks_alike_is_not_in_it(text: str) -> None:
    for words in ("해솔길", "라인업", "가이드라인", "운세", "코스피", "나루미"):
        assert words not in text


def test_chrome_of_pages_caught_nothing(report: Report) -> None:
    """The portal's unrelated headlines name 네이버 and 해솔AI on every page."""
    with sqlite3.connect(report.folder / "newsroom.sqlite3") as connection:
        caught = connection.execute(
            "select e.title from clippings c join entries e on e.id = c.entry_id where e.outlet = 'bareun'"
        ).fetchall()
        pages = connection.execute("select count(*) from articles where outcome = 'ok'").fetchone()
    connection.close()
    assert pages[0] >= 5
    titles = {title for (title,) in caught}
    assert "동네 책방 지도, 시민 손으로 완성됐다" in titles, "named in the text of its page only"
    assert not titles & {"골목 우체통, 마지막 편지는 누가 썼을까", "버스 정류장에 그늘막"}


def test_an_article_in_several_feeds_is_stored_once(report: Report) -> None:
    with sqlite3.connect(report.folder / "newsroom.sqlite3") as connection:
        twice = connection.execute(
            "select outlet, title, count(*) from entries group by outlet, title having count(*) > 1"
        ).fetchall()
        damage = connection.execute("pragma integrity_check").fetchone()
        revised = connection.execute("select count(*) from revisions").fetchone()
    connection.close()
    assert twice == []
    assert damage == ("ok",)
    assert revised[0] >= 1, "one headline is edited during the day"


def test_failures_are_named(report: Report, text: str) -> None:
    health = {report.outlets[one.feed.outlet]: one.status for one in report.troubles}
    assert health["남녘일보"] == "failing"
    assert "남녘일보" in text


def test_a_second_trial_overwrites_the_first_but_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    result = CliRunner().invoke(group, ["try", "--into", str(tmp_path)])
    assert isinstance(result.exception, AggregatorError)
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]
    assert not any((tmp_path / name).exists() for name in LEFT)
