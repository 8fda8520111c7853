"""Posts short letters to chat services through Apprise, which knows how each of them wants to be spoken to.

A service's URL holds its secret: it never appears in a verdict. Services cannot be asked whether a message arrived, and a
chat line read twice does less harm than one never read: an interrupted request counts as "later", and is said to be so.
"""

import logging
import re
from urllib.parse import urlsplit

from aggregator.delivery.carrier import BeforeDot, Fate, Verdict
from aggregator.delivery.headers import clean_line
from aggregator.model import Letter

SHORT_LIMIT = 1800  # characters; Discord takes 2,000, Telegram 4,096, Slack more
_STATUS = re.compile(r"error=(\d{3})\b")
_NEVER_WELL = {400, 401, 403, 404, 405, 410, 413, 422}  # answers about the request itself


class ChatCarrier:
    """Posts each letter's text to its own service."""

    def carry(self, letter: Letter, before_dot: BeforeDot) -> Verdict:
        import apprise  # noqa: PLC0415 - it takes a third of a second to load, and most newsrooms only mail

        service = apprise.Apprise()
        if not service.add(letter.address):
            return Verdict(Fate.REFUSED, f"{shown_service(letter.address)}: not an Apprise URL")
        if not before_dot():
            return Verdict(Fate.LATER, "another worker took this letter over; it was not sent")
        with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as log:  # type: ignore[no-untyped-call]  # apprise has no types
            taken = service.notify(
                title=letter.subject,
                body=letter.content.decode("utf-8", "replace"),
                body_format=apprise.NotifyFormat.TEXT,
                interpret_escapes=False,
            )
            said = clean_line(log.getvalue(), 300)
        if taken:
            return Verdict(Fate.TAKEN, shown_service(letter.address))
        return _not_taken(letter.address, said)

    def close(self) -> None:
        pass


def shown_service(url: str) -> str:
    """A service's URL for people: its kind, and nothing of what it keeps secret."""
    return f"{urlsplit(url).scheme or 'chat'}://…"


def shorten(text: str, limit: int = SHORT_LIMIT) -> str:
    """As many whole paragraphs, else lines, of a text as fit into a chat message."""
    text = text.strip()
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    for end in ("\n\n", "\n", " "):
        if head.rfind(end) > limit // 2:
            head = head[: head.rfind(end)]
            break
    return head.rstrip() + "\n…"


def _not_taken(url: str, said: str) -> Verdict:
    status = _STATUS.search(said)
    if status is None:
        return Verdict(Fate.LATER, f"{shown_service(url)}: no answer; the message may come twice")
    fate = Fate.REFUSED if int(status[1]) in _NEVER_WELL else Fate.LATER
    return Verdict(fate, f"{shown_service(url)}: it answered {status[1]}")
