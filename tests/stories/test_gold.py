"""Quality that no change may lower: our own labelled pairs, the stories of three newsroom days, and the shared labels."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.jobs.story_rows import cluster_items
from aggregator.model import Relation
from aggregator.stories.pairs import Item, judge_pairs
from aggregator.text.dates import read_date

DATA = Path(__file__).parent / "data"
FLOOR = json.loads((DATA / "floor.json").read_text(encoding="utf-8"))
ONE_ARTICLE = {Relation.SAME_ENTRY, Relation.COPY}
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def item(row: dict) -> Item:
    return Item(
        title=row["title"],
        url=row.get("url"),
        text=row.get("text") or "",
        date=read_date(row.get("date"), "Asia/Seoul", FAR),
        outlet=row.get("outlet"),
    )


def precision_recall(found: list[bool], wanted: list[bool]) -> tuple[float, float]:
    hits = sum(f and w for f, w in zip(found, wanted, strict=True))
    return hits / sum(found), hits / sum(wanted)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def judged(rows: list[dict]) -> list[Relation]:
    return [verdict.relation for verdict in judge_pairs([(item(row["a"]), item(row["b"])) for row in rows])]


def test_own_pairs_do_not_fall_below_the_floor() -> None:
    rows = read(DATA / "pairs.jsonl")
    found, wanted = judged(rows), [Relation(row["label"]) for row in rows]
    article = precision_recall([r in ONE_ARTICLE for r in found], [r in ONE_ARTICLE for r in wanted])
    story = precision_recall(
        [r is not Relation.DIFFERENT for r in found], [r is not Relation.DIFFERENT for r in wanted]
    )
    assert len(rows) >= 150
    assert f1(*article) >= FLOOR["pairs"]["article_f1"]
    assert f1(*story) >= FLOOR["pairs"]["story_f1"]
    assert story[0] >= FLOOR["pairs"]["story_precision"]


def test_no_recurring_headline_joins_across_days() -> None:
    rows = [row for row in read(DATA / "pairs.jsonl") if "recur" in row["why"] or "another day" in row["why"]]
    joined = [row["id"] for row, relation in zip(rows, judged(rows), strict=True) if relation is not Relation.DIFFERENT]
    assert len(rows) >= 50
    assert joined == FLOOR["recurring_joined"]


@pytest.mark.parametrize("day", ["clusters", "second_day", "third_day"])
def test_a_labelled_day_does_not_fall_below_the_floor(day: str) -> None:
    rows = sorted(read(DATA / f"{day}.jsonl"), key=lambda row: (row["date"], str(row["id"])))
    found = [placed.story for placed in cluster_items([item(row) for row in rows])]
    wanted = [row["story"] for row in rows]
    precision, recall = b_cubed(wanted, found)
    assert len(rows) >= 300
    assert len(set(wanted)) >= 60
    assert precision >= FLOOR[day]["precision"]
    assert f1(precision, recall) >= FLOOR[day]["f1"]


def b_cubed(wanted: list[str], found: list[int]) -> tuple[float, float]:
    both = list(zip(wanted, found, strict=True))
    shares = [(both.count(pair), found.count(pair[1]), wanted.count(pair[0])) for pair in both]
    return sum(c / f for c, f, _ in shares) / len(both), sum(c / w for c, _, w in shares) / len(both)


def test_the_shared_labels(shared: Path) -> None:
    rows = read(shared / "eval" / "dedup-dev.jsonl")
    found = judged(rows)
    article = precision_recall([r in ONE_ARTICLE for r in found], [row["label"] == "same_article" for row in rows])
    story = precision_recall(
        [r is not Relation.DIFFERENT for r in found], [row["label"] != "different" for row in rows]
    )
    assert f1(*article) >= 0.96
    assert f1(*story) >= 0.96
    assert story[0] >= 0.97
