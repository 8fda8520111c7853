"""Scores stories on our own labels: pairs (precision, recall, F1) and two newsroom days (B-cubed, mixed and split stories).

python benchmarks/story_eval.py            both, with the list of every mistake
python benchmarks/story_eval.py --quiet    the figures only
"""

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aggregator.jobs.story_rows import cluster_items
from aggregator.model import Relation
from aggregator.stories.compare import Verdict
from aggregator.stories.pairs import Item, judge_pairs

DATA = Path(__file__).resolve().parents[1] / "tests" / "stories" / "data"
DAYS = ("clusters.jsonl", "second_day.jsonl", "third_day.jsonl")
ONE_ARTICLE = (Relation.SAME_ENTRY, Relation.COPY)


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def read_rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def item(row: Mapping[str, str]) -> Item:
    date = row.get("date")
    return Item(
        title=row["title"],
        url=row.get("url"),
        text=row.get("text") or "",
        date=datetime.fromisoformat(date) if date else None,
        outlet=row.get("outlet"),
    )


def score(found: Sequence[bool], wanted: Sequence[bool]) -> Score:
    hits = sum(f and w for f, w in zip(found, wanted, strict=True))
    return Score(hits / max(1, sum(found)), hits / max(1, sum(wanted)))


def score_pairs() -> tuple[Score, Score, list[tuple[dict, Verdict]]]:
    """One article against the rest, any relation against different, and the rows judged otherwise than labelled."""
    rows = read_rows("pairs.jsonl")
    verdicts = judge_pairs([(item(row["a"]), item(row["b"])) for row in rows])
    labels = [Relation(row["label"]) for row in rows]
    article = score([v.relation in ONE_ARTICLE for v in verdicts], [label in ONE_ARTICLE for label in labels])
    different = Relation.DIFFERENT
    story = score([v.relation is not different for v in verdicts], [label is not different for label in labels])
    wrong = [
        (row, verdict)
        for row, verdict, label in zip(rows, verdicts, labels, strict=True)
        if (verdict.relation in ONE_ARTICLE) != (label in ONE_ARTICLE)
        or (verdict.relation is different) != (label is different)
    ]
    return article, story, wrong


def b_cubed(wanted: Sequence[str], found: Sequence[int]) -> Score:
    """Bagga and Baldwin 1998: for each entry, how pure its cluster is and how complete; the mean over entries."""
    true, made = groups(wanted), groups(found)
    shares = [(len(true[w] & made[f]), len(made[f]), len(true[w])) for w, f in zip(wanted, found, strict=True)]
    return Score(sum(c / m for c, m, _ in shares) / len(shares), sum(c / t for c, _, t in shares) / len(shares))


def with_reactions(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The stories with every reaction counted to what it answers, where the labels name that (`parent`)."""
    parents = {row["story"]: row.get("parent") for row in rows}

    def root(story: str) -> str:
        parent = parents.get(story)
        return root(parent) if parent else story

    return [root(row["story"]) for row in rows]


def groups(labels: Sequence) -> dict[object, set[int]]:
    found: dict[object, set[int]] = defaultdict(set)
    for at, label in enumerate(labels):
        found[label].add(at)
    return found


def score_clusters(name: str) -> tuple[Score, list[dict], list[int]]:
    """B-cubed of a labelled day, its rows, and the story each was placed in."""
    rows = sorted(read_rows(name), key=lambda row: (row["date"], str(row["id"])))
    found = [placed.story for placed in cluster_items([item(row) for row in rows])]
    return b_cubed([row["story"] for row in rows], found), rows, found


def main() -> None:
    quiet = "--quiet" in sys.argv
    article, story, wrong = score_pairs()
    print(f"pairs     one article  {article}\n          any relation {story}")
    if not quiet:
        for row, verdict in wrong:
            print(f"\n{row['id']} {row['label']} ({row['why']}) -> {verdict.relation}: {verdict.why}")
            print(f"    {row['a']['title']}\n    {row['b']['title']}")
    for day in DAYS:
        show_day(day, quiet=quiet)


def show_day(day: str, *, quiet: bool) -> None:
    clusters, rows, found = score_clusters(day)
    wanted = [row["story"] for row in rows]
    mixed = {made: at for made, at in groups(found).items() if len({wanted[i] for i in at}) > 1}
    split = {true: at for true, at in groups(wanted).items() if len({found[i] for i in at}) > 1}
    joined = b_cubed(with_reactions(rows), found)
    print(f"{day:20} B-cubed {clusters}  mixed {len(mixed)}  split {len(split)} of {len(set(wanted))}")
    print(f"  reactions joined to their event: B-cubed {joined}")
    if quiet:
        return
    for kind, stories, other in (("mixed", mixed, wanted), ("split", split, found)):
        for name, at in stories.items():
            print(f"\n{kind} {name}")
            for i in sorted(at, key=lambda i: str(other[i])):
                print(f"    {other[i]} {rows[i]['outlet']}: {rows[i]['title'][:70]}")


if __name__ == "__main__":
    main()
