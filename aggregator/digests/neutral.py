"""Makes text from feeds harmless to print: no control characters, no reordering marks, no encoded words, no endless length.

What is left is plain text; escaping it for HTML is the templates' business. Nothing is translated or judged here.
"""

import re

from aggregator.text.urls import untracked_link, web_link

_REMOVED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f"  # C0; tab and line ends become spaces below
    "\x80-\x84\x86-\x9f"  # C1: Gmail clips a mail that holds one
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the twelve bidi controls
    "\u00ad\u200b-\u200d\u2060-\u2064\ufeff"  # invisible
    "\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff"  # half characters
    "\U000e0000-\U000e007f"  # tags: hidden text
    "\ufe00-\ufe0e"  # variation selectors, except the one that makes an emoji
    "]"
)
_SPACES = re.compile(r"[\s\x85\u00a0\u2028\u2029]+")
_STACKED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_SCHEME = re.compile(
    r"(?i)\b(javascript|vbscript|data)\s*:(?=\S)"
)  # nothing that only looks at the bytes may take it for a link
_DEAD = re.compile(r"(?is)<(script|style)\b[^<>]*>.*?</\1\s*>")
_TAG = re.compile(
    r"(?i)</?(?:a|b|i|u|p|br|hr|em|div|img|svg|td|th|tr|ul|ol|li|h[1-6]|body|html|head|meta|link|base|font|form|span|strong|table"
    r"|tbody|thead|title|style|script|iframe|object|embed|input|button|video|audio|source|center|marquee|noscript|template)"
    r"(?:\s[^<>]*|/)?>"
)  # by name: <SBS 뉴스> and <타스> are headline labels
_EMAIL = re.compile(r"[\s(<]*[\w.+-]+@[\w-]+\.[\w.-]+[\s)>]*")

HEADLINE = 220  # characters; the longest of 20,870 real headlines had 172
NAME = 60
BYLINE = 40


def neutral(text: str, limit: int | None = None) -> str:
    """`text` on one line, safe to print, at most `limit` characters (cut with …)."""
    return clipped(neutral_part(text).strip(), limit)


def neutral_part(text: str) -> str:
    """As `neutral`, for a piece of a longer text: the spaces at its ends stay."""
    kept = _SPACES.sub(" ", _REMOVED.sub("", text))
    if "<" in kept:  # escaped twice by the feed; it would not run, but nobody wants to read it
        kept = _SPACES.sub(" ", _TAG.sub(" ", _DEAD.sub(" ", kept)))
    return _SCHEME.sub(r"\1 :", _STACKED.sub(r"\1", kept).replace("=?", "= ?"))


def clipped(text: str, limit: int | None) -> str:
    return text if limit is None or len(text) <= limit else text[: limit - 1].rstrip() + "…"


def neutral_byline(byline: str | None) -> str | None:
    """A reporter's name without the mail address that feeds write beside it."""
    if byline is None:
        return None
    return neutral(_EMAIL.sub(" ", byline), BYLINE).strip(" ,;·/") or None


def neutral_link(url: str | None) -> str | None:
    """An address that may be printed as a link, or None: without tracking, and without quotes for readers of raw bytes."""
    link = web_link(url) if url else None
    return untracked_link(link).replace("'", "%27") if link else None
