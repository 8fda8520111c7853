"""How well the sources were read: which outlets failed, stood still or lost entries, by name.

A pure summary of the feeds' health. It never says that all is well; it counts, and whoever prints it must look at the counts.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from aggregator.digests.edition import Collection, Trouble
from aggregator.digests.neutral import NAME, neutral
from aggregator.model import FeedHealth, HealthStatus, Outlet

UNREAD = frozenset((HealthStatus.FAILING, HealthStatus.REFUSED, HealthStatus.NEW))
SILENT = frozenset((HealthStatus.FROZEN,))
LOSSY = frozenset((HealthStatus.GAP,))


def assess_collection(
    health: Iterable[FeedHealth], outlets: Mapping[str, Outlet], start: datetime, collected: int
) -> Collection:
    """The state of all outlets that have feeds, for a window that began at `start`."""
    by_outlet: dict[str, list[FeedHealth]] = {}
    for one in health:
        by_outlet.setdefault(one.feed.outlet, []).append(one)
    troubles = [
        trouble
        for outlet, feeds in by_outlet.items()
        for statuses in (UNREAD, SILENT, LOSSY)
        if (trouble := _trouble(outlet, outlets.get(outlet), feeds, statuses)) is not None
    ]
    return Collection(
        outlets=len(by_outlet),
        troubles=tuple(sorted(troubles, key=_most_serious_first)),
        entries=collected,
        reached=sum(any(one.last_ok_at and one.last_ok_at >= start for one in feeds) for feeds in by_outlet.values()),
    )


def _trouble(
    outlet: str, known: Outlet | None, feeds: list[FeedHealth], statuses: frozenset[HealthStatus]
) -> Trouble | None:
    ill = [one for one in feeds if one.status in statuses]
    if not ill:
        return None
    worst = max(ill, key=lambda one: (_severity(one.status), one.failure is not None, one.feed.url))
    return Trouble(
        outlet=outlet,
        name=neutral(known.name if known else outlet, NAME),
        status=worst.status,
        failure=worst.failure,
        detail=neutral(worst.detail, 120),
        feeds=len(ill),
        of=len(feeds),
        since=min((one.since for one in ill if one.since), default=None),
        last_ok_at=max((one.last_ok_at for one in ill if one.last_ok_at), default=None),
        last_new_at=max((one.last_new_at for one in ill if one.last_new_at), default=None),
    )


def _severity(status: HealthStatus) -> int:
    return list(HealthStatus).index(status) if status is not HealthStatus.NEW else len(HealthStatus) - 2


def _most_serious_first(trouble: Trouble) -> tuple[bool, bool, int, str]:
    return (not trouble.down, trouble.status not in UNREAD, -_severity(trouble.status), trouble.name)
