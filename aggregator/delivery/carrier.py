"""The small protocol behind which every channel stands: carry one letter, say what became of it.

A carrier knows nothing of the outbox. It calls `before_dot` right before the step after which the letter may have arrived,
and goes on only when that returns True; everything it reports before that call is certain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from aggregator.errors import DeliveryError
from aggregator.model import Letter

BeforeDot = Callable[[], bool]


class Fate(StrEnum):
    """What became of a letter."""

    TAKEN = "taken"  # the other side has it
    REFUSED = "refused"  # it has not, and never will
    LATER = "later"  # it has not, but may another time
    UNKNOWN = "unknown"  # nobody can say


@dataclass(frozen=True, slots=True)
class Verdict:
    """A letter's fate and one line of reason, free of secrets."""

    fate: Fate
    detail: str


class ChannelDownError(DeliveryError):
    """No letter can leave this way now, whoever it is for. `permanent`: until somebody changes the configuration."""


class Carrier(Protocol):
    """One open channel. Not shared between threads."""

    def carry(self, letter: Letter, before_dot: BeforeDot) -> Verdict:
        """Hands over one letter. Raises ChannelDownError when the trouble is not this letter's."""
        ...

    def close(self) -> None:
        """Ends the channel politely; never raises."""
        ...
