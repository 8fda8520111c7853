"""What a parsing child can be asked to read: a feed, or an article's page.

Light, and nothing but data: both ends of the channel import it.
"""

from dataclasses import dataclass
from datetime import datetime

from aggregator.model import Outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRequest:
    """The arguments of feeds.parse.parse_feed."""

    body: bytes
    url: str
    content_type: str | None
    outlet: Outlet
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """The arguments of articles.page.read_page."""

    body: bytes
    url: str
    now: datetime
    content_type: str | None
    zone: str
    title: str


ReadRequest = FeedRequest | PageRequest
