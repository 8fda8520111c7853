"""One request, as servers and editors may rely on it."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
from web_site import Answer, Request, Site

from aggregator.fetch.client import Lane
from aggregator.fetch.lanes import HostTurns
from aggregator.fetch.limits import Limits
from aggregator.model import FailureKind, Feed, Fetched, FetchFailed, FetchOutcome, NotModified, Outlet, Polling


def fetched(outcome: FetchOutcome) -> Fetched:
    assert isinstance(outcome, Fetched), outcome
    return outcome


def failed(outcome: FetchOutcome) -> FetchFailed:
    assert isinstance(outcome, FetchFailed), outcome
    return outcome


def test_an_answer_comes_with_what_is_needed_to_ask_again(lane: Lane, site: Site) -> None:
    headers = {
        "ETag": '"v1"',
        "Last-Modified": "Fri, 29 Jul 2022 00:00:00 GMT",
        "Cache-Control": "max-age=300",
        "Content-Type": "application/rss+xml",
    }
    site.pages["/feed.xml"] = Answer(200, b"<rss>1</rss>", headers)
    answer = fetched(lane.get(site.url()))
    assert (answer.url, answer.status, answer.body) == (site.url(), 200, b"<rss>1</rss>")
    assert (answer.etag, answer.last_modified) == ('"v1"', "Fri, 29 Jul 2022 00:00:00 GMT")
    assert (answer.content_type, answer.max_age) == ("application/rss+xml", timedelta(seconds=300))
    assert answer.moved_to is None
    assert answer.elapsed > timedelta()


def test_validators_are_sent_back_byte_for_byte(lane: Lane, site: Site) -> None:
    tag = '"한글"'.encode().decode("latin-1")
    site.pages["/feed.xml"] = Answer(304, headers={"ETag": tag})
    outcome = lane.get(site.url(), etag=tag, last_modified="Fri, 29 Jul 2022 00:00:00 GMT")
    assert isinstance(outcome, NotModified)
    assert outcome.etag == tag
    assert site.requests[0].headers["if-none-match"] == tag
    assert site.requests[0].headers["if-modified-since"] == "Fri, 29 Jul 2022 00:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_a_failure(lane: Lane, site: Site) -> None:
    site.pages["/feed.xml"] = Answer(304)
    assert failed(lane.get(site.url())).kind is FailureKind.NOT_MODIFIED_UNASKED
    assert "if-none-match" not in site.requests[0].headers


def test_an_outlet_decides_how_it_is_asked(lane: Lane, site: Site) -> None:
    site.pages["/feed.xml"] = Answer()
    plain = Outlet(id="a", name="A", type="종합지")
    shy = Outlet(
        id="b",
        name="B",
        type="종합지",
        language="en",
        user_agent="Browser/1",
        headers=(("accept-language", "fr"), ("X-Key", "k")),
    )
    for outlet in (None, plain, shy):
        fetched(lane.get(site.url(), outlet=outlet))
    nobody, usual, special = (request.headers for request in site.requests)
    assert nobody["user-agent"] == usual["user-agent"] == "aggregator-test/1"
    assert usual["accept-language"].startswith("ko")
    assert special["user-agent"] == "Browser/1"
    assert special["accept-language"] == "fr"
    assert special["x-key"] == "k"
    assert {headers["connection"] for headers in (nobody, usual, special)} == {"close"}
    assert usual["accept-encoding"] == "gzip, deflate, br, zstd"


@pytest.mark.parametrize(
    ("steps", "moved"),
    [
        ((301,), "/1"),
        ((308,), "/1"),
        ((301, 308), "/2"),
        ((301, 302), "/1"),
        ((302,), None),
        ((303,), None),
        ((307,), None),
        ((302, 301), None),
        ((301,) * 8, "/8"),
    ],
)
def test_an_unbroken_chain_of_permanent_redirects_says_where_the_feed_moved(
    lane: Lane, site: Site, steps: tuple[int, ...], moved: str | None
) -> None:
    for number, status in enumerate(steps):
        site.pages[f"/{number}"] = Answer(status, b"", {"Location": f"/{number + 1}"})
    site.pages[f"/{len(steps)}"] = Answer()
    answer = fetched(lane.get(site.url("/0")))
    assert answer.url == site.url(f"/{len(steps)}")
    assert answer.moved_to == (site.url(moved) if moved else None)


def test_eight_redirects_are_followed_and_no_ninth(lane: Lane, site: Site) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = Answer(302, b"", {"Location": f"/{number + 1}"})
    site.pages["/9"] = Answer()
    assert failed(lane.get(site.url("/0"))).kind is FailureKind.REDIRECT
    fetched(lane.get(site.url("/1")))


def test_a_permanent_redirect_is_seen_in_a_304_too(lane: Lane, site: Site) -> None:
    site.pages["/old"] = Answer(301, b"", {"Location": "/new"})
    site.pages["/new"] = Answer(304)
    outcome = lane.get(site.url("/old"), etag='"v1"')
    assert isinstance(outcome, NotModified)
    assert outcome.moved_to == site.url("/new")


def test_what_an_editor_configured_for_an_outlet_never_reaches_another_origin(
    lane: Lane, site: Site, other_site: Site
) -> None:
    site.pages["/feed.xml"] = Answer(302, b"", {"Location": other_site.url("/feed.xml")})
    other_site.pages["/feed.xml"] = Answer(302, b"", {"Location": site.url("/back")})
    site.pages["/back"] = Answer()
    outlet = Outlet(
        id="a",
        name="A",
        type="종합지",
        user_agent="Browser/1",
        headers=(("Authorization", "Bearer secret"), ("X-Api-Key", "secret"), ("Cookie", "secret")),
    )
    fetched(lane.get(site.url(), outlet=outlet))
    stranger = other_site.requests[0].headers
    assert "secret" not in str(stranger)
    assert stranger["user-agent"] == "Browser/1"
    assert [request.headers.get("x-api-key") for request in site.requests] == ["secret", "secret"]


def test_a_link_of_a_feed_is_no_home_for_an_outlets_secrets(lane: Lane, site: Site, other_site: Site) -> None:
    """An article's address is written by the feed: an outlet's headers go to the origins of its configured feeds only."""
    site.pages["/article"] = other_site.pages["/article"] = Answer(200, b"<html>")
    outlet = Outlet(
        id="a",
        name="A",
        type="종합지",
        headers=(("X-Api-Key", "secret"), ("Accept-Language", "fr")),
        feeds=(Feed(url=site.url(), outlet="a"), Feed(url="http://[broken", outlet="a")),
    )
    fetched(lane.get(other_site.url("/article"), outlet=outlet))
    fetched(lane.get(site.url("/article"), outlet=outlet))
    assert "x-api-key" not in other_site.requests[0].headers
    assert other_site.requests[0].headers["accept-language"] == "fr"
    assert site.requests[0].headers["x-api-key"] == "secret"


def test_a_password_in_the_address_goes_to_its_origin_only(lane: Lane, site: Site, other_site: Site) -> None:
    site.pages["/feed.xml"] = Answer(301, b"", {"Location": other_site.url("/feed.xml")})
    other_site.pages["/feed.xml"] = Answer()
    answer = fetched(lane.get(f"http://user:secret@127.0.0.1:{site.port}/feed.xml"))
    assert site.requests[0].headers["authorization"] == "Basic dXNlcjpzZWNyZXQ="
    assert "authorization" not in other_site.requests[0].headers
    assert answer.moved_to is None, "the new address would be asked without the password"


def test_a_password_in_the_address_is_neither_in_the_answer_nor_in_a_message(lane: Lane, site: Site) -> None:
    address = f"http://user:secret@127.0.0.1:{site.port}/feed.xml"
    site.pages["/feed.xml"] = Answer()
    assert fetched(lane.get(address)).url == site.url()
    site.pages["/feed.xml?key=secret"] = Answer(302, b"", {"Location": address + "?key=secret"})
    for url in (
        f"{address}?key=secret",
        address.replace(str(site.port), "1"),
        address.replace("http", "gopher"),
        "http://user:secret@/",
        "http://user:secret@[bad/",
    ):
        assert "secret" not in failed(lane.get(url)).detail


def test_cookies_are_not_kept(lane: Lane, site: Site) -> None:
    site.pages["/feed.xml"] = Answer(302, b"", {"Location": "/next", "Set-Cookie": "id=1; Path=/"})
    site.pages["/next"] = Answer(200, b"<rss/>", {"Set-Cookie": "id=2; Path=/"})
    fetched(lane.get(site.url()))
    fetched(lane.get(site.url()))
    assert not any("cookie" in request.headers for request in site.requests)


def test_a_korean_address_is_asked_and_redirected_to(lane: Lane, site: Site) -> None:
    encoded = "/%EB%89%B4%EC%8A%A4.xml?q=%EA%B0%80"
    site.pages["/feed.xml"] = Answer(302, b"", {"Location": "/뉴스.xml?q=가".encode().decode("latin-1")})
    site.pages[encoded] = Answer()
    assert fetched(lane.get(site.url())).url == site.url(encoded)
    assert fetched(lane.get(site.url("/뉴스.xml?q=가"))).url == site.url(encoded)


def test_a_fragment_is_not_sent(lane: Lane, site: Site) -> None:
    site.pages["/feed.xml"] = Answer()
    fetched(lane.get(site.url("/feed.xml#top")))
    assert site.requests[0].path == "/feed.xml"


def test_limits_are_those_of_the_caller(lane: Lane, site: Site) -> None:
    site.pages["/feed.xml"] = Answer(200, b"x" * 5000)
    limits = Limits(deadline=timedelta(seconds=5), max_wire_bytes=4000, max_decoded_bytes=4000)
    assert failed(lane.get(site.url(), limits=limits)).kind is FailureKind.TOO_LARGE
    site.pages["/feed.xml"] = Answer(200, gzip.compress(b"x" * 5000), {"Content-Encoding": "gzip"})
    assert failed(lane.get(site.url(), limits=limits)).kind is FailureKind.TOO_LARGE
    assert len(fetched(lane.get(site.url())).body) == 5000


def test_the_wait_that_a_server_asks_for_is_told(lane: Lane, site: Site) -> None:
    site.pages["/feed.xml"] = Answer(429, b"", {"Retry-After": "120"})
    outcome = failed(lane.get(site.url()))
    assert (outcome.kind, outcome.status, outcome.retry_after) == (
        FailureKind.RATE_LIMITED,
        429,
        timedelta(seconds=120),
    )


def test_the_environments_proxy_is_not_used(lane: Lane, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.pages["/feed.xml"] = Answer()
    fetched(lane.get(site.url()))


def _through(proxy: str, **changes: object) -> Polling:
    return Polling(proxy=proxy, host_spacing=timedelta(), deadline=timedelta(seconds=5), **changes)  # type: ignore[arg-type]  # the keywords are Polling's own


def test_a_proxy_is_asked_for_the_whole_address(site: Site) -> None:
    site.pages["http://news.example/feed.xml"] = Answer(200, b"<rss/>")
    lane = Lane(_through(f"http://user:secret@127.0.0.1:{site.port}"), turns=HostTurns())
    assert fetched(lane.get("http://news.example/feed.xml")).url == "http://news.example/feed.xml"
    assert site.requests[0].headers["host"] == "news.example"
    assert site.requests[0].headers["proxy-authorization"] == "Basic dXNlcjpzZWNyZXQ="


def test_an_outlets_proxy_goes_before_the_pollings(site: Site, polling: Polling) -> None:
    site.pages["http://news.example/feed.xml"] = Answer()
    outlet = Outlet(id="a", name="A", type="t", proxy=f"http://127.0.0.1:{site.port}")
    fetched(Lane(_through("http://127.0.0.1:1"), turns=HostTurns()).get("http://news.example/feed.xml", outlet=outlet))


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "localhost", "metadata.internal", "2130706433"])
def test_a_proxy_is_not_asked_for_what_is_not_public(site: Site, host: str) -> None:
    lane = Lane(_through(f"http://127.0.0.1:{site.port}"), turns=HostTurns())
    assert failed(lane.get(f"http://{host}/")).kind is FailureKind.REFUSED_ADDRESS
    assert site.requests == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://", "http://[x", "https://127.0.0.1:1", "nonsense"])
def test_a_proxy_that_cannot_be_used_is_a_failure_to_connect(proxy: str) -> None:
    outcome = failed(Lane(_through(proxy), turns=HostTurns()).get("http://news.example/"))
    assert outcome.kind is FailureKind.CONNECT
    assert "proxy" in outcome.detail


@pytest.mark.parametrize(("status", "kind"), [(407, FailureKind.CONNECT), (403, FailureKind.FORBIDDEN)])
def test_a_proxy_that_refuses_is_named(site: Site, status: int, kind: FailureKind) -> None:
    site.pages["http://news.example/"] = Answer(status)
    lane = Lane(_through(f"http://127.0.0.1:{site.port}"), turns=HostTurns())
    assert failed(lane.get("http://news.example/")).kind is kind


def test_a_tunnel_that_is_refused_is_a_failure_to_connect(site: Site) -> None:
    lane = Lane(_through(f"http://127.0.0.1:{site.port}"), turns=HostTurns())
    outcome = failed(lane.get("https://news.example/"))  # the site knows no CONNECT
    assert outcome.kind is FailureKind.CONNECT
    assert "proxy" in outcome.detail


@pytest.mark.parametrize("name", ["X-\nA", "X A", "", "X-é"])
def test_a_header_that_cannot_be_sent_is_a_failure(lane: Lane, site: Site, name: str) -> None:
    outlet = Outlet(id="a", name="A", type="t", headers=((name, "v"),))
    assert failed(lane.get(site.url(), outlet=outlet)).kind is FailureKind.PROTOCOL
    assert site.requests == []


def test_pages_see_the_request_they_answer(lane: Lane, site: Site) -> None:
    """The site of these tests answers by what it was asked; so a conditional answer needs the right validator."""
    answer: Callable[[Request], Answer] = lambda request: (  # noqa: E731  # one line says it
        Answer(304) if request.headers.get("if-none-match") == '"2"' else Answer(200, b"<rss/>", {"ETag": '"2"'})
    )
    site.pages["/feed.xml"] = answer
    assert fetched(lane.get(site.url(), etag='"1"')).etag == '"2"'
    assert isinstance(lane.get(site.url(), etag='"2"'), NotModified)
