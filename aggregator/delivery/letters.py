"""Puts a finished text into the envelope that its recipient's channel wants. It queues and sends nothing."""

from dataclasses import dataclass
from datetime import datetime

from aggregator.delivery.chat import shorten
from aggregator.delivery.dkim import DkimKey
from aggregator.delivery.headers import read_mailbox
from aggregator.delivery.message import build_message, message_id
from aggregator.errors import ConfigError
from aggregator.model import Channel, Letter, Recipient

NOBODY = "aggregator <aggregator@localhost>"  # the From of files that are never mailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a letter says, in every form that a channel may want, and from whom it comes.

    `sender` and `reply_to` are mailboxes (`Name <address>`); `date` is aware; `list_id` as in build_message.
    """

    subject: str
    text: str
    html: str
    chat: str
    date: datetime
    sender: str | None
    list_id: str
    reply_to: str | None = None
    dkim: DkimKey | None = None
    resend_unknown: bool = False


def write_letter(
    draft: Draft,
    recipient: Recipient,
    key: str,
    *,
    unsubscribe_url: str | None = None,
    unsubscribe_mailto: str | None = None,
) -> Letter:
    """The letter of one recipient. `key` makes it unique for ever: the same key is the same letter.

    Raises ConfigError when a mail has no sender, DeliveryError (permanent) for an address that is none.
    """
    match recipient.channel:
        case Channel.EMAIL:
            return _mail(draft, recipient, key, unsubscribe_url, unsubscribe_mailto)
        case Channel.DIRECTORY:
            return _file(draft, recipient, key)
        case Channel.CHAT:
            return Letter(
                key=key,
                channel=recipient.channel,
                address=recipient.address,
                subject=draft.subject,
                content=shorten(draft.chat).encode("utf-8", "replace"),
                resend_unknown=draft.resend_unknown,
            )


def _mail(draft: Draft, recipient: Recipient, key: str, url: str | None, mailto: str | None) -> Letter:
    if draft.sender is None:
        raise ConfigError(
            "mail needs a sender", hint='set AGGREGATOR_MAIL_FROM, e.g. "Briefing <briefing@example.org>"'
        )
    sender, reader = read_mailbox(draft.sender), read_mailbox(recipient.address)
    return Letter(
        key=key,
        channel=recipient.channel,
        address=reader.address,
        subject=draft.subject,
        content=_message(draft, key, draft.sender, f"{recipient.name or reader.name} <{reader.address}>", url, mailto),
        sender=sender.address,
        message_id=message_id(key, sender.domain),
        html=draft.html,
        resend_unknown=draft.resend_unknown,
    )


def _file(draft: Draft, recipient: Recipient, key: str) -> Letter:
    sender = draft.sender or NOBODY
    return Letter(
        key=key,
        channel=recipient.channel,
        address=recipient.address,
        subject=draft.subject,
        content=_message(draft, key, sender, sender, None, None),
        message_id=message_id(key, read_mailbox(sender).domain),
        html=draft.html,
        resend_unknown=draft.resend_unknown,
    )


def _message(draft: Draft, key: str, sender: str, recipient: str, url: str | None, mailto: str | None) -> bytes:
    return build_message(
        key=key,
        sender=sender,
        recipient=recipient,
        subject=draft.subject,
        text=draft.text,
        html=draft.html,
        date=draft.date,
        list_id=draft.list_id,
        reply_to=draft.reply_to,
        unsubscribe_url=url,
        unsubscribe_mailto=mailto,
        dkim=draft.dkim,
    )
