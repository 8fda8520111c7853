"""The faults: each is something a server, a network or a name server does, and the failure kinds it may end in.

A fault that a good client survives expects "ok": the entries were read.
"""

import gzip
import ssl
import warnings
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import brotli
import sample_feeds as feeds
import zstandard
from fault_server import Handler, Wire

FEED = feeds.healthy_feed(0)
OK = "ok"


@dataclass(frozen=True)
class Fault:
    """`name` is its host below .test; `address` is what the client asks where that is not the server's HTTP port."""

    name: str
    expect: tuple[str, ...]
    handler: Handler | None = None
    scheme: str = "http"
    raw: bool = False
    address: str | None = None


def _send(data: bytes) -> Handler:
    return lambda wire: wire.send(data)


def _answer(body: bytes = b"", status: str = "200 OK", length: int | None = None, **headers: str) -> Handler:
    return lambda wire: wire.answer(body, status, length=length, **headers)


def _coded(coding: str, body: bytes) -> Handler:
    return _answer(body, Content_Encoding=coding)


def _redirect(to: str, status: str = "302 Found") -> Handler:
    return lambda wire: wire.redirect(to, status)


def _parsed(body: bytes) -> Handler:
    return _answer(body, Content_Type="application/rss+xml")


def _reset_at_once(wire: Wire) -> None:
    wire.reset()


def _reset_in_body(wire: Wire) -> None:
    wire.answer(FEED[:500], length=len(FEED))
    wire.reset()


def _drip_body(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
    wire.drip(FEED[:4000])


def _drip_chunks(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    wire.drip(b"1\r\n<\r\n" * 1000)


def _silent_body(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n" + FEED[:1000])
    wire.wait()


def _endless(head: bytes, part: bytes) -> Handler:
    def send(wire: Wire) -> None:
        wire.send(head)
        wire.repeat(part)

    return send


def _chunks(parts: Iterable[bytes], end: bytes = b"0\r\n\r\n") -> bytes:
    sized = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + sized + end


def _count_up(wire: Wire) -> None:
    """A redirect to the next number: never a circle, never an end."""
    wire.redirect(f"/{_step(wire) + 1}")


def _nine_redirects(wire: Wire) -> None:
    if _step(wire) == 9:
        wire.answer(FEED)
    else:
        wire.redirect(f"/{_step(wire) + 1}")


def _step(wire: Wire) -> int:
    number = wire.path.strip("/")
    return int(number) if number.isdigit() else 0


def _old_tls(wire: Wire) -> None:
    """A server that never learned TLS 1.2. It needs no certificate: the talk ends before one is shown."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.wrap_socket(wire.connection, server_side=True).close()


def _ping_pong(wire: Wire) -> None:
    wire.redirect("/b" if wire.path == "/a" else "/a", "301 Moved Permanently")


def _second_answer(wire: Wire) -> None:
    wire.answer(FEED)
    wire.answer(b"<html>poison</html>")


HEAD = b"HTTP/1.1 200 OK\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
LATER = "Fri, 01 Jan 2100 00:00:00 GMT"
CUT_GZIP = gzip.compress(FEED, mtime=0)[:-20]
CUT_BROTLI = brotli.compress(FEED)[:-20]
CUT_ZSTD = zstandard.compress(FEED)[:-20]
CUT_DEFLATE = zlib.compress(FEED)[:-20]


def _fault(name: str, expect: str, handler: Handler, **given: object) -> Fault:
    return Fault(name, tuple(expect.split()), handler, **given)  # type: ignore[arg-type]  # the keywords are Fault's own


CONNECTION = (
    _fault("reset-at-once", "interrupted", _reset_at_once),
    _fault("close-at-once", "interrupted", lambda wire: None),
    _fault("reset-in-body", "interrupted", _reset_in_body),
    _fault("silent", "timeout", Wire.wait),
    _fault("silent-body", "timeout", _silent_body),
    _fault("drip-head", "timeout", lambda wire: wire.drip(HEAD + b"X-Slow: " + b"a" * 9000)),
    _fault("drip-body", "timeout", _drip_body),
    _fault("drip-chunks", "timeout", _drip_chunks),
)

HEADS = (
    _fault("half-head", "interrupted", _send(HEAD + b"Content-")),
    _fault("garbage", "protocol", _send(bytes(range(256)) * 20)),
    _fault("status-line-garbage", "protocol", _send(b"HTTP/1.1 abc OK\r\n\r\n")),
    _fault("status-999", "protocol", _send(b"HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n")),
    _fault("http-0.9", "protocol interrupted", _send(FEED)),
    _fault("http-2-preface", "protocol", _send(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + b"\x00" * 18)),
    _fault("smtp-banner", "protocol interrupted", _send(b"220 mail.example ESMTP\r\n")),
    _fault("nul-in-header", "protocol", _send(HEAD + b"X-A: a\x00b\r\nContent-Length: 0\r\n\r\n")),
    _fault("header-without-colon", "protocol", _send(HEAD + b"nonsense\r\n\r\n")),
    _fault("huge-header", "protocol too_large", _send(HEAD + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n")),
    _fault("many-headers", "protocol too_large", _send(HEAD + b"X-A: a\r\n" * 100_000 + b"\r\n")),
    _fault("endless-header", "protocol too_large", _endless(HEAD + b"X-A: ", b"a" * 1000)),
    _fault("endless-headers", "protocol too_large", _endless(HEAD, b"X-A: a\r\n" * 100)),
    _fault("endless-continue", "too_large", _endless(b"", CONTINUE * 100)),
    _fault("slow-continue", "timeout", lambda wire: wire.drip(CONTINUE * 1000)),
    _fault("switching-protocols", "protocol", _send(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n")),
    _fault("lengths-differ", "protocol", _send(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")),
    _fault("length-negative", "protocol", _send(HEAD + b"Content-Length: -5\r\n\r\nhello")),
    _fault("length-no-number", "protocol", _send(HEAD + b"Content-Length: many\r\n\r\nhello")),
    _fault("transfer-coding-unknown", "protocol", _send(HEAD + b"Transfer-Encoding: rot13\r\n\r\nhello")),
)

BODIES = (
    _fault("empty-200", "empty", _answer()),
    _fault("no-content-204", "empty", _answer(status="204 No Content")),
    _fault("partial-206", "protocol", _answer(FEED[:900], "206 Partial Content")),
    _fault("length-too-long", "interrupted", _answer(FEED, length=len(FEED) + 100)),
    _fault("length-too-short", "ok", _answer(FEED, length=len(FEED) - 100)),
    _fault("ten-gigabytes", "too_large", _answer(FEED, length=10_000_000_000)),
    _fault("length-of-30-digits", "too_large protocol", _answer(FEED, length=10**30)),
    _fault("endless-body", "too_large", _endless(HEAD + b"\r\n", b"<item>" * 10_000)),
    _fault("endless-chunks", "too_large", _endless(_chunks([], b""), b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")),
    _fault("tiny-chunks", "too_large timeout", _endless(_chunks([], b""), b"1\r\n<\r\n" * 5000)),
    _fault("chunk-size-endless", "protocol too_large", _endless(_chunks([], b""), b"1" * 1000)),
    _fault("chunk-size-bad", "protocol", _send(_chunks([FEED], b"zz\r\n"))),
    _fault("chunks-cut", "interrupted", _send(_chunks([FEED], b""))),
    _fault("endless-trailers", "protocol too_large", _endless(_chunks([FEED], b"0\r\n"), b"X-A: a\r\n" * 100)),
    _fault("second-answer", "ok", _second_answer),
)

CODINGS = (
    _fault("gzip-bomb", "compression", _coded("gzip", feeds.gzip_bomb(50))),
    _fault("gzip-bomb-twice", "compression", _coded("gzip", feeds.double_gzip_bomb())),
    _fault("brotli-bomb", "compression", _coded("br", feeds.brotli_bomb(50))),
    _fault("zstd-bomb", "compression", _coded("zstd", feeds.zstd_bomb(50))),
    _fault("deflate-bomb", "compression", _coded("deflate", feeds.deflate_bomb(50))),
    _fault("coding-stacked", "compression", _coded("gzip, gzip", gzip.compress(gzip.compress(FEED)))),
    _fault("coding-unknown", "compression", _coded("snappy", b"\xff\x06\x00\x00sNaPpY")),
    _fault("gzip-garbage", "compression", _coded("gzip", b"\x1f\x8b" + b"garbage" * 50)),
    _fault("brotli-garbage", "compression", _coded("br", b"\xff" * 500)),
    _fault("gzip-cut", "interrupted", _coded("gzip", CUT_GZIP)),
    _fault("brotli-cut", "interrupted", _coded("br", CUT_BROTLI)),
    _fault("zstd-cut", "interrupted", _coded("zstd", CUT_ZSTD)),
    _fault("deflate-cut", "interrupted", _coded("deflate", CUT_DEFLATE)),
    _fault("gzip-declared-but-plain", "ok", _coded("gzip", FEED)),
)

STATUSES = (
    _fault("not-modified-unasked", "not_modified_unasked", _answer(status="304 Not Modified")),
    _fault("retry-after-88-hours", "rate_limited", _answer(status="429 Too Many Requests", Retry_After="316800")),
    _fault("retry-after-20-digits", "rate_limited", _answer(status="429 Slow", Retry_After="9" * 20)),
    _fault("retry-after-far-date", "rate_limited", _answer(status="429 Slow", Retry_After=LATER)),
    _fault("unavailable", "server_error", _answer(status="503 Busy", Retry_After="soon")),
    _fault("server-error", "server_error", _answer(feeds.html_page(), "500 Oops")),
    _fault("not-found", "not_found", _answer(feeds.html_page(), "404 Not Found")),
    _fault("gone", "gone", _answer(status="410 Gone")),
    _fault("forbidden", "forbidden", _answer(status="403 Forbidden")),
    _fault("unauthorized", "forbidden", _answer(status="401 Unauthorized", WWW_Authenticate="Basic")),
    _fault("teapot", "client_error", _answer(status="418 I'm a teapot")),
)

REDIRECTS = (
    _fault("redirect-loop", "redirect", _ping_pong),
    _fault("redirect-to-itself", "redirect", _redirect("/feed.xml")),
    _fault("redirect-endless", "redirect", _count_up),
    _fault("redirect-nine-times", "redirect", _nine_redirects),
    _fault("redirect-to-metadata", "refused_address", _redirect("http://169.254.169.254/latest/meta-data/")),
    _fault("redirect-to-decimal-metadata", "refused_address", _redirect("http://2852039166/")),
    _fault("redirect-to-mapped-metadata", "refused_address", _redirect("http://[::ffff:169.254.169.254]/")),
    _fault("redirect-to-loopback-v6", "refused_address", _redirect("http://[::1]/")),
    _fault("redirect-to-private-name", "refused_address", _redirect("http://dns-private.test/")),
    _fault("redirect-to-file", "redirect", _redirect("file:///etc/passwd")),
    _fault("redirect-to-ftp", "redirect", _redirect("ftp://ftp.example/feed.xml")),
    _fault("redirect-to-javascript", "redirect", _redirect("javascript:alert(1)")),
    _fault("redirect-to-data", "redirect", _redirect("data:text/xml,<rss/>")),
    _fault("redirect-to-nowhere", "redirect", _answer(status="302 Found")),
    _fault("redirect-to-garbage", "redirect", _redirect("http://[bad/:port")),
    _fault("redirect-to-bad-port", "redirect", _redirect("http://a.test:99999/")),
    _fault("redirect-very-long", "redirect", _redirect("/" + "a" * 50_000)),
)

NETWORK = (
    Fault("dns-failure", ("dns",)),
    Fault("dns-private", ("refused_address",)),
    Fault("dns-mixed", ("refused_address",)),
    Fault("dns-nat64", ("refused_address",)),
    Fault("dns-empty", ("dns",)),
    Fault("dns-stuck", ("timeout",)),
    Fault("metadata-address", ("refused_address",), address="http://169.254.169.254/latest/"),
    Fault("port-closed", ("connect",), address="http://port-closed.test:1/"),
    Fault("no-address", ("redirect",), address="http:///feed.xml"),
)

TLS = (
    _fault("tls-expired", "tls", _answer(FEED), scheme="https"),
    _fault("tls-wrong-host", "tls", _answer(FEED), scheme="https"),
    _fault("tls-self-signed", "tls", _answer(FEED), scheme="https"),
    _fault("tls-old-version", "tls", _old_tls, scheme="https", raw=True),
    _fault("tls-reset-in-body", "interrupted", _reset_in_body, scheme="https"),
    _fault("tls-garbage", "tls", lambda wire: wire.send(b"\x16\x03\x01" + b"\xff" * 500), scheme="https", raw=True),
    _fault("tls-plain-http", "tls", _answer(FEED), scheme="https", raw=True),
    _fault("tls-silent", "timeout", Wire.wait, scheme="https", raw=True),
    _fault("tls-closed", "tls", lambda wire: None, scheme="https", raw=True),
)

# What a parser makes of these is its own matter, as long as it ends, and ends within its limits.
_ANY = "ok not_a_feed unreadable parser_limit"
PARSERS = (
    _fault("html-page", "not_a_feed", _answer(feeds.html_page(), Content_Type="text/html; charset=utf-8")),
    _fault("image", "not_a_feed unreadable", _answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)),
    _fault("json-of-something", "not_a_feed unreadable", _answer(b'{"error": "x"}', Content_Type="application/json")),
    _fault("only-spaces", "empty not_a_feed unreadable", _answer(b" \n" * 500)),
    _fault("only-nul", "empty not_a_feed unreadable", _answer(bytes(5000))),
    _fault("feed-without-items", "unreadable ok", _parsed(feeds.healthy_feed(0, 0))),
    _fault("deep-xml", _ANY, _parsed(feeds.deep_xml())),
    _fault("billion-laughs", _ANY, _parsed(feeds.billion_laughs())),
    _fault("quadratic-entity", _ANY, _parsed(feeds.quadratic_entity())),
    _fault("external-entity", _ANY, _parsed(feeds.external_entity())),
    _fault("many-attributes", _ANY, _parsed(feeds.many_attributes())),
    _fault("long-author", _ANY, _parsed(feeds.long_author())),
    _fault("many-items", _ANY, _parsed(feeds.many_items())),
    _fault("open-tags", _ANY, _parsed(feeds.open_tags())),
)

FAULTS = (*CONNECTION, *HEADS, *BODIES, *CODINGS, *STATUSES, *REDIRECTS, *NETWORK, *TLS, *PARSERS)

HEALTHY_COUNT = 100


def _healthy(number: int, wire: Wire) -> None:
    """A well-behaved outlet; they differ as real ones do."""
    body = feeds.healthy_feed(number)
    tag = f'"{number}"'
    if wire.header("If-None-Match") == tag:
        wire.answer(status="304 Not Modified", ETag=tag)
        return
    match number % 8:
        case 0:
            wire.answer(body, ETag=tag)
        case 1:
            wire.answer(gzip.compress(body), Content_Encoding="gzip", ETag=tag)
        case 2:
            wire.answer(brotli.compress(body), Content_Encoding="br", ETag=tag)
        case 3:
            wire.answer(zstandard.compress(body), Content_Encoding="zstd", ETag=tag)
        case 4:
            wire.send(_chunks([body[:700], body[700:]]).replace(b"\r\n\r\n", b"\r\nETag: %b\r\n\r\n" % tag.encode(), 1))
        case 5:
            wire.send(HEAD + b"ETag: %b\r\n\r\n" % tag.encode() + body)  # ends with the connection
        case 6 if wire.path == "/feed.xml":
            wire.redirect("/moved.xml", "301 Moved Permanently")
        case _:
            wire.send(CONTINUE)
            wire.answer(zlib.compress(body), Content_Encoding="deflate", ETag=tag)


def handlers() -> dict[str, Callable[[Wire], None]]:
    """Who answers for which host on the shared ports."""
    named = {f"{fault.name}.test": fault.handler for fault in FAULTS if fault.handler and not fault.raw}
    return named | {f"healthy-{number}.test": partial(_healthy, number) for number in range(HEALTHY_COUNT)}
