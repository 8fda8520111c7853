"""Orders a story for readers: folds chains of one outlet into the newest piece, names press releases, chooses the lead.

Pure. The rule is told in docs/stories.md; it must not depend on watchlists or on who reads.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from aggregator.model import Outlet, Relation, StoredEntry, Story, StoryMember
from aggregator.stories.originals import name_originals, root_of
from aggregator.stories.wire import is_wire_outlet, names_a_wire
from aggregator.text.titles import Headline, HeadlineKind, split_headline

CHAIN_SPAN = timedelta(hours=36)
CHAIN_LIKENESS = 55.0  # rapidfuzz token ratio of two headlines of one outlet, when one of them carries a round
RETITLE_LIKENESS = 85.0  # the same without any round: an article published again under a new address
UNKNOWN_TIER = 2
FRESH = timedelta(hours=18)  # before the story's newest entry: yesterday's announcement does not lead today's news


@dataclass(frozen=True, slots=True)
class _Piece:
    member: StoryMember
    headline: Headline

    @property
    def stored(self) -> StoredEntry:
        return self.member.stored


def compose(story_id: int, members: Sequence[StoryMember], outlets: Mapping[str, Outlet] | None = None) -> Story:
    """The story in first-seen order, with originals named, chains folded, releases marked and a lead. Not without members."""
    known = outlets or {}
    ordered = sorted(members, key=lambda member: (member.stored.first_seen, member.stored.id))
    pieces = [_Piece(member, split_headline(member.stored.entry.title)) for member in name_originals(ordered, known)]
    marked = _mark_releases(_fold_chains(pieces), known)
    lead = max(marked, key=_lead_rank(known, ordered[-1].stored.first_seen - FRESH))
    return Story(
        id=story_id,
        lead=lead.stored.id,
        members=tuple(piece.member for piece in marked),
        first_seen=ordered[0].stored.first_seen,
    )


def _fold_chains(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Each piece of one outlet that a later one continues points to the newest of its chain."""
    followers: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        for later in pieces[at + 1 :]:
            if _continues(piece, later):
                followers[piece.stored.id] = later.stored.id
    return [
        replace_member(piece, superseded_by=_newest(piece.stored.id, followers))
        if piece.stored.id in followers
        else piece
        for piece in pieces
    ]


def _newest(entry_id: int, followers: Mapping[int, int]) -> int:
    while entry_id in followers:
        entry_id = followers[entry_id]
    return entry_id


def _continues(piece: _Piece, later: _Piece) -> bool:
    if piece.stored.outlet != later.stored.outlet or later.stored.first_seen - piece.stored.first_seen > CHAIN_SPAN:
        return False
    if _round(later) < _round(piece):
        return False
    likeness = fuzz.token_sort_ratio(piece.headline.core, later.headline.core)
    rounds = piece.headline.round is not None or later.headline.round is not None
    return likeness >= (CHAIN_LIKENESS if rounds else RETITLE_LIKENESS)


def _round(piece: _Piece) -> int:
    """A piece without a tag that follows a flash is the full report; one that a 종합 follows came before it."""
    return 5 if piece.headline.round is None else piece.headline.round


def _mark_releases(pieces: Sequence[_Piece], outlets: Mapping[str, Outlet]) -> list[_Piece]:
    """A text that two or more outlets print, no wire among them and no byline or credit in it, is a press release."""
    groups: dict[int, list[_Piece]] = {}
    for piece in pieces:
        groups.setdefault(_root(piece), []).append(piece)
    released = {root for root, group in groups.items() if _is_release(group, outlets)}
    return [replace_member(piece, press_release=True) if _root(piece) in released else piece for piece in pieces]


def _root(piece: _Piece) -> int:
    return root_of(piece.member)


def _is_release(group: Sequence[_Piece], outlets: Mapping[str, Outlet]) -> bool:
    if len({piece.stored.outlet for piece in group}) < 2:
        return False
    return not any(_is_credited(piece, outlets) for piece in group)


def _is_credited(piece: _Piece, outlets: Mapping[str, Outlet]) -> bool:
    entry = piece.stored.entry
    wire = is_wire_outlet(piece.stored.outlet, outlets.get(piece.stored.outlet))
    return wire or bool(entry.byline) or names_a_wire(f"{entry.summary} {entry.body} {piece.stored.full_text or ''}")


def replace_member(piece: _Piece, *, superseded_by: int | None = None, press_release: bool | None = None) -> _Piece:
    member = piece.member
    return _Piece(
        replace(
            member,
            superseded_by=member.superseded_by if superseded_by is None else superseded_by,
            press_release=member.press_release if press_release is None else press_release,
        ),
        piece.headline,
    )


def _lead_rank(outlets: Mapping[str, Outlet], fresh: datetime) -> Callable[[_Piece], tuple[object, ...]]:
    def rank(piece: _Piece) -> tuple[object, ...]:
        """Greater is better; see docs/stories.md."""
        member, headline, entry = piece.member, piece.headline, piece.stored.entry
        tier = outlets[piece.stored.outlet].tier if piece.stored.outlet in outlets else UNKNOWN_TIER
        length = len(entry.body or piece.stored.full_text or entry.summary)
        return (
            headline.kind is HeadlineKind.NEWS,
            member.superseded_by is None,
            piece.stored.first_seen >= fresh,
            not member.press_release,
            headline.round is not None and headline.round >= 10,
            member.relation is Relation.SAME_STORY,
            -tier,
            min(length, 1500) // 300,
            -piece.stored.first_seen.timestamp(),
            -piece.stored.id,
        )

    return rank
