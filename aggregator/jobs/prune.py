"""Once a day, forgets what retention no longer asks for."""

from datetime import datetime, timedelta

from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.newsroom import Newsroom
from aggregator.store.notes import find_note, save_note
from aggregator.store.prune import prune

LAST = "pruned_at"


def due(newsroom: Newsroom, now: datetime) -> tuple[str, ...]:
    with newsroom.database.read() as connection:
        last = find_note(connection, LAST)
    return () if last and now - datetime.fromisoformat(last) < timedelta(days=1) else ("retention",)


def do(newsroom: Newsroom, piece: Piece, now: datetime) -> Outcome:
    with newsroom.database.write() as connection:
        save_note(connection, LAST, now.isoformat())
    gone = prune(newsroom.database, newsroom.newsfile.retention, now)
    return Outcome(event="prune", subject=str(piece), facts=tuple(gone.items()))


ROUTINE = Routine(name="prune", every=timedelta(hours=1), due=due, do=do)
