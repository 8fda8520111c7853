"""What single outlets' feeds do that no general rule can know; the profiles are data with their evidence (quirks.toml).

This module must not hold a branch for an outlet.
"""

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """One profile. Without settings it changes nothing."""

    hosts: tuple[str, ...] = ()
    evidence: str = ""
    utc_is_local: bool = False
    ignore_guid: bool = False
    ignore_dates: bool = False
    source_in_title: bool = False
    charset: str | None = None


_NONE = Quirks()


def find_quirks(url: str) -> Quirks:
    """The profile for a feed's address; one without settings when there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return _NONE
    return next((profile for profile in profiles() if any(_on(host, name) for name in profile.hosts)), _NONE)


@functools.cache
def profiles() -> tuple[Quirks, ...]:
    """All profiles, first match first. An unknown setting in the data file is an error here."""
    data = tomllib.loads(resources.files(__package__).joinpath("quirks.toml").read_text(encoding="utf-8"))
    return tuple(Quirks(**{**row, "hosts": tuple(row["hosts"])}) for row in data["profile"])


def _on(host: str, name: str) -> bool:
    return host == name or host.endswith(f".{name}")
