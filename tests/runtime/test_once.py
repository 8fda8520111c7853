"""One round for cron: what is missing is said in one line, and stops nothing else."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator.cli import group
from aggregator.errors import ExitCode
from tests.press import MORNING, Item, rss, running_press, write_newsfile


def once(folder: Path, hours: float) -> tuple[int, list[dict[str, object]], str]:
    now = (MORNING + timedelta(hours=hours)).isoformat()
    options = ["-c", str(folder / "feeds.yaml"), "--database", f"sqlite:///{folder / 'news.sqlite3'}", "--json"]
    result = CliRunner().invoke(group, ["run", "--once", "--now", now, *options])
    return result.exit_code, json.loads(result.stdout), result.stderr


def test_a_missing_sender_is_one_line_and_the_issue_goes_out_once_it_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_press() as press:
        press.bodies = {
            path: rss(Item("네이버 소식", "http://press.example/1")) for path in ("/hanbit/all.xml", "/narae.xml")
        }
        press.bodies["/hanbit/it.xml"] = rss()
        path = write_newsfile(tmp_path, press)
        path.write_text(
            path.read_text("utf-8").replace("recipients:\n", "recipients:\n      - desk@example.org\n"), "utf-8"
        )
        assert once(tmp_path, 0)[0] == ExitCode.OK
        code, rows, errors = once(tmp_path, 17)
        assert code == ExitCode.DELIVERY
        (refused,) = [row for row in rows if not row["ok"]]
        assert "AGGREGATOR_MAIL_FROM" in str(refused["detail"])
        assert "Traceback" not in errors
        monkeypatch.setenv("AGGREGATOR_MAIL_FROM", "아침 브리핑 <briefing@example.org>")
        _, rows, _ = once(tmp_path, 17.2)
        assert [row["letters"] for row in rows if row["event"] == "publish"] == [2]


def test_an_unreachable_outlet_is_named_and_gives_code_4(tmp_path: Path) -> None:
    with running_press() as press:
        press.bodies = {"/hanbit/all.xml": rss(Item("네이버 소식", "http://press.example/1")), "/hanbit/it.xml": rss()}
        write_newsfile(tmp_path, press)
        code, rows, _ = once(tmp_path, 0)
    assert code == ExitCode.FEEDS
    assert [str(row["subject"]).split(" ")[0] for row in rows if not row["ok"]] == ["나래통신"]
