"""Connections go only to addresses that were judged, whatever a name server says next."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from ipaddress import ip_address

import pytest
from web_site import Answer, Site

from aggregator.fetch.client import Lane
from aggregator.fetch.guard import Address
from aggregator.fetch.lanes import HostTurns
from aggregator.fetch.limits import Unreachable
from aggregator.fetch.network import resolve
from aggregator.model import FailureKind, Fetched, FetchFailed, FetchOutcome, Polling


class NameServer:
    """Gives the answers of `script` one after another, the last one for ever, and counts the questions."""

    def __init__(self, *script: Sequence[str]) -> None:
        self.script = list(script)
        self.questions: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.questions.append(host)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return tuple(ip_address(text) for text in answer)


def get(polling: Polling, names: NameServer, url: str) -> FetchOutcome:
    return Lane(polling, lookup=names, turns=HostTurns()).get(url)


def refused(outcome: FetchOutcome) -> bool:
    return isinstance(outcome, FetchFailed) and outcome.kind is FailureKind.REFUSED_ADDRESS


def test_a_name_is_looked_up_once_and_the_judged_address_is_the_one_connected_to(polling: Polling, site: Site) -> None:
    site.pages["/feed.xml"] = Answer()
    names = NameServer(["127.0.0.1"], ["169.254.169.254"])
    assert isinstance(get(polling, names, site.url(host="rebinding.test")), Fetched)
    assert names.questions == ["rebinding.test"]
    assert refused(get(polling, names, site.url(host="rebinding.test")))
    assert len(site.requests) == 1


@pytest.mark.parametrize("answers", [["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"], ["127.0.0.1", "fe80::1"]])
def test_one_non_public_answer_refuses_the_name(polling: Polling, site: Site, answers: list[str]) -> None:
    assert refused(get(polling, NameServer(answers), site.url(host="mixed.test")))
    assert site.requests == []


def test_by_default_loopback_is_closed(site: Site) -> None:
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):
        assert refused(Lane(Polling(host_spacing=timedelta()), turns=HostTurns()).get(site.url(host=host)))
    assert site.requests == []


def test_a_named_host_is_opened_and_no_other(site: Site) -> None:
    site.pages["/feed.xml"] = Answer()
    polling = Polling(host_spacing=timedelta(), allow_hosts=("intra.test",))
    assert isinstance(get(polling, NameServer(["127.0.0.1"]), site.url(host="intra.test")), Fetched)
    assert refused(get(polling, NameServer(["127.0.0.1"]), site.url(host="other.test")))


def test_a_redirect_is_judged_again(polling: Polling, site: Site) -> None:
    site.pages["/feed.xml"] = Answer(302, b"", {"Location": f"http://inner.test:{site.port}/secret"})
    site.pages["/secret"] = Answer(200, b"secret")

    def names(host: str, port: int) -> Sequence[Address]:
        return (ip_address("10.0.0.1" if host == "inner.test" else "127.0.0.1"),)

    assert refused(Lane(polling, lookup=names, turns=HostTurns()).get(site.url(host="outer.test")))
    assert [request.path for request in site.requests] == ["/feed.xml"]


def test_a_dead_address_leaves_time_for_the_next(polling: Polling, site: Site) -> None:
    site.pages["/feed.xml"] = Answer()
    names = NameServer(["127.0.0.99", "127.0.0.1"])  # nobody listens on the first
    assert isinstance(get(polling, names, site.url(host="two.test")), Fetched)


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), OSError("down"), UnicodeError("label too long")])
def test_a_name_server_that_fails_is_a_dns_failure(polling: Polling, error: Exception) -> None:
    def fail(host: str, port: int) -> Sequence[Address]:
        raise error

    outcome = Lane(polling, lookup=fail, turns=HostTurns()).get("http://news.test/")
    assert isinstance(outcome, FetchFailed)
    assert (outcome.kind, outcome.detail) == (FailureKind.DNS, "the name news.test has no address")


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    release = threading.Event()
    yield release
    release.set()


def test_a_stuck_name_server_holds_nobody_longer_than_the_deadline(stuck: threading.Event) -> None:
    def wait(host: str, port: int) -> Sequence[Address]:
        stuck.wait(20)
        return ()

    polling = Polling(deadline=timedelta(seconds=0.2), host_spacing=timedelta())
    outcome = Lane(polling, lookup=wait, turns=HostTurns()).get("http://news.test/")
    assert isinstance(outcome, FetchFailed)
    assert outcome.kind is FailureKind.TIMEOUT


def test_the_system_resolver_gives_each_address_once() -> None:
    found = resolve("localhost", 80)
    assert found
    assert len(found) == len(set(found))
    assert all(address.is_loopback for address in found)


class SlowNames:
    """A name server that fails after a while."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.questions.append(host)
        time.sleep(0.05)
        raise OSError("no network")


def test_a_host_that_kept_us_waiting_is_spared_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network a round over many feeds of few hosts must end in time."""
    monkeypatch.setattr("aggregator.fetch.lanes.LONG_WAIT_S", 0.04)
    names, turns = SlowNames(), HostTurns()
    polling = Polling(host_spacing=timedelta())
    outcomes = [
        Lane(polling, lookup=names, turns=turns).get(f"http://{host}/{feed}")
        for host in ("a.test", "b.test")
        for feed in range(3)
    ]
    assert names.questions == ["a.test", "b.test"]
    assert {outcome.kind for outcome in outcomes if isinstance(outcome, FetchFailed)} == {FailureKind.DNS}
    assert len({outcome.detail for outcome in outcomes if isinstance(outcome, FetchFailed)}) == 2
    monkeypatch.setattr("aggregator.fetch.lanes.UNREACHABLE_S", 0.0)
    turns.note_unreachable("a.test", Unreachable(FailureKind.DNS, "again"), timedelta(seconds=9))
    Lane(polling, lookup=names, turns=turns).get("http://a.test/")
    assert names.questions == ["a.test", "b.test", "a.test"]


def test_a_host_that_refuses_at_once_is_asked_again() -> None:
    names, turns = SlowNames(), HostTurns()
    for _ in range(2):
        Lane(Polling(host_spacing=timedelta()), lookup=names, turns=turns).get("http://a.test/")
    assert len(names.questions) == 2
