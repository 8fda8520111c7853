"""The nouns that flow between rooms, as frozen data; docs/glossary.md says what each word means.

A type lives here when two rooms use it. Times are aware UTC; `None` means "not known". This module must not compute,
read a file, or look at the clock.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

# --- What the editors want (made by config from feeds.yaml) ---------------------------------------------------------


class Field(StrEnum):
    """The parts of an entry in which a term may be looked for."""

    TITLE = "title"
    SUMMARY = "summary"
    BODY = "body"
    BYLINE = "byline"
    OUTLET = "outlet"
    SECTION = "section"


TEXT_FIELDS = (Field.TITLE, Field.SUMMARY, Field.BODY)


class TermKind(StrEnum):
    """A name has organisation tails (네이버클라우드); a topic has compounds (기준금리)."""

    NAME = "name"
    TOPIC = "topic"


class Compounds(StrEnum):
    """Whether a term matches as part of a longer word: always, only in ways the rules know, or never."""

    YES = "yes"
    KNOWN = "known"
    NO = "no"


class FullText(StrEnum):
    """When the article's page is fetched (issue: full text)."""

    NEVER = "never"
    MISSING = "missing"  # when the feed gave no text
    CANDIDATES = "candidates"  # when title or outlet makes a match plausible
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed of an outlet. Its URL as configured is its identity."""

    url: str
    outlet: str
    section: str | None = None
    interval: timedelta | None = None  # a fixed polling interval; None: the pace adapts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes. `id` scopes guids and never changes; `name` is what readers see."""

    id: str
    name: str
    type: str
    tier: int = 2  # 1 (most weight) to 3
    timezone: str = "Asia/Seoul"
    language: str = "ko"
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    charset: str | None = None  # overrides whatever the feed declares
    proxy: str | None = None
    full_text: FullText | None = None
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word or phrase to look for, with everything that belongs to the same thing."""

    text: str
    kind: TermKind | None = None  # None: the matcher decides by the term's form
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # a sentence holding one of these does not count
    near: tuple[str, ...] = ()  # the sentence must hold one of these
    require: tuple[str, ...] = ()  # the entry must hold one of these
    compounds: Compounds = Compounds.KNOWN
    fields: tuple[Field, ...] = TEXT_FIELDS
    regex: bool = False
    case: bool | None = None  # True: letter case matters; None: by the term's form (capitals: yes)
    sense: str | None = None  # what is meant, in free words (포털 다음): evidence where the word means other things too


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """What one part of the house wants to know about: any of, all of, none of these terms, or a query line."""

    id: str
    name: str
    section: str = "업계"
    any: tuple[Term, ...] = ()
    all: tuple[Term, ...] = ()
    none: tuple[Term, ...] = ()
    query: str | None = None
    outlets: tuple[str, ...] = ()  # ids; empty: every outlet
    hanja: bool = True  # headline hanja (美 → 미국) count as their words
    urgent: bool = False  # alerts within one poll of the first sighting
    full_text: FullText | None = None


class Channel(StrEnum):
    """How a letter leaves the house."""

    EMAIL = "email"
    DIRECTORY = "directory"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Where a letter goes: a mail address, a directory, or a chat service's (secret) Apprise URL."""

    channel: Channel
    address: str
    name: str = ""
    language: str | None = None  # None: the digest's


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Instant alerts of a digest's urgent watchlists. Hours are local wall time; the cap counts letters an hour."""

    recipients: tuple[Recipient, ...] = ()
    quiet_from: time | None = None
    quiet_until: time | None = None
    hourly_cap: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A standing order: which watchlists, at what local time, on which days, to whom, in what form."""

    id: str
    name: str
    watchlists: tuple[str, ...]  # ids, in reading order
    at: time
    timezone: str = "Asia/Seoul"
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # Monday is 0
    holidays: str | None = None  # a country code (KR): no issue on its public holidays
    language: str = "ko"
    recipients: tuple[Recipient, ...] = ()
    sections: tuple[str, ...] = ()  # order of watchlist sections; empty: as the watchlists come
    templates: str | None = None  # a directory whose templates override reports/
    excerpt_chars: int = 120  # 0: no excerpt
    send_empty: bool = True
    demote: tuple[str, ...] = ("opinion", "personnel", "photo")  # set apart below the stories
    subject: str | None = None
    sender: str | None = None  # None: AGGREGATOR_MAIL_FROM
    reply_to: str | None = None
    resend_unknown: bool = False  # letters of unknown fate: True sends the same bytes again, False holds them
    alerts: Alerts = Alerts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """How outlets are asked. Sizes in bytes."""

    interval: timedelta = timedelta(minutes=30)  # for a feed not yet known
    shortest: timedelta = timedelta(minutes=10)
    longest: timedelta = timedelta(hours=6)
    deadline: timedelta = timedelta(seconds=30)  # for one request, redirects and all
    max_wire_bytes: int = 10_000_000
    max_decoded_bytes: int = 20_000_000
    concurrency: int = 16  # hosts asked at once
    host_spacing: timedelta | None = None  # between requests to one host; None: 1 s, but none on this machine
    user_agent: str = "Mozilla/5.0 (compatible; aggregator/0.1; news monitoring)"
    proxy: str | None = None
    allow_hosts: tuple[str, ...] = ()  # names or networks (10.0.0.0/8) that may be private
    full_text: FullText = FullText.MISSING
    pages_per_hour: int = 120  # article pages asked of one host


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is stored is kept."""

    entries: timedelta = timedelta(days=365)
    full_text: timedelta = timedelta(days=14)
    polls: timedelta = timedelta(days=30)
    editions: timedelta = timedelta(days=1095)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """How entries are gathered into stories."""

    fold_photos: bool = False  # the pictures that one outlet shows of one event are one story


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsfile:
    """All of feeds.yaml."""

    outlets: tuple[Outlet, ...]
    watchlists: tuple[Watchlist, ...] = ()
    digests: tuple[Digest, ...] = ()
    polling: Polling = Polling()
    stories: Gathering = Gathering()
    retention: Retention = Retention()
    groups: tuple[tuple[str, tuple[Recipient, ...]], ...] = ()


# --- What came over the network (made by fetch) ---------------------------------------------------------------------


class FailureKind(StrEnum):
    """Why a feed or page gave nothing; the kind decides the back-off and the words people read."""

    DNS = "dns"
    REFUSED_ADDRESS = "refused_address"  # the address guard said no
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    INTERRUPTED = "interrupted"  # the answer broke off, or its length or compression is incomplete
    PROTOCOL = "protocol"  # not HTTP as it should be
    TOO_LARGE = "too_large"
    COMPRESSION = "compression"  # a bomb, or a coding nobody asked for
    REDIRECT = "redirect"  # loop, too many, or to a place that is no web address
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    NOT_MODIFIED_UNASKED = "not_modified_unasked"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    UNREADABLE = "unreadable"  # looks like a feed, but no entry could be read
    PARSER_LIMIT = "parser_limit"  # the parser exceeded its time or memory
    ROBOTS = "robots"  # robots.txt asks us to stay away (pages only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A complete answer with a body."""

    url: str  # after redirects
    status: int
    body: bytes  # decoded from its content coding
    content_type: str | None
    etag: str | None
    last_modified: str | None
    max_age: timedelta | None  # Cache-Control
    moved_to: str | None  # where an unbroken chain of permanent redirects led
    elapsed: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing changed since the validators we sent."""

    url: str
    etag: str | None
    last_modified: str | None
    max_age: timedelta | None
    moved_to: str | None
    elapsed: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """Nothing usable came. `detail` is one line for people, without secrets."""

    kind: FailureKind
    detail: str
    status: int | None = None
    retry_after: timedelta | None = None
    elapsed: timedelta = timedelta()


FetchOutcome = Fetched | NotModified | FetchFailed


# --- What it says (made by feeds.parse) -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed in Atom's words; texts are plain text, without markup or entities."""

    guid: str | None
    url: str | None  # as the feed gave it, made absolute; only http and https
    title: str
    summary: str = ""
    body: str = ""  # the full content, where the feed carries it beside the summary
    byline: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed's entries in its own order, newest first as a rule, and what it says of itself."""

    title: str
    entries: tuple[Entry, ...]
    format: str  # rss, atom, rdf, json, sitemap
    charset: str
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()  # GMT, as RSS says
    problems: tuple[str, ...] = ()  # what had to be mended, one line each


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseFailed:
    """No entry could be read. `kind` is NOT_A_FEED, EMPTY, UNREADABLE or PARSER_LIMIT."""

    kind: FailureKind
    detail: str
    alternates: tuple[str, ...] = ()  # feeds that a page named instead


# --- What we knew and what is new (made by store and feeds) -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an entry can be recognised by within its outlet. `key` is unique there; the rest is evidence."""

    key: str
    guid: str | None
    url_key: str | None  # canonical URL
    title_key: str  # normalised title


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """A stored entry, as far as changes need to know it."""

    id: int
    identity: Identity
    title: str
    summary: str
    published: datetime | None
    digest: str  # of title, summary and body, to see an edit
    earlier: "tuple[Revision, ...]" = ()  # what it said before, so that two feeds at odds do not revise it for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we knew of a feed before this poll. A feed never polled has only its URL."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None  # when its list last held an entry that the list before did not
    next_poll_at: datetime | None = None
    interval: timedelta | None = None
    reason: str = ""  # why next_poll_at is what it is, in words
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    failure: FailureKind | None = None
    failure_detail: str = ""
    window_keys: tuple[str, ...] = ()  # identity keys of the last list, to see a gap
    window_span: timedelta | None = None  # oldest to newest of the last list
    usual_gap: timedelta | None = None  # the median time between two entries of the last list
    longest_gap: timedelta | None = None  # the longest such time
    newest_published: datetime | None = None  # of the last list, by its own dates
    gap_at: datetime | None = None  # the last poll that shared no entry with the one before
    gaps: int = 0
    moved_to: str | None = None
    moved_sightings: tuple[datetime, ...] = ()
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """One past poll of a feed; `new` counts entries not seen before."""

    at: datetime
    failure: FailureKind | None
    entries: int
    new: int
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When to ask a feed again, and why, in words."""

    interval: timedelta
    next_poll_at: datetime
    reason: str


class HealthStatus(StrEnum):
    """A feed's state as people need to know it, best first."""

    OK = "ok"
    NEW = "new"  # never polled
    MOVED = "moved"
    GAP = "gap"
    FROZEN = "frozen"
    FAILING = "failing"
    REFUSED = "refused"  # forbidden, or the address guard said no


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """One feed's health, ready for the table and the digest's footer."""

    feed: Feed
    status: HealthStatus
    since: datetime | None
    last_ok_at: datetime | None
    last_new_at: datetime | None
    detail: str  # one line
    failure: FailureKind | None = None  # when FAILING or REFUSED, if known


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry with what the store knows of it."""

    id: int
    outlet: str
    first_seen: datetime
    entry: Entry
    section: str | None = None  # of the feed that first brought it
    full_text: str | None = None
    revised_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What an entry said before it was edited."""

    seen_at: datetime
    title: str
    summary: str


# --- What is ours (made by match) -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One place where a watchlist's term stands: offsets into the field's raw text, and the rule that accepted it."""

    watchlist: str
    term: str
    variant: str  # as it stands in the text
    field: Field
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipping:
    """An entry that is ours, for one watchlist."""

    watchlist: str
    stored: StoredEntry
    matches: tuple[Match, ...]
    seen_at: datetime  # when it became ours: first seen, or when an edit or the full text first matched


# --- The same event in many outlets (made by stories) ------------------------------------------------------------------


class Relation(StrEnum):
    """How two entries belong together, closest first."""

    SAME_ENTRY = "same_entry"
    COPY = "copy"
    SAME_STORY = "same_story"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """An entry's place in a story."""

    stored: StoredEntry
    relation: Relation  # to the story's other entries; the first to arrive is SAME_STORY
    copy_of: int | None = None  # the entry id whose text this one repeats
    superseded_by: int | None = None  # the later piece of the same outlet's chain
    press_release: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event: a lead and the other entries, first-seen order."""

    id: int
    lead: int  # entry id
    members: tuple[StoryMember, ...]
    first_seen: datetime


# --- What leaves the house (made by jobs, carried by delivery) --------------------------------------------------------


class LetterState(StrEnum):
    """Where a letter is. DOT: the final dot may or may not have reached the server."""

    QUEUED = "queued"
    SENDING = "sending"
    DOT = "dot"
    SENT = "sent"
    FAILED = "failed"  # permanently
    HELD = "held"  # of unknown fate
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One envelope. `key` makes it unique for ever; `content` are the exact bytes that leave (CRLF, signed)."""

    key: str
    channel: Channel
    address: str
    subject: str
    content: bytes
    sender: str = ""  # envelope sender
    message_id: str = ""
    html: str = ""  # for the directory channel
    resend_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the other side said when it took a letter."""

    at: datetime
    detail: str = field(default="")
