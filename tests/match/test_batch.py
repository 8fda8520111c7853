"""The batch command: answers as JSON Lines, bad rows by line, exit codes; and the product without its analyser."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator.cli.match import command
from aggregator.match.batch import RowError, read_row

ROWS = [
    {"id": "a", "term": "네이버", "text": "굿네이버스와 네이버는"},
    {"id": "b", "term": "한화", "kind": "name", "text": "5억 달러(한화 약 6천억원)"},
    {"id": "c", "term": "AI", "aliases": ["인공지능"], "text": "인공지능이 온다"},
    {"id": "d", "term": "KT", "exclude": ["위즈"], "text": "KT 위즈 승리"},
    {"id": "e", "term": "KT", "near": ["통신"], "text": "KT 승리"},
]


def run(tmp_path: Path, lines: list[str], *options: str) -> tuple[int, list[dict[str, object]], str]:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(command, ["--jsonl", str(path), *options])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def test_each_row_is_answered(tmp_path: Path) -> None:
    code, answers, _ = run(tmp_path, [json.dumps(row, ensure_ascii=False) for row in ROWS])
    assert code == 0
    assert [answer["matched"] for answer in answers] == [True, False, True, False, False]
    assert answers[0] == {"id": "a", "matched": True, "spans": [[7, 10]], "rule": "particle"}
    assert answers[1]["rule"] == "another meaning"


def test_explain_adds_every_place(tmp_path: Path) -> None:
    _, answers, _ = run(tmp_path, [json.dumps(ROWS[0])], "--explain")
    assert answers[0]["places"] == [
        {"start": 1, "end": 4, "accepted": False, "rule": "one syllable before"},
        {"start": 7, "end": 10, "accepted": True, "rule": "particle"},
    ]


def test_bad_rows_are_reported_by_line_and_left_out(tmp_path: Path) -> None:
    lines = [
        "\ufeff" + json.dumps(ROWS[0]),
        "not json",
        "",
        '{"id": 1, "term": "네이버"}',
        '["a"]',
        json.dumps(ROWS[2]),
    ]
    code, answers, errors = run(tmp_path, lines)
    assert code == 1
    assert [answer["id"] for answer in answers] == ["a", "c"]
    assert [line.split(":")[1] for line in errors.splitlines() if "rows.jsonl:" in line] == ["2", "4", "5"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"term": "a", "text": 3}, "text"),
        ({"term": " ", "text": "x"}, "term"),
        ({"term": "a", "text": "x", "kind": "person"}, "kind"),
        ({"term": "a", "text": "x", "near": [1]}, "near"),
    ],
)
def test_a_bad_row_says_which_key(row: dict[str, object], says: str) -> None:
    with pytest.raises(RowError, match=says):
        read_row(row)


def test_without_the_analyser_the_rules_work_and_say_so_once(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "term": "네이버", "kind": "name", "text": "네이버클라우드는"},
        {"id": 2, "term": "네이버", "kind": "name", "text": "굿네이버스"},
        {"id": 3, "term": "금리", "kind": "topic", "text": "고금리"},
        {"id": 4, "term": "라인", "kind": "name", "text": "온라인 라인업"},
        {"id": 5, "term": "기아", "kind": "name", "text": "현대차·기아, 리콜"},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    program = "import sys; sys.modules['kiwipiepy'] = None; from aggregator.cli import main; main(sys.argv[1:])"
    ran = subprocess.run(
        [sys.executable, "-c", program, "match", "--jsonl", str(path)], capture_output=True, text=True, check=True
    )
    assert [json.loads(line)["matched"] for line in ran.stdout.splitlines()] == [True, False, True, False, True]
    assert ran.stderr.count("kiwipiepy is not installed") == 1
