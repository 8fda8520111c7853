"""`aggregator archive`: clippings as tables, editions as web pages, watchlists as feeds."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from upath import UPath

from aggregator.cli.digest import IssueDate
from aggregator.cli.options import IsoTime, now_option, opened, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.digests.exports import Row, make_rows, to_atom, to_csv, to_json, to_xlsx
from aggregator.errors import AggregatorError
from aggregator.jobs.archive import archive_url, write_archive
from aggregator.jobs.publish import find_digest, find_issue
from aggregator.model import Digest
from aggregator.newsroom import Newsroom
from aggregator.store.clippings import find_clippings
from aggregator.store.stories import find_story_ids

FORMATS = {"csv": to_csv, "xlsx": to_xlsx, "json": to_json}
FEED_DAYS = 14


@click.group()
def command() -> None:
    """Write clippings and editions to files.

    \b
    Examples:
      aggregator archive clippings --date 2026-07-01 -o clippings.xlsx
      aggregator archive clippings --since 2026-06-01 --until 2026-07-01 --format csv > june.csv
      aggregator archive editions public          every issue as a web page, with an index
      aggregator archive feeds public             an Atom feed for each watchlist
    """


@command.command()
@click.option("--digest", "name", metavar="NAME", help="Only this digest's watchlists; with --date, its issue.")
@click.option("--date", "issue_date", type=IssueDate(), help="The clippings of this issue.")
@click.option("--since", type=IsoTime(), help="From this time on [24 hours ago].")
@click.option("--until", type=IsoTime(), help="Before this time [now].")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), help="[by the file's name, else csv]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file [standard output].")
@settings_options
@now_option
def clippings(
    name: str | None,
    issue_date: date | None,
    since: datetime | None,
    until: datetime | None,
    form: str | None,
    output: Path | None,
    settings: Settings,
    clock: Clock,
) -> None:
    """Write the clippings of an issue or a period as CSV (for Excel too), XLSX or JSON. Never the articles' full text."""
    chosen = form or (output.suffix.lstrip(".").lower() if output else "csv")
    if chosen not in FORMATS:
        raise click.UsageError(f"{output}: name it .csv, .xlsx or .json, or say --format")
    with opened(settings, clock) as newsroom:
        digest = _digest(newsroom, name)
        if issue_date is not None:
            since, until = _issue(newsroom, digest, issue_date)
        rows = _rows(newsroom, digest, since or clock.now() - timedelta(days=1), until)
    content = FORMATS[chosen](rows)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        _write(output, content)
        click.echo(f"{output}: {len(rows)} clippings", err=True)


@command.command()
@click.argument("directory", type=UPath, required=False)
@settings_options
@now_option
def editions(directory: UPath | None, settings: Settings, clock: Clock) -> None:
    """Write every frozen edition as a self-contained web page, with an index [AGGREGATOR_ARCHIVE_DIR]."""
    with opened(settings, clock) as newsroom:
        for path in write_archive(newsroom, _directory(settings, directory), everything=True):
            click.echo(path)


@command.command()
@click.argument("directory", type=UPath, required=False)
@click.option("--days", type=click.IntRange(1), default=FEED_DAYS, show_default=True, help="How far back.")
@settings_options
@now_option
def feeds(directory: UPath | None, days: int, settings: Settings, clock: Clock) -> None:
    """Write an Atom feed of each watchlist's clippings [AGGREGATOR_ARCHIVE_DIR]."""
    target = _directory(settings, directory)
    with opened(settings, clock) as newsroom:
        now = clock.now()
        base = archive_url(settings)
        for watchlist in newsroom.newsfile.watchlists:
            rows = _rows(newsroom, None, now - timedelta(days=days), None, (watchlist.id,))
            name = f"{watchlist.id}.atom".replace("/", "-")
            _write(target / name, to_atom(watchlist, rows, url=f"{base}{name}" if base else None, updated=now))
            click.echo(target / name)


def _digest(newsroom: Newsroom, name: str | None) -> Digest | None:
    if name is None:
        return newsroom.newsfile.digests[0] if len(newsroom.newsfile.digests) == 1 else None
    named = [digest for digest in newsroom.newsfile.digests if name in (digest.name, digest.id)]
    return named[0] if named else find_digest(newsroom, name)


def _issue(newsroom: Newsroom, digest: Digest | None, issue_date: date) -> tuple[datetime, datetime]:
    if digest is None:
        raise click.UsageError("--date needs --digest: there are several digests")
    edition = find_issue(newsroom, digest, issue_date)
    if edition is None:
        raise AggregatorError(
            f"{digest.name} has no issue of {issue_date.isoformat()}", hint="--since and --until name a period"
        )
    return edition.start, edition.end


def _rows(
    newsroom: Newsroom,
    digest: Digest | None,
    since: datetime,
    until: datetime | None,
    watchlists: tuple[str, ...] | None = None,
) -> tuple[Row, ...]:
    wanted = watchlists or (digest.watchlists if digest else None)
    with newsroom.database.read() as connection:
        found = find_clippings(connection, wanted, since, until)
        stories = find_story_ids(connection, [one.stored.id for one in found])
    zone = digest.timezone if digest else "Asia/Seoul"
    return make_rows(found, newsroom.watchlists, newsroom.outlets, stories, zone)


def _directory(settings: Settings, directory: UPath | None) -> UPath:
    chosen = directory or settings.archive_dir
    if chosen is None:
        raise click.UsageError("name a directory, or set AGGREGATOR_ARCHIVE_DIR")
    return chosen


def _write(path: Path | UPath, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise AggregatorError(f"{path}: {error.strerror or error}", hint="name a file that can be written") from error
