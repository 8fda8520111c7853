"""An instant alert, ready for templates: one story of an urgent watchlist, and what the hourly cap or the quiet hours held back.

Whether an alert is due is decided elsewhere; here it only gets its words.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aggregator.digests.neutral import HEADLINE, NAME, clipped, neutral, neutral_byline, neutral_link
from aggregator.digests.page import Badge, Link
from aggregator.digests.strings import strings_for
from aggregator.digests.words import Labels
from aggregator.model import Outlet, StoredEntry
from aggregator.text.titles import split_headline


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """All that an alert's templates print."""

    language: str
    subject: str
    heading: str
    badges: tuple[Badge, ...]
    title: str
    url: str | None
    outlet: str
    when: str
    byline: str
    excerpt: str
    held: tuple[Link, ...]
    held_note: str
    unsubscribe: Link | None
    t: Labels


def make_alert(  # noqa: PLR0913 - an alert has that many parts; all but two are named
    stored: StoredEntry,
    outlet: Outlet | None,
    *,
    watchlist: str,
    timezone: str,
    language: str = "ko",
    excerpt: str = "",
    held: tuple[StoredEntry, ...] = (),
    held_note: str = "",
    unsubscribe_url: str | None = None,
) -> AlertPage:
    """The alert for `stored`. `excerpt` is a passage already chosen and allowed; `held` are entries not alerted one by one."""
    say = strings_for(language)
    headline = split_headline(stored.entry.title)
    title = neutral(headline.text, HEADLINE) or "(—)"
    name = neutral(watchlist, NAME)
    badge = f"[{say.badge(headline.badges[0])}] " if headline.badges else ""
    return AlertPage(
        language=say.code,
        subject=f"[{name}] {badge}{clipped(title, 80)}",
        heading=f"{say.labels.alert} · {name}",
        badges=tuple(Badge(say.badge(one), "red" if one == "단독" else "grey") for one in headline.badges[:2]),
        title=title,
        url=neutral_link(stored.entry.url),
        outlet=neutral(outlet.name if outlet else stored.outlet, NAME),
        when=_when(stored.entry.published or stored.first_seen, timezone),
        byline=neutral_byline(stored.entry.byline) or "",
        excerpt=neutral(excerpt, 120),
        held=tuple(_held(one) for one in held),
        held_note=neutral(held_note),
        unsubscribe=Link(say.labels.unsubscribe, unsubscribe_url) if unsubscribe_url else None,
        t=say.labels,
    )


def _held(stored: StoredEntry) -> Link:
    text = neutral(split_headline(stored.entry.title).text, HEADLINE) or "(—)"
    return Link(text, neutral_link(stored.entry.url))


def _when(at: datetime, timezone: str) -> str:
    local = at.astimezone(ZoneInfo(timezone))
    return f"{local.month}/{local.day} {local:%H:%M}"
