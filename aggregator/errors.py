"""Faults that end a command, each saying what is wrong and what to do.

    AggregatorError            exit 1
    ├── ConfigError            exit 2   feeds.yaml or the environment cannot be used
    ├── DatabaseError          exit 3   the database is damaged, newer than this program, or cannot be opened
    ├── DeliveryError          exit 5   a letter could not be handed over (`permanent` says whether trying again can help)
    └── StoppingError          exit 1   the process was asked to end in the middle of a piece of work, which is due again

Expected trouble of the outside world (a feed answering 404) is a value, never one of these.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command's exit code says to cron and to programs (docs/operating.md lists them)."""

    OK = 0
    FAULT = 1
    USAGE = 2
    DATABASE = 3
    FEEDS = 4  # some feeds could not be collected
    DELIVERY = 5  # some letters were not delivered


class AggregatorError(Exception):
    """A fault with one line for people: what is wrong, and what to do about it."""

    exit_code = ExitCode.FAULT

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(AggregatorError):
    """The configuration cannot be used; `problems` holds one line for each mistake, with its position."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, problems: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.problems = problems


class DatabaseError(AggregatorError):
    """The database cannot be used; the file on disk is left as it was."""

    exit_code = ExitCode.DATABASE


class DeliveryError(AggregatorError):
    """A letter could not be handed over. `permanent`: trying again with the same letter cannot help."""

    exit_code = ExitCode.DELIVERY

    def __init__(self, message: str, *, permanent: bool, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.permanent = permanent


class StoppingError(AggregatorError):
    """The process was asked to end. The piece of work under way was left as if it had not been begun."""
