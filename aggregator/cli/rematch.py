"""`aggregator rematch`: runs the watchlists over what is stored."""

from datetime import timedelta

import click

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.cli.progress import progress
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.jobs.matching import rematch_history
from aggregator.store.entries import count_entries


@click.command()
@click.option("--days", type=click.IntRange(1), default=30, show_default=True, help="How far back.")
@settings_options
@now_option
@json_option
def command(days: int, settings: Settings, clock: Clock, as_json: bool) -> None:
    """Run the watchlists over stored history, after feeds.yaml gained or changed a watchlist.

    Clippings found so belong to the day their entry was first seen; those that no longer match go. Digests that were sent
    stay as they were.

    \b
    Example:
      aggregator rematch --days 90
    """
    since = clock.now() - timedelta(days=days)
    with opened(settings, clock) as newsroom:
        with newsroom.database.read() as connection:
            total = count_entries(connection, since)
        with progress("matching", total) as advance:
            read, came = rematch_history(newsroom, since, lambda count: advance("", count))
    if as_json:
        print_json({"entries": read, "new_clippings": came})
    else:
        console().print(f"{read} entries of the last {days} days read: {came} new clippings")
