"""Composes an edition: which stories go into an issue, in which section, in which order, and what is said of each.

A pure function of what came: the same input gives the same edition, to the last byte of its JSON. Nothing here formats a
sentence or knows a language's words for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from aggregator.digests.collection import assess_collection
from aggregator.digests.edition import Card, Edition, Section
from aggregator.digests.history import Caught, History
from aggregator.digests.neutral import NAME, neutral
from aggregator.digests.rank import choose_leads, reading_order
from aggregator.digests.telling import Telling, make_card
from aggregator.digests.window import DAY, Window
from aggregator.model import Clipping, Digest, FeedHealth, Outlet, Relation, Story, StoryMember, Watchlist

OWN_GROUPS = frozenset(("자사", "당사", "우리", "우리 회사", "own", "us", "our organisation", "our organization"))


@dataclass(frozen=True, kw_only=True)
class EditionInput:
    """Everything an issue is made of, as the store had it at one moment.

    `clippings` became ours in the window; `stories` are those of their entries (an entry without one counts as its own);
    `caught` are clippings of the past for comparison; `collected` counts all entries first seen in the window.
    """

    digest: Digest
    window: Window
    frozen_at: datetime
    watchlists: tuple[Watchlist, ...]
    outlets: Mapping[str, Outlet]
    clippings: tuple[Clipping, ...]
    stories: tuple[Story, ...] = ()
    caught: tuple[Caught, ...] = ()
    watched_since: datetime | None = None
    health: tuple[FeedHealth, ...] = ()
    collected: int = 0
    held_letters: int = 0

    @cached_property
    def in_order(self) -> tuple[Watchlist, ...]:
        """The digest's watchlists: by section in the configured order, then as the digest names them."""
        by_id = {watchlist.id: watchlist for watchlist in self.watchlists}
        named = [by_id[name] for name in self.digest.watchlists if name in by_id]
        groups = list(dict.fromkeys((*self.digest.sections, *(watchlist.section for watchlist in named))))
        return tuple(sorted(named, key=lambda watchlist: groups.index(watchlist.section)))

    @cached_property
    def own(self) -> frozenset[str]:
        return frozenset(w.id for w in self.in_order if w.section.strip().casefold() in OWN_GROUPS)


def build_edition(given: EditionInput) -> Edition:
    """One issue, frozen."""
    history = History(given.digest, given.window, _all_caught(given), given.watched_since)
    cards = tuple(sorted(_cards(given), key=reading_order))
    own = frozenset(card.story for card in cards if given.own.intersection(card.watchlists))
    leads = choose_leads(cards, own)
    apart = tuple(card.story for card in cards if card.kind in given.digest.demote)
    return Edition(
        digest=given.digest.id,
        name=neutral(given.digest.name, NAME),
        language=given.digest.language,
        timezone=given.digest.timezone,
        issue_date=given.window.issue_date,
        start=given.window.start,
        end=given.window.end,
        missed=given.window.missed,
        frozen_at=given.frozen_at,
        excerpt_chars=given.digest.excerpt_chars,
        days_covered=len(history.covered),
        clippings=len({clipping.stored.id for clipping in given.clippings}),
        usual=history.usual(),
        exclusives=sum(card.exclusive for card in cards),
        cards=cards,
        leads=leads,
        sections=_sections(given, cards, frozenset(leads), frozenset(apart), history),
        apart=apart,
        trend=history.trend(),
        collection=assess_collection(given.health, given.outlets, given.window.start, given.collected),
        held_letters=given.held_letters,
        entries=tuple(sorted({clipping.stored.id for clipping in given.clippings})),
    )


def _all_caught(given: EditionInput) -> Iterable[Caught]:
    yield from given.caught
    for clipping in given.clippings:
        yield Caught(clipping.watchlist, clipping.stored.id, clipping.seen_at)


def _cards(given: EditionInput) -> Iterable[Card]:
    place = {watchlist.id: number for number, watchlist in enumerate(given.in_order)}
    clippings: dict[int, list[Clipping]] = {}
    for clipping in sorted(given.clippings, key=lambda one: (one.stored.id, place.get(one.watchlist, len(place)))):
        clippings.setdefault(clipping.stored.id, []).append(clipping)
    told: set[int] = set()
    for story in (
        *sorted(given.stories, key=lambda story: story.id),
        *(_alone(found[0]) for found in clippings.values()),
    ):
        members = tuple(m for m in story.members if m.stored.first_seen < given.window.end or m.stored.id in clippings)
        ours = [one for m in members if m.stored.id not in told for one in clippings.get(m.stored.id, ())]
        if ours:
            told.update(one.stored.id for one in ours)
            yield make_card(_telling(given, story, members, tuple(ours)))


def _alone(clipping: Clipping) -> Story:
    """A story of one, for an entry that was not placed (yet). Its id is below zero: no real story has such."""
    member = StoryMember(stored=clipping.stored, relation=Relation.SAME_STORY)
    entry = clipping.stored
    return Story(id=-entry.id, lead=entry.id, members=(member,), first_seen=entry.first_seen)


def _telling(
    given: EditionInput, story: Story, members: tuple[StoryMember, ...], clippings: tuple[Clipping, ...]
) -> Telling:
    caught = {clipping.watchlist for clipping in clippings}
    watchlists = tuple(watchlist for watchlist in given.in_order if watchlist.id in caught)
    return Telling(
        story=story,
        members=members,
        clippings=clippings,
        watchlists=tuple(watchlist.id for watchlist in watchlists),
        outlets=given.outlets,
        start=given.window.start,
        excerpt_chars=given.digest.excerpt_chars,
        own=bool(given.own & caught),
        urgent=any(watchlist.urgent for watchlist in watchlists),
        day=_day(given, members),
    )


def _day(given: EditionInput, members: tuple[StoryMember, ...]) -> int:
    """1 for a story that is new in this issue, else the how-manieth day it has run, counted from cut to cut."""
    first = min(member.stored.first_seen for member in members)
    if first >= given.window.start:
        return 1
    zone = ZoneInfo(given.digest.timezone)
    wall_end = given.window.end.astimezone(zone).replace(tzinfo=None)
    wall_first = first.astimezone(zone).replace(tzinfo=None)
    return max(2, (wall_end - wall_first) // DAY + 1)


def _sections(
    given: EditionInput, cards: tuple[Card, ...], leads: frozenset[int], apart: frozenset[int], history: History
) -> tuple[Section, ...]:
    told = set(leads | apart)
    sections = []
    for watchlist in given.in_order:
        ours = [card.story for card in cards if watchlist.id in card.watchlists]
        section = Section(
            watchlist=watchlist.id,
            name=neutral(watchlist.name, NAME),
            group=neutral(watchlist.section, NAME),
            own=watchlist.id in given.own,
            stories=tuple(story for story in ours if story not in told),
            leads=tuple(story for story in ours if story in leads),
            elsewhere=tuple(story for story in ours if story in told and story not in leads and story not in apart),
            clippings=len({one.stored.id for one in given.clippings if one.watchlist == watchlist.id}),
            usual=history.usual(watchlist.id),
            average=history.average(watchlist.id),
        )
        told.update(section.stories)
        sections.append(section)
    return tuple(sections)


def home_of(edition: Edition) -> Mapping[int, Section]:
    """In which section each story is told that is not told at the top or apart."""
    return {story: section for section in edition.sections for story in section.stories}
