"""Decides whether an entry's page is worth asking for: by the outlet's setting, else the watchlists', else the newsroom's.

It must not know budgets or the network; jobs.extract keeps to those.
"""

import re
from collections.abc import Iterator, Sequence

from aggregator.model import FullText, Outlet, Polling, StoredEntry, Term, Watchlist

NO_TEXT_CHARS = 20  # less beside the title is a label or a dash, not a description
_LOOSE = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]{2,}")
_OPERATORS = frozenset({"and", "or", "not", "near", "title", "summary", "body", "outlet", "section", "byline"})


def wants_page(stored: StoredEntry, outlet: Outlet, watchlists: Sequence[Watchlist], polling: Polling) -> bool:
    """Whether fetching the article's page helps: there is a page, somebody watches, and one of their settings asks for it."""
    if not stored.entry.url:
        return False
    watching = [one for one in watchlists if not one.outlets or outlet.id in one.outlets]
    return any(_asks(_setting(outlet, one, polling), stored, one) for one in watching)


def gave_no_text(stored: StoredEntry) -> bool:
    """The feed gave a title only, or repeated it as description."""
    said = _folded(f"{stored.entry.summary} {stored.entry.body}")
    return len(said.replace(_folded(stored.entry.title), "")) < NO_TEXT_CHARS


def is_candidate(stored: StoredEntry, watchlist: Watchlist) -> bool:
    """The title holds a term or a word of one, or the watchlist names this outlet."""
    if watchlist.outlets:
        return True
    title = _folded(stored.entry.title)
    return any(word in title for word in _clues(watchlist))


def _setting(outlet: Outlet, watchlist: Watchlist, polling: Polling) -> FullText:
    return outlet.full_text or watchlist.full_text or polling.full_text


def _asks(setting: FullText, stored: StoredEntry, watchlist: Watchlist) -> bool:
    match setting:
        case FullText.NEVER:
            return False
        case FullText.MISSING:
            return gave_no_text(stored)
        case FullText.CANDIDATES:
            return is_candidate(stored, watchlist)
        case FullText.ALWAYS:
            return True


def _clues(watchlist: Watchlist) -> Iterator[str]:
    """Folded words whose presence in a title makes a match in the text plausible."""
    for term in (*watchlist.any, *watchlist.all):
        yield from _term_clues(term)
    for word in _WORD.findall(watchlist.query or ""):
        if word.casefold() not in _OPERATORS:
            yield _folded(word)


def _term_clues(term: Term) -> Iterator[str]:
    texts = () if term.regex else (term.text, *term.aliases)
    for text in (*texts, *term.near, *term.require):
        yield from (_folded(word) for word in (text, *_WORD.findall(text)) if _folded(word))


def _folded(text: str) -> str:
    return _LOOSE.sub("", text).casefold()
