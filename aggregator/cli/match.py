"""`aggregator match`: judges rows of a JSON Lines file, one term against one text each, for pipelines and tests."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from aggregator.errors import ExitCode
from aggregator.match.batch import Judged, Row, RowError, judge_row, read_row
from aggregator.text.morphology import MISSING, available


@click.command()
@click.option(
    "--jsonl",
    "path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True),
    help="The rows, one JSON object a line; - is standard input.",
)
@click.option("--explain", is_flag=True, help="Add every place looked at, the refused ones too.")
def command(path: Path, explain: bool) -> None:
    """Judge the rows of a JSON Lines file: does each text mention its term?

    A row is {"id", "term", "text"}, optionally with "aliases", "kind" (name or topic), "exclude", "near" and "sense" (what
    is meant, in free words). Each term gets default settings. The answers are JSON Lines on standard output:
    {"id", "matched", "spans", "rule"}; spans are offsets of the text as given.

    \b
    Examples:
      aggregator match --jsonl rows.jsonl > answers.jsonl
      echo '{"id": 1, "term": "네이버", "text": "네이버는"}' | aggregator match --jsonl -
      aggregator match --jsonl rows.jsonl --explain

    A row that cannot be judged is reported on standard error with its line and left out; the exit code is then 1, else 0.
    """
    if not available():
        click.echo(f"aggregator match: {MISSING}", err=True)
    bad = 0
    with click.open_file(str(path), encoding="utf-8", errors="replace") as lines:
        for number, line in _lines(lines):
            try:
                click.echo(_answer(judge_row(_read(line)), explain))
            except RowError as error:
                bad += 1
                click.echo(f"{path}:{number}: {error}", err=True)
    if bad:
        click.echo(f"aggregator match: {bad} row{'s' * (bad > 1)} left out", err=True)
        raise click.exceptions.Exit(ExitCode.FAULT)


def _lines(file: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines that hold something; a byte order mark at the start is no part of the first."""
    return ((number, line.lstrip("\ufeff")) for number, line in enumerate(file, 1) if line.strip("\ufeff \t\r\n"))


def _read(line: str) -> Row:
    try:
        return read_row(json.loads(line))
    except (json.JSONDecodeError, RecursionError) as error:
        raise RowError(f"not JSON: {error}") from None


def _answer(judged: Judged, explain: bool) -> str:
    answer: dict[str, object] = {
        "id": judged.id,
        "matched": judged.matched,
        "spans": judged.spans,
        "rule": judged.rule,
    }
    if explain:
        answer["places"] = [
            {"start": start, "end": end, "accepted": accepted, "rule": rule}
            for start, end, accepted, rule in judged.candidates
        ]
    return json.dumps(answer, ensure_ascii=False)
