"""Tells one story: whose headline stands for it, who was first, who else ran it, which sentence shows why it is ours.

Makes a Card from a story's entries and our clippings among them. Feed text leaves here neutral. Which section a card goes
to, and whether it is a lead, is decided elsewhere.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from aggregator.digests.edition import Card, Piece, Reason, Report
from aggregator.digests.neutral import HEADLINE, NAME, neutral, neutral_byline, neutral_link, neutral_part
from aggregator.digests.rank import Facts, rank_parts
from aggregator.match.excerpt import find_excerpt
from aggregator.model import Clipping, Field, Match, Outlet, Relation, StoredEntry, Story, StoryMember
from aggregator.text.titles import Headline, HeadlineKind, split_headline

EXCERPT_CAP = 120  # characters: what may be quoted (FIELD_NOTES, copyright)
OPINION_SECTIONS = frozenset(("오피니언", "사설", "칼럼", "사설/칼럼", "사설·칼럼", "opinion", "editorial", "column"))
SHOWN_BADGES = 2
DATELINE = re.compile(
    r"\s*(?:[ⓒ©][^\s]{2,12}\s+)?"
    r"(?:(?:\[[^\]=]{1,14}=[^\]=]{2,14}\]|\([^)=]{1,14}=[^)=]{2,14}\))\s*(?:[^=.]{2,30}(?:기자|특파원|통신원|논설위원)\s*=\s*)?)?"
)  # [서울=뉴시스] 아무개 기자 = ; (세종=연합뉴스) 아무개 아무개 기자 =

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is known of one story when it is told. `clippings` are ours, of this window; `day` 1 means new."""

    story: Story
    members: tuple[StoryMember, ...]
    clippings: tuple[Clipping, ...]
    watchlists: tuple[str, ...]
    outlets: Mapping[str, Outlet]
    start: datetime
    excerpt_chars: int
    own: bool
    urgent: bool
    day: int

    @cached_property
    def active(self) -> tuple[StoryMember, ...]:
        """Without the pieces that a later one of the same outlet replaced, in first-seen order."""
        ids = {member.stored.id for member in self.members}
        kept = [member for member in self.members if member.superseded_by not in ids]
        return tuple(sorted(kept or self.members, key=lambda member: (member.stored.first_seen, member.stored.id)))

    @cached_property
    def lead(self) -> StoredEntry:
        """The story's lead if it is ours and of this window, else our newest independent piece."""
        ours = {clipping.stored.id for clipping in self.clippings}
        choices = [m for m in self.active if m.stored.id in ours] or [m for m in self.members if m.stored.id in ours]
        best = max(
            choices, key=lambda m: (m.stored.id == self.story.lead, not _is_copy(m), m.stored.first_seen, -m.stored.id)
        )
        return best.stored

    def name_of(self, outlet: str) -> str:
        return neutral(self.outlets[outlet].name if outlet in self.outlets else outlet, NAME)

    def headline_of(self, stored: StoredEntry) -> Headline:
        return split_headline(stored.entry.title, {outlet.name for outlet in self.outlets.values()})


def make_card(telling: Telling) -> Card:
    """The story as the issue tells it."""
    headline = telling.headline_of(telling.lead)
    reports = _reports(telling)
    lead = next(report for report in reports if report.outlet == telling.lead.outlet)
    starter = min(telling.members, key=lambda member: (_time(member.stored), member.stored.id))
    matches = tuple(match for one in telling.clippings if one.stored.id == telling.lead.id for match in one.matches)
    excerpt, marked = _excerpt(telling, matches, headline)
    shown = _mark_headline(headline, [match for match in matches if match.term not in marked])
    badges = _badges(headline, telling.headline_of(starter.stored))
    facts = _facts(telling, reports, badges, _kind(headline, telling.lead))
    return Card(
        story=telling.story.id,
        kind=facts.kind,
        badges=badges,
        headline=shown,
        lead=lead,
        first=_as_report(telling, starter),
        others=tuple(sorted((r for r in reports if r is not lead), key=lambda r: (r.copy, r.at, r.entry))),
        excerpt=excerpt,
        reasons=_reasons(telling),
        only_body=not any(match.field in (Field.TITLE, Field.SUMMARY) for match in matches),
        watchlists=telling.watchlists,
        outlets=facts.outlets,
        entries=facts.entries,
        fresh_entries=sum(member.stored.first_seen >= telling.start for member in telling.active),
        folded=len(telling.members) - len(telling.active),
        press_releases=facts.press_releases,
        day=telling.day,
        outlets_added=facts.outlets_added,
        parts=rank_parts(facts),
    )


def _reports(telling: Telling) -> tuple[Report, ...]:
    """One report for each outlet: the lead for its own, for the others their first independent piece."""
    by_outlet: dict[str, list[StoryMember]] = {}
    for member in telling.active:
        by_outlet.setdefault(member.stored.outlet, []).append(member)
    if telling.lead.outlet not in by_outlet:  # every active piece of the lead's outlet was replaced by another's
        by_outlet[telling.lead.outlet] = [m for m in telling.members if m.stored.id == telling.lead.id]
    return tuple(_report(telling, members) for members in by_outlet.values())


def _report(telling: Telling, members: list[StoryMember]) -> Report:
    lead = next((member for member in members if member.stored.id == telling.lead.id), None)
    shown = lead or min(members, key=lambda member: (_is_copy(member), member.stored.first_seen, member.stored.id))
    fresh = min(member.stored.first_seen for member in members) >= telling.start
    return replace(_as_report(telling, shown), fresh=fresh)


def _as_report(telling: Telling, member: StoryMember) -> Report:
    stored = member.stored
    outlet = telling.outlets.get(stored.outlet)
    return Report(
        entry=stored.id,
        outlet=stored.outlet,
        name=telling.name_of(stored.outlet),
        url=neutral_link(stored.entry.url),
        at=_time(stored),
        headline=_text(telling.headline_of(stored)),
        language=outlet.language if outlet else "ko",
        byline=neutral_byline(stored.entry.byline),
        copy=_is_copy(member),
        press_release=member.press_release,
        fresh=stored.first_seen >= telling.start,
    )


def _time(stored: StoredEntry) -> datetime:
    """When it came out, as the outlet says if that is not after we saw it; else when we saw it."""
    published = stored.entry.published
    return min(published, stored.first_seen) if published else stored.first_seen


def _is_copy(member: StoryMember) -> bool:
    return member.copy_of is not None or member.relation is Relation.COPY


def _text(headline: Headline) -> str:
    return neutral(headline.text + ("…" if headline.truncated else ""), HEADLINE) or "(—)"


def _badges(headline: Headline, starter: Headline) -> tuple[str, ...]:
    """The headline's own; and 단독 when the outlet that was first says so, whoever is shown."""
    exclusive = ("단독",) if "단독" in starter.badges else ()
    return tuple(dict.fromkeys((*exclusive, *headline.badges)))[:SHOWN_BADGES]


def _kind(headline: Headline, stored: StoredEntry) -> HeadlineKind:
    if headline.kind is HeadlineKind.NEWS and (stored.section or "").strip().casefold() in OPINION_SECTIONS:
        return HeadlineKind.OPINION
    return headline.kind


def _facts(telling: Telling, reports: tuple[Report, ...], badges: tuple[str, ...], kind: HeadlineKind) -> Facts:
    fields = {match.field for clipping in telling.clippings for match in clipping.matches}
    return Facts(
        own=telling.own,
        outlets=len(reports),
        tiers=tuple(telling.outlets[r.outlet].tier for r in reports if r.outlet in telling.outlets),
        exclusive="단독" in badges,
        in_headline=Field.TITLE in fields,
        in_summary=Field.SUMMARY in fields,
        urgent=telling.urgent,
        day=telling.day,
        outlets_added=sum(report.fresh for report in reports) if telling.day > 1 else 0,
        copies=sum(_is_copy(member) for member in telling.active),
        press_releases=sum(member.press_release for member in telling.active),
        entries=len(telling.active),
        kind=kind,
    )


def _excerpt(
    telling: Telling, matches: Iterable[Match], headline: Headline
) -> tuple[tuple[Piece, ...], frozenset[str]]:
    """One passage of the feed's own summary and the terms marked in it; nothing when it only repeats the headline."""
    limit = min(telling.excerpt_chars, EXCERPT_CAP)
    summary = telling.lead.entry.summary
    if limit <= 0 or not summary.strip():
        return (), frozenset()
    spans = _first_of_each_term(match for match in matches if match.field is Field.SUMMARY)
    found = find_excerpt(summary, tuple((match.start, match.end) for match in spans), limit)
    text, marks = _without_dateline(found.text, found.marks)
    if neutral(text).strip("…. ") in _text(headline):
        return (), frozenset()
    marked = {match.term for match in spans if any(_shows(text, mark, match) for mark in marks)}
    return _pieces(text, marks), frozenset(marked)


def _without_dateline(text: str, marks: Marks) -> tuple[str, Marks]:
    """Without what stands before the news: a wire's dateline, a picture's credit. Never cut into a marked term."""
    dateline = DATELINE.match(text)
    cut = dateline.end() if dateline else 0
    if not cut or any(start < cut for start, _ in marks):
        return text, marks
    return text[cut:], tuple((start - cut, end - cut) for start, end in marks)


def _shows(text: str, mark: tuple[int, int], match: Match) -> bool:
    return text[mark[0] : mark[1]].split() == match.variant.split()


def _first_of_each_term(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The earliest match of every term, leaving out those that overlap an earlier one."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match.start, -match.end, match.term)):
        if match.term not in {one.term for one in kept} and all(match.start >= one.end for one in kept):
            kept.append(match)
    return tuple(kept)


def _mark_headline(headline: Headline, matches: Iterable[Match]) -> tuple[Piece, ...]:
    """The headline with the first place of every term marked that the excerpt does not show."""
    text = _text(headline)
    variants = {match.term: match.variant for match in matches if match.field is Field.TITLE}
    marks: list[tuple[int, int]] = []
    for variant in sorted(set(variants.values()), key=len, reverse=True):
        at = text.find(variant) if variant else -1
        if at >= 0 and all(at >= end or at + len(variant) <= start for start, end in marks):
            marks.append((at, at + len(variant)))
    return _pieces(text, tuple(sorted(marks)))


def _pieces(text: str, marks: Marks) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(marks):
        if start < at or end > len(text):
            continue
        pieces += [Piece(text=neutral_part(text[at:start])), Piece(text=neutral_part(text[start:end]), marked=True)]
        at = end
    pieces.append(Piece(text=neutral_part(text[at:])))
    return tuple(piece for piece in pieces if piece.text)


def _reasons(telling: Telling) -> tuple[Reason, ...]:
    """Each watchlist and term once, where it stands best: in the headline, else the summary, else the body."""
    order = list(Field)
    found: dict[tuple[str, str], Reason] = {}
    for clipping in telling.clippings:
        for match in sorted(clipping.matches, key=lambda match: (order.index(match.field), match.start)):
            reason = Reason(
                watchlist=match.watchlist, term=match.term, variant=neutral(match.variant, NAME), field=match.field
            )
            known = found.get((match.watchlist, match.term))
            if known is None or order.index(match.field) < order.index(known.field):
                found[match.watchlist, match.term] = reason
    return tuple(found.values())
