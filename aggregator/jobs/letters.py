"""Turns one edition into the letters of its recipients: printed once for each language, addressed one by one.

Nothing is stored or sent here. A recipient whose address is none costs the others nothing: it is named, and left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from aggregator.config.settings import Settings
from aggregator.delivery.dkim import DkimKey
from aggregator.delivery.headers import read_mailbox
from aggregator.delivery.message import build_message, message_id
from aggregator.delivery.unsubscribe import make_token, unsubscribe_mailto, unsubscribe_url
from aggregator.digests.edition import Edition
from aggregator.digests.render import Rendered, render_edition
from aggregator.digests.view import LetterOptions
from aggregator.errors import ConfigError, DeliveryError
from aggregator.jobs.archive import archive_url, edition_url
from aggregator.model import Channel, Digest, Letter, Recipient
from aggregator.newsroom import Newsroom

NOBODY = "aggregator@localhost"  # the sender of letters that never leave the house
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
                made.append(self._letter(recipient, now))
            except DeliveryError as error:
                refused.append(f"{recipient.name or recipient.channel.value}: {error}")
        return tuple(made), tuple(refused)

    @cached_property
    def _printed(self) -> "_Printed":
        return _Printed(self)

    @property
    def settings(self) -> Settings:
        return self.newsroom.settings

    @cached_property
    def sender(self) -> str:
        """The digest's sender, else the house's; letters that stay in the house need none."""
        sender = self.digest.sender or self.settings.mail_from
        if sender is None and any(r.channel is Channel.EMAIL for r in self.digest.recipients):
            raise ConfigError(
                f"digest {self.digest.id}: nobody to send it", hint="set AGGREGATOR_MAIL_FROM or the digest's `sender`"
            )
        return sender or f"{self.digest.name} <{NOBODY}>"

    @cached_property
    def dkim(self) -> DkimKey | None:
        key, selector = self.settings.dkim_key, self.settings.dkim_selector
        if key is None or selector is None:
            return None
        domain = self.settings.dkim_domain or read_mailbox(self.sender).domain
        return DkimKey(selector=selector, domain=domain, private_key=key.get_secret_value().encode())

    def _letter(self, recipient: Recipient, now: datetime) -> Letter:
        key = letter_key(self.edition, recipient)
        rendered = self._printed[recipient.language or self.digest.language, recipient.channel is Channel.EMAIL]
        if recipient.channel is Channel.CHAT:
            return Letter(
                key=key,
                channel=recipient.channel,
                address=recipient.address,
                subject=rendered.title,
                content=rendered.chat.encode(),
            )
        return self._mail(recipient, key, rendered, now)

    def _mail(self, recipient: Recipient, key: str, rendered: Rendered, now: datetime) -> Letter:
        mail = recipient.channel is Channel.EMAIL
        to = f"{recipient.name} <{recipient.address}>" if recipient.name else recipient.address
        token = make_token(self.unsubscribe_key, recipient.address, self.digest.id) if mail else ""
        link = unsubscribe_url(self.settings.base_url, token) if mail and self.settings.base_url else None
        mailto = unsubscribe_mailto(self.digest.reply_to or self.sender, token) if mail else None
        personal = _personal(rendered, link or mailto)
        author = read_mailbox(self.sender)
        return Letter(
            key=key,
            channel=recipient.channel,
            address=recipient.address,
            subject=personal.subject,
            content=build_message(
                key=key,
                sender=self.sender,
                recipient=to if mail else self.sender,
                subject=personal.subject,
                text=personal.text,
                html=personal.html,
                date=now,
                list_id=f"{self.digest.name} <{self.digest.id}.{author.domain}>",
                reply_to=self.digest.reply_to,
                unsubscribe_url=link,
                unsubscribe_mailto=mailto,
                dkim=self.dkim,
            ),
            sender=author.address,
            message_id=message_id(key, author.domain),
            html="" if mail else personal.html,
            resend_unknown=self.digest.resend_unknown,
        )


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
    """`digest:issue:channel:address`: one letter for one reader of one issue, for ever."""
    return f"{edition.digest}:{edition.issue_date.isoformat()}:{recipient.channel.value}:{recipient.address}"


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


def languages_of(digest: Digest) -> tuple[str, ...]:
    """The languages that a digest's readers want, its own first."""
    return tuple(dict.fromkeys((digest.language, *(r.language for r in digest.recipients if r.language))))


def templates_of(digest: Digest) -> Path | None:
    return Path(digest.templates).expanduser() if digest.templates else None


def _personal(rendered: Rendered, link: str | None) -> Rendered:
    """The letter with this reader's own link."""
    if link is None:
        return rendered
    html = rendered.html.replace(_LINK_PLACE, link.replace("&", "&amp;").replace('"', "%22"))
    return replace(rendered, html=html, text=rendered.text.replace(_LINK_PLACE, link))
