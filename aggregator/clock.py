"""The only reader of the wall clock; everything else is handed `now`, an aware UTC time."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


def wall_now() -> datetime:
    """The machine's time, aware UTC: for leases between processes, which must not follow a simulated clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells `now`. With `start` it is a simulated clock that begins there and runs `speed` times as fast (0: stands still)."""

    start: datetime | None = None
    speed: float = 1.0
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        if self.start is None:
            return wall_now()
        return self.start + timedelta(seconds=(time.monotonic() - self._began) * self.speed)

    def real_seconds(self, simulated: float) -> float:
        """How many seconds of real time pass while this clock moves by `simulated` seconds (a standing clock: as many)."""
        return simulated / self.speed if self.start is not None and self.speed > 0 else simulated
