"""Fits the weights of the evidence that two reports tell one event (aggregator/stories/data/weights.tsv) to our own labels.

python benchmarks/fit_stories.py            how well weights fitted to the other sets tell the pairs of each set
python benchmarks/fit_stories.py --write    the same, then fit to all sets and write the weights

A logistic regression on pairs that the rules leave open: the labelled pairs, and all of the labelled days that share a rare word.
"""

import itertools
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from story_eval import DAYS, item, read_rows

from aggregator.stories import compare
from aggregator.stories.evidence import Evidence
from aggregator.stories.likeness import measure
from aggregator.stories.pairs import sign_item
from aggregator.stories.rarity import Rarity, count_words
from aggregator.stories.signature import Signature

WEIGHTS = Path(__file__).resolve().parents[1] / "aggregator" / "stories" / "data" / "weights.tsv"
RARE = 4.5  # a word that one entry in ninety holds
CROWD = 200  # entries that hold a word, above which it finds no pairs
WITHIN_H = 72.0
# of a headline held by the other report: whoever shows less is hardly taken for one event, and there are too many
LEAST = 0.25
PAIRS_COUNT = 12.0  # times that a pair chosen by an editor counts: there are few, but of all kinds and years
RIDGE = 1.0
HEADER = (
    "# Weights of the evidence that two reports tell one event, in log odds; written by benchmarks/fit_stories.py.\n"
)

Sample = tuple[Evidence, bool]


def weigh(a: Signature, b: Signature, rarity: Rarity) -> Evidence | None:
    """The evidence of a pair; None where the rules decide."""
    likeness = measure(a, b, rarity)
    strangers = compare.are_strangers(a, b, rarity)
    if compare.decide(a, b, likeness, rarity, strangers=strangers) is not None:
        return None
    return compare.gather(a, b, likeness, rarity, strangers=strangers)


def samples_of_pairs() -> list[Sample]:
    rows = read_rows("pairs.jsonl")
    signed = [(sign_item(item(row["a"])), sign_item(item(row["b"]))) for row in rows]
    rarity = count_words({signature.key: signature for pair in signed for signature in pair}.values())
    found = ((weigh(a, b, rarity), row["label"] != "different") for row, (a, b) in zip(rows, signed, strict=True))
    return [(evidence, same) for evidence, same in found if evidence is not None]


def samples_of_day(name: str) -> list[Sample]:
    rows = read_rows(name)
    signed = [sign_item(item(row)) for row in rows]
    rarity = count_words(signed)
    met: set[tuple[str, ...]] = set()
    samples = []
    for i, j in sharing(signed, rarity):
        a, b = signed[i], signed[j]
        headlines = tuple(sorted((a.key, b.key)))  # an outlet that prints a report under ten addresses counts once
        if headlines in met or (a.at and b.at and abs((a.at - b.at).total_seconds()) > WITHIN_H * 3600):
            continue
        met.add(headlines)
        if (evidence := weigh(a, b, rarity)) is not None and evidence.rest >= LEAST:
            samples.append((evidence, rows[i]["story"] == rows[j]["story"]))
    return samples


def sharing(signed: Sequence[Signature], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of entries that share a rare word, as the candidates of an arriving entry do."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, signature in enumerate(signed):
        for word in signature.all_words:
            if rarity.word(word) > RARE:
                holders[word].append(at)
    found = {pair for held in holders.values() if len(held) < CROWD for pair in itertools.combinations(held, 2)}
    yield from sorted(found)


def fit(samples: Sequence[Sample], counts: Sequence[float]) -> np.ndarray:
    """Newton's method for a ridge logistic regression."""
    x = np.array([evidence for evidence, _ in samples], float)
    y = np.array([same for _, same in samples], float)
    c = np.array(counts)
    penalty = np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x.T * (c * p * (1 - p))) @ x + penalty, x.T @ (c * (p - y)) + penalty @ w)
    return w


def best_f1(odds: np.ndarray, same: np.ndarray) -> tuple[float, float]:
    """The best F1 over all thresholds, and at 0."""
    order = np.argsort(-odds)
    hits = np.cumsum(same[order])
    at_each = 2 * hits / (np.arange(1, len(hits) + 1) + same.sum())
    found = odds >= 0
    return float(at_each.max()), float(2 * (found & same).sum() / (found.sum() + same.sum()))


def main() -> None:
    sets = {"pairs": samples_of_pairs()} | {day: samples_of_day(day) for day in DAYS}
    counts = {name: PAIRS_COUNT if name == "pairs" else 1.0 for name in sets}

    def fitted(names: Sequence[str]) -> np.ndarray:
        return fit(
            [sample for name in names for sample in sets[name]], [counts[name] for name in names for _ in sets[name]]
        )

    for name, samples in sets.items():
        w = fitted([other for other in sets if other != name])
        odds = np.array([evidence for evidence, _ in samples], float) @ w
        best, even = best_f1(odds, np.array([same for _, same in samples], bool))
        print(
            f"{name:20} {len(samples):5} pairs, fitted to the others: F1 {even:.3f}, at its best threshold {best:.3f}"
        )
    w = fitted(list(sets))
    lines = [f"{name}\t{weight:.2f}\n" for name, weight in zip(Evidence._fields, w, strict=True)]
    print("".join(lines))
    if "--write" in sys.argv:
        WEIGHTS.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
