"""Decides in which characters a page is written: BOM, strict UTF-8, what HTTP and the page declare, then detection.

Pages lie about their charset; Korean ones declare euc-kr and mean cp949. It never raises, and never guesses UTF-7.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

import webencodings
from charset_normalizer import from_bytes

_BOMS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,30})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,30})", re.IGNORECASE)
HEAD_BYTES = 8192  # where a declaration may stand: twice what browsers look at, some pages open with comments
GUESS_BYTES = 50_000


def decode_page(body: bytes, content_type: str | None) -> str:
    """The page as text; what cannot be read becomes U+FFFD."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_nearly(body, error):
            return body.decode("utf-8", "replace")
    for label in (_declared(body), _sent(content_type)):
        codec = _codec(label)
        if codec and codec != "utf-8":
            return body.decode(codec, "replace")
    return body.decode(_guess(body), "replace")


def _is_nearly(body: bytes, error: UnicodeDecodeError) -> bool:
    """Text in UTF-8 with a broken byte here and there, or cut in the middle of a character."""
    if error.start >= len(body) - 3:
        return True
    text = body.decode("utf-8", "replace")
    wide = sum(1 for character in text if character > "\x7f")
    return text.count("�") * 20 < wide


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:HEAD_BYTES])
    return found.group(1).decode("ascii") if found else None


def _sent(content_type: str | None) -> str | None:
    found = _HEADER.search(content_type or "")
    return found.group(1) if found else None


def _codec(label: str | None) -> str | None:
    """WHATWG's reading of a label as Python's codec; euc-kr and its many names are cp949."""
    encoding = webencodings.lookup(label) if label else None
    if encoding is None:
        return "cp949" if label and re.fullmatch(r"(?i)(?:x-)?(?:ks_?c_?5601.*|cp949|ms949|uhc)", label) else None
    return "cp949" if encoding.name == "euc-kr" else str(encoding.codec_info.name)


def _guess(body: bytes) -> str:
    best = from_bytes(body[:GUESS_BYTES], cp_exclusion=["utf_7"]).best()
    return "cp949" if best is None or best.encoding in ("euc_kr", "johab", "cp949") else best.encoding
