"""`aggregator check`: is the configuration in order, does every feed answer, would mail go out? Nothing is stored or sent."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import click
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.cli.progress import Advance, progress
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.delivery.carrier import ChannelDownError
from aggregator.delivery.email import EmailCarrier
from aggregator.delivery.mailserver import read_mail_server
from aggregator.errors import ConfigError, ExitCode
from aggregator.fetch.client import Lane
from aggregator.fetch.feed import fetch_feed
from aggregator.fetch.lanes import host_of
from aggregator.fetch.parser import ParserProcess
from aggregator.model import Channel, Feed, FeedState, Fetched, FetchFailed, NotModified, ParsedFeed
from aggregator.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What one feed answered."""

    feed: Feed
    ok: bool
    detail: str  # what failed, or what had to be mended
    kind: str | None = None  # of the failure
    entries: int = 0
    format: str = ""
    charset: str = ""
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailCheck:
    """Whether letters could leave by mail; None: no mail server is configured."""

    ok: bool | None
    detail: str


@click.command()
@click.option(
    "--offline", is_flag=True, help="Only the configuration and the database; ask no feed and no mail server."
)
@click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Only this outlet's feeds (may be repeated).")
@settings_options
@now_option
@json_option
def command(offline: bool, outlets: tuple[str, ...], settings: Settings, clock: Clock, as_json: bool) -> None:
    """Check feeds.yaml and the database, ask every feed once, and shake hands with the mail server.

    Every mistake in feeds.yaml is shown with its line and column. No entry is stored and no mail is sent.

    \b
    Examples:
      aggregator check                    everything
      aggregator check --offline          only the configuration and the database
      aggregator check --outlet 연합뉴스  one outlet's feeds

    \b
    Exit codes: 0 all well, 2 the configuration has mistakes, 3 the database cannot be used,
    4 some feeds did not answer as they should, 5 the mail server refused.
    """
    with opened(settings, clock) as newsroom:
        feeds = () if offline else _wanted(newsroom, outlets)
        with progress("asking feeds", len(feeds)) as advance:
            checks = check_feeds(newsroom, feeds, advance)
        mail = MailCheck(None, "not asked (--offline)") if offline else check_mail(newsroom)
        advice = tuple(find_advice(newsroom))
        if as_json:
            print_json(_report(newsroom, checks, mail, advice))
        else:
            _show(newsroom, checks, mail, advice)
    if mail.ok is False:
        raise SystemExit(ExitCode.DELIVERY)
    if not all(check.ok for check in checks):
        raise SystemExit(ExitCode.FEEDS)


def _wanted(newsroom: Newsroom, outlets: Sequence[str]) -> tuple[Feed, ...]:
    known = {word for outlet in newsroom.newsfile.outlets for word in (outlet.id, outlet.name)}
    if unknown := [name for name in outlets if name not in known]:
        raise click.BadParameter(f"no outlet is called {unknown[0]!r}", param_hint="--outlet")
    return tuple(
        feed
        for outlet in newsroom.newsfile.outlets
        if not outlets or outlet.id in outlets or outlet.name in outlets
        for feed in outlet.feeds
    )


def check_feeds(newsroom: Newsroom, feeds: Sequence[Feed], advance: Advance) -> tuple[FeedCheck, ...]:
    """Asks each feed once, hosts side by side, the feeds of one host one after another; in the order given."""
    lanes: dict[str, list[Feed]] = {}
    for feed in feeds:
        lanes.setdefault(host_of(feed.url), []).append(feed)
    polling, now = newsroom.newsfile.polling, newsroom.clock.now()
    found: dict[str, FeedCheck] = {}
    with ParserProcess() as parser, ThreadPoolExecutor(polling.concurrency) as pool:

        def work(lane: list[Feed]) -> None:
            for feed in lane:
                found[feed.url] = _check_feed(newsroom, feed, parser, now)
                advance(newsroom.outlets[feed.outlet].name)

        list(pool.map(work, lanes.values()))
    return tuple(found[feed.url] for feed in feeds)


def _check_feed(newsroom: Newsroom, feed: Feed, parser: ParserProcess, now: datetime) -> FeedCheck:
    outlet, polling = newsroom.outlets[feed.outlet], newsroom.newsfile.polling
    match fetch_feed(Lane(polling), feed, outlet, FeedState(url=feed.url), polling):
        case FetchFailed(kind=kind, detail=detail):
            return FeedCheck(feed, False, detail, kind)
        case NotModified():
            return FeedCheck(feed, False, "it answered 304 although nothing was asked conditionally")
        case Fetched() as came:
            parsed = parser.parse(came.body, url=came.url, content_type=came.content_type, outlet=outlet, now=now)
            moved = f"moved to {came.moved_to}" if came.moved_to else ""
    if not isinstance(parsed, ParsedFeed):
        instead = f"; the page names {', '.join(parsed.alternates)}" if parsed.alternates else ""
        return FeedCheck(feed, False, parsed.detail + instead, parsed.kind)
    newest = max((entry.published or entry.updated for entry in parsed.entries), key=_or_never, default=None)
    detail = "; ".join(text for text in (moved, *parsed.problems) if text)
    return FeedCheck(feed, True, detail, None, len(parsed.entries), parsed.format, parsed.charset, newest)


def _or_never(at: datetime | None) -> float:
    return at.timestamp() if at else float("-inf")


def check_mail(newsroom: Newsroom) -> MailCheck:
    """Connects, encrypts and signs in; sends nothing."""
    url = newsroom.settings.smtp_url
    wanted = {r.address for d in newsroom.newsfile.digests for r in d.recipients if r.channel is Channel.EMAIL}
    if url is None:
        if wanted:
            return MailCheck(False, f"AGGREGATOR_SMTP_URL is not set, and {len(wanted)} recipients want mail")
        return MailCheck(None, "no mail server configured, and nobody in feeds.yaml wants mail")
    if newsroom.settings.mail_from is None and any(d.sender is None for d in newsroom.newsfile.digests):
        return MailCheck(False, "AGGREGATOR_MAIL_FROM is not set: letters need a sender")
    try:
        carrier = EmailCarrier(read_mail_server(url.get_secret_value()))
        try:
            return MailCheck(True, carrier.greet())
        finally:
            carrier.close()
    except (ChannelDownError, ConfigError) as error:
        return MailCheck(False, f"{error}{f' — {error.hint}' if error.hint else ''}")


def find_advice(newsroom: Newsroom) -> Iterator[str]:
    """What is no mistake but hardly meant."""
    file = newsroom.newsfile
    printed = {watchlist for digest in file.digests for watchlist in digest.watchlists}
    if not file.watchlists:
        yield "no watchlists: everything is kept, nothing is caught"
    if not file.digests:
        yield "no digests: nothing will be sent"
    for watchlist in file.watchlists:
        if file.digests and watchlist.id not in printed:
            yield f"the watchlist {watchlist.name!r} is in no digest"
        if watchlist.urgent and not any(watchlist.id in d.watchlists and d.alerts.recipients for d in file.digests):
            yield f"the watchlist {watchlist.name!r} is urgent, but no digest with it has `alerts`"
    for digest in file.digests:
        if not digest.recipients:
            yield f"the digest {digest.name!r} has no recipients"


# --- Shown ------------------------------------------------------------------------------------------------------------


def _show(newsroom: Newsroom, checks: Sequence[FeedCheck], mail: MailCheck, advice: Sequence[str]) -> None:
    file, out = newsroom.newsfile, console()
    out.print(
        f"[green]✓[/] {escape(str(newsroom.settings.config))}: {len(file.outlets)} outlets, "
        f"{len(newsroom.feeds)} feeds, {len(file.watchlists)} watchlists, {len(file.digests)} digests",
        soft_wrap=True,
    )
    out.print(f"[green]✓[/] database: {_database(newsroom)}", soft_wrap=True)
    if checks:
        out.print(_table(newsroom, checks))
        failed = sum(1 for check in checks if not check.ok)
        sign = "[red]✗[/]" if failed else "[green]✓[/]"
        out.print(f"{sign} feeds: {len(checks) - failed} of {len(checks)} answered with entries")
    out.print(
        f"{ {True: '[green]✓[/]', False: '[red]✗[/]', None: '–'}[mail.ok] } mail: {escape(mail.detail)}", soft_wrap=True
    )
    for line in advice:
        out.print(f"[yellow]![/] {escape(line)}", soft_wrap=True)


def _database(newsroom: Newsroom) -> str:
    return newsroom.database.engine.url.render_as_string(hide_password=True)


def _table(newsroom: Newsroom, checks: Sequence[FeedCheck]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "outlet", "feed"):
        table.add_column(column, overflow="fold")
    table.add_column("entries", justify="right")
    for column in ("charset", "newest", "remarks"):
        table.add_column(column, overflow="fold")
    for check in checks:
        table.add_row(
            Text("✓", style="green") if check.ok else Text("✗", style="red"),
            Text(newsroom.outlets[check.feed.outlet].name),
            Text(check.feed.section or urlsplit(check.feed.url).path),
            str(check.entries) if check.ok else "–",
            Text(check.charset),
            check.newest.astimezone().strftime("%m-%d %H:%M") if check.newest else "–",
            Text(check.detail),
        )
    return table


def _report(
    newsroom: Newsroom, checks: Sequence[FeedCheck], mail: MailCheck, advice: Sequence[str]
) -> dict[str, object]:
    return {
        "config": str(newsroom.settings.config),
        "database": _database(newsroom),
        "feeds": [
            {
                "outlet": newsroom.outlets[check.feed.outlet].name,
                "section": check.feed.section,
                "url": check.feed.url,
                "ok": check.ok,
                "failure": check.kind,
                "detail": check.detail,
                "entries": check.entries,
                "format": check.format,
                "charset": check.charset,
                "newest": check.newest,
            }
            for check in checks
        ],
        "mail": {"ok": mail.ok, "detail": mail.detail},
        "advice": list(advice),
    }
