"""Precision, recall and F1 of the matcher on a labelled JSON Lines file: `python benchmarks/match_eval.py FILE [--errors]`.

A row holds `term`, `text`, `expected`, and optionally `kind`, `sense`, `aliases`, `exclude`,
`near`; each term gets default settings.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from aggregator.match.batch import judge_row, read_row


def main(path: str, *, errors: bool) -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        judged = judge_row(read_row(row))
        counts[row["expected"], judged.matched] += 1
        if errors and row["expected"] != judged.matched:
            print(
                "missed" if row["expected"] else "wrong ",
                row["id"],
                row["term"],
                row.get("sense"),
                "|",
                judged.rule,
                "|",
                row["text"][:160],
            )
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"{sum(counts.values())} rows  P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  ({wrong} wrong, {missed} missed)"
    )


if __name__ == "__main__":
    main(sys.argv[1], errors="--errors" in sys.argv)
