"""Names the running process in a lease, and tells later whether that process is certainly gone.

A crashed process then blocks its work only until the next look, not until its lease runs out. Where there is no certainty
(another machine, container or operating system) the answer is "not gone", and the lease's own end decides.
"""

import os
import socket
import uuid
from functools import cache
from pathlib import Path

_SEPARATOR = "|"


def claim_name() -> str:
    """A new owner's name for one claim: this process, and a token that no other claim has."""
    return _SEPARATOR.join((*_place(), str(os.getpid()), _started(os.getpid()), uuid.uuid4().hex))


def is_gone(owner: str) -> bool:
    """True only when the process that made this name ran here and runs no more."""
    *place, pid, started, _token = owner.split(_SEPARATOR) if owner.count(_SEPARATOR) == 5 else ("", "", "", "")
    if tuple(place) != _place() or not pid.isdigit() or not started:
        return False
    return _started(int(pid)) != started


@cache
def _place() -> tuple[str, str, str]:
    """Host, boot and process namespace: only within all three do process numbers mean the same."""
    return socket.gethostname().replace(_SEPARATOR, ""), _read("/proc/sys/kernel/random/boot_id"), _namespace()


def _namespace() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When the process began, in clock ticks since boot; empty when it does not run.

    A process number that was taken again differs in it. A zombie has ended too; it only waits for its parent.
    """
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()  # the name before the ")" may hold anything
    return fields[19] if len(fields) > 19 and fields[0] not in {"Z", "X"} else ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text("ascii", "replace").strip()
    except OSError:
        return ""
