"""An edition: one issue of a digest, frozen, so that mail, web page and a re-issue in a year all show the same.

It holds facts, not sentences: both languages are printed from it. Texts in it are neutral (see digests.neutral). Nothing here
decides what goes in; digests.compose does.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from aggregator.digests.frozen import from_json, to_json
from aggregator.errors import DatabaseError
from aggregator.model import FailureKind, Field, HealthStatus
from aggregator.text.titles import HeadlineKind

SCHEMA = 1  # rises when a frozen edition of before can no longer be read without help


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text; `marked` where a term stands."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's report of a story: its first of those that were not taken back by a later one."""

    entry: int
    outlet: str  # id
    name: str
    url: str | None
    at: datetime
    headline: str
    language: str
    byline: str | None = None
    copy: bool = False  # a re-print of another outlet's text
    press_release: bool = False
    fresh: bool = True  # came since the last issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A place where a term stands: why the story is here."""

    watchlist: str
    term: str
    variant: str
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a story's rank: a name from docs/digest.md and its points."""

    name: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story as this issue tells it."""

    story: int  # the story's id; below zero for an entry that belongs to no story
    kind: HeadlineKind
    badges: tuple[str, ...]
    headline: tuple[Piece, ...]
    lead: Report  # whose headline and excerpt are shown
    first: Report  # who was first
    others: tuple[Report, ...]  # the other outlets: own reports before re-prints, earliest first
    excerpt: tuple[Piece, ...]
    reasons: tuple[Reason, ...]
    only_body: bool  # no term in headline or summary: the reader must be told why
    watchlists: tuple[str, ...]  # ids, in reading order
    outlets: int
    entries: int
    fresh_entries: int  # of these, came since the last issue
    folded: int  # earlier pieces of an outlet's own chain (속보 → 종합)
    press_releases: int
    day: int  # 1: new; 3: the third day
    outlets_added: int  # since the last issue
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def exclusive(self) -> bool:
        return "단독" in self.badges


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one watchlist brought, in rank order. `stories` are told here, `elsewhere` are told in an earlier section."""

    watchlist: str
    name: str
    group: str  # 자사, 경쟁사 …
    own: bool
    stories: tuple[int, ...]
    leads: tuple[int, ...]  # told at the top of the issue
    elsewhere: tuple[int, ...]
    clippings: int
    usual: int | None  # None: not known yet
    average: float | None  # a day, over the last seven


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A 24-hour slice up to the digest's hour of `date`. `count` is None for days before the newsroom watched."""

    date: date
    count: int | None
    current: bool = False  # belongs to this issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A source that could not be read as it should. Status FAILING and REFUSED count as down when `feeds` == `of`."""

    outlet: str
    name: str
    status: HealthStatus
    failure: FailureKind | None
    detail: str
    feeds: int  # how many of its feeds have this trouble
    of: int
    since: datetime | None
    last_ok_at: datetime | None
    last_new_at: datetime | None

    @property
    def down(self) -> bool:
        return self.feeds == self.of and self.status in (HealthStatus.FAILING, HealthStatus.REFUSED, HealthStatus.NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """How well the sources were read in this window."""

    outlets: int
    troubles: tuple[Trouble, ...]
    entries: int  # collected in the window, ours or not
    reached: int  # outlets that answered at least once in the window

    @property
    def down(self) -> int:
        return sum(trouble.down for trouble in self.troubles)

    @property
    def failing(self) -> int:
        return sum(t.status in (HealthStatus.FAILING, HealthStatus.REFUSED, HealthStatus.NEW) for t in self.troubles)

    @property
    def nothing(self) -> bool:
        return self.reached == 0 and self.entries == 0

    @property
    def poor(self) -> bool:
        """More than a fifth of the sources were down."""
        return self.nothing or self.down * 5 > self.outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One issue, frozen. `usual` is the median of the same weekdays; None while there is too little history."""

    schema: int = SCHEMA
    digest: str
    name: str
    language: str
    timezone: str
    issue_date: date
    start: datetime
    end: datetime
    missed: tuple[date, ...]  # issues folded into this one
    frozen_at: datetime
    excerpt_chars: int
    days_covered: int
    clippings: int
    usual: int | None
    exclusives: int
    cards: tuple[Card, ...]  # every story once, in rank order
    leads: tuple[int, ...]  # story ids
    sections: tuple[Section, ...]
    apart: tuple[int, ...]  # opinion, personnel, photo: set apart below the sections
    trend: tuple[Day, ...]
    collection: Collection
    held_letters: int  # letters of earlier issues whose fate is unknown
    entries: tuple[int, ...]  # ids of the clippings' entries

    @property
    def stories(self) -> int:
        return len(self.cards)


def write_edition(edition: Edition) -> str:
    """The edition as JSON, for the database and for programs."""
    return to_json(edition)


def read_edition(text: str) -> Edition:
    """Raises DatabaseError for a snapshot that a newer program wrote, or that is damaged."""
    try:
        schema = json.loads(text)["schema"]
        if schema <= SCHEMA:
            return from_json(Edition, text)
    except (ValueError, KeyError, TypeError) as error:
        raise DatabaseError(
            f"a stored edition cannot be read: {error}", hint="restore a backup of the database"
        ) from error
    raise DatabaseError(
        f"a stored edition has form {schema}, newer than this program's {SCHEMA}", hint="update aggregator"
    )
