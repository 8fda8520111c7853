"""The service: APScheduler only wakes the routines, which ask the database what is due.

Its schedule lives in memory and decides nothing: a tick that is missed, doubled or late (a suspend, a clock step, a second
process) only means that what is due is asked again.
"""

import logging
from datetime import datetime

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from aggregator.errors import AggregatorError
from aggregator.jobs.routine import Routine
from aggregator.jobs.routines import ROUTINES
from aggregator.newsroom import Newsroom
from aggregator.runtime.work import Listener, work_off

# It warns of each tick that finds the last one still at work, which is what `max_instances` is for.
logging.getLogger("apscheduler").setLevel(logging.ERROR)

SHORTEST_TICK_S = 0.2  # however fast a simulated clock runs


def run_service(newsroom: Newsroom, *, listener: Listener) -> None:
    """Runs until the process is asked to end, then lets the pieces under way end. Raises the fault that ended it, if one did."""
    faults: list[AggregatorError] = []

    def tick(routine: Routine) -> None:
        try:
            work_off(newsroom, routine, listener=listener)
        except AggregatorError as fault:
            structlog.get_logger().error("stopping", routine=routine.name, detail=str(fault), hint=fault.hint)
            faults.append(fault)
            newsroom.stopping.set()

    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(len(ROUTINES))},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        timezone="UTC",
    )
    for routine in ROUTINES:
        seconds = max(SHORTEST_TICK_S, newsroom.clock.real_seconds(routine.every.total_seconds()))
        scheduler.add_job(
            tick,
            "interval",
            args=[routine],
            seconds=seconds,
            id=routine.name,
            next_run_time=datetime.now().astimezone(),
        )
    scheduler.start()
    newsroom.stopping.wait()
    scheduler.shutdown(wait=True)
    if faults:
        raise faults[0]
