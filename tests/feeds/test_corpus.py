"""Every feed file of the corpus gives what stands beside it; each holds one habit of real feeds, written by ourselves."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aggregator.feeds.parse import parse_feed
from aggregator.model import Entry, FailureKind, Outlet, ParsedFeed, ParseFailed

CORPUS = Path(__file__).with_name("corpus")
NOW = "2022-07-30T00:00:00+00:00"
URL = "https://www.example.kr/rss/all.xml"


@dataclass(frozen=True)
class Case:
    body: bytes
    wanted: dict[str, Any]

    @classmethod
    def read(cls, expectation: Path) -> "Case":
        (body,) = (path for path in expectation.parent.glob(f"{expectation.stem}.*") if path.suffix != ".json")
        return cls(body.read_bytes(), json.loads(expectation.read_text(encoding="utf-8")))

    def parse(self) -> ParsedFeed | ParseFailed:
        settings = {"id": "example", "name": "가상일보", "type": "종합지", **self.wanted.get("outlet", {})}
        return parse_feed(
            self.body,
            url=self.wanted.get("url", URL),
            content_type=self.wanted.get("content_type"),
            outlet=Outlet(**settings),
            now=datetime.fromisoformat(self.wanted.get("now", NOW)),
        )


CASES = sorted(CORPUS.rglob("*.json"))


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.relative_to(CORPUS).with_suffix("")))
def test_a_feed_gives_what_stands_beside_it(path: Path) -> None:
    case = Case.read(path)
    parsed = case.parse()
    if "failed" in case.wanted:
        _check_failure(parsed, case.wanted)
    else:
        assert isinstance(parsed, ParsedFeed), parsed
        _check_feed(parsed, case.wanted)


def _check_failure(parsed: ParsedFeed | ParseFailed, wanted: dict[str, Any]) -> None:
    assert isinstance(parsed, ParseFailed)
    kinds = wanted["failed"] if isinstance(wanted["failed"], list) else [wanted["failed"]]
    assert parsed.kind in {FailureKind(kind) for kind in kinds}
    assert parsed.detail
    assert "\n" not in parsed.detail
    if "alternates" in wanted:
        assert list(parsed.alternates) == wanted["alternates"]


def _check_feed(parsed: ParsedFeed, wanted: dict[str, Any]) -> None:
    assert len(parsed.entries) == len(wanted["entries"])
    for entry, expected in zip(parsed.entries, wanted["entries"], strict=True):
        assert {name: _plain(entry, name) for name in expected} == expected
    for name in ("format", "title", "charset"):
        if name in wanted:
            assert getattr(parsed, name) == wanted[name]
    if "ttl" in wanted:
        assert (parsed.ttl.total_seconds() if parsed.ttl is not None else None) == wanted["ttl"]
    if "skip_hours" in wanted:
        assert list(parsed.skip_hours) == wanted["skip_hours"]
    for words in wanted.get("problems", ()):
        assert any(words in problem for problem in parsed.problems), parsed.problems
    _check_bounds(parsed, wanted)


def _check_bounds(parsed: ParsedFeed, wanted: dict[str, Any]) -> None:
    for entry in parsed.entries:
        assert len(entry.title) <= wanted.get("title_max", 1_000)
        assert len(entry.summary) <= wanted.get("summary_max", 2_000)
        assert len(entry.body) >= wanted.get("body_min", 0)
        assert wanted.get("title_lacks", "\x00") not in entry.title


def _plain(entry: Entry, name: str) -> object:
    value = getattr(entry, name)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
