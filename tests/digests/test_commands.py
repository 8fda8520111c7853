"""`aggregator digest`, `archive` and `explain --ranking` as a person runs them, on a newsroom that polled a small press."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import digest as digest_command
from aggregator.cli.archive import command as archive
from aggregator.cli.explain import command as explain
from aggregator.errors import AggregatorError
from aggregator.store.outbox import count_letters
from tests.press import Item, opened_newsroom, rss, running_press

EVENING, CUT, NEXT_DAY = "2026-07-01T12:00+00:00", "2026-07-01T22:30+00:00", "2026-07-02T03:00+00:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A newsroom in a folder, polled once on the evening before the issue of 2 July."""
    from datetime import datetime

    from aggregator.cli.poll import command as poll

    items = [
        Item(
            "[단독] 네이버, 소버린AI 모델 공개",
            "http://press.example/1",
            "네이버가 소버린 AI를 내놨다.",
            at=datetime.fromisoformat("2026-07-01T11:00+00:00"),
        ),
        Item(
            "네이버 노사 합의",
            "http://press.example/2",
            "네이버 노사가 합의했다.",
            at=datetime.fromisoformat("2026-07-01T10:00+00:00"),
        ),
    ]
    with running_press() as press:
        press.bodies |= {"/hanbit/all.xml": rss(*items), "/hanbit/it.xml": rss(items[0]), "/narae.xml": 503}
        with opened_newsroom(tmp_path, press):
            pass
        CliRunner().invoke(poll, ["--all", *where(tmp_path), "--now", EVENING])
    return tmp_path


def where(folder: Path) -> list[str]:
    return ["--config", str(folder / "feeds.yaml"), "--database", f"sqlite:///{folder / 'news.sqlite3'}"]


def run(folder: Path, *arguments: str, now: str = CUT) -> Result:
    return CliRunner().invoke(digest_command.command, [*arguments, *where(folder), "--now", now])


def queued(folder: Path) -> int:
    with running_press() as press, opened_newsroom(folder, press) as newsroom, newsroom.database.read() as connection:
        return sum(count_letters(connection).values())


def test_a_preview_shows_the_issue_and_queues_nothing(folder: Path) -> None:
    """On the terminal: subject, summary, the failing outlet by name."""
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert "[단독] 네이버, 소버린AI 모델 공개" in result.output
    assert "나래통신" in result.output
    assert queued(folder) == 0


def test_a_preview_before_the_cut_shows_the_issue_as_it_stands(folder: Path) -> None:
    """The window is still open; what is there is shown."""
    result = run(folder, now="2026-07-01T13:00+00:00")
    assert "7월 2일 목요일 아침 브리핑" in result.output


def test_a_preview_to_a_directory_leaves_html_text_and_the_message(folder: Path) -> None:
    result = run(folder, "--preview", str(folder / "out"), "--language", "en")
    files = sorted(path.name for path in (folder / "out").iterdir())
    assert files == [f"아침-브리핑-2026-07-02.en.{kind}" for kind in ("eml", "html", "txt")]
    assert str(folder / "out" / files[0]) in result.output


def test_sending_publishes_and_delivers_once(folder: Path) -> None:
    """The directory gets its letter; sending again says that nothing is due."""
    result = run(folder, "--send")
    assert result.exit_code == 0, result.output
    assert "letters 1" in result.output
    assert len(list((folder / "letters").glob("*.eml"))) == 1
    again = run(folder, "--send", now="2026-07-01T23:00+00:00")
    assert "nothing is due" in again.output
    assert len(list((folder / "letters").glob("*.eml"))) == 1


def test_sending_early_closes_today_s_issue_now_and_loses_nothing(folder: Path) -> None:
    """At six in the morning today's issue may go out; on the evening before, tomorrow's may not."""
    assert "nothing is due" in run(folder, "--send", now="2026-07-01T14:00+00:00").output
    assert "letters 1" in run(folder, "--send", now="2026-07-01T21:00+00:00").output
    shown = json.loads(run(folder, "--json", now="2026-07-01T23:00+00:00").output)
    assert (shown[0]["issue_date"], shown[0]["start"]) == ("2026-07-03", "2026-07-01T21:00:00Z")


def test_an_issue_of_before_is_shown_and_sent_from_its_frozen_edition(folder: Path) -> None:
    first = run(folder, "--send").output
    assert "letters 1" in first
    shown = run(folder, "--date", "2026-07-02", now=NEXT_DAY).output
    assert "기사 2건을 이야기 2개로 묶었습니다." in shown
    again = run(folder, "--send", "--date", "2026-07-02", now=NEXT_DAY)
    assert "letters 1" in again.output
    assert len(list((folder / "letters").glob("*.eml"))) == 2


def test_json_is_the_edition(folder: Path) -> None:
    (edition,) = json.loads(run(folder, "--json").output)
    assert edition["issue_date"] == "2026-07-02"
    assert edition["clippings"] == 2


def test_without_any_poll_the_preview_says_so_first(tmp_path: Path) -> None:
    """An empty database is no quiet day."""
    with running_press() as press, opened_newsroom(tmp_path, press):
        pass
    lines = run(tmp_path).output.splitlines()
    assert lines[2].startswith("아무것도 수집하지 못했습니다.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("없는",), "there is no digest '없는'"),
        (("--date", "2026-07-05", "--send"), "closes at"),
    ],
)
def test_mistakes_are_one_line(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(folder, *arguments)
    assert isinstance(result.exception, AggregatorError)
    assert said in str(result.exception)


def test_a_date_that_is_none_and_options_that_exclude_each_other(folder: Path) -> None:
    assert "is no date" in run(folder, "--date", "gestern").output
    assert "exclude each other" in run(folder, "--send", "--preview", "out").output


def test_clippings_are_exported_by_issue_and_by_period(folder: Path) -> None:
    run(folder, "--send")
    runner = CliRunner()
    csv = runner.invoke(archive, ["clippings", "--date", "2026-07-02", *where(folder)])
    assert csv.stdout_bytes.startswith(b"\xef\xbb\xbf")
    assert csv.stdout.count("press.example/1") == 2  # two watchlists
    json_file = folder / "c.json"
    runner.invoke(archive, ["clippings", "--since", "2026-07-01", "-o", str(json_file), *where(folder), "--now", CUT])
    assert {row["watchlist"] for row in json.loads(json_file.read_text("utf-8"))} == {"네이버", "소버린 AI"}
    assert "name it .csv, .xlsx or .json" in runner.invoke(archive, ["clippings", "-o", "x.doc", *where(folder)]).output


def test_editions_and_feeds_are_written_below_a_directory(folder: Path) -> None:
    run(folder, "--send")
    runner = CliRunner()
    pages = runner.invoke(archive, ["editions", str(folder / "public"), *where(folder), "--now", CUT])
    assert (folder / "public" / "아침-브리핑" / "2026-07-02.html").exists(), pages.output
    runner.invoke(archive, ["feeds", str(folder / "public"), *where(folder), "--now", CUT])
    assert (folder / "public" / "네이버.atom").read_bytes().startswith(b"<?xml")
    assert "name a directory" in runner.invoke(archive, ["feeds", *where(folder)]).output


def test_the_ranking_is_explained_part_by_part(folder: Path) -> None:
    result = CliRunner().invoke(explain, ["--ranking", "아침 브리핑", "--json", *where(folder), "--now", CUT])
    rows = json.loads(result.output)
    assert rows[0]["headline"] == "네이버, 소버린AI 모델 공개"
    assert rows[0]["score"] == sum(rows[0]["parts"].values())
    table = CliRunner().invoke(explain, ["--ranking", "아침 브리핑", *where(folder), "--now", CUT])
    assert "exclusive +18" in " ".join(table.output.split())
