"""`aggregator run`: the service, or one round of everything that is due (for cron)."""

from collections.abc import Sequence
from datetime import datetime

import click

from aggregator.cli.options import IsoTime, json_option, opened, print_json, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.errors import ExitCode
from aggregator.jobs.routine import Outcome
from aggregator.model import LetterState
from aggregator.runtime.embedded import run_service
from aggregator.runtime.log import log_outcome
from aggregator.runtime.once import run_once
from aggregator.runtime.signals import stop_on_signals
from aggregator.store.outbox import count_letters


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then exit.")
@click.option("--now", type=IsoTime(), help="Begin at this time (for replays and tests).")
@click.option(
    "--speed", type=click.FloatRange(0), default=1.0, show_default=True, help="With --now: how fast time passes."
)
@settings_options
@json_option
def command(once: bool, now: datetime | None, speed: float, settings: Settings, as_json: bool) -> None:
    """Poll, publish and deliver: as a service until SIGTERM, or once.

    \b
    Examples:
      aggregator run                      the service; asks what is due, all the time
      aggregator run --once               one round, then exit: for cron, every 10 minutes

    Several may run at once: what one is doing, another leaves alone. SIGTERM ends it after the piece of work under way.

    \b
    Exit codes of --once:
      0  all well                         3  the database cannot be used
      4  some feeds could not be collected (the lines on standard error say which)
      5  some letters were not delivered  (they stay in the outbox; `aggregator outbox` says what to do)
    """
    clock = Clock(now, speed=0 if once else speed) if now else Clock()
    with opened(settings, clock) as newsroom:
        stop_on_signals(newsroom.stopping)
        if not once:
            run_service(newsroom, listener=log_outcome)
            return
        outcomes = run_once(newsroom, listener=log_outcome)
        with newsroom.database.read() as connection:
            held = count_letters(connection).get(LetterState.HELD, 0)
    if as_json:
        print_json([outcome.row() for outcome in outcomes])
    raise SystemExit(exit_code(outcomes, held=held))


def exit_code(outcomes: Sequence[Outcome], *, held: int = 0) -> ExitCode:
    """The worst that happened: an undelivered letter before an uncollected feed before a fault elsewhere.

    `held` letters, of unknown fate, count as undelivered until somebody decides about them.
    """
    failed = {outcome.event for outcome in outcomes if not outcome.ok}
    if held or failed & {"deliver", "publish"}:
        return ExitCode.DELIVERY
    if "poll" in failed:
        return ExitCode.FEEDS
    return ExitCode.FAULT if failed else ExitCode.OK
