"""Everything that is due, once, in the order of the table of routines: what cron starts."""

from aggregator.jobs.routine import Outcome
from aggregator.jobs.routines import ROUTINES
from aggregator.newsroom import Newsroom
from aggregator.runtime.work import Listener, work_off


def run_once(newsroom: Newsroom, *, listener: Listener) -> tuple[Outcome, ...]:
    """Polls, extracts, clusters, publishes and delivers what is due, and returns what became of it. Raises DatabaseError."""
    outcomes: list[Outcome] = []
    for routine in ROUTINES:
        if not newsroom.stopping.is_set():
            outcomes += work_off(newsroom, routine, listener=listener)
    return tuple(outcomes)
