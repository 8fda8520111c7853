"""`aggregator feeds`: the health of every feed, and when it is asked next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import click
from rich.table import Table
from rich.text import Text

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.errors import ExitCode
from aggregator.jobs.health import assess_feeds
from aggregator.model import FeedHealth, FeedState, HealthStatus
from aggregator.newsroom import Newsroom
from aggregator.store.feeds import get_states

FINE = (HealthStatus.OK, HealthStatus.NEW)
COLOURS = {
    HealthStatus.OK: "green",
    HealthStatus.NEW: "cyan",
    HealthStatus.MOVED: "yellow",
    HealthStatus.GAP: "yellow",
    HealthStatus.FROZEN: "magenta",
    HealthStatus.FAILING: "red",
    HealthStatus.REFUSED: "red",
}


@click.command()
@click.option("--check", is_flag=True, help="Exit with code 4 unless every feed is in order.")
@click.option("--bad", is_flag=True, help="Only feeds that are not in order.")
@click.option("--pace", is_flag=True, help="Also say when each feed is asked next, and why then.")
@settings_options
@now_option
@json_option
def command(check: bool, bad: bool, pace: bool, settings: Settings, clock: Clock, as_json: bool) -> None:
    """Show each feed's health: ok, new, moved, gap, frozen, failing or refused, since when, and why.

    \b
    frozen   answers, but has shown nothing new for many times its usual gap
    gap      its list shared no entry with the one before: something was missed
    moved    a permanent redirect held; feeds.yaml should name the new address

    \b
    Examples:
      aggregator feeds --bad              what to look at
      aggregator feeds --check            for a monitor: exit code 4 when something is wrong
    """

    with opened(settings, clock) as newsroom:
        health = assess_feeds(newsroom, clock.now())
        with newsroom.database.read() as connection:
            states = get_states(connection)
        shown = [one for one in health if not bad or one.status not in FINE]
        if as_json:
            print_json([_row(newsroom, one, states) for one in shown])
        else:
            _show(newsroom, shown, states, pace)
            console().print(_sum_up(health))
    if check and any(one.status not in FINE for one in health):
        raise SystemExit(ExitCode.FEEDS)


def _show(newsroom: Newsroom, health: Sequence[FeedHealth], states: Mapping[str, FeedState], pace: bool) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("outlet", "feed", "health", "since", "last new", "why"):
        table.add_column(column, overflow="fold" if column in ("feed", "why") else "ellipsis")
    for one in health:
        state = states.get(one.feed.url)
        why = f"{one.detail} · {state.reason}" if pace and state and state.reason else one.detail
        table.add_row(
            newsroom.outlets[one.feed.outlet].name,
            one.feed.section or one.feed.url,
            Text(one.status, style=COLOURS[one.status]),
            _local(one.since),
            _local(one.last_new_at),
            why,
        )
    console().print(table)


def _sum_up(health: Sequence[FeedHealth]) -> str:
    counts = {status: sum(1 for one in health if one.status == status) for status in HealthStatus}
    return f"{len(health)} feeds: " + ", ".join(f"{count} {status}" for status, count in counts.items() if count)


def _row(newsroom: Newsroom, one: FeedHealth, states: Mapping[str, FeedState]) -> dict[str, object]:
    state = states.get(one.feed.url, FeedState(url=one.feed.url))
    return {
        "outlet": newsroom.outlets[one.feed.outlet].name,
        "section": one.feed.section,
        "url": one.feed.url,
        "health": one.status,
        "since": one.since,
        "detail": one.detail,
        "last_ok_at": one.last_ok_at,
        "last_new_at": one.last_new_at,
        "next_poll_at": state.next_poll_at,
        "reason": state.reason,
        "failures": state.failures,
        "gaps": state.gaps,
        "moved_to": state.moved_to,
    }


def _local(at: datetime | None) -> str:
    return at.astimezone().strftime("%m-%d %H:%M") if at else "–"
