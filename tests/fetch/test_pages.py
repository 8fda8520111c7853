"""Asking for pages: what robots.txt says is obeyed, a missing file allows, a front page is no article."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_site import Answer, Site

from aggregator.fetch.article import MAX_WIRE_BYTES, fetch_page
from aggregator.fetch.client import Lane
from aggregator.fetch.robots import LONGEST_DELAY, Robots, fetch_robots, origin_of
from aggregator.model import FailureKind, Fetched, FetchFailed, Outlet, Polling
from tests.press import Press, running_press

POLLING = Polling(allow_hosts=("127.0.0.1",), host_spacing=timedelta(), deadline=timedelta(seconds=5))
OUTLET = Outlet(id="gaon", name="가온", type="종합지")


@pytest.fixture
def site() -> Iterator[Press]:
    with running_press() as running:
        yield running


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /*?print=", True),
        ("User-agent: aggregator\nDisallow: /news\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: Googlebot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("<html>not found</html>", True),
    ],
)
def test_rules(rules: str, allowed: bool) -> None:
    assert Robots(rules).allows("https://a.example/news/articleView.html?idxno=1") is allowed


def test_rules_that_could_not_be_had_allow_nothing() -> None:
    assert not Robots(None).allows("https://a.example/news/1")
    assert Robots(None).delay == timedelta()


@pytest.mark.parametrize(
    ("asked", "delay"),
    [
        ("5", timedelta(seconds=5)),
        ("0.5", timedelta(seconds=0.5)),
        ("86400", LONGEST_DELAY),
        ("-3", timedelta()),
        ("soon", timedelta()),
        ("1e300", LONGEST_DELAY),
        ("nan", timedelta()),
    ],
)
def test_crawl_delays_within_reason(asked: str, delay: timedelta) -> None:
    assert Robots(f"User-agent: *\nCrawl-delay: {asked}").delay == delay


@given(st.text(max_size=400))
def test_no_rules_raise(text: str) -> None:
    rules = Robots(f"User-agent: *\n{text}")
    assert rules.allows("https://a.example/news/1") in (True, False)
    assert timedelta() <= rules.delay <= LONGEST_DELAY


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"User-agent: *\nDisallow: /", "User-agent: *\nDisallow: /"),
        (404, ""),
        (403, ""),
        (410, ""),
        (500, None),
        (429, None),
    ],
)
def test_what_a_missing_file_means(site: Press, answer: bytes | int, body: str | None) -> None:
    site.bodies["/robots.txt"] = answer
    assert fetch_robots(Lane(POLLING), origin_of(site.url("/news/1")), OUTLET, POLLING).body == body


def test_origins_leave_out_paths_and_users() -> None:
    assert origin_of("https://user:secret@A.example:8443/x?y=1") == "https://a.example:8443"


def test_a_page_comes_with_its_bytes(site: Press) -> None:
    site.bodies["/news/1"] = b"<html></html>"
    got = fetch_page(Lane(POLLING), site.url("/news/1"), OUTLET, POLLING)
    assert isinstance(got, Fetched)
    assert got.body == b"<html></html>"


def test_being_sent_to_the_front_page_is_not_found(site: Press) -> None:
    front = Site()
    front.pages = {"/news/1": Answer(302, b"", {"Location": "/"}), "/": Answer(200, b"<html>front</html>")}
    got = fetch_page(Lane(POLLING), front.url("/news/1"), OUTLET, POLLING)
    front.close()
    assert isinstance(got, FetchFailed)
    assert got.kind is FailureKind.NOT_FOUND


def test_a_page_of_ten_megabytes_is_too_large(site: Press) -> None:
    site.bodies["/news/1"] = b"x" * (MAX_WIRE_BYTES + 1)
    got = fetch_page(Lane(POLLING), site.url("/news/1"), OUTLET, POLLING)
    assert isinstance(got, FetchFailed)
    assert got.kind is FailureKind.TOO_LARGE
