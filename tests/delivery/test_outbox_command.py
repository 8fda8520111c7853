"""`aggregator outbox` as a person uses it."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aggregator.cli import group
from aggregator.delivery.unsubscribe import make_token
from aggregator.model import Channel, Letter, LetterState
from aggregator.store import outbox
from aggregator.store.engine import Database
from aggregator.store.migrate import upgrade
from aggregator.store.outbox import Claim
from aggregator.store.suppressions import is_suppressed

from .conftest import NOW, queue, write_letter

FEEDS = """\
outlets:
  - id: a
    name: 가나일보
    type: 종합지
    feeds: [https://news.example.org/rss]
watchlists:
  - id: ours
    name: 네이버
    any: [네이버]
digests:
  - id: morning
    name: 아침 브리핑
    watchlists: [ours]
    at: "07:30"
    recipients: [reader-1@example.org]
"""
Run = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def run(tmp_path: Path, store: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "feeds.yaml").write_text(FEEDS, "utf-8")
    monkeypatch.setenv("AGGREGATOR_CONFIG", str(tmp_path / "feeds.yaml"))
    monkeypatch.setenv("AGGREGATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.sqlite3'}")
    monkeypatch.setenv("AGGREGATOR_SECRET", "key")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(group, ["outbox", *arguments])

    return run


def four_letters(database: Database) -> None:
    """1 sent, 2 failed, 3 held, 4 queued."""
    queue(database, *(write_letter(number) for number in range(1, 5)))
    with database.write() as connection:
        claims: list[Claim] = []
        for number in range(3):
            claim = outbox.claim_letter(
                connection, Channel.EMAIL, owner=str(number), now=NOW, lease=timedelta(minutes=1)
            )
            assert claim is not None
            claims.append(claim)
        outbox.mark_sent(connection, claims[0], now=NOW, detail="250 ok")
        outbox.mark_failed(connection, claims[1], detail="RCPT TO: 550 no such user")
        outbox.mark_unknown(connection, claims[2], next_try_at=NOW, detail="broke")


def states(database: Database) -> list[str]:
    with database.read() as connection:
        return [row.state.value for row in reversed(outbox.list_letters(connection))]


def test_list_shows_what_needs_a_look(run: Run, store: Database) -> None:
    four_letters(store)
    result = run()
    assert result.exit_code == 0, result.output
    assert "RCPT TO: 550 no such user" in result.output
    assert "reader-1@" not in result.output
    assert "1 failed, 1 held, 1 queued, 1 sent" in result.output
    assert "outbox release" in result.output
    assert [row["state"] for row in json.loads(run("--json").output)] == ["queued", "held", "failed"]
    assert [row["id"] for row in json.loads(run("list", "--all", "--json", "--limit", "2").output)] == [4, 3]
    assert [row["id"] for row in json.loads(run("--state", "sent", "--json").output)] == [1]


def test_check(run: Run, store: Database) -> None:
    """For monitors: 0 while all is well, 5 when somebody should look; a failure a day old is history."""
    assert run("--check").exit_code == 0
    four_letters(store)
    assert run("--check", "--now", NOW.isoformat()).exit_code == 5
    assert "1 letter marked as sent" in run("arrived", "3").output
    assert run("--check", "--now", NOW.isoformat()).exit_code == 5
    assert run("--check", "--now", (NOW + timedelta(days=2)).isoformat()).exit_code == 0


def test_empty_outbox(run: Run) -> None:
    assert "no letters yet" in run("list").output


def test_show(run: Run, store: Database) -> None:
    four_letters(store)
    assert run("show", "2", "--raw").stdout_bytes == write_letter(2).content
    shown = run("show", "2").output
    assert "Message-ID: <" in shown
    assert "550 no such user" in shown
    assert json.loads(run("show", "3", "--json").output)["unknown"] == 1
    missing = run("show", "99")
    assert missing.exit_code != 0
    assert "there is no letter 99" in missing.output


def test_retry_cancel_release_arrived(run: Run, store: Database) -> None:
    """Each does what it says to the letters it can, says how many, and fails when it was none."""
    four_letters(store)
    assert run("retry", "1").exit_code == 1, "a sent letter is never sent again"
    assert "1 letter queued again" in run("retry", "--failed").output
    assert states(store) == ["sent", "queued", "held", "queued"]
    assert "1 letter cancelled" in run("cancel", "4").output
    assert run("release", "4").exit_code == 1, "release is for held letters"
    assert "1 letter released" in run("release", "--all").output
    assert states(store) == ["sent", "queued", "queued", "cancelled"]
    assert run("retry").exit_code == 2


def test_arrived(run: Run, store: Database) -> None:
    four_letters(store)
    assert "1 letter marked as sent" in run("arrived", "2", "3").output
    assert states(store) == ["sent", "failed", "sent", "queued"]


def test_suppress(run: Run, store: Database) -> None:
    assert "gets nothing more" in run("suppress", "Kim@example.org", "--reason", "asked").output
    assert "kim@example.org  everything" in run("suppressions").output
    assert json.loads(run("suppressions", "--json").output)[0]["reason"] == "asked"
    assert run("unsuppress", "kim@example.org").exit_code == 0
    assert "is not suppressed" in run("unsuppress", "kim@example.org").output


def test_unsubscribe_by_token(run: Run, store: Database) -> None:
    """The token from a letter takes its reader off that digest, and nobody else."""
    token = make_token(b"key", "reader-1@example.org", "morning")
    assert "reader-1@example.org gets digest morning no more" in run("unsubscribe", token).output
    with store.read() as connection:
        assert is_suppressed(connection, "reader-1@example.org", "morning")
        assert not is_suppressed(connection, "reader-1@example.org", "evening")
    assert "nobody's" in run("unsubscribe", "x" * 24).output


def test_chat_address_is_never_shown(run: Run, store: Database) -> None:
    secret = "slack://token-a/token-b/token-c"
    letter = Letter(key=f"morning:{secret}", channel=Channel.CHAT, address=secret, subject="s", content="본문".encode())
    with store.write() as connection:
        outbox.add_letter(connection, letter, edition_id=None, now=NOW)
    for shown in (run(), run("--json"), run("show", "1"), run("show", "1", "--json")):
        assert "token-b" not in shown.output
        assert "slack://…" in shown.output


def test_every_state_is_explained(run: Run) -> None:
    help_text = run("--help").output
    for state in LetterState:
        if state is not LetterState.DOT:
            assert state.value in help_text
