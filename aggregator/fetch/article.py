"""Asks for the page of an article with the same guard, limits and turns as feeds, and smaller sizes.

Must not read the page: articles.page does.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from aggregator.fetch.client import Lane
from aggregator.fetch.limits import Limits
from aggregator.model import FailureKind, Fetched, FetchFailed, FetchOutcome, Outlet, Polling

ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
MAX_WIRE_BYTES = 4_000_000  # the largest article pages seen are under 2 MB


def fetch_page(lane: Lane, url: str, outlet: Outlet, polling: Polling, delay: timedelta = timedelta()) -> FetchOutcome:
    """The page, after its turn and `delay` (robots.txt's crawl delay). A site that sends every missing article to its front
    page answers NOT_FOUND here."""
    limits = Limits(
        deadline=polling.deadline,
        max_wire_bytes=min(MAX_WIRE_BYTES, polling.max_wire_bytes),
        max_decoded_bytes=min(MAX_WIRE_BYTES, polling.max_decoded_bytes),
    )
    got = lane.get(url, outlet=outlet, headers=(("Accept", ACCEPT),), limits=limits, spacing=delay)
    if isinstance(got, Fetched) and _is_front_page(got.url) and not _is_front_page(url):
        return FetchFailed(
            kind=FailureKind.NOT_FOUND, detail="sent to the front page instead", status=got.status, elapsed=got.elapsed
        )
    return got


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.strip("/") in ("", "index.html", "index.php", "main", "home") and not parts.query
