"""Says which of several copies of one text is the original: by whom it credits, when it was published, who prints it.

Pure. When an entry was stored says nothing: one round of polls may find the copy before the report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from aggregator.model import Outlet, Relation, StoredEntry, StoryMember
from aggregator.stories.wire import credits_an_agency, is_wire_outlet

DATE_TRUST = timedelta(hours=1)  # a published time after the first sighting is a wrong clock


def told_at(stored: StoredEntry) -> datetime:
    """When the entry was published, where that can be believed, else when it was first seen."""
    published = stored.entry.published
    return published if published is not None and published <= stored.first_seen + DATE_TRUST else stored.first_seen


def name_originals(members: Sequence[StoryMember], outlets: Mapping[str, Outlet]) -> list[StoryMember]:
    """The members in the order given, where the copies of one text point to its original."""
    groups: dict[int, list[StoryMember]] = {}
    for member in members:
        groups.setdefault(root_of(member), []).append(member)
    originals = {root: min(group, key=lambda member: _rank(member, outlets)) for root, group in groups.items()}
    return [_point(member, originals[root_of(member)]) for member in members]


def root_of(member: StoryMember) -> int:
    """The entry id by which the copies of one text are known."""
    return member.copy_of if member.copy_of is not None else member.stored.id


def _rank(member: StoryMember, outlets: Mapping[str, Outlet]) -> tuple[bool, datetime, bool, bool, datetime, int]:
    """The least is the original. Published times are compared by the minute, as most outlets give no seconds."""
    stored = member.stored
    wire = is_wire_outlet(stored.outlet, outlets.get(stored.outlet))
    text = f"{stored.entry.summary} {stored.entry.body} {stored.full_text or ''}"
    return (
        not wire and credits_an_agency(text),
        told_at(stored).replace(second=0, microsecond=0),
        not wire,
        not stored.entry.byline,
        stored.first_seen,
        stored.id,
    )


def _point(member: StoryMember, original: StoryMember) -> StoryMember:
    if original.copy_of is None:
        return member
    if member.stored.id == original.stored.id:
        return replace(member, copy_of=None, relation=Relation.SAME_STORY)
    copied = Relation.COPY if member.copy_of is None else member.relation
    return replace(member, copy_of=original.stored.id, relation=copied)
