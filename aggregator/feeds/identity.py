"""What an entry can be recognised by within its outlet: key, guid, link and title, each in one normal form.

This module must not compare entries with what is stored; that is `changes`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import blake2b

from aggregator.model import Entry, Identity
from aggregator.text.urls import canonical_url

_ID_IN_URL = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?:\d\d){0,2}(?!\d))\d{4,}")  # years and dates are no ids
_SLUG = re.compile(r"[^/?&=]{20,}|[0-9A-Z]{10,}")
_STRONG_GUID = re.compile(r"\d{6}|.{12}", re.DOTALL)


def identify(entries: Sequence[Entry]) -> tuple[Identity, ...]:
    """One identity for each entry. A guid or link that several different entries of the list share identifies none."""
    links = [canonical_url(entry.url) if entry.url else None for entry in entries]
    guids = [_guid(entry) for entry in entries]
    titles = [title_key(entry.title) for entry in entries]
    shared_links = _shared(links, titles, names_article)
    shared_guids = _shared(guids, titles, is_strong_guid)
    return tuple(
        _identity(entry, None if guid in shared_guids else guid, None if link in shared_links else link, title)
        for entry, guid, link, title in zip(entries, guids, links, titles, strict=True)
    )


def title_key(title: str) -> str:
    """The title's letters and digits only, without width and case: edits of punctuation do not change it."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(sign for sign in plain if sign.isalnum()) or " ".join(plain.split())


def names_article(url_key: str) -> bool:
    """Whether a link holds something that can only be one article's: a number that is no date, or a long slug."""
    place = url_key.partition("://")[2].partition("/")[2]
    return _ID_IN_URL.search(place) is not None or _SLUG.search(place) is not None


def is_strong_guid(guid: str) -> bool:
    """Whether a guid is long enough to be unique; small numbers are counted anew in every feed.

    One that is an address must name an article: chosun.com gave `https://www.chosun.com` to five in one week.
    """
    if guid.startswith(("https://", "http://")):
        return names_article(guid)
    return _STRONG_GUID.search(guid) is not None


def short_hash(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _guid(entry: Entry) -> str | None:
    """The guid; one that is an address in its canonical form, so that http and https, or tracking, make no difference."""
    if entry.guid is None:
        return None
    return canonical_url(entry.guid) if re.match(r"https?:", entry.guid, re.IGNORECASE) else entry.guid


def _shared(values: Sequence[str | None], titles: Sequence[str], is_strong: Callable[[str], bool]) -> set[str | None]:
    """Values that stand for several articles. Two titles under an article's own link are one article, edited."""
    by_value: dict[str, set[str]] = defaultdict(set)
    for value, title in zip(values, titles, strict=True):
        if value is not None:
            by_value[value].add(title)
    return {value for value, different in by_value.items() if len(different) > (2 if is_strong(value) else 1)}


def _identity(entry: Entry, guid: str | None, link: str | None, title: str) -> Identity:
    return Identity(key=_key(entry, guid, link, title), guid=guid, url_key=link, title_key=title)


def _key(entry: Entry, guid: str | None, link: str | None, title: str) -> str:
    """The best of what there is: an article's own link outlives guids, which some systems renew on every edit."""
    if link is not None and names_article(link):
        return "u:" + short_hash(link)
    if guid is not None and is_strong_guid(guid):
        return "g:" + short_hash(guid)
    day = entry.published.date().isoformat() if entry.published is not None else ""
    return "t:" + short_hash(title or entry.summary, link or "", guid or "", day)
