"""`aggregator extract` on saved pages: for people, for programs, and in batches."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from aggregator.cli import group

GOLD = Path(__file__).parents[1] / "articles" / "gold"
NOW = ("--now", "2026-07-01T00:00+09:00")


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(group, ["extract", *arguments, *NOW], input=stdin)


def some_page() -> tuple[Path, dict[str, str]]:
    path = sorted(GOLD.glob("daum-*.html"))[0]
    return path, json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_a_page_for_people() -> None:
    path, facts = some_page()
    result = run(str(path), "--url", facts["url"])
    assert result.exit_code == 0, result.output
    assert facts["headline"] in result.output
    assert facts["text"].splitlines()[-1] in result.output
    assert "portal (daum)" in result.output


def test_a_page_for_programs_from_standard_input() -> None:
    path, facts = some_page()
    result = run("-", "--url", facts["url"], "--json", stdin=path.read_bytes())
    assert json.loads(result.output)["text"] == facts["text"]


def test_a_batch_skips_bad_rows_and_says_so(tmp_path: Path) -> None:
    path, facts = some_page()
    rows = [
        json.dumps({"id": 1, "html": path.read_text("utf-8"), "url": facts["url"]}),
        "not json",
        json.dumps({"id": 3, "path": str(path)}),
        json.dumps({"id": 4}),
    ]
    batch = tmp_path / "pages.jsonl"
    batch.write_text("\n".join(rows), "utf-8")
    result = run("--jsonl", str(batch))
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in read] == [1, 3]
    assert read[0]["text"] == facts["text"]
    assert "line 2" in result.stderr
    assert "line 4" in result.stderr
    assert result.exit_code == 1


def test_a_page_without_article_says_why() -> None:
    result = run("-", stdin=b"%PDF-1.7")
    assert result.exit_code == 1
    assert "not_html" in result.stderr


def test_no_page_is_a_mistake() -> None:
    assert run().exit_code == 2
