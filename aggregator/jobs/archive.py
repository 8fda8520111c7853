"""Keeps each edition as a self-contained HTML file under AGGREGATOR_ARCHIVE_DIR, a directory or a bucket, with an index.

Files are written whole or not at all, and again whenever one is missing, so a crash between an issue and its file costs
nothing. Personal links never get there.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from upath import UPath

from aggregator.config.settings import Settings
from aggregator.digests.edition import Edition
from aggregator.digests.page import ArchivedIssue, LetterOptions, Link
from aggregator.digests.render import render_html, render_index
from aggregator.digests.strings import strings_for
from aggregator.errors import AggregatorError
from aggregator.jobs.forms import languages_of, templates_of
from aggregator.model import Digest
from aggregator.newsroom import Newsroom
from aggregator.store.editions import Issue, find_edition, find_issues
from aggregator.store.engine import Connection

RECENT = timedelta(days=31)  # issues whose files are looked for after each publication
INDEX = "index.html"
LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}


def edition_path(edition: Edition, language: str) -> str:
    """Where an edition lies below the archive, with slashes."""
    return _page_path(edition.digest, edition.issue_date, "" if language == edition.language else f".{language}")


def _page_path(digest: str, issue_date: date, tail: str) -> str:
    folder = re.sub(r"[^\w.-]+", "-", digest).strip("-.") or "digest"
    return f"{folder}/{issue_date.isoformat()}{tail}.html"


def edition_url(settings: Settings, edition: Edition, language: str) -> str | None:
    """The public address; None unless there are both an archive and a base URL."""
    base = archive_url(settings)
    return base + quote(edition_path(edition, language)) if base else None


def archive_url(settings: Settings) -> str | None:
    if settings.archive_dir is None or settings.base_url is None:
        return None
    return settings.base_url.rstrip("/") + "/"


def write_archive(newsroom: Newsroom, directory: UPath, *, everything: bool = False) -> tuple[UPath, ...]:
    """Writes the editions whose files are missing (or all), and the index; returns what was written.

    Raises AggregatorError when it cannot be written.
    """
    try:
        written = [
            path
            for digest in newsroom.newsfile.digests
            for path in _write_digest(newsroom, digest, directory, everything)
        ]
        if written or not (directory / INDEX).exists():
            written.append(_write_index(newsroom, directory))
    except OSError as error:
        raise AggregatorError(
            f"{directory}: {error.strerror or error}",
            hint="let AGGREGATOR_ARCHIVE_DIR be a directory or bucket that can be written",
        ) from error
    except ImportError as error:  # the bucket's own library, which only those who have one need
        raise AggregatorError(f"{directory}: {error}", hint="install it beside aggregator") from error
    return tuple(written)


def _write_digest(newsroom: Newsroom, digest: Digest, directory: UPath, everything: bool) -> Iterable[UPath]:
    since = None if everything else (newsroom.clock.now() - RECENT).date()
    with newsroom.database.read() as connection:
        dates = [issue.issue_date for issue in find_issues(connection, digest.id, since)]
    for issue_date in dates:
        path = directory / _page_path(digest.id, issue_date, "")
        if everything or not path.exists():
            with newsroom.database.read() as connection:
                edition = find_edition(connection, digest.id, issue_date)
            if edition is not None:
                yield from _write_edition(newsroom, digest, edition, directory)


def _write_edition(newsroom: Newsroom, digest: Digest, edition: Edition, directory: UPath) -> Iterable[UPath]:
    languages = languages_of(digest)
    for language in languages:
        other = next((one for one in languages if one != language), None)
        options = LetterOptions(
            language=language,
            archive_url=archive_url(newsroom.settings),
            other_url=edition_url(newsroom.settings, edition, other) if other else None,
        )
        path = directory / edition_path(edition, language)
        _write_whole(path, render_html(edition, options, templates_of(digest), max_bytes=None))
        yield path


def _write_index(newsroom: Newsroom, directory: UPath) -> UPath:
    """Every issue by date; what it said, for recent ones only, since each costs reading a whole edition."""
    digests = {digest.id: digest for digest in newsroom.newsfile.digests}
    recent = (newsroom.clock.now() - RECENT).date()
    with newsroom.database.read() as connection:
        issues = tuple(
            _archived(digests[issue.digest], issue, _said(connection, issue) if issue.issue_date >= recent else "")
            for issue in find_issues(connection)
            if issue.digest in digests
        )
    language = newsroom.newsfile.digests[0].language if newsroom.newsfile.digests else "ko"
    path = directory / INDEX
    _write_whole(path, render_index(issues, language))
    return path


def _said(connection: Connection, issue: Issue) -> str:
    edition = find_edition(connection, issue.digest, issue.issue_date)
    return strings_for(edition.language).summary(edition) if edition is not None else ""


def _archived(digest: Digest, issue: Issue, summary: str) -> ArchivedIssue:
    return ArchivedIssue(
        title=strings_for(digest.language).title(digest.name, issue.issue_date),
        summary=summary,
        links=tuple(
            Link(LANGUAGE_NAMES.get(language, language), quote(_page_path(digest.id, issue.issue_date, tail)))
            for language, tail in _tails(digest)
        ),
    )


def _tails(digest: Digest) -> tuple[tuple[str, str], ...]:
    """The languages of a digest's readers, its own first, each with what its file name adds."""
    return tuple((one, "" if one == digest.language else f".{one}") for one in languages_of(digest))


def _write_whole(path: UPath, html: str) -> None:
    if not isinstance(path, Path):  # a bucket takes an object whole or not at all
        path.write_text(html, "utf-8")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(html, "utf-8")
    part.replace(path)
