"""Knows the words that headlines use for one thing: 한은 and 한국은행, 타결 and 합의; the groups are data/synonyms.txt.

Pure. It must not hold what is merely related: two words of one group count as equal wherever entries are compared.
"""

from functools import cache
from importlib.resources import files


def usual_word(stem: str) -> str:
    """The word that stands for this stem's group; the stem itself when it has none."""
    return _groups().get(stem, stem)


@cache
def _groups() -> dict[str, str]:
    lines = files("aggregator.stories").joinpath("data/synonyms.txt").read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    return {word: group[0] for group in groups for word in group[1:]}
