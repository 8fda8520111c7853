"""How wide text stands on a terminal or in a plain-text mail, and how it is broken into lines there.

Hangul, hanja and full-width signs are two columns wide. Characters that Unicode calls ambiguous (· … “ ”) are counted as
two, because Korean fonts draw them so: a line is never wider than it was promised. Nothing here knows what a digest is.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LINE = 78  # columns of a mail's line: RFC 5322's advice


def display_width(text: str) -> int:
    """Columns that `text` takes, at most."""
    return sum(map(_columns, text))


def cut(text: str, width: int) -> str:
    """`text`, shortened with `…` if it is wider than `width` columns."""
    if display_width(text) <= width:
        return text
    return _fitting(text, width - 2).rstrip() + "…"


def wrap(text: str, width: int = LINE, *, first: str = "", rest: str = "") -> tuple[str, ...]:
    """Lines of at most `width` columns, broken at spaces, the first led by `first`, the others by `rest`.

    A word wider than a line is broken between characters; a web address never is, since a broken one cannot be followed.
    """
    indent, hang = display_width(first), display_width(rest)
    lines: list[str] = []
    line, used, empty = first, indent, True
    for word in _words(text, width - max(indent, hang)):
        columns = display_width(word)
        if not empty and used + 1 + columns > width:
            lines.append(line)
            line, used, empty = rest, hang, True
        line += word if empty else f" {word}"
        used += columns if empty else 1 + columns
        empty = False
    return (*lines, line.rstrip()) if line.strip() or lines else ()


def _words(text: str, room: int) -> Iterator[str]:
    for word in text.split():
        if word.startswith(("https://", "http://", "mailto:")) or display_width(word) <= room:
            yield word
        else:
            yield from _pieces(word, max(room, 2))


def _pieces(word: str, room: int) -> Iterator[str]:
    while word:
        piece = _fitting(word, room) or word[0]
        yield piece
        word = word[len(piece) :]


def _fitting(text: str, width: int) -> str:
    used = 0
    for position, char in enumerate(text):
        used += _columns(char)
        if used > width:
            return text[:position]
    return text


@lru_cache(maxsize=4096)  # a page has a few hundred different characters, thousands of times each
def _columns(char: str) -> int:
    if char < "\x7f":
        return 1 if char >= " " else 0
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if "\u1160" <= char <= "\u11ff":  # a medial or final jamo joins the syllable before it
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1
