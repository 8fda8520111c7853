"""Charts made of table cells: how wide, how high and of which tone each cell is. Numbers in, numbers out."""

from dataclasses import dataclass

from aggregator.digests.edition import Day

BAR_HEIGHT = 54  # pixels of the highest bar of a trend
LEAST = 2  # pixels of a day with few articles: there is something


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a bar: percent of its length, and what it stands for (count, over, tick, rest)."""

    percent: int
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    """One day of a trend. `tone`: now, past, off (a weekend's) or unknown."""

    height: int
    tone: str
    label: str
    value: str


def bar(count: int, usual: int | None, scale: int) -> tuple[Cell, ...]:
    """A bar of `count` against its usual: up to the usual, a tick there, what exceeds it, the rest of the track."""
    if scale <= 0:
        return (Cell(100, "rest"),)
    filled = _percent(count, scale)
    if usual is None:
        return _without_empty(Cell(filled, "count"), Cell(100 - filled, "rest"))
    mark = min(_percent(usual, scale), 100)
    if filled > mark:
        cells = (Cell(mark, "count"), Cell(0, "tick"), Cell(filled - mark, "over"), Cell(100 - filled, "rest"))
    else:
        cells = (Cell(filled, "count"), Cell(mark - filled, "rest"), Cell(0, "tick"), Cell(100 - mark, "rest"))
    return _without_empty(*cells)


def share(part: int, most: int, *, own: bool) -> tuple[Cell, ...]:
    """A bar of one among several, the largest filling the track."""
    filled = _percent(part, most) if most else 0
    return _without_empty(Cell(filled, "count" if own else "other"), Cell(100 - filled, "rest"))


def columns(trend: tuple[Day, ...]) -> tuple[Column, ...]:
    """The bars of a trend; a value is written over the issue's own days and over the highest."""
    most = max((day.count or 0 for day in trend), default=0)
    return tuple(_column(day, most) for day in trend)


def _column(day: Day, most: int) -> Column:
    count = day.count or 0
    height = max(round(count / most * BAR_HEIGHT), LEAST) if count and most else 0
    weekend = day.date.weekday() >= 5
    tone = "unknown" if day.count is None else "now" if day.current else "off" if weekend else "past"
    telling = day.count is not None and (day.current or count == most) and count < 1000
    return Column(height, tone, str(day.date.day), str(count) if telling else "")


def _percent(part: int, whole: int) -> int:
    """At least one for something, and whole numbers, so that the cells of a bar add up."""
    return min(100, max(1, round(part * 100 / whole))) if part > 0 else 0


def _without_empty(*cells: Cell) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.percent > 0 or cell.tone == "tick")
