"""The page behind the unsubscribe link: one button for people, one POST for mail programs (RFC 8058).

A GET changes nothing, because link scanners follow every link in a mail. It stands behind a web server that speaks https;
it keeps no session, sets no cookie, loads nothing and says nothing about whose link it is.
"""

import re
import threading
from collections.abc import Callable, Iterable
from html import escape
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from aggregator.jobs.unsubscribe import find_token_reader, unsubscribe
from aggregator.newsroom import Newsroom

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = re.compile(r"/unsubscribe/(?P<token>[A-Za-z0-9_-]{24})/?\Z")
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
]
_PAGE = """<!DOCTYPE html>
<html lang="ko">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title>
<style>body{{font:17px/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}}
button{{font:inherit;padding:.6rem 1.2rem}}</style></head>
<body><main><h1>{title}</h1><p>{korean}</p><p lang="en">{english}</p>{form}</main></body>
</html>
"""
_FORM = '<form method="post"><button>수신 거부 · Unsubscribe</button></form>'


def make_app(newsroom: Newsroom) -> "WSGIApplication":
    """The page as a WSGI application, for whatever server one likes."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found = _PATH.search(str(environ.get("PATH_INFO", "")))
        method = environ.get("REQUEST_METHOD")
        if found is None or method not in {"GET", "HEAD", "POST"}:
            status, page = "404 Not Found", _unknown()
        else:
            status, page = _answer(newsroom, found["token"], change=method == "POST")
        body = page.encode("utf-8")
        start_response(status, [*_HEADERS, ("Content-Length", str(len(body)))])
        return [] if method == "HEAD" else [body]

    return app


def serve_page(newsroom: Newsroom, host: str, port: int, *, ready: Callable[[int], None]) -> None:
    """Serves until the process is asked to end; calls `ready` with the port once it listens."""
    with make_server(host, port, make_app(newsroom), _Server, _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2})
        thread.start()
        ready(server.server_port)
        newsroom.stopping.wait()
        server.shutdown()
        thread.join()


class _Server(ThreadingMixIn, WSGIServer):
    """One thread a request, so that a slow one keeps nobody waiting."""

    daemon_threads = True


class _Handler(WSGIRequestHandler):
    """Gives a silent client ten seconds, and writes no log: its lines would hold tokens."""

    timeout = 10

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


def _answer(newsroom: Newsroom, token: str, *, change: bool) -> tuple[str, str]:
    if change:
        reader = unsubscribe(newsroom, token, newsroom.clock.now())
        return ("404 Not Found", _unknown()) if reader is None else ("200 OK", _done(newsroom, reader[1]))
    reader = find_token_reader(newsroom, token)
    return ("404 Not Found", _unknown()) if reader is None else ("200 OK", _question(newsroom, reader[1]))


def _question(newsroom: Newsroom, digest: str) -> str:
    name = _name(newsroom, digest)
    return _page("수신 거부", f"‘{name}’을(를) 더 이상 받지 않으시겠습니까?", f"Stop receiving “{name}”?", form=_FORM)


def _done(newsroom: Newsroom, digest: str) -> str:
    name = _name(newsroom, digest)
    return _page(
        "처리되었습니다", f"‘{name}’을(를) 더 이상 보내지 않습니다.", f"You will not receive “{name}” any more."
    )


def _unknown() -> str:
    return _page("없는 주소", "이 링크는 누구의 것도 아닙니다.", "This link belongs to nobody.")


def _page(title: str, korean: str, english: str, form: str = "") -> str:
    return _PAGE.format(title=escape(title), korean=escape(korean), english=escape(english), form=form)


def _name(newsroom: Newsroom, digest: str) -> str:
    return next((one.name for one in newsroom.newsfile.digests if one.id == digest), digest)
