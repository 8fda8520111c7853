"""Shows long work on a terminal while it goes on, and nothing where nobody looks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Advance(Protocol):
    """Tells the bar that pieces are done, with a word about the last."""

    def __call__(self, word: str, pieces: int = 1) -> None: ...


@contextmanager
def progress(title: str, total: int) -> Iterator[Advance]:
    """Gives a function to call after each piece with a word about it. Drawn on standard error, terminals only."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(title, total=total)

        def advance(word: str, pieces: int = 1) -> None:
            bar.update(task, advance=pieces, description=f"{title}: {word}"[:60] if word else title)

        yield advance
