"""Bytes into text: which charset a feed or page is really in, whatever it, its server or nobody says.

Order: the outlet's own setting, byte order mark, strict UTF-8, nearly valid UTF-8, the declared label, detection.
UTF-7 never. This module must not look at what the text means.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import webencodings
from charset_normalizer import from_bytes

_SAMPLE = 65_536  # bytes that detection looks at
_BOMS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
_FIRST_SIGNS = (  # "<" or "<?" where no mark says so (XML 1.0, appendix F)
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"Lo\xa7\x94", "cp037"),
)
# Labels that WHATWG's table lacks or maps to less than what Korean servers send. cp949 holds all of KS X 1001 and the
# 8,822 syllables beyond it: one 똠 under "euc-kr" otherwise spoils the whole feed.
_LABELS = {
    **dict.fromkeys(
        (
            "euc-kr", "euc_kr", "euckr", "ks_c_5601-1987", "ks_c_5601-1989", "ks_c_5601", "ksc5601", "ksc_5601",
            "ks-c-5601", "kscu5601", "csksc56011987", "korean", "iso-ir-149", "cseuckr", "windows-949", "x-windows-949",
            "cp949", "ms949", "uhc", "949",
        ),
        "cp949",
    ),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "cp936", "x-gbk", "gb18030"), "gb18030"),
    "johab": "johab",
    "iso-2022-kr": "iso2022_kr",
    "iso-2022-jp": "iso2022_jp",
    "utf8mb4": "utf-8",
}  # fmt: skip
_ASCII_SUPERSETS = re.compile(
    r"^(cp|iso|koi|mac|latin|windows|hp|ptcp|tis|big5|euc|shift|gb|johab|kz|utf_?(8|16|32)|hz)"
)
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_HTTP = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# Signs of every language's typography: they count neither for Korean nor against it.
_NEUTRAL = frozenset("·‘’“”…「」『』〈〉《》△▲▽▼○●◇◆□■※→←↑↓ㆍ㎡㎏℃½ⅠⅡⅢ")
_PIECE = re.compile(rb"[^<>]+|[<>]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A feed's text, the charset it was in, and what had to be mended to read it."""

    text: str
    charset: str
    problems: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None = None, override: str | None = None) -> Decoded:
    """The body's text. Never raises; what cannot be read becomes U+FFFD and a line in `problems`."""
    if override is not None and (codec := _codec(override)) is not None:
        return _by(codec, body)
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return _by(codec, body[len(mark) :])
    head = body[:4]
    for sign, codec in _FIRST_SIGNS:
        if head.startswith(sign):
            return _by(codec, body)
    labels = tuple(_labels(body, content_type))
    if b"\x1b" in body and (escaped := next((c for c in map(_codec, labels) if c and c.startswith("iso2022")), None)):
        return _by(escaped, body)
    return _utf8(body, labels) or _labelled(body, labels) or _detected(body)


def _labels(body: bytes, content_type: str | None) -> Iterator[str]:
    """What the server, then the document says."""
    if content_type is not None and (found := _HTTP.search(content_type)) is not None:
        yield found[1]
    head = body[:8_192]  # pages open with comments and scripts before they declare it
    for pattern in (_DECLARATION, _META):
        if (inside := pattern.search(head)) is not None:
            yield inside[1].decode("ascii")


def _codec(label: str) -> str | None:
    """Python's name for a label; None for what nobody knows, for UTF-7, and for codecs that are no charset."""
    name = label.strip().lower()
    if name in _LABELS:
        return _LABELS[name]
    encoding = webencodings.lookup(name)
    if encoding is not None and encoding.name not in {"replacement", "x-user-defined"}:
        return str(encoding.codec_info.name)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if _ASCII_SUPERSETS.match(found) else None


def _by(codec: str, body: bytes) -> Decoded:
    try:
        return Decoded(body.decode(codec), codec)
    except UnicodeDecodeError as error:
        text = body.decode(codec, "replace")
        return Decoded(text, codec, (f"some bytes are not {codec} (first at byte {error.start})",))
    except (UnicodeError, LookupError):
        return Decoded(body.decode("utf-8", "replace"), "utf-8", (f"the bytes cannot be read as {codec}",))


def _utf8(body: bytes, labels: tuple[str, ...]) -> Decoded | None:
    """The body as UTF-8 where it is, or nearly is; bytes that are valid UTF-8 by chance are not."""
    declared = next((codec for codec in map(_codec, labels) if codec), None)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _nearly_utf8(body, error.start)
    if declared == "cp949" and not text.isascii() and max(text) < "\u0800" and _korean_share(body) > 0.9:
        return None  # a few syllables of EUC-KR that happen to be two-byte UTF-8
    wrong = declared not in {None, "utf-8"} and not text.isascii()
    return Decoded(text, "utf-8", (f"declared as {labels[0]}, but it is utf-8",) if wrong else ())


def _nearly_utf8(body: bytes, first_bad: int) -> Decoded | None:
    """UTF-8 with some bad bytes. A piece between two tags that is all in another charset is read in that one."""
    text = body.decode("utf-8", "replace")
    good = sum(1 for character in text if "\u0800" <= character != "\ufffd")
    bad = text.count("\ufffd") - body.count("\ufffd".encode())
    if good < 3 * bad:
        return None
    problem = f"some bytes are not utf-8 (first at byte {first_bad})"
    return Decoded("".join(_piece(piece) for piece in _PIECE.findall(body)), "utf-8", (problem,))


def _piece(piece: bytes) -> str:
    try:
        return piece.decode("utf-8")
    except UnicodeDecodeError:
        text = piece.decode("utf-8", "replace")
    if _korean_share(piece) > 0.9 and sum("\u0800" <= sign != "\ufffd" for sign in text) < text.count("\ufffd"):
        return piece.decode("cp949", "replace")
    return text


def _labelled(body: bytes, labels: tuple[str, ...]) -> Decoded | None:
    """The body by its declared charset, unless what comes out cannot be meant."""
    korean = _korean_share(body)
    for label in labels:
        codec = _codec(label)
        if codec is None or codec.startswith("utf-8"):
            continue
        if codec != "cp949" and korean > 0.9:
            break  # 8-bit labels accept every byte, and most Korean text is valid in the Chinese ones
        decoded = _by(codec, body)
        signs = sum(1 for byte in body if byte > 0x7F) or 1
        if decoded.text.count("\ufffd") * 10 <= signs:
            return decoded
    return None


def _korean_share(body: bytes) -> float:
    """Which part of the non-ASCII bytes are pairs of KS X 1001's Hangul, read as a reader would."""
    signs = Counter(body[: _SAMPLE * 4].decode("cp949", "replace"))
    common = others = 0
    for sign, count in signs.items():
        if sign <= "\x7f":
            continue
        if "가" <= sign <= "힣" and _in_ks_x_1001(sign):
            common += count
        elif sign not in _NEUTRAL and not "\uff00" <= sign <= "\uffef":
            others += count
    return common / (common + others) if common else 0.0


def _in_ks_x_1001(syllable: str) -> bool:
    first, second = syllable.encode("cp949")
    return first >= 0xA1 and second >= 0xA1


def _detected(body: bytes) -> Decoded:
    """What the bytes look like: Korean first, then a statistical guess, then Western European."""
    if _korean_share(body) > 0.6:
        codec = "cp949"
    else:
        guess = from_bytes(body[:_SAMPLE]).best()
        codec = (_codec(guess.encoding) if guess is not None else None) or "cp1252"
    decoded = _by(codec, body)
    return Decoded(decoded.text, codec, (f"no usable charset declared, read as {codec}", *decoded.problems))
