"""`aggregator digest`: looks at an issue before it is sent, sends it now, or sends one of before again."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from aggregator.cli.options import json_option, now_option, opened, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.digests.edition import Edition, write_edition
from aggregator.digests.render import Rendered, render_edition
from aggregator.digests.window import cut, find_window, is_issue_day
from aggregator.errors import AggregatorError, ExitCode
from aggregator.jobs import deliver, publish
from aggregator.jobs.forms import templates_of
from aggregator.jobs.letters import letter_options, specimen
from aggregator.jobs.routine import Outcome
from aggregator.model import Digest
from aggregator.newsroom import Newsroom

TERMINAL = "terminal"


class IssueDate(click.ParamType[date]):
    """A day, YYYY-MM-DD."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write 2026-07-01", param, ctx)


@click.command()
@click.argument("name", required=False)
@click.option("--date", "issue_date", type=IssueDate(), help="The issue of this day [the next one].")
@click.option(
    "--preview",
    is_flag=False,
    flag_value=TERMINAL,
    metavar="[DIR]",
    help="Show the issue on the terminal, or write it to DIR as .html, .txt and .eml. Queues nothing.",
)
@click.option(
    "--send", is_flag=True, help="Publish what is due and deliver it now; with --date, send that issue again."
)
@click.option("--language", metavar="ko|en", help="Of the preview [the digest's].")
@settings_options
@now_option
@json_option
def command(
    name: str | None,
    issue_date: date | None,
    preview: str | None,
    send: bool,
    language: str | None,
    settings: Settings,
    clock: Clock,
    as_json: bool,
) -> None:
    """Preview, send or re-issue a digest. NAME is a digest's name or id; without it, every digest is meant.

    \b
    Examples:
      aggregator digest                              the next issue as it stands, on the terminal
      aggregator digest --preview out                the same as files out/*.html, *.txt, *.eml
      aggregator digest --date 2026-07-01            an issue of before: its frozen edition
      aggregator digest --send                       publish and deliver what is due
      aggregator digest --send --date 2026-07-01     send an issue again, word for word
      aggregator digest --json                       the edition for programs

    A preview asks nothing of the network and queues no letter. Sending exits with 5 when letters could not be delivered.
    """
    if send and preview:
        raise click.UsageError("--send and --preview exclude each other: look first, then send")
    with opened(settings, clock) as newsroom:
        digests = _chosen(newsroom, name)
        if send:
            raise SystemExit(_send(newsroom, digests, issue_date))
        editions = [(digest, _edition(newsroom, digest, issue_date)) for digest in digests]
        if as_json:
            click.echo(
                json.dumps(
                    [json.loads(write_edition(edition)) for _, edition in editions], ensure_ascii=False, indent=2
                )
            )
            return
        for digest, edition in editions:
            _show(newsroom, digest, edition, language, preview or TERMINAL)


def _chosen(newsroom: Newsroom, name: str | None) -> tuple[Digest, ...]:
    digests = newsroom.newsfile.digests
    if not digests:
        raise AggregatorError("feeds.yaml has no digest", hint="add one under `digests:`; `aggregator init` shows how")
    if name is None:
        return digests
    return tuple(digest for digest in digests if name in (digest.name, digest.id)) or (
        publish.find_digest(newsroom, name),
    )


def _edition(newsroom: Newsroom, digest: Digest, issue_date: date | None) -> Edition:
    """The frozen edition of a date, or how the issue would look now."""
    now = newsroom.clock.now()
    if issue_date is None:
        return publish.compose(newsroom, digest, publish.open_window(newsroom, digest, now), now)
    frozen = publish.find_issue(newsroom, digest, issue_date)
    if frozen is not None:
        return frozen
    _check_issue_day(digest, issue_date)
    return publish.compose(newsroom, digest, find_window(digest, issue_date), max(now, cut(digest, issue_date)))


def _check_issue_day(digest: Digest, issue_date: date) -> None:
    if not is_issue_day(digest, issue_date):
        raise AggregatorError(
            f"{digest.name} has no issue on {issue_date.isoformat()}",
            hint="see its `days` and `holidays` in feeds.yaml",
        )


def _show(newsroom: Newsroom, digest: Digest, edition: Edition, language: str | None, where: str) -> None:
    options = letter_options(newsroom, digest, edition, language or digest.language)
    rendered = render_edition(edition, options, templates_of(digest))
    if where == TERMINAL:
        click.echo(f"Subject: {rendered.subject}\n\n{rendered.text}")
        return
    mail = specimen(newsroom, digest, edition, options.language)
    for path in _write(Path(where), edition, options.language, rendered, mail):
        click.echo(path)


def _write(directory: Path, edition: Edition, language: str, rendered: Rendered, mail: bytes) -> Iterator[Path]:
    tail = "" if language == edition.language else f".{language}"
    stem = f"{edition.digest}-{edition.issue_date.isoformat()}{tail}".replace("/", "-")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        files = ((".html", rendered.html.encode()), (".txt", rendered.text.encode()), (".eml", mail))
        for suffix, content in files:
            path = directory / f"{stem}{suffix}"
            path.write_bytes(content)
            yield path
    except OSError as error:
        raise AggregatorError(
            f"{directory}: {error.strerror or error}", hint="name a directory that can be written"
        ) from error


def _send(newsroom: Newsroom, digests: Sequence[Digest], issue_date: date | None) -> ExitCode:
    now = newsroom.clock.now()
    outcomes = [outcome for digest in digests for outcome in _published(newsroom, digest, issue_date, now)]
    for outcome in outcomes:
        _say(outcome)
    delivered = [deliver.ROUTINE.do(newsroom, piece, now) for piece in deliver.ROUTINE.due(newsroom, now)]
    for outcome in delivered:
        _say(outcome)
    return ExitCode.OK if all(outcome.ok for outcome in (*outcomes, *delivered)) else ExitCode.DELIVERY


def _published(newsroom: Newsroom, digest: Digest, issue_date: date | None, now: datetime) -> Iterator[Outcome]:
    if issue_date is not None:
        yield _on_date(newsroom, digest, issue_date, now)
        return
    waiting = [piece for piece in publish.due(newsroom, now) if piece.digest == digest.id]
    for piece in waiting:
        yield publish.do(newsroom, piece, now)
    if not waiting:
        yield _early(newsroom, digest, now)


def _on_date(newsroom: Newsroom, digest: Digest, issue_date: date, now: datetime) -> Outcome:
    frozen = publish.find_issue(newsroom, digest, issue_date)
    if frozen is not None:
        return publish.reissue(newsroom, digest, frozen, now)
    _check_issue_day(digest, issue_date)
    window = find_window(digest, issue_date)
    if window.end > now:
        raise AggregatorError(
            f"{digest.name} of {issue_date.isoformat()} closes at {window.end.isoformat()}",
            hint="leave out --date to send early",
        )
    return publish.publish(newsroom, digest, window, now)


def _early(newsroom: Newsroom, digest: Digest, now: datetime) -> Outcome:
    """Today's issue before its hour, closed now: what comes later goes into the next one."""
    window = publish.open_window(newsroom, digest, now)
    if window.issue_date > now.astimezone(ZoneInfo(digest.timezone)).date():
        return Outcome(
            event="publish",
            subject=f"{digest.id} {window.issue_date.isoformat()}",
            detail="nothing is due; --date sends an issue again",
        )
    return publish.publish(newsroom, digest, replace(window, end=now), now)


def _say(outcome: Outcome) -> None:
    facts = ", ".join(f"{name} {value}" for name, value in outcome.facts)
    line = f"{outcome.event} {outcome.subject}: {facts}" if facts else f"{outcome.event} {outcome.subject}"
    click.echo(f"{line}{': ' if outcome.detail else ''}{outcome.detail}", err=not outcome.ok)
