"""What a poll writes around the moment an issue is frozen is in this issue or the next, never in none and never in both."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aggregator.digests.edition import Edition
from aggregator.jobs import poll, publish
from aggregator.newsroom import Newsroom
from aggregator.runtime.work import work_off
from aggregator.store.clippings import find_clippings
from tests.press import Item, Press, opened_newsroom, rss, running_press

CUT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # 07:30 in Seoul on 2 July
ITEM = Item("네이버, 마감 직전 소식", "http://press.example/news/1", at=CUT - timedelta(minutes=5))
PATH = "/hanbit/all.xml"


@pytest.fixture
def press() -> Iterator[Press]:
    with running_press() as running:
        running.bodies = {path: rss() for path in (PATH, "/hanbit/it.xml", "/narae.xml")}
        yield running


def issue(folder: Path, press: Press, now: datetime) -> Edition | None:
    with opened_newsroom(folder, press, now) as newsroom:
        work_off(newsroom, publish.ROUTINE, listener=lambda _: None)
        (digest,) = newsroom.newsfile.digests
        return publish.find_issue(newsroom, digest, (now + timedelta(hours=9)).date())


def polled(newsroom: Newsroom, now: datetime) -> None:
    poll.do_even_if_early(newsroom, next(url for url in newsroom.feeds if url.endswith(PATH)), now)


def test_a_poll_that_ends_after_the_freeze_is_in_the_next_issue(press: Press, tmp_path: Path) -> None:
    with opened_newsroom(tmp_path, press, CUT - timedelta(hours=20)) as newsroom:
        polled(newsroom, CUT - timedelta(hours=20))
    press.bodies[PATH] = rss(ITEM)
    first = issue(tmp_path, press, CUT + timedelta(seconds=1))
    with opened_newsroom(tmp_path, press, CUT + timedelta(seconds=2)) as newsroom:
        polled(newsroom, CUT - timedelta(seconds=3))  # it began before the cut
        with newsroom.database.read() as connection:
            (clipping,) = find_clippings(connection)
    second = issue(tmp_path, press, CUT + timedelta(days=1, seconds=1))
    assert clipping.seen_at == CUT
    assert first is not None
    assert second is not None
    assert (first.clippings, second.clippings) == (0, 1)


def test_a_poll_that_ends_while_the_issue_is_made_is_in_it(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_newsroom(tmp_path, press, CUT - timedelta(hours=20)) as newsroom:
        polled(newsroom, CUT - timedelta(hours=20))
    press.bodies[PATH] = rss(ITEM)
    compose = publish.compose
    rounds = []

    def slow_compose(newsroom: Newsroom, *rest: object) -> Edition:
        edition = compose(newsroom, *rest)  # type: ignore[arg-type]  # handed through as they came
        if not rounds:
            polled(newsroom, CUT - timedelta(seconds=3))
        rounds.append(edition.clippings)
        return edition

    monkeypatch.setattr(publish, "compose", slow_compose)
    first = issue(tmp_path, press, CUT + timedelta(seconds=1))
    assert first is not None
    assert (rounds, first.clippings) == ([0, 1], 1)
