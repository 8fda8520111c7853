"""httpx's way to the wire for one request: a guarded httpcore connection that is closed after its answer.

httpx's own transport does not let a network backend in; this one does, and hands on what httpcore says unchanged. Must not
decode bodies, follow redirects or know deadlines: the backend's budget does the last.
"""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import httpx

# Where an answer's headers are found. They are kept from the client, which would act on them at once: parse the target of a
# redirect that it is told not to follow (and raise for a bad one), and keep cookies.
HEAD = "aggregator.head"

# The client logs every request with its whole URL, and keys are kept in queries.
logging.getLogger("httpx").disabled = True


def head_of(response: httpx.Response) -> httpx.Headers:
    """The answer's headers, as Latin-1."""
    return httpx.Headers(response.extensions[HEAD], encoding="iso-8859-1")


@contextmanager
def open_client(
    backend: httpcore.NetworkBackend, tls: ssl.SSLContext, proxy: httpcore.Proxy | None
) -> Iterator[httpx.Client]:
    """A client for one request: no environment, no redirects of its own, no time limit beside the backend's budget."""
    transport = _GuardedTransport(backend, tls, proxy)
    with httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=None) as client:  # noqa: S113 - the backend's budget ends every read
        yield client


class _GuardedTransport(httpx.BaseTransport):
    def __init__(self, backend: httpcore.NetworkBackend, tls: ssl.SSLContext, proxy: httpcore.Proxy | None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, proxy=proxy, max_connections=1, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(answer.status, stream=_Body(answer), extensions={HEAD: answer.headers})

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body as it comes off the wire."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
