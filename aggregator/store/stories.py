"""Stories in the database: who belongs to which, the index of rare words that finds candidates, editors' merges and splits.

It decides nothing: aggregator.stories says what is one event, jobs.cluster joins the two.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.model import Outlet, Relation, StoredEntry, Story, StoryMember
from aggregator.store.dialect import insert
from aggregator.store.entries import CHUNK, STORED, STORED_FROM, get_entries, stored_entry
from aggregator.store.tables import articles, entries, stories, story_log, story_members, story_terms, story_words
from aggregator.stories.lead import compose
from aggregator.stories.place import Member, Placement
from aggregator.stories.signature import Signature, pack, unpack

T = TypeVar("T")

EVERY = ""  # the word under which the entries of a period are counted
PERIOD_DAYS = 4  # words are counted by periods of days, so that a window touches three rows a word
POSTINGS = 3000  # candidates read for one entry at most; rarer words come first
SHORT = 40  # characters; a shorter summary tells too little, so the full text is compared where there is one
WITH_TEXT = "+text"  # behind the digest of an entry that was placed by its full text
LATE = timedelta(days=1)  # an entry first seen before the newest placed one is still noticed this long


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A stored entry that belongs to no story yet, with what identifies it."""

    stored: StoredEntry
    url_key: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an entry stands and why it was put there."""

    entry_id: int
    story_id: int
    outlet: str
    title: str
    relation: Relation
    score: float
    why: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class StorySize:
    """How large a story was within some days."""

    story_id: int
    entries: int
    outlets: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """A merge or split that happened, and by whom."""

    at: datetime
    story_id: int
    other_id: int
    event: str
    by: str
    detail: str


# --- What waits, and the index ------------------------------------------------------------------------------------------


def find_unplaced(connection: Connection, since: datetime, limit: int | None = None) -> tuple[Unplaced, ...]:
    """Entries first seen from `since` on that no story has, in first-seen order."""
    newest = connection.execute(sa.select(sa.func.max(story_members.c.seen_at))).scalar()
    start = since if newest is None else max(since, newest - LATE)
    statement = (
        sa.select(*STORED, entries.c.url_key, entries.c.digest)
        .select_from(STORED_FROM.outerjoin(story_members, story_members.c.entry_id == entries.c.id))
        .where(entries.c.first_seen >= start, story_members.c.entry_id.is_(None))
        .order_by(entries.c.first_seen, entries.c.outlet, entries.c.key)
        .limit(limit)
    )
    return tuple(Unplaced(stored_entry(row), row.url_key, _placed_by(row)) for row in connection.execute(statement))


def _placed_by(row: sa.Row[Any]) -> str:
    """What a placement rests on: the entry's digest, and whether its full text was there."""
    read: str = row.digest
    return read + WITH_TEXT if row.full_text and len(row.summary) < SHORT else read


def find_edited(connection: Connection, since: datetime) -> tuple[int, ...]:
    """Entries that are alone in their story and changed after they were placed, or whose full text came since."""
    size = (
        sa.select(sa.func.count())
        .where(story_members.c.story_id == sa.literal_column("mine.story_id"))
        .scalar_subquery()
    )
    mine = story_members.alias("mine")
    read = sa.and_(articles.c.text.is_not(None), articles.c.text != "", sa.func.length(entries.c.summary) < SHORT)
    rests_on = sa.case((read, entries.c.digest + WITH_TEXT), else_=entries.c.digest)
    statement = (
        sa.select(mine.c.entry_id)
        .select_from(mine.join(STORED_FROM, entries.c.id == mine.c.entry_id))
        .where(mine.c.seen_at >= since, sa.or_(entries.c.revised_at.is_not(None), read), mine.c.digest != rests_on)
        .where(mine.c.pinned.is_(sa.false()), size == 1)
        .order_by(mine.c.entry_id)
    )
    return tuple(connection.execute(statement).scalars())


def forget_placement(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Takes entries out of their stories and the index; stories left empty go."""
    for part in _batched(entry_ids, CHUNK):
        connection.execute(sa.delete(story_terms).where(story_terms.c.entry_id.in_(part)))
        connection.execute(sa.delete(story_members).where(story_members.c.entry_id.in_(part)))
    drop_empty(connection)


def count_words(connection: Connection, signatures: Iterable[Signature], day: date) -> None:
    """Adds the words of new entries to the counts of their day's period."""
    counts: dict[str, int] = {}
    for signature in signatures:
        for word in (EVERY, *signature.all_words):
            counts[word] = counts.get(word, 0) + 1
    rows = [{"word": word, "day": _period(day), "count": count} for word, count in sorted(counts.items())]
    if rows:
        statement = insert(connection, story_words)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[story_words.c.word, story_words.c.day],
                set_={"count": story_words.c.count + statement.excluded.count},
            ),
            rows,
        )


def read_counts(connection: Connection, words: Iterable[str], since: date) -> dict[str, int]:
    """How many entries since that day's period hold each word (0: none); under EVERY, how many there are."""
    found: dict[str, int] = dict.fromkeys((EVERY, *words), 0)
    for part in _batched(sorted(found), CHUNK):
        rows = connection.execute(_COUNTS, {"words": list(part), "since": _period(since)})
        found |= {word: int(count) for word, count in rows}
    return found


# Built once: SQLAlchemy takes longer to put these together than the database to answer them, and every placement asks them.
_POSTINGS = (
    sa.select(story_terms.c.term, story_terms.c.entry_id)
    .where(
        story_terms.c.term.in_(sa.bindparam("terms", expanding=True)), story_terms.c.seen_at >= sa.bindparam("since")
    )
    .limit(POSTINGS * CHUNK)
)
_MEMBERS = sa.select(
    story_members.c.entry_id,
    story_members.c.story_id,
    story_members.c.seen_at,
    story_members.c.copy_of,
    story_members.c.form,
).where(story_members.c.entry_id.in_(sa.bindparam("ids", expanding=True)))
_COUNTS = (
    sa.select(story_words.c.word, sa.func.sum(story_words.c.count))
    .where(story_words.c.word.in_(sa.bindparam("words", expanding=True)), story_words.c.day >= sa.bindparam("since"))
    .group_by(story_words.c.word)
)
_ENTRY_IDS = (
    sa.select(story_members.c.story_id, story_members.c.entry_id)
    .where(story_members.c.story_id.in_(sa.bindparam("stories", expanding=True)))
    .order_by(story_members.c.story_id, story_members.c.seen_at, story_members.c.order_key)
)
_ADD_STORY = sa.insert(stories).returning(stories.c.id)
_ADD_MEMBER = sa.insert(story_members)
_ADD_TERMS = sa.insert(story_terms)
_SEEN = (
    sa.update(stories)
    .where(stories.c.id == sa.bindparam("story"), stories.c.last_seen < sa.bindparam("seen"))
    .values(last_seen=sa.bindparam("seen"))
)


def find_postings(connection: Connection, terms: Iterable[str], since: datetime) -> dict[str, list[int]]:
    """The recent entries filed under each of these terms, oldest id first."""
    found: dict[str, list[int]] = {}
    for part in _batched(sorted(set(terms)), CHUNK):
        for term, entry_id in connection.execute(_POSTINGS, {"terms": list(part), "since": since}):
            found.setdefault(term, []).append(entry_id)
    return found


def find_story_ids(connection: Connection, entry_ids: Sequence[int]) -> dict[int, int]:
    """Entry id → story id of those that are placed."""
    found: dict[int, int] = {}
    for part in _batched(entry_ids, CHUNK):
        statement = sa.select(story_members.c.entry_id, story_members.c.story_id)
        found |= {
            row.entry_id: row.story_id
            for row in connection.execute(statement.where(story_members.c.entry_id.in_(part)))
        }
    return found


def find_members(connection: Connection, entry_ids: Sequence[int]) -> dict[int, Member]:
    """The placed entries with their signatures."""
    found: dict[int, Member] = {}
    for part in _batched(entry_ids, CHUNK):
        for row in connection.execute(_MEMBERS, {"ids": list(part)}):
            found[row.entry_id] = Member(row.entry_id, row.story_id, row.seen_at, unpack(row.form), row.copy_of)
    return found


def find_entry_ids(connection: Connection, story_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Story id → its entries' ids, oldest first."""
    found: dict[int, list[int]] = {}
    for story_id, entry_id in connection.execute(_ENTRY_IDS, {"stories": list(story_ids)}):
        found.setdefault(story_id, []).append(entry_id)
    return {story_id: tuple(ids) for story_id, ids in found.items()}


def find_apart(connection: Connection, story_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Story id → stories that an editor said it is not."""
    statement = sa.select(stories.c.id, stories.c.apart_from).where(stories.c.id.in_(story_ids))
    return {row.id: frozenset(row.apart_from or ()) for row in connection.execute(statement)}


# --- Placing, merging, splitting ----------------------------------------------------------------------------------------


def add_story(connection: Connection, seen_at: datetime) -> int:
    added = connection.execute(_ADD_STORY, {"first_seen": seen_at, "last_seen": seen_at})
    return int(added.scalar_one())


@dataclass(frozen=True, slots=True)
class NewMember:
    """An entry that has its story but is not written yet, with the terms it is filed under."""

    member: Member
    placement: Placement
    order_key: str
    digest: str
    terms: tuple[str, ...]


def add_members(connection: Connection, new: Sequence[NewMember]) -> None:
    """Puts entries into their stories and files them in the index."""
    if not new:
        return
    connection.execute(_ADD_MEMBER, [_member_row(one) for one in new])
    filed = [
        {"term": term, "entry_id": one.member.entry_id, "seen_at": one.member.seen_at}
        for one in new
        for term in dict.fromkeys(one.terms)
    ]
    if filed:
        connection.execute(_ADD_TERMS, filed)
    connection.execute(_SEEN, [{"story": one.member.story_id, "seen": one.member.seen_at} for one in new])


def _member_row(new: NewMember) -> dict[str, object]:
    member, placement = new.member, new.placement
    return {
        "entry_id": member.entry_id,
        "story_id": member.story_id,
        "relation": placement.relation.value,
        "copy_of": member.copy_of,
        "score": placement.score,
        "why": placement.why,
        "seen_at": member.seen_at,
        "order_key": new.order_key,
        "digest": new.digest,
        "form": pack(member.signature),
    }


def merge_stories(connection: Connection, keep: int, gone: int, now: datetime, *, by: str, detail: str = "") -> None:
    """Moves every entry of `gone` into `keep`; asking for `gone` later finds `keep`. Logged."""
    row = connection.execute(sa.select(stories).where(stories.c.id == gone)).one()
    kept = connection.execute(sa.select(stories).where(stories.c.id == keep)).one()
    connection.execute(sa.update(story_members).where(story_members.c.story_id == gone).values(story_id=keep))
    connection.execute(sa.update(stories).where(stories.c.merged_into == gone).values(merged_into=keep))
    connection.execute(sa.update(stories).where(stories.c.id == gone).values(merged_into=keep))
    apart = sorted({*(kept.apart_from or ()), *(row.apart_from or ())} - {keep, gone})
    connection.execute(
        sa.update(stories)
        .where(stories.c.id == keep)
        .values(
            first_seen=min(kept.first_seen, row.first_seen),
            last_seen=max(kept.last_seen, row.last_seen),
            apart_from=apart or None,
        )
    )
    _log(connection, now, keep, gone, "merged", by, detail)


def split_story(
    connection: Connection, story_id: int, entry_ids: Sequence[int], now: datetime, *, detail: str = ""
) -> int:
    """Moves these entries into a new story that is never merged with the old one by itself. Returns its id. Logged."""
    seen = connection.execute(
        sa.select(sa.func.min(story_members.c.seen_at), sa.func.max(story_members.c.seen_at)).where(
            story_members.c.entry_id.in_(entry_ids)
        )
    ).one()
    new = add_story(connection, seen[0])
    connection.execute(sa.update(stories).where(stories.c.id == new).values(last_seen=seen[1], apart_from=[story_id]))
    connection.execute(
        sa.update(story_members).where(story_members.c.entry_id.in_(entry_ids)).values(story_id=new, pinned=True)
    )
    connection.execute(sa.update(story_members).where(story_members.c.story_id == story_id).values(pinned=True))
    others = connection.execute(sa.select(stories.c.apart_from).where(stories.c.id == story_id)).scalar() or []
    connection.execute(sa.update(stories).where(stories.c.id == story_id).values(apart_from=sorted({*others, new})))
    _log(connection, now, new, story_id, "split", "editor", detail)
    return new


def pin_story(connection: Connection, story_id: int) -> None:
    """Marks the story's entries as put there by an editor."""
    connection.execute(sa.update(story_members).where(story_members.c.story_id == story_id).values(pinned=True))


def find_log(connection: Connection, story_id: int) -> tuple[LogLine, ...]:
    """The merges and splits that touched a story, oldest first."""
    touched = sa.or_(story_log.c.story_id == story_id, story_log.c.other_id == story_id)
    rows = connection.execute(sa.select(story_log).where(touched).order_by(story_log.c.id))
    return tuple(LogLine(row.at, row.story_id, row.other_id, row.event, row.by, row.detail) for row in rows)


def _log(connection: Connection, now: datetime, story_id: int, other_id: int, event: str, by: str, detail: str) -> None:
    connection.execute(
        sa.insert(story_log).values(at=now, story_id=story_id, other_id=other_id, event=event, by=by, detail=detail)
    )


def forget_index(connection: Connection, before: datetime, leeway: timedelta = timedelta()) -> bool:
    """Drops what the index knows of entries and days before that time; the stories themselves stay.

    Does nothing, and returns False, while the oldest of it is less than `leeway` older.
    """
    oldest = connection.execute(sa.select(sa.func.min(story_terms.c.seen_at))).scalar()
    if oldest is None or oldest >= before - leeway:
        return False
    connection.execute(sa.delete(story_terms).where(story_terms.c.seen_at < before))
    connection.execute(sa.delete(story_words).where(story_words.c.day < _period(before.date())))
    drop_empty(connection)
    return True


def drop_empty(connection: Connection) -> None:
    """Drops stories whose last entry has expired; those merged into another that still stands are kept as signposts."""
    used = sa.select(story_members.c.story_id)
    standing = stories.alias("standing")
    signpost = sa.exists().where(standing.c.id == stories.c.merged_into)
    connection.execute(sa.delete(stories).where(stories.c.id.not_in(used), sa.not_(signpost)))


# --- Reading ------------------------------------------------------------------------------------------------------------


def story_of(connection: Connection, entry_id: int) -> int | None:
    """The id of the entry's story; None while it is not placed."""
    return find_story_ids(connection, [entry_id]).get(entry_id)


def find_placed(connection: Connection, entry_ids: Sequence[int]) -> dict[int, Placed]:
    """The placed ones among these entries, with the reason that was written down."""
    columns = (
        story_members.c.entry_id,
        story_members.c.story_id,
        entries.c.outlet,
        entries.c.title,
        story_members.c.relation,
        story_members.c.score,
        story_members.c.why,
        story_members.c.pinned,
    )
    statement = sa.select(*columns).join(entries, entries.c.id == story_members.c.entry_id)
    rows = connection.execute(statement.where(story_members.c.entry_id.in_(entry_ids)))
    return {
        row.entry_id: Placed(
            row.entry_id, row.story_id, row.outlet, row.title, Relation(row.relation), row.score, row.why, row.pinned
        )
        for row in rows
    }


def find_relations(connection: Connection, entry_ids: Sequence[int]) -> dict[int, tuple[int, Relation]]:
    """Entry id → (story id, how it was found to relate to that story when it was placed)."""
    found: dict[int, tuple[int, Relation]] = {}
    columns = (story_members.c.entry_id, story_members.c.story_id, story_members.c.relation)
    for part in _batched(entry_ids, CHUNK):
        for row in connection.execute(sa.select(*columns).where(story_members.c.entry_id.in_(part))):
            found[row.entry_id] = (row.story_id, Relation(row.relation))
    return found


def current_story(connection: Connection, story_id: int) -> int | None:
    """The story that this id means today, after merges; None when there is none."""
    row = connection.execute(sa.select(stories.c.id, stories.c.merged_into).where(stories.c.id == story_id)).first()
    if row is None:
        return None
    return row.id if row.merged_into is None else int(row.merged_into)


def find_stories(
    connection: Connection, entry_ids: Iterable[int], outlets: Mapping[str, Outlet] | None = None
) -> tuple[Story, ...]:
    """The whole stories of these entries (members of other outlets too), by id. `outlets` give tiers and types for the lead.

    An entry that is not placed yet is a story of its own, with its own negative id as the story's.
    """
    wanted = sorted(set(entry_ids))
    placed = find_story_ids(connection, wanted)
    found = list(get_stories(connection, sorted(set(placed.values())), outlets))
    waiting = get_entries(connection, (entry_id for entry_id in wanted if entry_id not in placed))
    found += [
        compose(-entry_id, (StoryMember(stored=stored, relation=Relation.SAME_STORY),), outlets)
        for entry_id, stored in sorted(waiting.items())
    ]
    return tuple(found)


def get_stories(
    connection: Connection, story_ids: Sequence[int], outlets: Mapping[str, Outlet] | None = None
) -> tuple[Story, ...]:
    """Stories by id, with lead, folded chains and first-seen order; ids without entries are left out."""
    members: dict[int, list[StoryMember]] = {}
    for part in _batched(story_ids, CHUNK):
        statement = (
            sa.select(*STORED, story_members.c.story_id, story_members.c.relation, story_members.c.copy_of)
            .select_from(STORED_FROM.join(story_members, story_members.c.entry_id == entries.c.id))
            .where(story_members.c.story_id.in_(part))
            .order_by(story_members.c.seen_at, story_members.c.order_key)
        )
        for row in connection.execute(statement):
            member = StoryMember(stored=stored_entry(row), relation=Relation(row.relation), copy_of=row.copy_of)
            members.setdefault(row.story_id, []).append(member)
    return tuple(compose(story_id, members[story_id], outlets) for story_id in sorted(members))


def find_biggest(connection: Connection, start: datetime, end: datetime, limit: int = 30) -> tuple[StorySize, ...]:
    """The stories with most outlets, then entries, first seen in [start, end)."""
    outlets = sa.func.count(sa.distinct(entries.c.outlet))
    count = sa.func.count()
    statement = (
        sa.select(story_members.c.story_id, count, outlets)
        .join(entries, entries.c.id == story_members.c.entry_id)
        .where(story_members.c.seen_at >= start, story_members.c.seen_at < end)
        .group_by(story_members.c.story_id)
        .order_by(outlets.desc(), count.desc(), story_members.c.story_id)
        .limit(limit)
    )
    return tuple(
        StorySize(story_id, int(many), int(papers)) for story_id, many, papers in connection.execute(statement)
    )


def _period(day: date) -> date:
    return date.fromordinal(day.toordinal() // PERIOD_DAYS * PERIOD_DAYS)


def _batched(items: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
