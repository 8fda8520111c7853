"""Publishes issues: asks which digest's hour has come, freezes the edition, prints it, and queues its letters.

Edition and letters are written in one transaction, unique on (digest, issue date) and on each letter's key: a second process,
a repeated tick or a crash only means that `due` is asked again. Nothing is sent here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from aggregator.delivery.unsubscribe import get_unsubscribe_key
from aggregator.digests.compose import EditionInput, build_edition
from aggregator.digests.edition import Edition
from aggregator.digests.history import history_start
from aggregator.digests.window import Window, find_due, find_next
from aggregator.errors import AggregatorError
from aggregator.jobs.archive import write_archive
from aggregator.jobs.cluster import place_pending
from aggregator.jobs.health import assess_feeds
from aggregator.jobs.letters import Press
from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.model import Digest, Letter, LetterState
from aggregator.newsroom import Newsroom
from aggregator.store.clippings import count_clippings, find_clippings
from aggregator.store.editions import (
    add_edition,
    count_collected,
    find_caught,
    find_edition,
    find_edition_id,
    find_last_window,
    find_watched_since,
)
from aggregator.store.outbox import add_letter, count_letters
from aggregator.store.stories import find_stories
from aggregator.store.suppressions import is_suppressed


@dataclass(frozen=True, slots=True)
class Due:
    """One issue whose hour has come."""

    digest: str
    issue_date: date

    def __str__(self) -> str:
        return f"{self.digest} {self.issue_date.isoformat()}"


def find_digest(newsroom: Newsroom, digest_id: str) -> Digest:
    """Raises AggregatorError for a digest that feeds.yaml does not know."""
    for digest in newsroom.newsfile.digests:
        if digest.id == digest_id:
            return digest
    known = ", ".join(digest.id for digest in newsroom.newsfile.digests) or "none"
    raise AggregatorError(f"there is no digest {digest_id!r}", hint=f"feeds.yaml has: {known}")


def due(newsroom: Newsroom, now: datetime) -> Sequence[Due]:
    """The issues to publish, oldest first within each digest."""
    return tuple(
        Due(digest.id, window.issue_date)
        for digest in newsroom.newsfile.digests
        for window in _windows(newsroom, digest, now)
    )


def do(newsroom: Newsroom, piece: Piece, now: datetime) -> Outcome:
    """Publishes one issue, if nobody else has by now."""
    assert isinstance(piece, Due)
    digest = find_digest(newsroom, piece.digest)
    window = next((w for w in _windows(newsroom, digest, now) if w.issue_date == piece.issue_date), None)
    if window is None:
        return Outcome(event="publish", subject=str(piece), detail="published already")
    return publish(newsroom, digest, window, now)


def publish(newsroom: Newsroom, digest: Digest, window: Window, now: datetime) -> Outcome:
    """Freezes, prints and queues the issue of a window.

    A poll that began before the cut may write its clippings while the edition is made: then the edition is made again, so
    that what belongs to the window is in it. What is written after the freeze goes into the next one (`news_time`).
    """
    while True:
        caught = _count_caught(newsroom, digest, window)
        edition = compose(newsroom, digest, window, now)
        letters, refused = _letters(newsroom, digest, edition, now)
        with newsroom.database.write() as connection:
            if count_clippings(connection, digest.watchlists, window.start, window.end) != caught:
                continue
            edition_id = add_edition(connection, edition)
            if edition_id is None:
                return Outcome(event="publish", subject=f"{digest.id} {window.issue_date}", detail="published already")
            queued = sum(add_letter(connection, letter, edition_id=edition_id, now=now) for letter in letters)
        return _outcome(edition, queued, (*refused, *_archive(newsroom)))


def reissue(newsroom: Newsroom, digest: Digest, edition: Edition, now: datetime) -> Outcome:
    """Prints a frozen edition again and queues it for every reader, whoever had it before."""
    letters, refused = _letters(newsroom, digest, edition, now)
    again = f":again:{now:%Y%m%dT%H%M%SZ}"
    with newsroom.database.write() as connection:
        edition_id = find_edition_id(connection, digest.id, edition.issue_date)
        queued = sum(
            add_letter(connection, replace(letter, key=letter.key + again), edition_id=edition_id, now=now)
            for letter in letters
        )
    return _outcome(edition, queued, refused)


def compose(newsroom: Newsroom, digest: Digest, window: Window, now: datetime) -> Edition:
    """The edition of a window as the database knows it now; stores nothing but the places of entries in stories."""
    place_pending(newsroom, now)
    health = assess_feeds(newsroom, now)
    wanted = tuple(name for name in digest.watchlists if name in newsroom.watchlists)
    with newsroom.database.read() as connection:
        clippings = find_clippings(connection, wanted, window.start, window.end)
        given = EditionInput(
            digest=digest,
            window=window,
            frozen_at=now,
            watchlists=newsroom.newsfile.watchlists,
            outlets=newsroom.outlets,
            clippings=clippings,
            stories=find_stories(connection, {one.stored.id for one in clippings}, newsroom.outlets),
            caught=find_caught(connection, wanted, history_start(digest, window), window.start),
            watched_since=find_watched_since(connection),
            health=health,
            collected=count_collected(connection, window.start, window.end),
            held_letters=count_letters(connection).get(LetterState.HELD, 0),
        )
    return build_edition(given)


def find_issue(newsroom: Newsroom, digest: Digest, issue_date: date) -> Edition | None:
    """The frozen edition of a date."""
    with newsroom.database.read() as connection:
        return find_edition(connection, digest.id, issue_date)


def open_window(newsroom: Newsroom, digest: Digest, now: datetime) -> Window:
    """The window whose issue comes next: one that is due, else the one still being gathered."""
    waiting = _windows(newsroom, digest, now)
    if waiting:
        return waiting[0]
    with newsroom.database.read() as connection:
        last = find_last_window(connection, digest.id)
    following = find_next(digest, now)
    return replace(following, start=last.end) if last is not None and last.end < following.end else following


def _count_caught(newsroom: Newsroom, digest: Digest, window: Window) -> Mapping[str, int]:
    with newsroom.database.read() as connection:
        return count_clippings(connection, digest.watchlists, window.start, window.end)


def _windows(newsroom: Newsroom, digest: Digest, now: datetime) -> tuple[Window, ...]:
    with newsroom.database.read() as connection:
        return find_due(digest, find_last_window(connection, digest.id), find_watched_since(connection), now)


def _letters(
    newsroom: Newsroom, digest: Digest, edition: Edition, now: datetime
) -> tuple[tuple[Letter, ...], tuple[str, ...]]:
    if not edition.clippings and not digest.send_empty and not edition.collection.nothing:
        return (), ()
    with newsroom.database.read() as connection:
        readers = [one for one in digest.recipients if not is_suppressed(connection, one.address, digest.id)]
    press = Press(newsroom, digest, edition, get_unsubscribe_key(newsroom.settings, newsroom.database))
    return press.letters(readers, now)


def _archive(newsroom: Newsroom) -> tuple[str, ...]:
    """The issue is published whether or not its file could be written; what went wrong is said."""
    if newsroom.settings.archive_dir is None:
        return ()
    try:
        write_archive(newsroom, newsroom.settings.archive_dir)
    except AggregatorError as error:
        return (str(error),)
    return ()


def _outcome(edition: Edition, queued: int, troubles: Sequence[str]) -> Outcome:
    return Outcome(
        event="publish",
        subject=f"{edition.digest} {edition.issue_date.isoformat()}",
        ok=not troubles,
        detail="; ".join(troubles),
        facts=(("clippings", edition.clippings), ("stories", edition.stories), ("letters", queued)),
    )


def _lane(piece: Piece) -> str:
    assert isinstance(piece, Due)
    return piece.digest  # an issue begins where the one before it ended


ROUTINE = Routine(name="publish", every=timedelta(minutes=1), due=due, do=do, lane=_lane)
