"""Directories and chat services: whole files under stable names, short posts, no secret in what people read."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from aggregator.delivery.carrier import Fate
from aggregator.delivery.chat import SHORT_LIMIT, ChatCarrier, shorten
from aggregator.delivery.directory import DirectoryCarrier, file_stem
from aggregator.delivery.letters import Draft, write_letter
from aggregator.delivery.mailserver import MailServer, StartTls, read_mail_server
from aggregator.errors import ConfigError, DeliveryError
from aggregator.jobs.deliver import deliver, find_due
from aggregator.model import Channel, Letter, LetterState, Recipient
from aggregator.newsroom import Newsroom
from aggregator.store.outbox import list_letters

from .conftest import NOW, queue
from .test_email import NewsroomAt

DRAFT = Draft(
    subject="[조간] 7월 1일",
    text="본문\n",
    html="<p>본문</p>",
    chat="짧게\n",
    date=NOW,
    sender="조간 브리핑 <briefing@example.org>",
    list_id="morning.example.org",
)


def go() -> bool:
    return True


def rows(newsroom: Newsroom) -> list[tuple[LetterState, str]]:
    with newsroom.database.read() as connection:
        return [(row.state, row.detail) for row in list_letters(connection)]


# --- Directory ----------------------------------------------------------------------------------------------------------


def test_directory_gets_whole_files_once(tmp_path: Path, newsroom_at: NewsroomAt) -> None:
    """The message and its HTML, named by the key; delivering again leaves the same two files."""
    target = tmp_path / "new" / "folder"
    letter = write_letter(DRAFT, Recipient(channel=Channel.DIRECTORY, address=str(target)), "morning:2026-07-01:dir")
    newsroom = newsroom_at(None)
    queue(newsroom.database, letter)
    assert find_due(newsroom, NOW) == (Channel.DIRECTORY,)
    assert deliver(newsroom, Channel.DIRECTORY, NOW).ok
    names = sorted(path.name for path in target.iterdir())
    assert names == [f"{file_stem(letter.key)}.eml", f"{file_stem(letter.key)}.html"]
    assert (target / names[0]).read_bytes() == letter.content
    assert (target / names[1]).read_text("utf-8") == "<p>본문</p>"
    assert rows(newsroom)[0][0] is LetterState.SENT
    assert DirectoryCarrier().carry(letter, go).fate is Fate.TAKEN
    assert sorted(path.name for path in target.iterdir()) == names


def test_directory_that_cannot_be_written(tmp_path: Path) -> None:
    """A file in the way: tried again later, nothing half-written."""
    (tmp_path / "file").write_text("in the way")
    letter = write_letter(DRAFT, Recipient(channel=Channel.DIRECTORY, address=str(tmp_path / "file")), "k")
    assert DirectoryCarrier().carry(letter, go).fate is Fate.LATER
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "가:나:다", "x" * 500, "", "\ud800", "con."])
def test_file_stem_stays_in_its_directory(key: str) -> None:
    stem = file_stem(key)
    assert Path(stem).name == stem
    assert not stem.startswith(".")
    assert len(stem.encode()) < 240
    assert stem != file_stem(key + "x")


# --- Chat ---------------------------------------------------------------------------------------------------------------


class _Room(ThreadingHTTPServer):
    """A chat service that takes JSON and answers with a status."""

    status = 200
    posts: list[dict[str, str]]


class _Handler(BaseHTTPRequestHandler):
    server: _Room

    def do_POST(self) -> None:
        self.server.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture
def room() -> Iterator[_Room]:
    server = _Room(("127.0.0.1", 0), _Handler)
    server.posts = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def chat_letter(room: _Room) -> Letter:
    address = f"json://user:s3cret@127.0.0.1:{room.server_port}/hook"
    return write_letter(DRAFT, Recipient(channel=Channel.CHAT, address=address), "morning:chat")


def test_chat_line_arrives(room: _Room, newsroom_at: NewsroomAt) -> None:
    newsroom = newsroom_at(None)
    queue(newsroom.database, chat_letter(room))
    outcome = deliver(newsroom, Channel.CHAT, NOW)
    assert outcome.ok, outcome.detail
    assert [(post["title"], post["message"].strip()) for post in room.posts] == [("[조간] 7월 1일", "짧게")]
    assert rows(newsroom) == [(LetterState.SENT, "json://…")]


@pytest.mark.parametrize(
    ("status", "state"), [(503, LetterState.QUEUED), (429, LetterState.QUEUED), (403, LetterState.FAILED)]
)
def test_chat_service_refuses(status: int, state: LetterState, room: _Room, newsroom_at: NewsroomAt) -> None:
    """The kind of refusal decides; the secret is nowhere to read."""
    room.status = status
    newsroom = newsroom_at(None)
    queue(newsroom.database, chat_letter(room))
    outcome = deliver(newsroom, Channel.CHAT, NOW)
    assert str(status) in outcome.detail
    assert rows(newsroom)[0][0] is state
    assert "s3cret" not in outcome.detail + rows(newsroom)[0][1]


def test_chat_service_is_away(room: _Room) -> None:
    """Nobody listens: later, and it is said that the line may come twice."""
    letter = chat_letter(room)
    room.shutdown()
    room.server_close()
    verdict = ChatCarrier().carry(letter, go)
    assert verdict.fate is Fate.LATER
    assert "twice" in verdict.detail


def test_chat_address_that_is_none() -> None:
    letter = write_letter(DRAFT, Recipient(channel=Channel.CHAT, address="nonsense://s3cret"), "k")
    verdict = ChatCarrier().carry(letter, go)
    assert verdict.fate is Fate.REFUSED
    assert "s3cret" not in verdict.detail


def test_chat_is_not_posted_after_the_claim_was_lost(room: _Room) -> None:
    assert ChatCarrier().carry(chat_letter(room), lambda: False).fate is Fate.LATER
    assert room.posts == []


@pytest.mark.parametrize("text", ["가나다 라마바 " * 1000, "한 문단\n\n" * 800, "가" * 5000, "짧다"])
def test_shorten(text: str) -> None:
    short = shorten(text)
    assert len(short) <= SHORT_LIMIT
    assert short == text.strip() or short.endswith("\n…")
    assert text.strip().startswith(short.removesuffix("\n…"))


# --- Envelopes and URLs -------------------------------------------------------------------------------------------------


def test_mail_needs_a_sender() -> None:
    from dataclasses import replace

    reader = Recipient(channel=Channel.EMAIL, address="r@example.org")
    with pytest.raises(ConfigError, match="sender"):
        write_letter(replace(DRAFT, sender=None), reader, "k")
    with pytest.raises(DeliveryError, match="no mail address"):
        write_letter(DRAFT, Recipient(channel=Channel.EMAIL, address="nobody"), "k")
    assert write_letter(DRAFT, reader, "k").sender == "briefing@example.org"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer(scheme="smtp", host="mail.example.org", port=25)),
        (
            "smtp://u%40x:p%3A@mail.example.org",
            MailServer(scheme="smtp", host="mail.example.org", port=587, user="u@x", password="p:"),
        ),
        ("smtps://mail.example.org", MailServer(scheme="smtps", host="mail.example.org", port=465)),
        ("smtp://127.0.0.1:2525", MailServer(scheme="smtp", host="127.0.0.1", port=2525, starttls=StartTls.NEVER)),
        ("smtp://[::1]:25", MailServer(scheme="smtp", host="::1", port=25, starttls=StartTls.NEVER)),
        (
            "smtp://relay?starttls=offered&ca=/etc/ca.pem",
            MailServer(scheme="smtp", host="relay", port=25, starttls=StartTls.OFFERED, ca_file=Path("/etc/ca.pem")),
        ),
        ("lmtp://localhost:24", MailServer(scheme="lmtp", host="localhost", port=24, starttls=StartTls.NEVER)),
        ("lmtp:///run/lmtp", MailServer(scheme="lmtp", port=24, socket=Path("/run/lmtp"), starttls=StartTls.NEVER)),
    ],
)
def test_server_url(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://u@mail.example.org",
        "smtp://:p@mail.example.org",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org?starttls=perhaps",
        "smtp://mail.example.org?tls=1",
        "smtp://u:p@mail.example.org?starttls=offered",
        "lmtp://",
    ],
)
def test_server_url_that_is_none(url: str) -> None:
    """One line that names the variable and says how to write it; a password is never repeated."""
    with pytest.raises(ConfigError, match="AGGREGATOR_SMTP_URL") as caught:
        read_mail_server(url)
    assert caught.value.hint
    assert "u:p" not in str(caught.value)
