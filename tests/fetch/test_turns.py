"""Many hosts at once, one host one at a time, with its pause between."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_address
from itertools import pairwise

import pytest
from web_site import Answer, Request, Site

from aggregator.fetch.client import Lane
from aggregator.fetch.guard import Address
from aggregator.fetch.lanes import HostTurns, host_of, is_this_machine
from aggregator.model import Fetched, FetchFailed, Polling

HOSTS = 24


def everything_is_local(host: str, port: int) -> Sequence[Address]:
    return (ip_address("127.0.0.1"),)


def polling(spacing: timedelta = timedelta()) -> Polling:
    return Polling(host_spacing=spacing, allow_hosts=("127.0.0.0/8",), deadline=timedelta(seconds=20))


def test_many_hosts_are_in_flight_at_once(site: Site) -> None:
    """The site answers nobody before all have asked: requests made one after another would never end."""
    together = threading.Barrier(HOSTS, timeout=15)

    def answer(request: Request) -> Answer:
        together.wait()
        return Answer()

    site.pages["/feed.xml"] = answer
    turns = HostTurns()
    with ThreadPoolExecutor(HOSTS) as pool:
        lanes = [Lane(polling(), lookup=everything_is_local, turns=turns) for _ in range(HOSTS)]
        urls = [site.url(host=f"outlet{number}.test") for number in range(HOSTS)]
        outcomes = list(pool.map(lambda lane, url: lane.get(url), lanes, urls))
    assert [type(outcome) for outcome in outcomes] == [Fetched] * HOSTS


def test_one_host_is_asked_one_at_a_time_whoever_asks(site: Site) -> None:
    """Lanes of different jobs, and http beside https or a port written out, are one queue."""
    inside = 0
    most = 0
    lock = threading.Lock()

    def answer(request: Request) -> Answer:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.01)
        with lock:
            inside -= 1
        return Answer()

    site.pages["/feed.xml"] = answer
    turns = HostTurns()
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: Lane(polling(), turns=turns).get(site.url()), range(24)))
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert most == 1


def test_a_host_has_its_pause_between_two_requests(site: Site) -> None:
    asked: list[float] = []

    def answer(request: Request) -> Answer:
        asked.append(time.monotonic())
        return Answer()

    site.pages["/feed.xml"] = answer
    turns = HostTurns()
    for _ in range(4):  # a lane is short-lived; the pause outlives it
        Lane(polling(timedelta(seconds=0.1)), turns=turns).get(site.url())
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert min(gaps) >= 0.1


def test_a_crawl_delay_widens_the_pause_and_never_narrows_it(site: Site) -> None:
    asked: list[float] = []

    def answer(request: Request) -> Answer:
        asked.append(time.monotonic())
        return Answer()

    site.pages["/feed.xml"] = answer
    lane = Lane(polling(timedelta(seconds=0.1)), turns=HostTurns())
    lane.get(site.url())
    lane.get(site.url(), spacing=timedelta(seconds=0.3))
    lane.get(site.url(), spacing=timedelta(seconds=0.01))
    assert asked[1] - asked[0] >= 0.3
    assert asked[2] - asked[1] >= 0.1


def test_waiting_for_a_turn_does_not_count_towards_the_deadline(site: Site) -> None:
    site.pages["/feed.xml"] = Answer()
    turns = HostTurns()
    settings = Polling(
        host_spacing=timedelta(seconds=0.6), allow_hosts=("127.0.0.0/8",), deadline=timedelta(seconds=0.5)
    )
    outcomes = [Lane(settings, turns=turns).get(site.url()) for _ in range(2)]
    assert [type(outcome) for outcome in outcomes] == [Fetched, Fetched]


def test_a_failure_gives_the_host_back() -> None:
    lane = Lane(polling(), turns=HostTurns())
    assert isinstance(lane.get("http://127.0.0.1:1/"), FetchFailed)
    assert isinstance(lane.get("http://127.0.0.1:1/"), FetchFailed)


def test_hosts_not_asked_for_long_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aggregator.fetch.lanes.SWEEP_AT", 10)
    monkeypatch.setattr("aggregator.fetch.lanes.FORGET_AFTER_S", -1.0)
    turns = HostTurns()
    for number in range(100):
        with turns.turn(f"host{number}", timedelta()):
            pass
    assert turns.remembered <= 12


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.yna.co.kr/rss/news.xml", "www.yna.co.kr"),
        ("http://www.yna.co.kr:80/", "www.yna.co.kr"),
        ("https://WWW.YNA.co.kr/", "www.yna.co.kr"),
        ("http://127.0.0.1:8911/feeds/a.xml", "127.0.0.1:8911"),
        ("http://뉴스.example/", "xn--vg1b002a.example"),
        ("http://xn--a/", "xn--a"),
        ("http://a:b:c/", ""),
        ("", ""),
    ],
)
def test_a_lane_is_named_by_host_and_unusual_port(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://127.0.0.1:8911/feeds/a.xml", True),
        ("http://localhost/", True),
        ("http://[::1]:8911/", True),
        ("http://2130706433/", True),
        ("https://www.yna.co.kr/", False),
        ("http://10.0.0.1/", False),
        ("http://a:b:c/", False),
    ],
)
def test_this_machine_is_known_by_its_addresses(url: str, own: bool) -> None:
    assert is_this_machine(url) == own
