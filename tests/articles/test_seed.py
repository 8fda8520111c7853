"""The issue's seed article in several wrappings: complete, signed, dated, and without the twelve other things on its page."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from aggregator.articles.outcome import Article
from aggregator.articles.page import read_page

NOW = datetime(2024, 7, 30, tzinfo=UTC)
STAMP = '<meta property="article:published_time" content="2024-07-29T17:52:11+09:00">'
SUMMARY, CONTROLS, BODY = slice(1, 4), slice(4, 6), 6


def rows(shared: Path) -> list[str]:
    return (shared / "eval" / "seed-article.txt").read_text("utf-8").splitlines()


def signed(lines: list[str]) -> int:
    return next(n for n, line in enumerate(lines) if "@" in line)


def paragraphs(lines: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def portal(lines: list[str]) -> str:
    """As the portal prints it: summary, controls, article and other headlines each in their own place."""
    end = signed(lines)
    byline, _, notice = lines[end].partition("Copyright")
    others = "".join(f'<li><a href="/v/{n}">{escape(line[2:])}</a></li>' for n, line in enumerate(lines[end + 1 :]))
    return (
        f'<div class="summary_view">{paragraphs(lines[SUMMARY])}</div><div class="set_view">{paragraphs(lines[CONTROLS])}</div>'
        f'<div class="article_view" data-translation-body><section>{paragraphs(lines[BODY:end])}<p>{byline}</p></section></div>'
        f"<p>Copyright{notice}</p><ul>{others}</ul>"
    )


WRAPPINGS = {
    "portal": portal,
    "paragraphs": paragraphs,
    "divs": lambda lines: paragraphs(lines, "div"),
    "article": lambda lines: f"<article>{paragraphs(lines)}</article>",
    "breaks": lambda lines: f'<div class="content">{"<br><br>".join(map(escape, lines))}</div>',
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("url", ["https://v.daum.net/v/20240729175211234", "https://news.example/articles/1"])
def test_the_seed_article_is_complete_and_alone(shared: Path, wrapping: str, url: str) -> None:
    lines = rows(shared)
    title = escape(lines[0])
    body = f"<h3>{title}</h3>{WRAPPINGS[wrapping](lines)}"
    page = f"<html><head><title>{title} | 다음</title>{STAMP}</head><body>{body}</body></html>"
    article = read_page(page.encode(), url=url, now=NOW)
    assert isinstance(article, Article)
    assert article.text.splitlines() == lines[BODY : signed(lines)]
    assert article.byline == "윤지영 기자"
    assert article.published == datetime(2024, 7, 29, 8, 52, 11, tzinfo=UTC)
    assert article.headline == lines[0]
