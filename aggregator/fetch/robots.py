"""Asks a site what it lets programs read (robots.txt, RFC 9309) and answers for one address.

A site without the file allows everything; one whose file cannot be had is left alone until it can. Must not keep anything
between requests: the store remembers the file.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from protego import Protego

from aggregator.fetch.client import Lane
from aggregator.fetch.limits import Limits
from aggregator.model import FailureKind, Fetched, Outlet, Polling

AGENT = "aggregator"  # the product token that a site's rules may name
MAX_BYTES = 500_000  # RFC 9309, 2.5: at least 500 KiB must be read; the rest is cut
LONGEST_DELAY = timedelta(
    seconds=60
)  # a longer crawl delay is meant for crawlers of whole sites, the hourly budget holds anyway
# RFC 9309, 2.3.1.3: "unavailable" (4xx) means that everything may be read, all else that nothing may.
NO_RULES = frozenset(
    {FailureKind.NOT_FOUND, FailureKind.GONE, FailureKind.CLIENT_ERROR, FailureKind.FORBIDDEN, FailureKind.EMPTY}
)


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's rules. `body` None: unknown for now, so nothing may be read."""

    body: str | None

    def allows(self, url: str) -> bool:
        return self.body is not None and bool(Protego.parse(self.body).can_fetch(url, AGENT))

    @property
    def delay(self) -> timedelta:
        """Between two requests; zero when the site asks for none."""
        asked = float(Protego.parse(self.body or "").crawl_delay(AGENT) or 0.0)
        return timedelta(seconds=min(asked, LONGEST_DELAY.total_seconds())) if asked > 0 else timedelta()


def origin_of(url: str) -> str:
    """`https://host:port` of a web address: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def fetch_robots(lane: Lane, origin: str, outlet: Outlet, polling: Polling) -> Robots:
    """The rules of one origin, asked now."""
    limits = Limits(
        deadline=polling.deadline, max_wire_bytes=4 * MAX_BYTES, max_decoded_bytes=4 * MAX_BYTES, max_redirects=5
    )
    got = lane.get(f"{origin}/robots.txt", outlet=outlet, headers=(("Accept", "text/plain,*/*;q=0.5"),), limits=limits)
    match got:
        case Fetched(body=body):
            return Robots(body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff"))
        case _ if getattr(got, "kind", None) in NO_RULES:
            return Robots("")
        case _:
            return Robots(None)
