"""Knows well-known companies by name; the list is companies.txt, editorial data. It must not decide what a text means by one."""

from functools import cache
from importlib import resources


@cache
def known_companies() -> frozenset[str]:
    """The names as they are written, among them some that are words as well (하나, 우리, 다음)."""
    text = resources.files("aggregator.text").joinpath("companies.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
