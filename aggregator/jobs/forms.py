"""In which forms a digest is printed: the languages its readers want, and the templates of its own."""

from pathlib import Path

from aggregator.model import Digest


def languages_of(digest: Digest) -> tuple[str, ...]:
    """The languages that a digest's readers want, its own first."""
    return tuple(dict.fromkeys((digest.language, *(r.language for r in digest.recipients if r.language))))


def templates_of(digest: Digest) -> Path | None:
    """The folder whose templates override the shipped ones."""
    return Path(digest.templates).expanduser() if digest.templates else None
