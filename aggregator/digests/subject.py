"""The subject line: the issue's name and date, then the headline that comes first, since the letter's first line has the counts.

A subject whose only Latin letters are capitals looks like shouting to spam filters (SpamAssassin gives +0.5), and "AI" or "KT"
is often all the Latin there is in a Korean subject; then the hour is written beside the date. Nothing here knows headers.
"""

import re
from zoneinfo import ZoneInfo

from aggregator.digests.edition import Edition
from aggregator.digests.neutral import clipped, neutral
from aggregator.digests.strings import Strings

HEADLINE = 70  # characters: what a mail program's list shows
LONGEST = 160
_PLACE = re.compile(r"\{(name|date|articles|stories|exclusives|headline)\}")


def make_subject(edition: Edition, say: Strings, pattern: str | None = None) -> str:
    """One line of plain text. `pattern` is the digest's own; its places in braces are filled, anything else stays."""
    if pattern:
        facts = _facts(edition, say)
        return neutral(_PLACE.sub(lambda found: facts[found.group(1)], pattern), LONGEST)
    told = _headline(edition, say) or say.subject_facts(edition)
    warning = f"{say.subject_warning(edition.collection)} · " if edition.collection.poor and edition.cards else ""
    head = say.subject_head(edition)
    subject = f"{head} · {warning}{told}"
    if _shouts(subject):
        subject = f"{head} {_hour(edition)} · {warning}{told}"
    return neutral(subject, LONGEST)


def _headline(edition: Edition, say: Strings) -> str:
    if not edition.leads:
        return ""
    card = next(card for card in edition.cards if card.story == edition.leads[0])
    badge = f"[{say.badge('단독')}] " if card.exclusive else ""
    return badge + clipped("".join(piece.text for piece in card.headline), HEADLINE)


def _facts(edition: Edition, say: Strings) -> dict[str, str]:
    return {
        "name": edition.name,
        "date": say.short_day(edition.issue_date),
        "articles": str(edition.clippings),
        "stories": str(edition.stories),
        "exclusives": str(edition.exclusives),
        "headline": _headline(edition, say) or say.subject_facts(edition),
    }


def _shouts(subject: str) -> bool:
    letters = re.sub("[^A-Za-z]", "", subject)
    return bool(letters) and letters.isupper()


def _hour(edition: Edition) -> str:
    local = edition.end.astimezone(ZoneInfo(edition.timezone))
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
