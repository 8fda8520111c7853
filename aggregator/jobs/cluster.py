"""Places every stored entry into a story: finds candidates by rare words in the database, lets aggregator.stories decide.

Entries go in first-seen order, a few hundred to a transaction; stopped anywhere and started again the result is the same. An
entry whose text was edited, or whose full text came later, is placed anew only while it is alone in its story: a story that
people have read keeps its members.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import nsmallest

from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.model import StoredEntry
from aggregator.newsroom import Newsroom
from aggregator.store.engine import Connection, Database
from aggregator.store.leases import claim_lease, holds_lease, release_lease
from aggregator.store.owner import claim_name
from aggregator.store.stories import (
    EVERY,
    SHORT,
    NewMember,
    Unplaced,
    add_members,
    add_story,
    count_words,
    find_apart,
    find_edited,
    find_entry_ids,
    find_members,
    find_postings,
    find_unplaced,
    forget_index,
    forget_placement,
    merge_stories,
    read_counts,
)
from aggregator.stories.compare import Verdict, compare
from aggregator.stories.originals import told_at
from aggregator.stories.place import (
    Judge,
    Member,
    Placement,
    choose_sample,
    index_terms,
    order_key,
    term_weight,
    worth_asking,
)
from aggregator.stories.rarity import Rarity
from aggregator.stories.signature import Signature, sign

WINDOW = timedelta(days=7)  # how far back an entry may find its story
EDITED = timedelta(days=2)  # an older entry that is edited stays where it is
BATCH = 200  # entries in one transaction
READ = 20  # entries whose candidates are read together
CANDIDATES = 10  # compared closely; by the rarity of what they share
REMEMBERED = 5000  # signatures kept in memory during one run, about 2 kB each
LEEWAY = timedelta(days=1)  # the index is cleared when it holds this much too much, not at every run
LEASE = "stories"
LEASE_TIME = timedelta(minutes=5)


Ranked = tuple[tuple[float, int], ...]  # (what is shared, negative; entry id), most first


@dataclass(frozen=True, slots=True)
class _Arrival:
    """An entry on its way to its story."""

    one: Unplaced
    form: Signature
    rarity: Rarity
    terms: tuple[str, ...]
    near: Ranked  # candidates that were placed before


@dataclass
class _Desk:
    """One run's memory of what it read from the database and has not written yet; nothing in it outlives the run."""

    fold_photos: bool
    members: OrderedDict[int, Member] = field(default_factory=OrderedDict)
    counts: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, list[int]] = field(default_factory=dict)  # postings of entries placed since the index was read
    taken: list[NewMember] = field(default_factory=list)

    def rarity(self, signature: Signature) -> Rarity:
        """Counts of the entry's own words only: what it shares is weighed by recent days, whatever else came with it."""
        return Rarity(self.counts[EVERY], {word: self.counts[word] for word in signature.all_words})

    def take(self, new: NewMember) -> None:
        """Notes a placed entry, so that the next ones find it before it is written."""
        self.taken.append(new)
        self.remember((new.member,))
        for term in new.terms:
            self.fresh.setdefault(term, []).append(new.member.entry_id)

    def file(self, connection: Connection) -> None:
        """Writes what was taken."""
        add_members(connection, self.taken)
        self.taken.clear()

    def moved(self, gone: int, keep: int) -> None:
        """Follows a merge. Nobody else moves entries meanwhile: the run's transaction holds the write lock and the lease."""
        for entry_id, member in self.members.items():
            if member.story_id == gone:
                self.members[entry_id] = replace(member, story_id=keep)

    def remember(self, members: Iterable[Member]) -> None:
        for member in members:
            self.members[member.entry_id] = member
            self.members.move_to_end(member.entry_id)
        while len(self.members) > REMEMBERED:
            self.members.popitem(last=False)


def place_pending(newsroom: Newsroom, now: datetime) -> int:
    """Places all entries of the window that have no story yet; returns how many. Idempotent."""
    return place_all(newsroom.database, now, fold_photos=newsroom.newsfile.stories.fold_photos)


def place_all(database: Database, now: datetime, *, fold_photos: bool = False) -> int:
    """The same for a database alone."""
    owner = claim_name()
    with database.write() as connection:
        if not claim_lease(connection, LEASE, owner, LEASE_TIME):
            return 0
        forget_placement(connection, find_edited(connection, now - EDITED))
    placed = 0
    try:
        while (count := _place_batch(database, owner, now, fold_photos)) > 0:
            placed += count
        with database.write() as connection:
            forget_index(connection, now - WINDOW, LEEWAY)
    finally:
        with database.write() as connection:
            release_lease(connection, LEASE, owner)
    return placed


def _place_batch(database: Database, owner: str, now: datetime, fold_photos: bool) -> int:
    with database.read() as connection:
        waiting = find_unplaced(connection, now - WINDOW, BATCH)
    if not waiting:
        return 0
    signed = sorted(((one, sign_entry(one.stored, one.url_key)) for one in waiting), key=_arrival)
    with database.write() as connection:
        if not (holds_lease(connection, LEASE, owner) and claim_lease(connection, LEASE, owner, LEASE_TIME)):
            return 0
        return place_entries(connection, signed, now, fold_photos=fold_photos)


def place_entries(
    connection: Connection, signed: Sequence[tuple[Unplaced, Signature]], now: datetime, *, fold_photos: bool = False
) -> int:
    """Places entries within one transaction, in the order given."""
    for day in sorted({one.stored.first_seen.date() for one, _ in signed}):
        count_words(connection, (form for one, form in signed if one.stored.first_seen.date() == day), day)
    since = min(one.stored.first_seen for one, _ in signed) - WINDOW
    words = {word for _, form in signed for word in form.all_words}
    desk = _Desk(fold_photos, counts=read_counts(connection, words, since.date()))
    for start in range(0, len(signed), READ):
        for arrival in _read_ahead(connection, desk, signed[start : start + READ], since):
            _place_one(connection, desk, arrival, now)
        desk.file(connection)
        desk.fresh.clear()
    return len(signed)


def _read_ahead(
    connection: Connection, desk: _Desk, part: Sequence[tuple[Unplaced, Signature]], since: datetime
) -> list[_Arrival]:
    """Reads the candidates of several entries at once: a question for each costs more than the answers."""
    rarities = [desk.rarity(form) for _, form in part]
    terms = [index_terms(form, rarity) for (_, form), rarity in zip(part, rarities, strict=True)]
    asked = [worth_asking(own, desk.counts) for own in terms]
    postings = find_postings(connection, {term for own in asked for term in own}, since)
    arrivals = [
        _Arrival(one, form, rarity, own, _nearest(ask, postings, rarity))
        for (one, form), rarity, own, ask in zip(part, rarities, terms, asked, strict=True)
    ]
    _members(connection, desk, sorted({entry_id for arrival in arrivals for _, entry_id in arrival.near}))
    return arrivals


def _nearest(terms: Sequence[str], postings: Mapping[str, Sequence[int]], rarity: Rarity) -> Ranked:
    """The entries that share most, by the rarity of the shared terms; ties by number."""
    weights: dict[int, float] = {}
    for term in terms:
        weight = term_weight(term, rarity)
        for entry_id in postings.get(term, ()):
            weights[entry_id] = weights.get(entry_id, 0.0) + weight
    return tuple(nsmallest(CANDIDATES, ((-round(weight, 6), entry_id) for entry_id, weight in weights.items())))


def _arrival(item: tuple[Unplaced, Signature]) -> tuple[datetime, str]:
    return (item[0].stored.first_seen, order_key(item[1]))


def sign_entry(stored: StoredEntry, url_key: str | None) -> Signature:
    """The signature of a stored entry; its time is when it was published, where that can be believed."""
    entry = stored.entry
    return sign(
        entry.title,
        text=entry.summary if len(entry.summary) >= SHORT else entry.body or stored.full_text or entry.summary,
        outlet=stored.outlet,
        url_key=url_key,
        at=told_at(stored),
    )


def _place_one(connection: Connection, desk: _Desk, arrival: _Arrival, now: datetime) -> None:
    seen_at = arrival.one.stored.first_seen
    near = nsmallest(CANDIDATES, (*arrival.near, *_nearest(arrival.terms, desk.fresh, arrival.rarity)))
    candidates = _members(connection, desk, [entry_id for _, entry_id in near])
    placement = _decide(connection, desk, Judge(arrival.form, arrival.rarity, desk.fold_photos), candidates)
    story_id = placement.story_id if placement.story_id is not None else add_story(connection, seen_at)
    member = Member(arrival.one.stored.id, story_id, seen_at, arrival.form, placement.copy_of)
    desk.take(NewMember(member, placement, order_key(arrival.form), arrival.one.digest, arrival.terms))
    for other in placement.merges:
        _merge(connection, desk, member.entry_id, other, now)


def _members(connection: Connection, desk: _Desk, entry_ids: Sequence[int]) -> tuple[Member, ...]:
    """Placed entries in the order asked for, from memory where this run has seen them."""
    missing = [entry_id for entry_id in entry_ids if entry_id not in desk.members]
    if missing:
        desk.remember(find_members(connection, missing).values())
    return tuple(desk.members[entry_id] for entry_id in entry_ids if entry_id in desk.members)


def _decide(connection: Connection, desk: _Desk, judge: Judge, candidates: Sequence[Member]) -> Placement:
    near = judge.related_stories(candidates)
    if not near:
        return judge.place({}, {})
    best = [member.entry_id for member in candidates]
    desk.file(connection)
    every = find_entry_ids(connection, near)
    samples = {story_id: _members(connection, desk, choose_sample(best, ids)) for story_id, ids in every.items()}
    return judge.place(samples, find_apart(connection, near) if len(near) > 1 else {})


def _merge(connection: Connection, desk: _Desk, entry_id: int, other: int, now: datetime) -> None:
    """The older story keeps its id; the entry that tied the two goes along."""
    desk.file(connection)
    keep, gone = sorted((desk.members[entry_id].story_id, other))
    if keep != gone and len(find_entry_ids(connection, [keep, gone])) == 2:
        merge_stories(connection, keep, gone, now, by="program", detail=f"entry {entry_id} tells both")
        desk.moved(gone, keep)


# --- Explaining ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two entries are or are not in one story."""

    first: Member
    second: Member
    verdict: Verdict

    @property
    def together(self) -> bool:
        return self.first.story_id == self.second.story_id


def explain_pair(connection: Connection, first: int, second: int, *, fold_photos: bool = False) -> Explanation | None:
    """What the comparison of two placed entries says today; None when one of them is not placed."""
    members = find_members(connection, [first, second])
    if first not in members or second not in members:
        return None
    a, b = members[first], members[second]
    words = a.signature.all_words | b.signature.all_words
    counts = read_counts(connection, words, (max(a.seen_at, b.seen_at) - WINDOW).date())
    rarity = Rarity(counts[EVERY], counts)
    return Explanation(a, b, compare(a.signature, b.signature, rarity, fold_photos=fold_photos))


# --- The routine --------------------------------------------------------------------------------------------------------


def due(newsroom: Newsroom, now: datetime) -> tuple[str, ...]:
    with newsroom.database.read() as connection:
        waiting = find_unplaced(connection, now - WINDOW, 1)
    return ("stories",) if waiting else ()


def do(newsroom: Newsroom, piece: Piece, now: datetime) -> Outcome:
    placed = place_pending(newsroom, now)
    return Outcome(event="cluster", subject=str(piece), facts=(("placed", placed),))


ROUTINE = Routine(name="cluster", every=timedelta(minutes=1), due=due, do=do)
