"""`aggregator extract`: reads the article out of a saved page, to see what the watchlists would see."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from aggregator.articles.outcome import Article, PageReading
from aggregator.articles.page import read_page
from aggregator.cli.options import json_option, now_option
from aggregator.clock import Clock
from aggregator.errors import ExitCode


@click.command("extract", short_help="Read the article out of a saved page.")
@click.argument("files", metavar="FILE…", nargs=-1, type=click.File("rb"))
@click.option("--url", default="", help="Where the page was got: layouts and relative links depend on it.")
@click.option(
    "--jsonl", "rows", type=click.File("rb"), help='Read rows {"id", "html" or "path", "url"} instead of pages.'
)
@json_option
@now_option
def command(files: tuple[BinaryIO, ...], url: str, rows: BinaryIO | None, as_json: bool, clock: Clock) -> None:
    """Reads an article's page and prints its headline, byline, time and text, without menus, controls or other headlines.

    \b
      aggregator extract page.html --url https://www.example.co.kr/news/articleView.html?idxno=1
      curl -s https://v.daum.net/v/20240729175211234 | aggregator extract - --url https://v.daum.net/v/20240729175211234
      aggregator extract *.html --json             one JSON object a line
      aggregator extract --jsonl pages.jsonl       rows {"id", "html" or "path", "url"} in, readings out

    Each reading has an outcome: ok, amp, print and portal have a text; paywall, bot_wall, soft_404, elsewhere, too_short,
    not_html, too_large and unreadable say why there is none. The exit code is 1 when a single page gave no text.
    """
    now = clock.now()
    if rows is not None:
        sys.exit(_read_rows(rows, now))
    if not files:
        raise click.UsageError("name a saved page, or - for standard input")
    readings = [read_page(file.read(), url=url, now=now) for file in files]
    for reading in readings:
        if as_json:
            click.echo(json.dumps(_plain(reading), ensure_ascii=False, indent=2 if len(files) == 1 else None))
        else:
            _show(reading)
    if len(readings) == 1 and not isinstance(readings[0], Article):
        sys.exit(ExitCode.FAULT)


def _read_rows(rows: BinaryIO, now: datetime) -> ExitCode:
    """A bad row is reported by its line and skipped."""
    bad = 0
    for number, line in enumerate(rows, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            reading = read_page(_page(row), url=str(row.get("url") or ""), now=now)
            click.echo(json.dumps({"id": row.get("id"), **_plain(reading)}, ensure_ascii=False))
        except (ValueError, KeyError, AttributeError, TypeError, OSError) as error:
            bad += 1
            click.echo(f"line {number}: {error}", err=True)
    return ExitCode.FAULT if bad else ExitCode.OK


def _page(row: dict[str, str]) -> bytes:
    if "html" in row:
        return row["html"].encode("utf-8", "surrogatepass")
    return Path(row["path"]).read_bytes()


def _plain(reading: PageReading) -> dict[str, str | None]:
    if not isinstance(reading, Article):
        return {
            "outcome": str(reading.outcome),
            "detail": reading.detail,
            "follow": reading.follow,
            "text": reading.text,
        }
    return {
        "outcome": str(reading.outcome),
        "headline": reading.headline,
        "byline": reading.byline,
        "published": reading.published.isoformat() if reading.published else None,
        "section": reading.section,
        "canonical": reading.canonical,
        "method": reading.method,
        "text": reading.text,
    }


def _show(reading: PageReading) -> None:
    if not isinstance(reading, Article):
        click.echo(f"{reading.outcome}: {reading.detail}", err=True)
        return
    for line in _heading(reading):
        click.echo(line)
    click.echo()
    click.echo(reading.text)


def _heading(article: Article) -> Iterator[str]:
    facts = (
        ("headline", article.headline),
        ("byline", article.byline),
        ("published", article.published.isoformat() if article.published else None),
        ("section", article.section),
        ("canonical", article.canonical),
        ("outcome", f"{article.outcome} ({article.method})"),
    )
    yield from (f"{name:<10} {value}" for name, value in facts if value)
