"""Precision, recall and F1 of the matcher on a labelled JSON Lines file.

`python benchmarks/match_eval.py FILE [--errors] [--without-analyser]`. A row holds `term`, `text`, `expected`, and optionally
`kind`, `sense`, `aliases`, `exclude`, `near`; each term gets default settings. `--errors` prints the mistakes.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from aggregator.match.batch import judge_row, read_row


def main(path: str, *, errors: bool) -> None:
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        judged = judge_row(read_row(row))
        for part in ("all", row.get("kind") or "no kind", "a sense" if row.get("sense") else "no sense"):
            counts[part, row["expected"], judged.matched] += 1
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
    for part in dict.fromkeys(part for part, _, _ in counts):
        print(_figures(part, counts[part, True, True], counts[part, False, True], counts[part, True, False]))


def _figures(part: str, right: int, wrong: int, missed: int) -> str:
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{part:8}  P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  ({right} right, {wrong} wrong, {missed} missed)"


if __name__ == "__main__":
    if "--without-analyser" in sys.argv:
        sys.modules["kiwipiepy"] = None  # type: ignore[assignment]  # the import system reads None as "not installed"
    main(sys.argv[1], errors="--errors" in sys.argv)
