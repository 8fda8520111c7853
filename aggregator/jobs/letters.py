"""Turns one edition into the letters of its recipients: printed once for each language, addressed one by one.

Nothing is stored or sent here. A recipient whose address is none costs the others nothing: it is named, and left out.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from aggregator.delivery.dkim import DkimKey, find_dkim_key
from aggregator.delivery.headers import read_mailbox
from aggregator.delivery.letters import NOBODY, Draft, write_letter
from aggregator.delivery.unsubscribe import get_unsubscribe_key, make_token, unsubscribe_mailto, unsubscribe_url
from aggregator.digests.edition import Edition
from aggregator.digests.page import LetterOptions
from aggregator.digests.render import Rendered, render_edition
from aggregator.errors import DeliveryError
from aggregator.jobs.archive import archive_url, edition_url
from aggregator.jobs.forms import languages_of, templates_of
from aggregator.model import Channel, Digest, Letter, Recipient
from aggregator.newsroom import Newsroom

_LINK_PLACE = "https://unsubscribe.invalid/personal"  # printed once, replaced in every letter


@dataclass(frozen=True)
class Press:
    """Prints the letters of one edition."""

    newsroom: Newsroom
    digest: Digest
    edition: Edition
    unsubscribe_key: bytes

    def letters(self, recipients: Iterable[Recipient], now: datetime) -> tuple[tuple[Letter, ...], tuple[str, ...]]:
        """The letters, and one line for each recipient that could not get one. Raises ConfigError without a sender."""
        made, refused = [], []
        for recipient in recipients:
            try:
                made.append(self.letter(recipient, now))
            except DeliveryError as error:
                refused.append(f"{recipient.name or recipient.channel.value}: {error}")
        return tuple(made), tuple(refused)

    @cached_property
    def _printed(self) -> "_Printed":
        return _Printed(self)

    @cached_property
    def sender(self) -> str | None:
        return self.digest.sender or self.newsroom.settings.mail_from

    @cached_property
    def dkim(self) -> DkimKey | None:
        mailed = any(recipient.channel is Channel.EMAIL for recipient in self.digest.recipients)
        return find_dkim_key(self.newsroom.settings, self.sender) if self.sender and mailed else None

    def letter(self, recipient: Recipient, now: datetime) -> Letter:
        """One reader's letter. Raises DeliveryError (permanent) for an address that is none, ConfigError without a sender."""
        mail = recipient.channel is Channel.EMAIL
        rendered = self._printed[recipient.language or self.digest.language, mail]
        ways = self._ways_out(recipient) if mail else _NO_WAYS
        personal = _personal(rendered, ways.url or ways.mailto)
        draft = Draft(
            subject=personal.title if recipient.channel is Channel.CHAT else personal.subject,
            text=personal.text,
            html=personal.html,
            chat=personal.chat,
            date=now.astimezone(ZoneInfo(self.digest.timezone)),
            sender=self.sender,
            list_id=f"{self.digest.name} <{self.digest.id}.{read_mailbox(self.sender or NOBODY).domain}>",
            reply_to=self.digest.reply_to,
            dkim=self.dkim,
            resend_unknown=self.digest.resend_unknown,
        )
        key = letter_key(self.edition, recipient)
        return write_letter(draft, recipient, key, unsubscribe_url=ways.url, unsubscribe_mailto=ways.mailto)

    def _ways_out(self, recipient: Recipient) -> "_Ways":
        """How this reader leaves the list: a page when there is a base URL, and always a mail."""
        token = make_token(self.unsubscribe_key, recipient.address, self.digest.id)
        base, mailbox = self.newsroom.settings.base_url, self.digest.reply_to or self.sender
        return _Ways(
            url=unsubscribe_url(base, token) if base else None,
            mailto=unsubscribe_mailto(mailbox, token) if mailbox else None,
        )


@dataclass(frozen=True, slots=True)
class _Ways:
    """Addresses under which a reader leaves the list."""

    url: str | None = None
    mailto: str | None = None


_NO_WAYS = _Ways()


def specimen(newsroom: Newsroom, digest: Digest, edition: Edition, language: str) -> bytes:
    """The message that the first reader of a language would get; without a reader or a sender, one to nobody."""
    sender = digest.sender or newsroom.settings.mail_from
    mails = [
        one
        for one in digest.recipients
        if one.channel is Channel.EMAIL and (one.language or digest.language) == language
    ]
    reader = (
        mails[0] if mails and sender else Recipient(channel=Channel.DIRECTORY, address="preview", language=language)
    )
    press = Press(newsroom, digest, edition, get_unsubscribe_key(newsroom.settings, newsroom.database))
    return press.letter(reader, edition.frozen_at).content


class _Printed(dict[tuple[str, bool], Rendered]):
    """Prints a language, with or without a place for the reader's own link, when it is first asked for."""

    def __init__(self, press: Press) -> None:
        super().__init__()
        self._press = press

    def __missing__(self, wanted: tuple[str, bool]) -> Rendered:
        language, personal = wanted
        options = letter_options(self._press.newsroom, self._press.digest, self._press.edition, language)
        options = replace(options, unsubscribe_url=_LINK_PLACE if personal else None)
        self[wanted] = render_edition(self._press.edition, options, templates_of(self._press.digest))
        return self[wanted]


def letter_key(edition: Edition, recipient: Recipient) -> str:
    """`digest:issue:channel:address`: one letter for one reader of one issue, for ever. A chat service's address is a secret
    and keys are shown, so its fingerprint stands for it.
    """
    address = recipient.address
    if recipient.channel is Channel.CHAT:
        address = hashlib.sha256(address.encode()).hexdigest()[:16]
    return f"{edition.digest}:{edition.issue_date.isoformat()}:{recipient.channel.value}:{address}"


def letter_options(newsroom: Newsroom, digest: Digest, edition: Edition, language: str) -> LetterOptions:
    """What a letter in a language says around the edition, without anything personal."""
    other = next((one for one in languages_of(digest) if one != language), None)
    return LetterOptions(
        language=language,
        subject=digest.subject,
        web_url=edition_url(newsroom.settings, edition, language),
        archive_url=archive_url(newsroom.settings),
        other_url=edition_url(newsroom.settings, edition, other) if other else None,
    )


def _personal(rendered: Rendered, link: str | None) -> Rendered:
    """The letter with this reader's own link."""
    if link is None:
        return rendered
    html = rendered.html.replace(_LINK_PLACE, link.replace("&", "&amp;").replace('"', "%22"))
    return replace(rendered, html=html, text=rendered.text.replace(_LINK_PLACE, link))
