"""Decides which story an arriving entry belongs to, and which stories turn out to be one.

Pure: it is handed the candidates and says what to do. A story is not a chain: the entry must resemble enough of its members,
not merely one. It must not fetch anything or remember anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aggregator.model import Relation
from aggregator.stories.compare import Verdict, compare
from aggregator.stories.rarity import Rarity
from aggregator.stories.signature import Signature, is_precise
from aggregator.stories.steps import looks_ahead

INDEX_TERMS = 14  # rarest words under which an entry is filed
EXACT = 20.0  # what an equal headline or URL weighs beside words, of which the rarest weighs 8.5
FIGURE = 7.0  # an equal figure of three digits or more
SURE_TERMS = 6  # of these, asked for in any case
MANY_ENTRIES = 800  # holders of the terms asked for, beyond which no commoner one is asked for
TITLE_FAVOUR = 1.3  # a word of the headline says more about the event than one of the lead
TWINS = (Relation.SAME_ENTRY, Relation.COPY)
SAMPLE = 8  # members of a story that an entry is compared with: the best candidates, the first and the newest
ENOUGH = 0.3  # share of that sample that must tell the same event
HALF_DAY = timedelta(hours=10)  # after which what a story announces has as a rule taken place
NEXT_DAY = timedelta(hours=15)  # from the evening's first report to the last late riser among the next day's papers
SILENCE = timedelta(hours=48)
THIRD_DAY = timedelta(hours=36)
NEWS = 0.4  # share of a later headline that the story did not know, at which the affair went on
PLAINLY = 0.85
LITTLE_NEWS = 0.2  # the same from the third day on
# the score of a late join: half of those that readers of 827 stories called foreign stay below, of the others 7 %
SURELY = 0.65
AGREE = 0.3  # share of the pairs of two stories that must tell the same event, to make them one
MERGE_SCORE = 0.8  # and what the best of these pairs must reach


@dataclass(frozen=True, slots=True)
class Member:
    """A placed entry as a candidate."""

    entry_id: int
    story_id: int
    seen_at: datetime
    signature: Signature
    copy_of: int | None = None

    @property
    def told_at(self) -> datetime:
        return self.signature.at or self.seen_at

    @property
    def order(self) -> tuple[datetime, str]:
        """First-seen order; within one moment by what the entry says, never by when its row was written."""
        return (self.seen_at, order_key(self.signature))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an entry goes. `story_id` None: a story of its own. `merges` are further stories that are the same one."""

    story_id: int | None
    relation: Relation
    score: float
    why: str
    copy_of: int | None = None
    merges: tuple[int, ...] = ()


def order_key(signature: Signature) -> str:
    """Orders entries first seen at one moment, whatever order they arrived in."""
    return "\t".join((signature.outlet or "", signature.key, signature.url_key or "", signature.lead[:40]))


ALONE = "no recent entry tells the same event"


def index_terms(signature: Signature, rarity: Rarity) -> tuple[str, ...]:
    """The terms under which an entry is filed and looked for: its whole headline, its URL, exact figures, rarest words."""
    title = [(rarity.word(word) * TITLE_FAVOUR, word) for word in signature.words]
    lead = [(rarity.word(word), word) for word in signature.lead_words]
    ranked = sorted((*title, *lead), key=lambda item: (-item[0], item[1]))[:INDEX_TERMS]
    exact = [f"k:{signature.key}"] if len(signature.key) >= 6 else []
    if signature.url_key:
        exact.append(f"u:{signature.url_key}")
    exact += [f"n:{number}" for number in signature.numbers if is_precise(number)]
    return (*exact, *(word for _, word in ranked))


def term_weight(term: str, rarity: Rarity) -> float:
    """How much two entries say by sharing this term."""
    if term[1:2] != ":":
        return rarity.word(term)
    return FIGURE if term[0] == "n" else EXACT


def worth_asking(terms: Sequence[str], counts: Mapping[str, int]) -> tuple[str, ...]:
    """The terms by which candidates are looked for: the rarest ones, and others while few entries hold them.

    `terms` as index_terms() gives them; `counts`: how many recent entries hold a word. What is shared with a thousand entries
    finds none of them, and costs most.
    """
    asked: list[str] = []
    words, entries = 0, 0
    for term in terms:
        if term[1:2] != ":":
            words, entries = words + 1, entries + counts.get(term, 0)
            if words > SURE_TERMS and entries > MANY_ENTRIES:
                break
        asked.append(term)
    return tuple(asked)


Judged = Sequence[tuple[Member, Verdict]]


@dataclass(frozen=True)
class Judge:
    """Compares one arriving entry with placed ones, each only once."""

    signature: Signature
    rarity: Rarity
    fold_photos: bool = False
    _verdicts: dict[int, Verdict] = field(default_factory=dict, repr=False, compare=False)

    def verdict(self, member: Member) -> Verdict:
        found = self._verdicts.get(member.entry_id)
        if found is None:
            found = self._verdicts[member.entry_id] = compare(
                self.signature, member.signature, self.rarity, fold_photos=self.fold_photos
            )
        return found

    def related_stories(self, candidates: Iterable[Member]) -> tuple[int, ...]:
        """Stories of which at least one candidate tells the same event: only these are worth a closer look."""
        return tuple(
            sorted({one.story_id for one in candidates if self.verdict(one).relation is not Relation.DIFFERENT})
        )

    def place(self, stories: Mapping[int, Sequence[Member]], apart: Mapping[int, frozenset[int]]) -> Placement:
        """Chooses among stories, each given by a sample of its members. The order they come in does not matter."""
        judged = {story_id: [(one, self.verdict(one)) for one in members] for story_id, members in stories.items()}
        joined = {story_id: found for story_id, found in judged.items() if _belongs(found) and not self._goes_on(found)}
        if not joined:
            return Placement(None, Relation.SAME_STORY, 0.0, _nearest(judged))
        best = max(joined, key=lambda story_id: (_rank(joined[story_id]), -story_id))
        member, verdict = _closest(joined[best])
        return Placement(
            best,
            verdict.relation,
            verdict.score,
            f"with entry {member.entry_id}: {verdict.why}",
            copy_of=_original(member, verdict),
            merges=self._merges(best, joined, stories, apart),
        )

    def _merges(
        self,
        best: int,
        joined: Mapping[int, Judged],
        stories: Mapping[int, Sequence[Member]],
        apart: Mapping[int, frozenset[int]],
    ) -> tuple[int, ...]:
        """Stories that the new entry ties to the best one, where their own members agree that they are one event."""
        return tuple(
            other
            for other in sorted(joined)
            if other != best
            and other not in apart.get(best, frozenset())
            and best not in apart.get(other, frozenset())
            and _agree(stories[best], joined[other], self.rarity)
        )

    def _goes_on(self, judged: Judged) -> bool:
        """Whether the affair went on since the story began, so that this entry is news of its own.

        Nobody told it for two days; or what was still to come has come; or the entry tells, a day later, what no report of the
        story knew, or what only few of its reports tell.
        """
        told = self.signature.at or max(member.seen_at for member, _ in judged)
        if any(_repeats(member, verdict, told) for member, verdict in judged):
            return False
        if told - max(member.told_at for member, _ in judged) >= SILENCE:
            return True
        passed = told - min(member.told_at for member, _ in judged)
        if passed >= HALF_DAY and not looks_ahead(self.signature):
            awaited = sum(looks_ahead(member.signature) for member, _ in judged)
            if 2 * awaited > len(judged):
                return True
        if passed < NEXT_DAY:
            return False
        if 2 * _told(judged) < len(judged) or max(verdict.score for _, verdict in judged) < SURELY:
            return True
        return self._news(judged) >= (NEWS if passed < THIRD_DAY else LITTLE_NEWS)

    def _news(self, judged: Judged) -> float:
        """The share of the headline's words, by weight, that no headline or lead of the story holds; 0 to 1."""
        words = self.signature.word_set
        new = (word for word in words if not any(member.signature.holds(word) for member, _ in judged))
        return self.rarity.words(new) / max(1.0, self.rarity.words(words))


def _belongs(judged: Judged) -> bool:
    """A copy of any member belongs; else enough of the sample must tell the same event, and none may name another step."""
    if any(verdict.relation in TWINS for _, verdict in judged):
        return True
    if any(verdict.apart for _, verdict in judged):
        return False
    return _told(judged) >= max(1.0, ENOUGH * len(judged))


def _repeats(member: Member, verdict: Verdict, told: datetime) -> bool:
    """The entry is the member's text again, or tells plainly what that report told within the same half day."""
    if verdict.relation is Relation.SAME_STORY:
        return verdict.score >= PLAINLY and abs(told - member.told_at) < HALF_DAY
    return verdict.relation in TWINS


def _told(judged: Judged) -> int:
    return sum(verdict.relation is Relation.SAME_STORY for _, verdict in judged)


def _rank(judged: Judged) -> tuple[int, float]:
    _, closest = _closest(judged)
    scores = sorted((verdict.score for _, verdict in judged), reverse=True)[:3]
    return (_closeness(closest.relation), sum(scores) / len(scores))


def _closest(judged: Judged) -> tuple[Member, Verdict]:
    """The earliest among equals, as the original of a copy came first."""
    first_seen_first = sorted(judged, key=lambda item: item[0].order)
    return max(first_seen_first, key=lambda item: (_closeness(item[1].relation), item[1].score))


def _closeness(relation: Relation) -> int:
    return (Relation.DIFFERENT, Relation.SAME_STORY, Relation.COPY, Relation.SAME_ENTRY).index(relation)


def _original(member: Member, verdict: Verdict) -> int | None:
    if verdict.relation not in (Relation.COPY, Relation.SAME_ENTRY):
        return None
    return member.copy_of if member.copy_of is not None else member.entry_id


def _nearest(judged: Mapping[int, Judged]) -> str:
    found = [item for members in judged.values() for item in members]
    if not found:
        return ALONE
    member, verdict = _closest(found)
    return f"{ALONE}; nearest is entry {member.entry_id}: {verdict.why}"


def _agree(ours: Sequence[Member], theirs: Judged, rarity: Rarity) -> bool:
    """Whether two stories are one event, by the pairs of their members and those of the entry that ties them."""
    if abs(min(one.told_at for one in ours) - min(one.told_at for one, _ in theirs)) >= NEXT_DAY:
        return False
    verdicts = [compare(one.signature, other.signature, rarity) for one in ours for other, _ in theirs]
    verdicts += [verdict for _, verdict in theirs]
    told = [verdict for verdict in verdicts if verdict.relation is not Relation.DIFFERENT]
    return len(told) >= AGREE * len(verdicts) and max((verdict.score for verdict in told), default=0.0) >= MERGE_SCORE


def choose_sample(best: Sequence[int], ordered: Sequence[int]) -> tuple[int, ...]:
    """At most SAMPLE ids of one story: its first, then the best candidates, then its newest. `ordered`: all, oldest first."""
    own = frozenset(ordered)
    wanted = (ordered[0], *(entry_id for entry_id in best if entry_id in own), *reversed(ordered))
    return tuple(dict.fromkeys(wanted))[:SAMPLE]
