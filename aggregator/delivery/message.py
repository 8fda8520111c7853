"""One letter as the exact bytes that leave: headers, a plain-text and an HTML part, signed when there is a key.

The same arguments give the same bytes (but for the time inside a DKIM signature). This module must not send, store or look
at a clock.
"""

import binascii
import hashlib
import re
from datetime import datetime
from email.utils import format_datetime

from aggregator.delivery import headers
from aggregator.delivery.dkim import DkimKey, sign
from aggregator.errors import DeliveryError

# Everything except non-delivery reports, which somebody should read.
_SUPPRESS = "DR, RN, NRN, OOF, AutoReply"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\r|\n")
MAX_LINE = 998  # octets without CRLF, RFC 5322 §2.1.1


def message_id(key: str, domain: str) -> str:
    """The Message-ID of the letter `key`, angle brackets and all: the same for ever, telling nobody what the key says."""
    return f"<{_fingerprint(key)}@{headers.ascii_domain(domain)}>"


def build_message(  # noqa: PLR0913 - a message has that many parts; all are named
    *,
    key: str,
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    html: str,
    date: datetime,
    list_id: str,
    reply_to: str | None = None,
    unsubscribe_url: str | None = None,
    unsubscribe_mailto: str | None = None,
    dkim: DkimKey | None = None,
) -> bytes:
    """The finished message with CRLF line ends.

    `sender`, `recipient` and `reply_to` are each one mailbox, `Name <address>`; `date` is aware; `list_id` is `Name <id>` or
    an identifier; `unsubscribe_url` gives a one-click button when it is https. Raises DeliveryError (permanent) for an
    address that is none, ConfigError for an unusable key.
    """
    author, addressee = headers.read_mailbox(sender), headers.read_mailbox(recipient)
    fields = [
        ("From", headers.mailbox_field("From", author)),
        ("To", headers.mailbox_field("To", addressee)),
        ("Subject", headers.text_field("Subject", headers.clean_line(subject))),
        ("Date", headers.fixed_field("Date", format_datetime(date))),
        ("Message-ID", headers.fixed_field("Message-ID", message_id(key, author.domain))),
        *_reply_to(reply_to),
        ("List-Id", headers.list_id_field(list_id)),
        *_unsubscribe(unsubscribe_url, unsubscribe_mailto),
        ("Auto-Submitted", headers.fixed_field("Auto-Submitted", "auto-generated")),
        ("Precedence", headers.fixed_field("Precedence", "bulk")),
        ("X-Auto-Response-Suppress", headers.fixed_field("X-Auto-Response-Suppress", _SUPPRESS)),
        ("MIME-Version", headers.fixed_field("MIME-Version", "1.0")),
        ("Content-Type", _multipart_field(key)),
    ]
    message = b"".join(field for _, field in fields) + b"\r\n" + _body(key, text, html)
    if dkim is not None:
        message = sign(message, dkim)
        fields.insert(0, ("DKIM-Signature", b""))
    utf8 = author.needs_utf8 or addressee.needs_utf8
    _check(message, tuple(name for name, _ in fields), utf8=utf8)
    return message


def header_names(message: bytes) -> tuple[str, ...]:
    """The names of a message's header fields, in order, read from the raw bytes. Raises ValueError for a line that is none."""
    names = []
    for line in message.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        if line[:1] in (b" ", b"\t"):
            continue
        name, colon, _ = line.partition(b":")
        if not colon or not re.fullmatch(rb"[!-9;-~]+", name):
            raise ValueError(f"not a header line: {line[:60]!r}")
        names.append(name.decode("ascii"))
    return tuple(names)


def _fingerprint(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]


def _reply_to(reply_to: str | None) -> list[tuple[str, bytes]]:
    return [("Reply-To", headers.mailbox_field("Reply-To", headers.read_mailbox(reply_to)))] if reply_to else []


def _unsubscribe(url: str | None, mailto: str | None) -> list[tuple[str, bytes]]:
    """RFC 2369 and, where the page is https as RFC 8058 demands, the one-click promise."""
    uris = [headers.ascii_uri(uri) for uri in (url, _mailto_uri(mailto)) if uri]
    if not uris:
        return []
    fields = [("List-Unsubscribe", headers.uri_field("List-Unsubscribe", uris))]
    if url and uris[0].startswith("https://"):
        name = "List-Unsubscribe-Post"
        fields.append((name, headers.fixed_field(name, "List-Unsubscribe=One-Click")))
    return fields


def _mailto_uri(mailto: str | None) -> str | None:
    return mailto if not mailto or mailto.startswith("mailto:") else f"mailto:{mailto}"


def _boundary(key: str) -> str:
    return f"=_{_fingerprint(key)}"  # "=_" occurs neither in base64 nor in quoted-printable


def _multipart_field(key: str) -> bytes:
    return f'Content-Type: multipart/alternative;\r\n boundary="{_boundary(key)}"\r\n'.encode("ascii")


def _body(key: str, text: str, html: str) -> bytes:
    edge = f"--{_boundary(key)}".encode("ascii")
    return b"".join(
        (edge, b"\r\n", _part("plain", text), edge, b"\r\n", _part("html", html), edge, b"--\r\n"),
    )


def _part(subtype: str, text: str) -> bytes:
    """A text part in quoted-printable or base64, whichever is shorter: both pass servers without 8BITMIME unchanged."""
    raw = (_LINE_END.sub("\r\n", _UNPRINTABLE.sub("", text)).rstrip("\r\n") + "\r\n").encode("utf-8")
    quoted, coded = binascii.b2a_qp(raw, istext=True), binascii.b2a_base64(raw, newline=False)
    name, body = ("quoted-printable", quoted) if len(quoted) <= len(coded) else ("base64", _wrapped(coded))
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {name}\r\n\r\n"
    return head.encode("ascii") + body


def _wrapped(coded: bytes) -> bytes:
    return b"".join(coded[start : start + 76] + b"\r\n" for start in range(0, len(coded), 76))


def _check(message: bytes, names: tuple[str, ...], *, utf8: bool) -> None:
    """Whatever came in, these and no other header fields go out, on lines that every server takes."""
    lines = message.split(b"\r\n")
    sound = (
        header_names(message) == names
        and all(len(line) <= MAX_LINE and b"\r" not in line and b"\n" not in line for line in lines)
        and (utf8 or message.isascii())
        and b"\0" not in message
    )
    if not sound:
        raise DeliveryError("the message came out with other headers than intended", permanent=True)
