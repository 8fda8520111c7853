"""Plain text out of the HTML that feeds carry: tags, entities (escaped twice, or without their ampersand), comments.

Tolerant and linear in the length of its input, because feeds hold broken and hostile markup. This module must not
parse documents or choose an article's text; that is the articles room's work.
"""

import re
from collections.abc import Iterator
from html import unescape

MAX_LENGTH = 400_000  # characters of markup looked at; the longest article seen in a feed had 21,000
_ROUNDS = 4  # escaped three times is the most that was seen in a feed


def _names(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Inside a word these leave nothing behind (<b>네이버</b>는 is one word); every other HTML element leaves a space.
_INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rb ruby s samp "
    "small span strike strong sub sup time tt u var wbr"
)
_BLOCK = _names(
    "address article aside audio base basefont blockquote body br button canvas caption center col colgroup dd details "
    "dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header "
    "hgroup hr html iframe img input legend li link main map marquee math menu meta meter nav noframes noscript object "
    "ol optgroup option p param picture pre progress rp rt section select source summary svg table tbody td template "
    "textarea tfoot th thead title tr track ul video area applet script style noembed plaintext xmp"
)
# What is inside these is no prose: programs, menus, and captions of pictures.
_SKIPPED = _names("script style template noframes iframe object svg math select figcaption audio video canvas")
_CAPTION_CLASS = re.compile(
    r"""\bclass\s*=\s*["']?[^"'>]{0,200}(?<![a-z])(?:caption|img_?desc|photo_?(?:desc|txt|caption)|사진설명)(?![a-z])""",
    re.I,
)

_TAG = re.compile(
    r"<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|<!\[CDATA\[|\]\]>"
    r"|<[!?][^<>]{0,2000}>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*(?::[A-Za-z0-9]+)?)(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}')*+)?)/?>",
    re.DOTALL,
)
# Entities that lost their semicolon; HTML knows the older ones without it (&nbsp, &quot), not these.
_LOST_SEMICOLON = re.compile(r"&(hellip|[lr]squo|[lr]dquo|[mn]dash|bull)(?![A-Za-z;=])")
_HAS_MARKUP = re.compile(r"<[!/A-Za-z]|\]\]>|&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6})")
# Entities that lost their ampersand (hani.co.kr, 2022): only names that are no words, and never after a Latin letter.
_LOST_AMPERSAND = re.compile(
    r"(?<![&#A-Za-z0-9])(#0?39|#8[12]\d\d|#x[0-9a-f]{2,4}|quot|apos|hellip|nbsp|[lr]squo|[lr]dquo|middot|[mn]dash|bull|lsaquo"
    r"|rsaquo|laquo|raquo|amp|lt|gt);",
)
# C1 controls are windows-1252's quotation marks and dashes, read as Latin-1; HTML and feedparser agree on that.
_WINDOWS_SIGNS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D}
}
_C1 = re.compile("[\x80-\x9f]")  # asked first: translating costs ten times as much as looking
# C0 and C1 controls, soft hyphens, byte order marks, lone surrogates, the twelve bidi controls.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def plain_text(html: str) -> str:
    """The text a reader sees, on one line. Names in angle brackets that are no HTML (<한겨레>, <KBS 뉴스>) stay."""
    text = html[:MAX_LENGTH]
    for _ in range(_ROUNDS):
        if not _HAS_MARKUP.search(text):
            break
        text = unescape(_LOST_SEMICOLON.sub(r"&\1;", "".join(_visible(text))))
    text = restore_ampersands(text)
    if _C1.search(text):
        text = text.translate(_WINDOWS_SIGNS)
    return " ".join(_UNPRINTABLE.sub("", text).split())


def restore_ampersands(text: str) -> str:
    """The signs whose entities lost their ampersand: 압축hellip; is 압축…"""
    return _LOST_AMPERSAND.sub(lambda found: unescape(f"&{found[1]};"), text) if ";" in text else text


def _visible(text: str) -> Iterator[str]:
    """The pieces between tags, and a space where a tag parts two blocks."""
    position, endless = 0, set[str]()
    while (found := _TAG.search(text, position)) is not None:
        yield text[position : found.start()]
        name = (found["name"] or "").lower()
        yield _left_by(name, found[0])
        position = found.end()
        if name not in endless and _holds_no_prose(name, found):
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, position)
            if end is None:
                endless.add(name)  # without this a thousand open <script> would each search the whole text
            else:
                position = end.end()
    yield text[position:]


def _left_by(name: str, tag: str) -> str:
    """What stands in a tag's place: nothing inside a word, a space between blocks, the tag itself where it is no HTML."""
    if not name or name in _INLINE or ":" in name:
        return ""
    return " " if name in _BLOCK else tag


def _holds_no_prose(name: str, found: re.Match[str]) -> bool:
    if not name or found["close"] or found[0].endswith("/>"):
        return False
    return name in _SKIPPED or (name in _BLOCK and _CAPTION_CLASS.search(found["attributes"]) is not None)
