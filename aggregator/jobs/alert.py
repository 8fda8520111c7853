"""Announces stories of urgent watchlists at once: one letter per recipient, each story once, never in quiet hours.

What may not go out at once waits and comes with the next announcement, which says how much was held back and why. This
module decides when; aggregator.digests.alert says it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aggregator.delivery.dkim import find_dkim_key
from aggregator.delivery.headers import read_mailbox
from aggregator.delivery.held_note import HELD_FOR_CAP, HELD_FOR_QUIET, held_note
from aggregator.delivery.letters import NOBODY, Draft, write_letter
from aggregator.delivery.unsubscribe import get_unsubscribe_key, make_token, unsubscribe_mailto, unsubscribe_url
from aggregator.digests.alert import make_alert
from aggregator.digests.render import Rendered, render_alert
from aggregator.jobs.forms import templates_of
from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.match.excerpt import find_excerpt
from aggregator.model import Alerts, Channel, Clipping, Digest, Field, Letter, Recipient, StoredEntry
from aggregator.newsroom import Newsroom
from aggregator.store import alerts as memory
from aggregator.store.alerts import AlertState, Sighting, WaitingStory
from aggregator.store.clippings import find_clippings_of
from aggregator.store.entries import get_entries
from aggregator.store.outbox import add_letter
from aggregator.store.suppressions import is_suppressed

LOOK_BACK = timedelta(
    hours=6
)  # an entry seen earlier (a new feed's first list, a watchlist run over history) is no news
STALE = timedelta(hours=12)  # published so long before we saw it: a feed that turned up, not an event
HOUR = timedelta(hours=1)
LISTED = 20  # stories below the first; the digest has them all
EXCERPT_CAP = 120  # characters, whatever the digest allows: copyright (FIELD_NOTES, "The mail")


def find_due(newsroom: Newsroom, now: datetime) -> Sequence[str]:
    """The digests with a new story, or with stories that waited long enough."""
    return tuple(digest.id for digest in newsroom.newsfile.digests if _is_due(newsroom, digest, now))


def announce(newsroom: Newsroom, piece: Piece, now: datetime) -> Outcome:
    """Remembers what is new, then tells everything that waits, if this is the hour for it."""
    digest = next(digest for digest in newsroom.newsfile.digests if digest.id == piece)
    held_for = _held_for(newsroom, digest, now)
    with newsroom.database.write() as connection:
        sightings = memory.find_sightings(connection, digest.id, urgent_watchlists(newsroom, digest), now - LOOK_BACK)
        memory.add_sightings(connection, digest.id, {sighting: _judge(sighting, held_for) for sighting in sightings})
    told, letters = (0, 0) if held_for else _tell(newsroom, digest, now)
    facts = (("new", len(sightings)), ("told", told), ("letters", letters), ("held_for", held_for or None))
    return Outcome(event="alert", subject=digest.id, facts=facts)


def urgent_watchlists(newsroom: Newsroom, digest: Digest) -> tuple[str, ...]:
    """The ids of a digest's watchlists that are marked urgent."""
    return tuple(id_ for id_ in digest.watchlists if id_ in newsroom.watchlists and newsroom.watchlists[id_].urgent)


def is_quiet(alerts: Alerts, zone: str, now: datetime) -> bool:
    """Whether local wall time is within [quiet_from, quiet_until), which may span midnight."""
    start, end = alerts.quiet_from, alerts.quiet_until
    if start is None or end is None or start == end:
        return False
    local = now.astimezone(ZoneInfo(zone)).time()
    return start <= local < end if start < end else local >= start or local < end


def _is_due(newsroom: Newsroom, digest: Digest, now: datetime) -> bool:
    watchlists = urgent_watchlists(newsroom, digest)
    if not watchlists or not _recipients(digest):
        return False
    with newsroom.database.read() as connection:
        if memory.find_sightings(connection, digest.id, watchlists, now - LOOK_BACK):
            return True
        waiting = memory.find_waiting_stories(connection, digest.id)
    return bool(waiting) and not _held_for(newsroom, digest, now)


def _recipients(digest: Digest) -> tuple[Recipient, ...]:
    """Who is alerted: the digest's readers, unless others are named."""
    return digest.alerts.recipients or digest.recipients


def _held_for(newsroom: Newsroom, digest: Digest, now: datetime) -> str:
    """Why nothing may be told now; empty when it may."""
    if is_quiet(digest.alerts, digest.timezone, now):
        return HELD_FOR_QUIET
    with newsroom.database.read() as connection:
        told = memory.count_announcements(connection, digest.id, now - HOUR, now)
    return HELD_FOR_CAP if told >= digest.alerts.hourly_cap else ""


def _judge(sighting: Sighting, held_for: str) -> tuple[AlertState, str]:
    if sighting.published is not None and sighting.first_seen - sighting.published > STALE:
        return AlertState.OLD, ""
    return AlertState.WAITING, held_for


class _OvertakenError(Exception):
    """Another process told these stories in the meantime: nothing of ours may be queued."""


def _tell(newsroom: Newsroom, digest: Digest, now: datetime) -> tuple[int, int]:
    """Queues one letter per recipient about all that waits; returns the numbers of stories and letters."""
    with newsroom.database.read() as connection:
        waiting = memory.find_waiting_stories(connection, digest.id)
    if not waiting:
        return 0, 0
    letters = _write_letters(newsroom, digest, waiting, now)
    try:
        return len(waiting), _queue(newsroom, digest, waiting, letters, now)
    except _OvertakenError:
        return 0, 0


def _queue(
    newsroom: Newsroom, digest: Digest, waiting: Sequence[WaitingStory], letters: Sequence[Letter], now: datetime
) -> int:
    with newsroom.database.write() as connection:
        if not memory.mark_announced(connection, digest.id, [story.story_id for story in waiting], now):
            raise _OvertakenError
        return sum(
            add_letter(connection, letter, edition_id=None, now=now)
            for letter in letters
            if not is_suppressed(connection, letter.address, digest.id)
        )


def _write_letters(
    newsroom: Newsroom, digest: Digest, waiting: Sequence[WaitingStory], now: datetime
) -> tuple[Letter, ...]:
    news = _gather(newsroom, digest, waiting)
    if not news:
        return ()
    # The stories name the letter, so that one told twice by two processes is one letter.
    told = hashlib.sha256(",".join(str(story.story_id) for story in waiting).encode()).hexdigest()[:16]
    sender = digest.sender or newsroom.settings.mail_from
    signed = any(recipient.channel is Channel.EMAIL for recipient in _recipients(digest))
    dkim = find_dkim_key(newsroom.settings, sender) if sender and signed else None
    letters = []
    for recipient in _recipients(digest):
        ways = _ways_out(newsroom, digest, recipient, sender)
        leave = ways.get("unsubscribe_url") or ways.get("unsubscribe_mailto")
        printed = _print(newsroom, digest, news, recipient.language or digest.language, leave)
        draft = Draft(
            subject=printed.subject,
            text=printed.text,
            html=printed.html,
            chat=printed.chat,
            date=now.astimezone(ZoneInfo(digest.timezone)),
            sender=sender,
            list_id=f"{digest.name} <{digest.id}.alerts.{read_mailbox(sender or NOBODY).domain}>",
            reply_to=digest.reply_to,
            dkim=dkim,
            resend_unknown=digest.resend_unknown,
        )
        # An address may hold a chat service's secret, and keys are shown.
        reader = hashlib.sha256(f"{recipient.channel.value}:{recipient.address}".encode()).hexdigest()[:16]
        letters.append(write_letter(draft, recipient, f"alert:{digest.id}:{told}:{reader}", **ways))
    return tuple(letters)


def _ways_out(newsroom: Newsroom, digest: Digest, recipient: Recipient, sender: str | None) -> dict[str, str]:
    if recipient.channel is not Channel.EMAIL or sender is None:
        return {}
    token = make_token(get_unsubscribe_key(newsroom.settings, newsroom.database), recipient.address, digest.id)
    ways = {"unsubscribe_mailto": unsubscribe_mailto(digest.reply_to or sender, token)}
    if newsroom.settings.base_url:
        ways["unsubscribe_url"] = unsubscribe_url(newsroom.settings.base_url, token)
    return ways


@dataclass(frozen=True, slots=True)
class _News:
    """One story to tell, by its first entry that is ours."""

    stored: StoredEntry
    watchlists: tuple[str, ...]  # names
    excerpt: str
    held_for: str


def _gather(newsroom: Newsroom, digest: Digest, waiting: Sequence[WaitingStory]) -> tuple[_News, ...]:
    """What waits, without entries that expired or are no longer ours."""
    with newsroom.database.read() as connection:
        entries = get_entries(connection, [story.entry_id for story in waiting])
        clippings = find_clippings_of(connection, entries)
    urgent = urgent_watchlists(newsroom, digest)
    news = []
    for story in waiting:
        caught = [one for one in clippings if one.stored.id == story.entry_id and one.watchlist in urgent]
        if story.entry_id in entries and caught:
            caught.sort(key=lambda one: urgent.index(one.watchlist))
            names = tuple(newsroom.watchlists[one.watchlist].name for one in caught)
            excerpt = _excerpt(caught[0], digest.excerpt_chars)
            news.append(_News(entries[story.entry_id], names, excerpt, story.held_for))
    return tuple(news)


def _excerpt(clipping: Clipping, limit: int) -> str:
    """The sentence of the summary that matched; a body is for matching only and never shown."""
    spans = tuple((match.start, match.end) for match in clipping.matches if match.field is Field.SUMMARY)
    return find_excerpt(clipping.stored.entry.summary, spans, min(limit, EXCERPT_CAP)).text if spans else ""


def _print(
    newsroom: Newsroom, digest: Digest, news: Sequence[_News], language: str, unsubscribe_url: str | None
) -> Rendered:
    first, others = news[0], news[1:]
    page = make_alert(
        first.stored,
        newsroom.outlets.get(first.stored.outlet),
        watchlist=", ".join(first.watchlists),
        timezone=digest.timezone,
        language=language,
        excerpt=first.excerpt,
        held=tuple(one.stored for one in others[:LISTED]),
        held_note=held_note(
            [one.held_for for one in news],
            language=language,
            quiet_hours=_shown_quiet(digest.alerts),
            hourly_cap=digest.alerts.hourly_cap,
            left_out=max(0, len(others) - LISTED),
        ),
        unsubscribe_url=unsubscribe_url,
    )
    return render_alert(page, templates_of(digest))


def _shown_quiet(alerts: Alerts) -> str:
    if alerts.quiet_from is None or alerts.quiet_until is None:
        return ""
    return f"{alerts.quiet_from:%H:%M}–{alerts.quiet_until:%H:%M}"


ROUTINE = Routine(name="alert", every=timedelta(seconds=20), due=find_due, do=announce)
