"""Says what an HTTP status means to somebody who waits for news. Pure."""

from http import HTTPStatus

from aggregator.model import FailureKind

_KINDS = {
    204: FailureKind.EMPTY,
    205: FailureKind.EMPTY,
    206: FailureKind.PROTOCOL,  # a part that nobody asked for would be taken for the whole
    304: FailureKind.NOT_MODIFIED_UNASKED,
    401: FailureKind.FORBIDDEN,
    403: FailureKind.FORBIDDEN,
    404: FailureKind.NOT_FOUND,
    407: FailureKind.CONNECT,  # the proxy's word, not the outlet's
    408: FailureKind.TIMEOUT,
    410: FailureKind.GONE,
    429: FailureKind.RATE_LIMITED,
    451: FailureKind.FORBIDDEN,
}
_RANGES = {
    2: None,
    3: FailureKind.REDIRECT,  # one that names no address: 300, 305, 306
    4: FailureKind.CLIENT_ERROR,
    5: FailureKind.SERVER_ERROR,
}


def failure_of(status: int) -> tuple[FailureKind, str] | None:
    """The failure kind and one line for people, or None where a status promises a body."""
    kind = _KINDS.get(status) or _RANGES.get(status // 100, FailureKind.PROTOCOL)
    return None if kind is None else (kind, f"HTTP {status} {_phrase(status)}".rstrip())


def _phrase(status: int) -> str:
    """The standard's words: a server's own could be anything."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
