"""Compares the figures of two headlines: one reading and one count speak for one event, others against it.

Pure. Figures come with their unit (signature); those of no unit say nothing.
"""

from collections.abc import Iterable

from aggregator.stories.signature import Signature, is_precise, unit_of

OTHER_FIGURES = 0.25
LATER_FIGURES = 0.5
PRECISE_FIGURES = 1.0
SOON_H = 12.0  # reports of one event written within half a day of each other may quote different figures of it
COUNTED = frozenset(
    {"명", "건", "곳", "개", "대", "호", "톤", "편", "배", "원", "달러", "엔", "유로", "%", "포인트", "km", "kg", "골"}
)
VAGUE_UNITS = frozenset({"년", "월", "시", "분", "세", "살", "차"})  # ages and clock times of one event differ


def other_figures(a: Signature, b: Signature, hours: float | None) -> float:
    """How plainly the figures contradict each other, 0 to 1: both headlines give some of one unit, and none is the same."""
    soon = (hours or 0.0) < SOON_H
    more = 0.0
    for unit in _units(a.numbers) & _units(b.numbers):
        ours, theirs = _of_unit(a.numbers, unit), _of_unit(b.numbers, unit)
        if not ours & theirs and unit not in VAGUE_UNITS:
            precise = _has_precise(ours) and _has_precise(theirs)
            more = max(more, OTHER_FIGURES if soon else PRECISE_FIGURES if precise else LATER_FIGURES)
    return more


def same_count(a: Signature, b: Signature) -> bool:
    """The headlines count something alike, and more of it than one or two."""
    return any(
        (unit := unit_of(number)) in COUNTED and number.removesuffix(unit) not in ("1", "2")
        for number in set(a.numbers) & set(b.numbers)
    )


def _has_precise(numbers: Iterable[str]) -> bool:
    return any(is_precise(number) for number in numbers)


def _units(numbers: Iterable[str]) -> set[str]:
    return {unit for number in numbers if (unit := unit_of(number))}


def _of_unit(numbers: Iterable[str], unit: str) -> set[str]:
    return {number for number in numbers if unit_of(number) == unit}
