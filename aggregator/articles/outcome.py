"""What reading an article's page can come to: an article, or a named reason why there is none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PageOutcome(StrEnum):
    """Why a page gave a text or none. The first four are successes; a failed request has a `FailureKind` instead."""

    OK = "ok"
    AMP = "amp"  # read from the AMP page
    PRINT = "print"  # read from the print page
    PORTAL = "portal"  # read from a portal's copy
    PAYWALL = "paywall"
    BOT_WALL = "bot_wall"
    SOFT_404 = "soft_404"  # "no such article", said with status 200
    ELSEWHERE = "elsewhere"  # only a signpost: the article is at `follow`
    TOO_SHORT = "too_short"
    NOT_HTML = "not_html"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # the markup could not be read, or not within the limits


USABLE = frozenset({PageOutcome.OK, PageOutcome.AMP, PageOutcome.PRINT, PageOutcome.PORTAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says, without anything that is not the article. `text` has one paragraph a line."""

    outcome: PageOutcome
    text: str
    headline: str | None = None
    byline: str | None = None
    published: datetime | None = None
    section: str | None = None
    canonical: str | None = None  # the outlet's own address of it
    method: str = ""  # which layout or library gave the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """No article to match. `detail` is one line for people."""

    outcome: PageOutcome
    detail: str
    follow: str | None = None  # the address to ask instead
    text: str = ""  # what was found all the same: a paywall's opening, a notice; never matched


PageReading = Article | Unusable
