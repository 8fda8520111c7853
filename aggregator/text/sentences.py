"""Cuts folded text into sentences, well enough to say which words stand together. This module must not change the text."""

import re
from bisect import bisect_right
from itertools import pairwise

# A full stop ends a sentence before a space or a quote; not in 3.5, U.S., No. 1 or (12.3). Feeds' leads run on without a space
# after "다." and mark cut ends by "...".
_END = re.compile(
    r"""(?<![A-Z0-9])(?<!\bvs)(?<!\bNo)(?<!\bMr)(?<!\bDr)[.?!]+["')\]]*(?=\s)|(?<=[다요죠까])[.?!]+["')\]]*(?=[가-힣A-Z"'])|[?!]+["')\]]*(?=\s)|\n+"""
)


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans that cover the text without a gap; at least one, also for an empty text."""
    cuts = [0, *(found.end() for found in _END.finditer(text) if found.end() < len(text)), len(text)]
    return tuple(pairwise(cuts)) if text else ((0, 0),)


def sentence_at(spans: tuple[tuple[int, int], ...], position: int) -> tuple[int, int]:
    """The span that holds `position`."""
    return spans[max(0, bisect_right(spans, (position, float("inf"))) - 1)]
