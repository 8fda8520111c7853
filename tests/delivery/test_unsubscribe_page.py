"""The unsubscribe page over real HTTP: looking changes nothing, one POST does, and nothing tells whose link it was."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import time

import pytest
from pydantic import SecretStr

from aggregator.config.settings import Settings
from aggregator.delivery.unsubscribe import make_token, unsubscribe_url
from aggregator.model import Channel, Digest, Newsfile, Recipient
from aggregator.newsroom import Newsroom
from aggregator.runtime.unsubscribe_page import serve_page
from aggregator.store.engine import Database
from aggregator.store.suppressions import is_suppressed

READER = Recipient(channel=Channel.EMAIL, address="Reader@example.org")


@pytest.fixture
def base(database: Database) -> Iterator[str]:
    digest = Digest(id="morning", name="아침 <브리핑>", watchlists=(), at=time(7, 30), recipients=(READER,))
    newsroom = Newsroom(Newsfile(outlets=(), digests=(digest,)), Settings(secret=SecretStr("key")), database)
    ports = list[int]()
    listening = threading.Event()

    def ready(port: int) -> None:
        ports.append(port)
        listening.set()

    thread = threading.Thread(target=serve_page, args=(newsroom, "127.0.0.1", 0), kwargs={"ready": ready})
    thread.start()
    assert listening.wait(20)
    yield f"http://127.0.0.1:{ports[0]}/briefing"
    newsroom.stopping.set()
    thread.join()


def ask(url: str, data: bytes | None = None, method: str | None = None) -> tuple[int, str]:
    request = urllib.request.Request(url, data=data, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def off(database: Database) -> bool:
    with database.read() as connection:
        return is_suppressed(connection, READER.address, "morning")


def test_looking_changes_nothing_and_one_post_does(base: str, database: Database) -> None:
    url = unsubscribe_url(base, make_token(b"key", READER.address, "morning"))
    status, page = ask(url)
    assert (status, '<form method="post">' in page, "아침 &lt;브리핑&gt;" in page) == (200, True, True)
    assert ask(url, method="HEAD") == (200, "")
    assert not off(database)
    status, page = ask(url, b"List-Unsubscribe=One-Click")
    assert (status, "<form" in page) == (200, False)
    assert "example.org" not in page.replace(base, "")
    assert off(database)
    assert ask(url, b"")[0] == 200, "a second click is no error"


@pytest.mark.parametrize("path", ["unsubscribe/" + "x" * 24, "unsubscribe/", "", "unsubscribe/../../etc/passwd"])
def test_unknown_links(path: str, base: str, database: Database) -> None:
    for data in (None, b"List-Unsubscribe=One-Click"):
        assert ask(f"{base}/{path}", data)[0] == 404
    assert not off(database)
