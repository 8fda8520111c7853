"""The nouns of a printed page: what templates get. Their names are part of the product (docs/digest.md lists them).

Every text in them is made and neutral, every number chosen. Nothing here computes.
"""

from dataclasses import dataclass

from aggregator.digests.charts import Cell, Column
from aggregator.digests.edition import Piece
from aggregator.digests.words import Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much detail fits: full stories, lines and outlet names in a section; None means all."""

    cards: int
    lines: int | None = None
    names: int = 5
    excerpts: int = 99  # stories of a section with an excerpt
    pointers: int = 6
    sections: int | None = None
    bars: int | None = None  # rows of the volume chart, the largest
    line_links: bool = True  # addresses under the lines of the text part
    columns: bool = True  # lines as two columns, headline and outlet; else run in


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOptions:
    """What differs between letters of one edition. Addresses are absolute URLs or None."""

    language: str = "ko"
    subject: str | None = None  # the digest's own pattern: {name} {date} {articles} {stories} {exclusives} {headline}
    unsubscribe_url: str | None = None
    web_url: str | None = None
    archive_url: str | None = None
    other_url: str | None = None  # the edition in the other language


@dataclass(frozen=True, slots=True)
class Badge:
    """A small label. Tone: red for an exclusive, grey for the rest."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere; without a URL only the name is shown."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story told in full."""

    number: int | None
    badges: tuple[Badge, ...]
    continuing: str
    grown: str
    headline: tuple[Piece, ...]
    url: str | None
    language: str | None  # when it is not the page's
    outlet: str
    when: str
    byline: str
    starter: str  # said before the outlet when it was first
    first: str  # who was first and when, if not the piece shown
    others: str  # how many outlets besides
    entries: str
    notes: tuple[str, ...]
    excerpt: tuple[Piece, ...]
    also: tuple[Link, ...]
    reprints: tuple[Link, ...]
    more: str
    why: str

    @property
    def title(self) -> str:
        return "".join(piece.text for piece in self.headline)

    @property
    def summary(self) -> str:
        return "".join(piece.text for piece in self.excerpt)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A story on one line."""

    number: int | None
    badges: tuple[Badge, ...]
    title: str
    url: str | None
    language: str | None
    outlet: str
    plus: str  # further outlets
    note: str  # where it is told, or which term stands only in the body


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """One watchlist's part of the issue."""

    name: str
    group: str
    own: bool
    counts: str
    pointers: tuple[LineView, ...]
    stories: tuple[StoryView, ...]
    lines: tuple[LineView, ...]
    left_out: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """One row of a bar chart: figure in bold, then what is said of it."""

    name: str
    cells: tuple[Cell, ...]
    figure: str
    delta: str
    up: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a small heading."""

    name: str
    lines: tuple[LineView, ...]
    left_out: Link | None


@dataclass(frozen=True, slots=True)
class TroubleView:
    """A source and its trouble; or a trouble and its sources, when they are many."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedIssue:
    """One line of the archive's index."""

    title: str
    summary: str
    links: tuple[Link, ...]  # one for each language, relative to the index


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that a template prints."""

    language: str
    subject: str
    title: str
    name: str
    date: str
    summary: str
    exclusives: str
    warnings: tuple[str, ...]
    byline: tuple[str, ...]  # window, reading time
    links: tuple[Link, ...]
    leads: tuple[StoryView, ...]
    bars: tuple[BarView, ...]
    compared: bool  # some bar has a usual
    trend: tuple[Column, ...]
    trend_facts: str
    sections: tuple[SectionView, ...]
    sections_left_out: Link | None
    apart: tuple[Group, ...]
    quiet: tuple[str, ...]
    quiet_note: str
    shares: tuple[BarView, ...]
    failing: str
    collected: str
    troubles: tuple[TroubleView, ...]
    held: str
    addressed: str
    made: str
    footer_links: tuple[Link, ...]
    columns: bool
    line_links: bool
    t: Labels
