"""Chooses the one passage of a text that shows where the terms stand, short enough to print beside a headline.

It must not change the words: an excerpt is a piece of the raw text, white space folded, cut ends shown by an ellipsis.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aggregator.text.sentences import sentence_at, sentence_spans

ELLIPSIS = "…"
Span = tuple[int, int]
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage and, in its own offsets, the first place of each term in it."""

    text: str
    marks: tuple[Span, ...]


def find_excerpt(text: str, spans: Sequence[Span] | Sequence[tuple[int, int, str]], limit: int) -> Excerpt:
    """The sentence around the first span, at most `limit` characters with its ellipses; "" for a limit of 0.

    `spans` are raw offsets, each with its term's name where one is known (`(start, end, term)`); a term, or without names a
    spelling, is marked once. A short sentence takes the following ones with it while they fit whole. Without spans the
    excerpt is the text's beginning.
    """
    if limit <= 0 or not text.strip():
        return Excerpt("", ())
    places = sorted((span[0], span[1], span[2] if len(span) > 2 else text[span[0] : span[1]]) for span in spans)
    places = [place for place in places if 0 <= place[0] < place[1] <= len(text)]
    begin, end = _window(text, places[0][:2] if places else (0, 0), limit)
    return _fold(text, (begin, end), places, cut_shown=limit > 2)


def _window(text: str, first: Span, limit: int) -> Span:
    sentences = sentence_spans(text)
    begin, end = sentence_at(sentences, first[0])
    end = max(end, min(first[1], begin + limit))
    for start, stop in sentences:
        if start >= end and len(text[begin:stop].strip()) <= limit:
            end = stop
    begin, end = _trim(text, begin, end)
    shown = end - begin + (1 if _is_cut(text, end) else 0)  # a span over two sentences ends inside the second
    return (begin, end) if shown <= limit else _narrow(text, (begin, end), first, limit)


def _narrow(text: str, sentence: Span, first: Span, limit: int) -> Span:
    """Part of a long sentence: the term about a third of the way in, cut between words."""
    room = max(1, limit - 2)
    begin = (
        sentence[0]
        if first[1] - sentence[0] <= room
        else max(sentence[0], min(first[0] - room // 3, sentence[1] - room))
    )
    end = min(sentence[1], begin + room)
    if begin > sentence[0] and (gap := text.find(" ", begin, max(begin, first[0]))) != -1:
        begin = gap
    if end < sentence[1] and (gap := text.rfind(" ", max(begin, min(first[1], end)), end)) > begin:
        end = gap
    return _trim(text, begin, end)


def _trim(text: str, begin: int, end: int) -> Span:
    piece = text[begin:end]
    if not piece.strip():
        return begin, begin
    return begin + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _fold(text: str, piece: Span, places: Sequence[tuple[int, int, str]], *, cut_shown: bool) -> Excerpt:
    """The piece with white space folded and ellipses at cut ends, and the marks moved along."""
    begin, end = piece
    lead = ELLIPSIS if cut_shown and text[:begin].strip() and not _is_boundary(text, begin) else ""
    tail = ELLIPSIS if cut_shown and _is_cut(text, end) else ""
    shown, moved = [lead], [0] * (end - begin + 1)
    length = len(lead)
    for offset, char in enumerate(text[begin:end]):
        moved[offset] = length
        white = char.isspace()
        if not (white and shown[-1][-1:] == " "):
            shown.append(" " if white else char)
            length += 1
    moved[end - begin] = length
    marks: dict[str, Span] = {}
    for start, stop, name in places:
        if (
            begin <= start
            and stop <= end
            and name not in marks
            and moved[start - begin] < moved[stop - begin]  # not folded away
            and not any(s < moved[stop - begin] and moved[start - begin] < e for s, e in marks.values())
        ):
            marks[name] = (moved[start - begin], moved[stop - begin])
    return Excerpt("".join(shown) + tail, tuple(sorted(marks.values())))


def _is_cut(text: str, end: int) -> bool:
    """Whether a sentence goes on behind `end`."""
    return bool(text[end:].strip()) and not _is_boundary(text, end)


def _is_boundary(text: str, position: int) -> bool:
    """Whether only white space stands between `position` and where a sentence begins."""
    return any(not text[min(start, position) : max(start, position)].strip() for start, _ in sentence_spans(text))
