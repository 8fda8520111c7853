"""Turns SIGTERM and SIGINT into an event, so that the piece of work under way ends before the process does."""

import signal
import threading
from types import FrameType


def stop_on_signals(stop: threading.Event) -> None:
    """Sets the event at the first signal; a second one ends the process at once. Call it from the main thread."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise SystemExit(128 + number)
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
