"""`aggregator poll`: asks the feeds that are due and keeps what is new."""

from collections.abc import Sequence

import click

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.cli.progress import progress
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.errors import ExitCode
from aggregator.jobs import cluster, poll
from aggregator.jobs.routine import Outcome
from aggregator.newsroom import Newsroom
from aggregator.runtime.work import work_off


@click.command()
@click.option("--all", "every", is_flag=True, help="Ask every feed, due or not.")
@click.option("--outlet", multiple=True, metavar="NAME", help="Only this outlet's feeds (may be repeated).")
@settings_options
@now_option
@json_option
def command(every: bool, outlet: tuple[str, ...], settings: Settings, clock: Clock, as_json: bool) -> None:
    """Ask the feeds that are due, keep what is new, match it and place it in stories.

    \b
    Examples:
      aggregator poll                     what is due now
      aggregator poll --all               every feed, at once
      aggregator poll --outlet 연합뉴스   one outlet

    Exit code 4 when a feed could not be collected; the table says which and why. Nothing already stored is touched.
    """
    with opened(settings, clock) as newsroom:
        outcomes = _poll(newsroom, every, outlet)
        if as_json:
            print_json([outcome.row() for outcome in outcomes])
        else:
            show_polls(outcomes)
    if not all(outcome.ok for outcome in outcomes):
        raise SystemExit(ExitCode.FEEDS)


def _poll(newsroom: Newsroom, every: bool, outlets: Sequence[str]) -> tuple[Outcome, ...]:

    routine = poll.EVEN_IF_EARLY if every else poll.ROUTINE
    due = tuple(newsroom.feeds) if every else poll.due(newsroom, newsroom.clock.now())
    pieces = [url for url in due if not outlets or _is_of(newsroom, url, outlets)]
    with progress("polling", len(pieces)) as advance:
        outcomes = work_off(newsroom, routine, listener=lambda o: advance(o.subject), pieces=pieces)
    work_off(newsroom, cluster.ROUTINE, listener=lambda _: None)
    return outcomes


def _is_of(newsroom: Newsroom, url: str, outlets: Sequence[str]) -> bool:
    outlet = newsroom.outlets[newsroom.feeds[url].outlet]
    return outlet.id in outlets or outlet.name in outlets


def show_polls(outcomes: Sequence[Outcome]) -> None:
    """The round in a few lines: counts, then each feed that failed with its reason."""
    facts = [dict(outcome.facts) for outcome in outcomes]
    counts = {name: sum(_count(fact, name) for fact in facts) for name in ("new", "revised", "clippings")}
    unchanged = sum(1 for fact in facts if fact.get("unchanged"))
    failed = [outcome for outcome in outcomes if not outcome.ok]
    console().print(
        f"{len(outcomes)} feeds asked: {counts['new']} new entries, {counts['revised']} edited, "
        f"{counts['clippings']} clippings; {unchanged} feeds unchanged, {len(failed)} failed"
    )
    for outcome in failed:
        console().print(f"  [red]✗[/] {outcome.subject}: {outcome.detail}", soft_wrap=True)


def _count(facts: dict[str, object], name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0
