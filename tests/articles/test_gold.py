"""The gold pages: what each must give, and a floor that no change may lower."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.articles.outcome import Article
from aggregator.articles.page import read_page
from tests.articles.gold_layouts import HEADLINES
from tests.articles.scoring import GoldPage, gold_pages, word_f1

NOW = datetime(2026, 7, 1, tzinfo=UTC)
FLOOR = json.loads((Path(__file__).parent / "floor.json").read_text("utf-8"))
PAGES = gold_pages()
CHROME = (*HEADLINES, "네이버", "카카오", "삼성전자", "무단전재", "재배포", "글자크기", "@gaon")


def read(page: GoldPage) -> Article:
    reading = read_page(page.html, url=page.url, now=NOW)
    assert isinstance(reading, Article), reading
    return reading


def test_the_floor_holds() -> None:
    """Mean and lowest word-level F1 over all gold pages."""
    scores = [word_f1(read(page).text, page.text) for page in PAGES]
    assert len(scores) >= FLOOR["pages"]
    assert sum(scores) / len(scores) >= FLOOR["mean_word_f1"]
    assert min(scores) >= FLOOR["lowest_word_f1"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_gives_its_article_and_nothing_else(page: GoldPage) -> None:
    article = read(page)
    lines = page.text.splitlines()
    assert lines[0] in article.text
    assert lines[-1] in article.text
    assert [trap for trap in CHROME if trap in article.text] == []
    assert article.headline == page.headline
    assert article.published == page.published
    assert page.byline in (article.byline or "")


def test_portals_name_the_outlets_own_page() -> None:
    origins = {page.name: read(page).canonical for page in PAGES if page.name.startswith(("naver-", "nate-"))}
    assert len(origins) == 6
    assert all(
        str(origin).startswith(("https://www.gaon.example/", "https://gaon.example/")) for origin in origins.values()
    )


@pytest.mark.parametrize(
    ("prefix", "outcome"), [("amp-", "amp"), ("print-", "print"), ("daum-", "portal"), ("ndsoft-", "ok")]
)
def test_the_outcome_says_what_kind_of_page_it_was(prefix: str, outcome: str) -> None:
    assert {str(read(page).outcome) for page in PAGES if page.name.startswith(prefix)} == {outcome}
