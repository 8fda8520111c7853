"""The table of routines: every chore of the newsroom, in the order in which one round does them."""

from aggregator.jobs import alert, cluster, deliver, extract, poll, prune, publish
from aggregator.jobs.routine import Routine

ROUTINES: tuple[Routine, ...] = (
    poll.ROUTINE,
    extract.ROUTINE,
    cluster.ROUTINE,
    alert.ROUTINE,
    publish.ROUTINE,
    deliver.ROUTINE,
    prune.ROUTINE,
)
