"""Options that many commands share, and what they make: the clock and the opened newsroom."""

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console

from aggregator.clock import Clock
from aggregator.config.settings import Settings, read_settings

if TYPE_CHECKING:
    from aggregator.newsroom import Newsroom

R = TypeVar("R")


class IsoTime(click.ParamType[datetime]):
    """An ISO 8601 time; without a zone it is read as UTC."""

    name = "ISO-TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO time; write 2026-07-01T07:30+09:00", param, ctx)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def settings_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds --config and --database; the command gets `settings`."""

    @click.option(
        "-c", "--config", type=click.Path(path_type=Path), help="The newsroom's file [feeds.yaml; AGGREGATOR_CONFIG]."
    )
    @click.option(
        "--database", metavar="URL", help="sqlite:///path or postgresql+psycopg://… [AGGREGATOR_DATABASE_URL]."
    )
    @functools.wraps(command)
    def wrapped(*args: Any, config: Path | None, database: str | None, **kwargs: Any) -> R:
        return command(*args, settings=read_settings(config=config, database_url=database), **kwargs)

    return wrapped


def now_option(command: Callable[..., R]) -> Callable[..., R]:
    """Adds --now; the command gets `clock`, which stands still at the given time."""

    @click.option("--now", type=IsoTime(), help="Act as if it were this time (for replays and tests).")
    @functools.wraps(command)
    def wrapped(*args: Any, now: datetime | None, **kwargs: Any) -> R:
        return command(*args, clock=Clock(now, speed=0) if now else Clock(), **kwargs)

    return wrapped


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def print_json(value: object) -> None:
    """Prints a value as JSON; times as ISO 8601."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def console() -> Console:
    """Where tables and pictures for people go (standard output)."""
    return Console(highlight=False)


@contextmanager
def opened(settings: Settings, clock: Clock | None = None) -> Iterator["Newsroom"]:
    """The newsroom, closed again at the end."""
    from aggregator.newsroom import Newsroom  # noqa: PLC0415 - keeps --help quick: it loads the database and the matcher
    from aggregator.runtime.log import configure_logging  # noqa: PLC0415

    configure_logging(settings.log)
    newsroom = Newsroom.open(settings, clock or Clock())
    try:
        yield newsroom
    finally:
        newsroom.close()
