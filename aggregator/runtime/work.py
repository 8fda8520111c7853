"""Does what one routine says is due: its lanes side by side, the pieces of a lane one after another.

A fault in one piece is logged and stops no other; trouble with the database itself ends the round.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from aggregator.errors import AggregatorError, DatabaseError, DeliveryError, StoppingError
from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.newsroom import Newsroom

Listener = Callable[[Outcome], None]


def work_off(
    newsroom: Newsroom,
    routine: Routine,
    *,
    listener: Listener,
    pieces: Sequence[Piece] | None = None,
) -> tuple[Outcome, ...]:
    """Does all that is due now (or exactly `pieces`), until the process is asked to end. Raises DatabaseError."""
    due = routine.due(newsroom, newsroom.clock.now()) if pieces is None else pieces
    lanes: dict[str, list[Piece]] = {}
    for piece in due:
        lanes.setdefault(routine.lane(piece), []).append(piece)
    if not lanes:
        return ()

    def work_lane(lane: Sequence[Piece]) -> list[Outcome]:
        outcomes = []
        for piece in lane:
            if newsroom.stopping.is_set():
                break
            outcome = _attempt(newsroom, routine, piece)
            listener(outcome)
            outcomes.append(outcome)
        return outcomes

    with ThreadPoolExecutor(min(len(lanes), routine.width(newsroom)), thread_name_prefix=routine.name) as pool:
        done = list(pool.map(work_lane, lanes.values()))
    return tuple(outcome for outcomes in done for outcome in outcomes)


def _attempt(newsroom: Newsroom, routine: Routine, piece: Piece) -> Outcome:
    try:
        return routine.do(newsroom, piece, newsroom.clock.now())
    except (DatabaseError, DeliveryError):
        raise
    except StoppingError:
        return Outcome(event=routine.name, subject=str(piece), detail="asked to end; due again next time")
    except AggregatorError as error:  # said in one line already: a missing setting, a folder that cannot be written
        detail = f"{error} — {error.hint}" if error.hint else str(error)
        return Outcome(event=routine.name, subject=str(piece), ok=False, detail=detail)
    except Exception as fault:  # one piece must not stop the others
        structlog.get_logger().exception("fault", routine=routine.name, piece=str(piece))
        return Outcome(event=routine.name, subject=str(piece), ok=False, detail=f"{type(fault).__name__}: {fault}")
