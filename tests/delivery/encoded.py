"""A strict reader of header fields: RFC 5322 unfolding and RFC 2047 encoded-words, refusing whatever the RFCs do not allow."""

import base64
import binascii
import re

_WORD = re.compile(r"=\?(?P<charset>[!-~]+?)\?(?P<encoding>[BbQq])\?(?P<text>[!->@-~]*)\?=\Z")
_Q_PHRASE = re.compile(r"(?:[A-Za-z0-9!*+\-/_]|=[0-9A-F]{2})*\Z")


class StrictError(ValueError):
    """The bytes break a rule; the message says which."""


def read_fields(message: bytes) -> list[tuple[str, list[str]]]:
    """Header fields in order, each with its physical lines (the first without the name)."""
    head, separator, _ = message.partition(b"\r\n\r\n")
    if not separator:
        raise StrictError("no empty line after the header")
    fields: list[tuple[str, list[str]]] = []
    for line in head.split(b"\r\n"):
        if b"\r" in line or b"\n" in line or b"\0" in line:
            raise StrictError("a bare CR or LF")
        if len(line) > 998:
            raise StrictError("a line longer than 998 octets")
        text = line.decode("ascii")
        if any(not 32 <= ord(character) < 127 for character in text):
            raise StrictError("a control character")
        if line[:1] == b" ":
            if not text.strip():
                raise StrictError("a continuation line of white space only")
            fields[-1][1].append(text)
        else:
            name, colon, value = text.partition(":")
            if not colon or not re.fullmatch(r"[!-9;-~]+", name):
                raise StrictError(f"no field: {text!r}")
            if not value.startswith(" "):
                raise StrictError("no space after the colon")
            fields.append((name, [value]))
    return fields


def field(message: bytes, name: str) -> list[str]:
    """The lines of the one field of that name."""
    found = [lines for field_name, lines in read_fields(message) if field_name == name]
    if len(found) != 1:
        raise StrictError(f"{len(found)} fields {name}")
    return found[0]


def decode_unstructured(name: str, lines: list[str]) -> str:
    """The text of a field such as Subject."""
    _check_lines(name, lines)
    return _decode_words("".join(lines).split(" ")[1:])


def decode_mailbox(name: str, lines: list[str]) -> tuple[str, str]:
    """Display name and address of a field with exactly one mailbox."""
    _check_lines(name, lines)
    value = "".join(lines).strip()
    match = re.fullmatch(r"(?P<phrase>.*?) ?<(?P<address>[^<>\s]+@[^<>\s]+)>", value)
    if match is None:
        raise StrictError(f"not one mailbox: {value!r}")
    return _decode_phrase(match["phrase"]), match["address"]


def _decode_phrase(phrase: str) -> str:
    if phrase.startswith('"'):
        inner = re.fullmatch(r'"((?:[^"\\]|\\.)*)"', phrase)
        if inner is None:
            raise StrictError(f"a broken quoted string: {phrase!r}")
        if "=?" in inner[1]:
            raise StrictError("an encoded-word within quotes")
        return re.sub(r"\\(.)", r"\1", inner[1])
    words = phrase.split(" ") if phrase else []
    for word in words:
        encoded = _WORD.match(word)
        if encoded is None and not re.fullmatch(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+", word):
            raise StrictError(f"not an atom: {word!r}")
        if encoded is not None and encoded["encoding"] in "Qq" and not _Q_PHRASE.match(encoded["text"]):
            raise StrictError(f"characters that no phrase may have: {word!r}")
    return _decode_words(words)


def _decode_words(words: list[str]) -> str:
    text, before_encoded = "", None
    for word in words:
        encoded = _WORD.match(word)
        if encoded is None and "=?" in word:
            raise StrictError(f"a broken encoded-word: {word!r}")
        between = "" if before_encoded is None or (before_encoded and encoded) else " "
        text += between + (_decode_word(word) if encoded else word)
        before_encoded = encoded is not None
    return text


def _decode_word(word: str) -> str:
    match = _WORD.match(word)
    assert match is not None
    if len(word) > 75:
        raise StrictError(f"an encoded-word of {len(word)} characters")
    if match["encoding"] in "Bb":
        try:
            raw = base64.b64decode(match["text"], validate=True)
        except binascii.Error as error:
            raise StrictError(f"bad base64: {word!r}") from error
    else:
        if not re.fullmatch(r"(?:[!-<>@-^`-~]|_|=[0-9A-Fa-f]{2})*", match["text"]):
            raise StrictError(f"bad Q encoding: {word!r}")
        raw = re.sub(
            rb"=([0-9A-Fa-f]{2})",
            lambda found: bytes([int(found[1], 16)]),
            match["text"].replace("_", " ").encode("ascii"),
        )
    return raw.decode(match["charset"], "strict")


def _check_lines(name: str, lines: list[str]) -> None:
    for number, line in enumerate(lines):
        length = len(line) + (len(name) + 1 if number == 0 else 0)
        if "=?" in line and length > 76:
            raise StrictError(f"a line of {length} with an encoded-word")
        if length > 998:
            raise StrictError("a line longer than 998")
