"""The quality floor: no change may lower precision, recall or F1 on the gold sentences, the newsroom week, nor the shared rows.

`week.jsonl` holds 2,000 short passages of one week's public archive (July 2022, CC0), 419 terms, labelled by reading before the
rules were asked; those still judged wrong are kept, so its floor is lower.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from aggregator.match.batch import judge_row, read_row
from aggregator.text.morphology import available

HERE = Path(__file__).parent
FLOOR = json.loads((HERE / "floor.json").read_text(encoding="utf-8"))

needs_analyser = pytest.mark.skipif(not available(), reason="the floor is that of the full installation")


@cache
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
@pytest.mark.parametrize("rows", ["gold", "week"])
def test_labelled_sentences_keep_their_floor(rows: str, figure: str) -> None:
    assert measure(HERE / f"{rows}.jsonl")[figure] >= FLOOR[rows][figure]


@needs_analyser
def test_labelled_rows_keep_their_floor(shared: Path) -> None:
    assert measure(shared / "eval" / "match-dev.jsonl")["f1"] >= FLOOR["labelled"]["f1"]


@pytest.mark.parametrize(("name", "least"), [("gold", 300), ("week", 1500)])
def test_every_sentence_has_its_reason(name: str, least: int) -> None:
    rows = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= least
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["reason"] and row["text"] and row["term"] for row in rows)
