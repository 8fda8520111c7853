"""Header fields in raw bytes: cleaned, encoded by RFC 2047 and folded by us, because the standard library corrupts Korean ones.

`EmailMessage` (up to Python 3.12.1) spoils about one Korean subject in nine, turns a long List-Unsubscribe into encoded-words,
splits a display name at its comma, and lets `=?utf-8?B?DQpCY2M6…?=` become a header (CVE-2024-6923). So nothing here goes
through it. This module must not know which fields a message has.
"""

import base64
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from aggregator.errors import DeliveryError

ENCODED_WORD = 75  # RFC 2047 §2: an encoded-word has at most 75 characters …
ENCODED_LINE = 76  # … and a line that holds one at most 76
FOLDED_LINE = 78  # RFC 5322 §2.1.1, recommended
SUBJECT_LIMIT = 255  # characters; longer ones are cut, mail programs show less than 100
NAME_LIMIT = 100

# C0, DEL, C1, line and paragraph separators, lone surrogates, and the bidirectional controls that reverse what is read.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]*\Z")
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f-\xa0()<>\[\]:;@\\,.\"]+(\.[^\s\x00-\x20\x7f-\xa0()<>\[\]:;@\\,.\"]+)*\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\Z")
_ANGLED = re.compile(r"(?P<name>.*)<(?P<address>[^<>]*)>\Z", re.DOTALL)
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")  # safe in a phrase too


def clean_line(text: str, limit: int = SUBJECT_LIMIT) -> str:
    """Text from outside made fit for one header line: no control, no line break, no encoded-word, at most `limit` characters."""
    line = " ".join(_UNSAFE.sub(" ", text).split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    # A reader that decodes twice must find nothing to decode: HAZARDS 1.
    return line.replace("=?", "= ?")


# --- Addresses ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person's or machine's address: a display name, and an address whose domain is already ASCII (punycode)."""

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 can carry it: the part before the @ is not ASCII."""
        return not self.local.isascii()


def read_mailbox(text: str) -> Mailbox:
    """Reads `address` or `any name, commas and all <address>` as exactly one mailbox. Raises DeliveryError (permanent)."""
    line = _UNSAFE.sub(" ", text).strip()
    angled = _ANGLED.match(line)
    name, address = (angled["name"], angled["address"]) if angled else ("", line)
    local, at, domain = address.strip().rpartition("@")
    if not at or not _LOCAL.match(local):
        raise _no_address(text)
    return Mailbox(clean_line(_unquoted(name), NAME_LIMIT), local, _ascii_domain(domain, text))


def _unquoted(name: str) -> str:
    name = name.strip()
    if len(name) >= 2 and name[0] == name[-1] == '"':
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return name


def ascii_domain(domain: str) -> str:
    """A domain name in the letters that DNS and SMTP know (IDNA 2008, lower case). Raises DeliveryError (permanent)."""
    return _ascii_domain(domain, domain)


def _ascii_domain(domain: str, shown: str) -> str:
    if domain.isascii():
        ready = domain.lower()
    else:
        try:
            ready = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise _no_address(shown) from error
    if not _DOMAIN.match(ready) or len(ready) > 253:
        raise _no_address(shown)
    return ready


def _no_address(text: str) -> DeliveryError:
    return DeliveryError(
        f"{clean_line(text, 80)!r} is no mail address",
        permanent=True,
        hint="write name@example.org or Name <name@example.org>",
    )


# --- Fields -------------------------------------------------------------------------------------------------------------


def text_field(name: str, value: str) -> bytes:
    """An unstructured field such as Subject; `value` must be clean. Ends in CRLF, as every field here."""
    words = value.split(" ")
    if value.isascii() and all(len(word) + len(name) + 2 <= FOLDED_LINE for word in words):
        return _fold(name, words)
    return _field(name, encoded_words(value, ENCODED_LINE - len(name) - 2))


def mailbox_field(name: str, mailbox: Mailbox) -> bytes:
    """From, To or Reply-To with exactly one mailbox."""
    address = f"<{mailbox.address}>"
    if not mailbox.name:
        return _field(name, [address])
    phrase = _phrase(mailbox.name, ENCODED_LINE - len(name) - 2)
    if len(phrase) == 1 and len(f"{name}: {phrase[0]} {address}") <= ENCODED_LINE:
        return _field(name, [f"{phrase[0]} {address}"])
    return _field(name, [*phrase, address])


def list_id_field(list_id: str) -> bytes:
    """`Name <id.example.org>` or the bare identifier. Letters that no identifier may have become hyphens."""
    angled = _ANGLED.match(_UNSAFE.sub(" ", list_id).strip())
    name, identifier = (
        (clean_line(_unquoted(angled["name"]), NAME_LIMIT), angled["address"]) if angled else ("", list_id)
    )
    identifier = f"<{_identifier(identifier)}>"
    return _field("List-Id", [*_phrase(name, ENCODED_LINE - len("List-Id: ")), identifier] if name else [identifier])


def _identifier(text: str) -> str:
    labels = (re.sub(r"[^a-z0-9_-]+", "-", _puny(label)).strip("-") for label in text.strip().lower().split("."))
    return ".".join(label for label in labels if label)[:200] or "list"


def _puny(label: str) -> str:
    try:
        return label if label.isascii() else idna.encode(label, uts46=True).decode("ascii")
    except idna.IDNAError:
        return label.encode("utf-8").hex()[:40]


def uri_field(name: str, uris: list[str]) -> bytes:
    """URIs in angle brackets on one unfolded line: an encoded or folded List-Unsubscribe shows no button."""
    line = f"{name}: " + ", ".join(f"<{uri}>" for uri in uris)
    if len(line) > 998:
        raise DeliveryError(
            f"{name} is too long for one line", permanent=True, hint="use a shorter AGGREGATOR_BASE_URL"
        )
    return line.encode("ascii") + b"\r\n"


def ascii_uri(uri: str) -> str:
    """A URI that cannot leave its angle brackets: everything that is not a URI's letter is percent-encoded."""
    parts = urlsplit(_UNSAFE.sub("", uri).strip())
    if parts.scheme in {"http", "https"} and parts.hostname and not parts.hostname.isascii():
        parts = parts._replace(netloc=parts.netloc.replace(parts.hostname, ascii_domain(parts.hostname)))
    # The comma separates URIs in this field, so it may not stand in one (RFC 2369 §2).
    return quote(parts.geturl(), safe="%:/?#[]@!$&'()*+;=-._~")


def fixed_field(name: str, value: str) -> bytes:
    """A field whose value is ours, short and ASCII."""
    return f"{name}: {value}\r\n".encode("ascii")


def _field(name: str, lines: list[str]) -> bytes:
    return (f"{name}: " + "\r\n ".join(lines) + "\r\n").encode("utf-8")


def _fold(name: str, words: list[str]) -> bytes:
    lines, line = [], f"{name}:"
    for word in words:
        if len(line) + 1 + len(word) > FOLDED_LINE and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line]).encode("ascii") + b"\r\n"


def _phrase(name: str, first: int) -> list[str]:
    """A display name as lines: atoms as they are, other ASCII quoted, the rest encoded."""
    if name.isascii() and len(name) + 2 <= first:
        if _ATOMS.match(name):
            return [name]
        quoted = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
        if len(quoted) <= first:
            return [quoted]
    return encoded_words(name, first)


# --- Encoded-words ------------------------------------------------------------------------------------------------------


def encoded_words(text: str, first: int) -> list[str]:
    """RFC 2047 encoded-words in UTF-8, one to a line, the first at most `first` characters long; B or Q, whichever is shorter.

    Words break between characters as people see them, never inside one code point's bytes.
    """
    raw = text.encode("utf-8")
    q_length = sum(1 if byte in _Q_SAFE or byte == 0x20 else 3 for byte in raw)
    write = _q_word if q_length < (len(raw) + 2) // 3 * 4 else _b_word
    lines: list[str] = []
    chunk = ""
    for piece in _pieces(text):
        room = min(first, ENCODED_WORD) if not lines else ENCODED_WORD
        if chunk and len(write(chunk + piece)) > room:
            lines.append(write(chunk))
            chunk = piece
        else:
            chunk += piece
    return [*lines, write(chunk)]


def _b_word(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode('utf-8')).decode('ascii')}?="


def _q_word(text: str) -> str:
    letters = (chr(b) if b in _Q_SAFE else "_" if b == 0x20 else f"={b:02X}" for b in text.encode("utf-8"))
    return f"=?utf-8?Q?{''.join(letters)}?="


def _pieces(text: str) -> Iterator[str]:
    """Characters with the marks that sit on them, as far as they fit into one word."""
    piece = ""
    for character in text:
        if piece and (not _joins(character) or len(piece) >= 5):
            yield piece
            piece = ""
        piece += character
    yield piece


def _joins(character: str) -> bool:
    """Combining marks, medial and final jamo of decomposed Hangul, joiners and variation selectors."""
    return (
        bool(unicodedata.combining(character)) or "\u1160" <= character <= "\u11ff" or character in "\u200d\ufe0e\ufe0f"
    )
