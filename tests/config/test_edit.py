"""Adding feeds to a file: only lines come in, every byte that was there stays, and the result is valid."""

import difflib
from pathlib import Path

import pytest

from aggregator.config.edit import add_feeds
from aggregator.config.feedsfile import read_newsfile_text
from aggregator.config.opml import Subscription
from aggregator.model import Newsfile
from aggregator.resources import resource_dir

SHIPPED = resource_dir("feeds.yaml").read_text("utf-8")
NEW = (
    Subscription("블로터", "https://www.bloter.net/rss/allArticle.xml", None),
    Subscription("블로터", "https://www.bloter.net/rss/S1N1.xml?a=b&c=[d]", "IT: 보안, 'AI'"),
    Subscription("연합뉴스", "https://www.yna.co.kr/rss/northkorea.xml", "북한"),
    Subscription("no", "https://no.kr/rss", "12:30"),
)
SMALL = "outlets: [{name: 가, feeds: [https://a.kr/1]}]"


def read(text: str) -> Newsfile:
    return read_newsfile_text(text, name="feeds.yaml", folder=Path())


def is_insertion(before: str, after: str) -> bool:
    """Whether `after` is `before` with characters put in."""
    rest = iter(after)
    return all(character in rest for character in before)


@pytest.mark.parametrize(
    "before",
    [
        SHIPPED,
        SMALL,
        SMALL + "\n",
        "outlets:\n  - name: 가\n    feeds:\n      - https://a.kr/1\n\n# next\nwatchlists:\n  - {name: 나, any: [나]}\n",
        "outlets:\n- name: 가\n  feeds: [\n    https://a.kr/1,  # first\n  ]\npolling:\n  interval: 1h\n",
        "outlets:\n- name: 가\n  feeds:\n  - https://a.kr/1\n# the end",
        "# nothing yet\n",
        "",
    ],
)
def test_new_feeds_come_in_and_nothing_else_moves(before: str) -> None:
    addition = add_feeds(before, NEW, ("127.0.0.1", "10.0.0.0/8"))
    assert is_insertion(before, addition.text)
    file = read(addition.text)
    feeds = {feed.url: (outlet.name, feed.section) for outlet in file.outlets for feed in outlet.feeds}
    assert all(feeds[new.url] == (new.outlet, new.section) for new in NEW)
    assert file.polling.allow_hosts == ("127.0.0.1", "10.0.0.0/8")
    assert add_feeds(addition.text, NEW, ("127.0.0.1",)).text == addition.text, "adding again adds nothing"


def test_feeds_of_a_present_outlet_join_it() -> None:
    after = add_feeds(SHIPPED, NEW[2:3]).text
    added = [line for line in difflib.ndiff(SHIPPED.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert added == ["+       - {url: https://www.yna.co.kr/rss/northkorea.xml, section: 북한}"]
    assert len(read(after).outlets) == len(read(SHIPPED).outlets)


def test_a_comment_that_introduces_the_next_section_stays_with_it() -> None:
    after = add_feeds(SHIPPED, NEW[:1]).text
    assert after.index("블로터") < after.index("# ── 관심 목록") < after.index("watchlists:")


@pytest.mark.parametrize(
    ("polling", "expected"),
    [
        ("polling: {interval: 1h}", "polling: {allow_hosts: [feeds.intra], interval: 1h}"),
        ("polling:\n    interval: 1h", "polling:\n    allow_hosts: [feeds.intra]\n    interval: 1h"),
        ("polling:\n  allow_hosts: [a.kr]", "polling:\n  allow_hosts: [a.kr, feeds.intra]"),
        ("polling:\n  allow_hosts:\n    - a.kr\n", "polling:\n  allow_hosts:\n    - a.kr\n    - feeds.intra\n"),
    ],
)
def test_allowed_hosts_join_the_polling_that_is_there(polling: str, expected: str) -> None:
    after = add_feeds(f"{SMALL}\n{polling}", (), ("feeds.intra",)).text
    assert after.rstrip("\n") == f"{SMALL}\n{expected}".rstrip("\n")
    assert "feeds.intra" in read(after).polling.allow_hosts
