"""What a chore is: `due` lists the pieces of work that wait now, `do` does one. Timers and workers only ask.

`do` is idempotent: it may be started twice, stopped anywhere and started again, and the result is the same.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aggregator.newsroom import Newsroom

Piece = Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one piece: the line for the log, and whether a person should look."""

    event: str  # "poll", "publish", …
    subject: str  # what it was about, for people
    ok: bool = True
    detail: str = ""
    facts: tuple[tuple[str, object], ...] = ()  # counts and the like, for the structured line

    def row(self) -> dict[str, object]:
        """The same for programs."""
        return {"event": self.event, "subject": self.subject, "ok": self.ok, "detail": self.detail, **dict(self.facts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One chore. Pieces of one `lane` are done one after another, lanes side by side (a host is a lane)."""

    name: str
    every: timedelta  # how often a service asks
    due: Callable[[Newsroom, datetime], Sequence[Piece]]
    do: Callable[[Newsroom, Piece, datetime], Outcome]
    lane: Callable[[Piece], str] = str
    width: Callable[[Newsroom], int] = lambda _: 1  # lanes at once
