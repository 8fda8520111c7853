"""Channels that nobody should try for a while, because the last attempt failed for every letter alike."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from aggregator.model import Channel
from aggregator.store.notes import find_note, save_note


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Why and how long. `setup` stands for the configuration that failed: another one is tried at once."""

    since: datetime
    until: datetime
    failures: int  # in a row
    detail: str
    setup: str

    def holds(self, setup: str, now: datetime) -> bool:
        """A clock set back ends it too: nothing may wait for a time that was never meant."""
        return self.setup == setup and self.since <= now < self.until


def find_pause(connection: Connection, channel: Channel) -> Pause | None:
    """The channel's last pause, over or not; None when it worked last time."""
    note = find_note(connection, _name(channel))
    if not note:
        return None
    kept = json.loads(note)
    return Pause(
        since=datetime.fromisoformat(kept["since"]),
        until=datetime.fromisoformat(kept["until"]),
        failures=kept["failures"],
        detail=kept["detail"],
        setup=kept["setup"],
    )


def save_pause(connection: Connection, channel: Channel, pause: Pause) -> None:
    kept = {
        "since": pause.since.isoformat(),
        "until": pause.until.isoformat(),
        "failures": pause.failures,
        "detail": pause.detail,
        "setup": pause.setup,
    }
    save_note(connection, _name(channel), json.dumps(kept, ensure_ascii=False))


def end_pause(connection: Connection, channel: Channel) -> None:
    if find_note(connection, _name(channel)):
        save_note(connection, _name(channel), "")


def _name(channel: Channel) -> str:
    return f"pause of {channel.value}"
