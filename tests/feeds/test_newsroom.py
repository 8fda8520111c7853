"""A week of real feeds through the pure functions: what is stored, and which feeds are named frozen or with a gap."""

import importlib.util
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from aggregator.model import Feed, HealthStatus, Outlet
from tests.feeds.replay import Desk

# Answering 200 with a full list, and silent: nine feeds of one daily for months, the others for two weeks or more.
FROZEN = {
    "ablenews-women", "donga-women", "hankookilbo-culture", "hankookilbo-tech-science", "joongang-_all_",
    "joongang-culture", "joongang-economy", "joongang-entertainment", "joongang-international", "joongang-politics",
    "joongang-society", "joongang-sports", "joongang-tech-science", "nocut-tech-science", "pressian-sports",
    "segye-column", "tongilnews-politics-international", "womennews-sports",
}  # fmt: skip
# Polled once a day, their lists turned over between the last two polls.
GAP = {
    "chosun-_all_", "chosun-economy", "chosun-entertainment", "chosun-sports", "donga-_all_", "donga-culture",
    "donga-economy", "donga-international", "donga-politics", "donga-society", "hani-_all_", "hani-economy",
    "hani-society", "hankookilbo-_all_", "khan-culture", "khan-entertainment", "khan-people", "khan-sports",
    "khan-tech-science", "kmib-_all_", "kmib-culture", "kmib-economy", "kmib-international", "kmib-politics",
    "kmib-society", "kmib-sports", "newsis-culture", "newsis-economy", "newsis-entertainment",
    "newsis-international", "newsis-politics", "newsis-society", "newsis-sports", "newsis-tech-science",
    "nocut-_all_", "segye-_all_", "segye-culture", "segye-economy", "segye-entertainment", "segye-international",
    "segye-politics", "segye-society", "seoul-economy", "seoul-international", "seoul-politics", "seoul-society",
    "sisajournal-_all_", "sisajournal-politics", "tongilnews-international", "womennews-culture", "pressian-_all_",
}  # fmt: skip
HOME_PAGES = {"https://www.chosun.com", "https://www.chosun.com/"}  # the link of five different articles


@dataclass
class Week:
    """What the desk knew after the last poll."""

    desk: Desk = field(default_factory=Desk)
    status: dict[str, HealthStatus] = field(default_factory=dict)
    gaps: set[str] = field(default_factory=set)  # feeds whose last two lists share no address, by the archive itself
    keys: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))  # (outlet, address) → keys


@pytest.fixture(scope="module")
def week() -> Week:
    newsroom = Path(__file__).resolve().parents[3] / "shared" / "newsroom"
    if not newsroom.is_dir():
        pytest.skip("the shared material is not here")
    archive = _serve(newsroom).Archive(newsroom / "july-2022.json.gz")
    week, lists = Week(), {}
    for number, poll in enumerate(archive.polls):
        archive.poll, now = number, datetime.fromisoformat(poll["at"])
        for name, meta in archive.feeds.items():
            outlet = Outlet(id=name.partition("-")[0], name=meta["outlet"], type="종합지")
            feed = Feed(url=f"http://newsroom.example/feeds/{name}.xml", outlet=outlet.id)
            served = archive.feed(name)
            changes = week.desk.poll(feed, outlet, served[0] if served else None, now)
            week.status[name] = week.desk.health(feed, now).status
            urls = {archive.articles[one]["url"] for one in poll["feeds"].get(name, ())}
            if urls:
                (week.gaps.discard if urls & lists.get(name, urls) else week.gaps.add)(name)
                lists[name] = urls
            for key, entry in changes.listed if changes is not None else ():
                week.keys[outlet.id, _without_tracking(entry.url or "")].add(key)
    return week


def _serve(newsroom: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("newsroom_serve", newsroom / "serve.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _without_tracking(url: str) -> str:
    """By hand, for this archive only: what its outlets add to their links."""
    return re.sub(r"[?&](?:utm_\w+|cloc|ref)=[^&]*", "", url)


def test_the_frozen_feeds_are_named_exactly(week: Week) -> None:
    assert {name for name, status in week.status.items() if status is HealthStatus.FROZEN} == FROZEN


def test_the_feeds_with_a_gap_are_named_exactly(week: Week) -> None:
    assert {name for name, status in week.status.items() if status is HealthStatus.GAP} == GAP
    at_last = {name for name in week.gaps if week.status[name] is not HealthStatus.FAILING}
    assert at_last - FROZEN == GAP


def test_a_feed_that_answers_404_is_failing(week: Week) -> None:
    assert {name for name, status in week.status.items() if status is HealthStatus.FAILING} == {
        "ildaro-_all_",
        "seoul-sports",
    }


def test_every_article_whose_address_differs_only_by_tracking_is_stored_once(week: Week) -> None:
    several = {url: keys for (_, url), keys in week.keys.items() if len(keys) > 1}
    assert set(several) <= HOME_PAGES
    assert sum(len(shelf.entries) for shelf in week.desk.shelves.values()) == 15_463


def test_no_two_articles_became_one(week: Week) -> None:
    """Addresses that share a key are the same article filed under another section."""
    by_key: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (outlet, url), keys in week.keys.items():
        for key in keys:
            by_key[outlet, key].add(url)
    for urls in by_key.values():
        assert len({_article_number(url) for url in urls}) == 1, urls


def _article_number(url: str) -> str:
    """The longest run of digits or capitals: the article's own id at every outlet of the archive."""
    return max(re.findall(r"\d+|[A-Z0-9]{20,}", url), key=len, default=url)


def test_busy_feeds_are_asked_often(week: Week) -> None:
    for name in ("hani-_all_", "newsis-society", "kmib-_all_", "segye-_all_"):
        state = week.desk.states[f"http://newsroom.example/feeds/{name}.xml"]
        assert state.interval is not None
        assert state.interval.total_seconds() <= 15 * 60, name
