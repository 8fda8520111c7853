"""Takes out of a Korean page's text what is not the article: controls, slogans, bylines, captions, copyright, other headlines.

A sentence that nothing in chrome.py names is never dropped: where the rules are unsure, the line stays. It must not be used
on pages in other languages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aggregator.articles.byline import unsign
from aggregator.articles.chrome import (
    CAPTION_CHARS,
    CAPTION_LINE,
    CONTROL_LINE,
    COPYRIGHT,
    COPYRIGHT_SURE,
    CREDIT_LINE,
    LIST_HEADER,
    NOTICE_LINE,
    PICTURE_CREDIT,
    SENTENCES,
    STAMP_LINE,
    TICKER_LINE,
)

PROSE_CHARS = 35  # shorter lines may be headlines even when they end like a sentence
MOST_LINES = 2000  # no article has more; each line costs up to a millisecond
LONG_LINE = 400  # patterns for whole lines are not tried on longer ones: those are paragraphs
REST_SHARE = 0.35  # comments and teasers under a copyright notice are less than this share of an article, as a rule
HEADLINE_LINES = 3  # the headline may be repeated among the first lines
SUMMARY_CHARS = 25  # a repeated line shorter than this may be a refrain or a name
_SENTENCE_END = re.compile(r"(?:[.!?。…]|다|요|죠|까|음|함|임)[\s\"'”’»)\]】>]*$")
_FIRM_END = re.compile(r"[.!?][\s\"'”’»)\]】>]*$")
_LOOSE = re.compile(r"[\s\"'“”‘’`´·ㆍ‧・•…,.\-–—()\[\]<>「」『』《》〈〉]+")
_BULLET = re.compile(r"^[-·•*▶▷☞■□◆◇●○ㆍ]\s*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article's lines, and the bylines that stood among them in the order found."""

    lines: tuple[str, ...]
    bylines: tuple[str, ...]


def clean(lines: Sequence[str], *, headline: str = "", links: frozenset[str] = frozenset()) -> Cleaned:
    """For pages of the press. `links` are texts of the page's links: a line that is one of them leads to another page."""
    bylines: list[str] = []
    kept: list[str] = []
    over = False  # behind the end of the article, or in a list of other headlines
    ended = False  # a copyright line closed the article for good
    lines = lines[:MOST_LINES]
    for position, raw in enumerate(lines):
        line, closed = _cut_copyright(_cut_sentences(raw))
        signed = unsign(_without_credit(line)) if line else None
        if signed and signed.who:
            bylines.append(signed.who)
        text = signed.text.strip() if signed else ""
        if ended and not _goes_on(kept, lines[position:]):
            break
        if text and _is_article(text, over, links, headline, first=len(kept) < HEADLINE_LINES):
            kept.append(text)
            over = over and not is_prose(text)
        over = over or bool(LIST_HEADER.match(raw)) or (signed is not None and not text and any(map(is_prose, kept)))
        over, ended = over or closed, ended or closed
    return Cleaned(tuple(_without_summary(kept)), tuple(dict.fromkeys(bylines)))


def clean_lightly(lines: Sequence[str]) -> Cleaned:
    """For Korean pages that are not the press's: only what names itself as a control, a portal's sentence or a copyright goes."""
    cut = (_cut_copyright(_cut_sentences(line))[0] for line in lines)
    return Cleaned(
        tuple(line for line in cut if line and not (len(line) <= LONG_LINE and CONTROL_LINE.match(line))), ()
    )


def is_prose(line: str) -> bool:
    """Whether a line reads as sentences rather than as a headline, a label or a list."""
    return len(line) >= PROSE_CHARS and bool(_SENTENCE_END.search(line)) and not _BULLET.match(line)


def folded(text: str) -> str:
    """A line for comparison: case, spaces, quotes and punctuation do not count."""
    return _LOOSE.sub("", text).casefold()


def _is_article(line: str, over: bool, links: frozenset[str], headline: str, *, first: bool) -> bool:
    if _is_chrome(line):
        return False
    if _BULLET.sub("", line) in links or line in links:
        return False
    if first and headline and folded(line) == folded(headline):
        return False
    return is_prose(line) if over else True


def _is_chrome(line: str) -> bool:
    if len(line) > LONG_LINE:
        return False
    if CONTROL_LINE.match(line) or STAMP_LINE.match(line) or LIST_HEADER.match(line) or TICKER_LINE.match(line):
        return True
    if len(line) <= 60 and _BULLET.fullmatch(line + " "):
        return True
    if CREDIT_LINE.match(line):
        return True
    if CAPTION_LINE.match(line) and not _FIRM_END.search(line):
        return True
    return bool(NOTICE_LINE.match(line)) and not (is_prose(line) and _FIRM_END.search(line))


def _cut_copyright(line: str) -> tuple[str, bool]:
    """The line before its copyright notice, and whether there was one that surely ends an article."""
    found = COPYRIGHT.search(line)
    if not found:
        return line, False
    if len(line) - found.start() > 200:  # a sentence about copyright, not a notice
        return line, False
    if not COPYRIGHT_SURE.search(line):
        return line, False
    before = line[: found.start()]
    if found.end() == len(line) and _FIRM_END.search(line) and _is_sentence_about(line):
        return line, False
    return before.rstrip(" -|·/<[(ⓒ©Ⓒ"), True


def _is_sentence_about(line: str) -> bool:
    """`방송사는 무단 전재를 금지하고 있다.` is news about copyright."""
    return bool(re.search(r"(?:다|요|까)\.[\s\"'”’)]*$", line)) and not re.search(r"[ⓒ©Ⓒ]|\([cC]\)|Copyright", line)


def _goes_on(kept: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a copyright notice stood above or inside the article: many sentences are still to come."""
    return REST_SHARE * sum(map(len, kept)) < sum(len(line) for line in rest if is_prose(line))


def _without_credit(line: str) -> str:
    """Nothing of a caption, and a paragraph without the picture credit that was glued to it."""
    found = PICTURE_CREDIT.search(line[-160:])
    if not found:
        return line
    return "" if len(line) <= CAPTION_CHARS else line[: len(line) - len(line[-160:]) + found.start()]


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (folded(one), re.compile(r"\s*".join(map(re.escape, one.split())), re.IGNORECASE)) for one in SENTENCES
    )


def _cut_sentences(line: str) -> str:
    """The line without the sentences that portals print, whole or cut off anywhere."""
    short = folded(line)
    if not short:
        return ""
    for known, pattern in _known():
        if len(short) >= 6 and short in known:
            return ""
        if known in short:
            line = pattern.sub(" ", line)
            short = folded(line)
        elif len(known) >= 30 and short.startswith(known[:16]) and len(short) <= len(known):
            return ""
    return re.sub(r"\s+", " ", line).strip()


def _without_summary(lines: Sequence[str]) -> Sequence[str]:
    """Without lines that a later line repeats from its start: the summary that portals put above the article."""
    short = [folded(line) for line in lines]
    later: list[bool] = []
    for position, one in enumerate(short):
        rest = short[position + 1 : position + 400]
        later.append(len(one) >= SUMMARY_CHARS and any(other.startswith(one) for other in rest))
    return [line for line, repeated in zip(lines, later, strict=True) if not repeated]
