"""Leaves letters in a directory as .eml and .html files, whole or not at all, under a name that the letter's key decides.

Doing it twice leaves the same file once, so nothing here can end with an unknown fate.
"""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from aggregator.delivery.carrier import BeforeDot, Fate, Verdict
from aggregator.model import Letter


class DirectoryCarrier:
    """Writes into each letter's own directory (its address), which is made when it is missing."""

    def carry(self, letter: Letter, before_dot: BeforeDot) -> Verdict:
        directory = Path(letter.address).expanduser()
        stem = file_stem(letter.key)
        try:
            directory.mkdir(parents=True, exist_ok=True)
            if letter.html:
                _write_whole(directory / f"{stem}.html", letter.html.encode("utf-8", "replace"))
            _write_whole(directory / f"{stem}.eml", letter.content)
        except OSError as error:
            return Verdict(Fate.LATER, f"{directory}: {error.strerror or error}")
        return Verdict(Fate.TAKEN, str(directory / f"{stem}.eml"))

    def close(self) -> None:
        pass


def file_stem(key: str) -> str:
    """A file name for a letter's key: readable, safe everywhere, and different for different keys."""
    readable = re.sub(r"[^\w.-]+", "-", key).strip("-.")[:60]
    return f"{readable}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _write_whole(path: Path, content: bytes) -> None:
    """A reader sees the old file or the new one, never half of it; after a power cut as well."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o640)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
