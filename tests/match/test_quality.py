"""The quality floor: no change may lower precision, recall or F1 on the gold sentences, nor on the shared labelled rows."""

import json
from collections import Counter
from pathlib import Path

import pytest

from aggregator.match.batch import judge_row, read_row
from aggregator.text.morphology import available

HERE = Path(__file__).parent
FLOOR = json.loads((HERE / "floor.json").read_text(encoding="utf-8"))

needs_analyser = pytest.mark.skipif(not available(), reason="the floor is that of the full installation")


def measure(path: Path) -> dict[str, float]:
    counts: Counter[tuple[bool, bool]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        counts[row["expected"], judge_row(read_row(row)).matched] += 1
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    precision, recall = right / (right + wrong), right / (right + missed)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


@needs_analyser
@pytest.mark.parametrize("figure", ["precision", "recall", "f1"])
def test_gold_sentences_keep_their_floor(figure: str) -> None:
    assert measure(HERE / "gold.jsonl")[figure] >= FLOOR["gold"][figure]


@needs_analyser
def test_labelled_rows_keep_their_floor(shared: Path) -> None:
    assert measure(shared / "eval" / "match-dev.jsonl")["f1"] >= FLOOR["labelled"]["f1"]


def test_every_gold_sentence_has_its_reason() -> None:
    rows = [json.loads(line) for line in (HERE / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["reason"] and row["text"] and row["term"] for row in rows)
