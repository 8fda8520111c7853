"""Makes one spelling out of the many in which feeds write the same text, and remembers where each letter came from.

Entities (also doubly escaped), inline tags inside words, NFD, invisible and full-width characters, quotes, middle dots, dashes
and spaces are folded; hanja, ㈜ and other signs stay as they are. This module must not judge words: it knows characters only.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5

# U+200B–200D, 2060, FEFF and 00AD stand inside words (신화\u200b통신, 기\u00ad자); bidi controls and variation selectors too.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0"
)
INLINE_TAGS = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|em|font|i|ins|kbd|mark|nobr|q|s|small|span|strike|strong|sub|sup|"
    "tt|u|wbr"
)
BLOCK_TAGS = (
    "address|article|aside|audio|blockquote|br|button|caption|center|dd|div|dl|dt|embed|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|header|hr|iframe|img|input|label|li|main|nav|object|ol|option|p|picture|pre|script|section|select|source|style|"
    "table|tbody|td|tfoot|th|thead|tr|ul|video"
)

# However often it was escaped, an entity is one: a text of a million nested "amp;" is read in one pass.
_ENTITY = re.compile(r"&(?:(?:amp|#38|#[xX]26);)*(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_ATTRIBUTES = r"(?:\s[^<>]*|/)?"
_TAG = re.compile(
    rf"<!--.{{0,3000}}?-->|</?(?:(?P<inline>{INLINE_TAGS})|{BLOCK_TAGS}){_ATTRIBUTES}>", re.IGNORECASE | re.DOTALL
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_SEGMENT = re.compile(r"[\s\S][\u0300-\u036f\u1161-\u11ff\u3099\u309a\ud7b0-\ud7ff]+")


def _folds() -> dict[str, str]:
    same_width = {
        " ": "\t\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        "\n": "\u0085\u2028\u2029",
        "'": "‘’‚‛`´′＇ʼ\u2032",
        '"': "“”„‟″＂〝〞\u2033",
        "·": "ㆍ‧∙・⋅•ᐧ･·●",
        "-": "‐‑‒–—―−﹣－",
        "~": "∼～〜",
        "…": "⋯",
    }
    folds = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    folds |= {chr(code): "\ufffd" for code in range(0xD800, 0xE000)}  # halves of letters: no library takes them
    folds.update({char: plain for plain, chars in same_width.items() for char in chars})
    return folds


_FOLDS = _folds()
_FOLDED = re.compile("[" + re.escape("".join(_FOLDS)) + "]")
# What a text must hold for any stage to have something to do; most headlines hold nothing of it.
_UNPLAIN = re.compile(f"[&<{INVISIBLE}\u0300-\u036f\u1100-\u11ff]")


@dataclass(frozen=True, slots=True)
class _Layer:
    """One stage's edits: where each begins in the new text, how long it is there, and where it came from."""

    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    old_starts: tuple[int, ...]
    old_ends: tuple[int, ...]

    def old_start(self, position: int) -> int:
        edit = bisect_right(self.starts, position) - 1
        if edit < 0:
            return position
        inside = position - self.starts[edit]
        if inside < self.lengths[edit]:
            return self.old_starts[edit]
        return self.old_ends[edit] + inside - self.lengths[edit]

    def old_end(self, position: int) -> int:
        """The old end of the letter that stands at `position` in the new text."""
        edit = bisect_right(self.starts, position) - 1
        if edit < 0:
            return position + 1
        inside = position - self.starts[edit]
        if inside < self.lengths[edit]:
            return self.old_ends[edit]
        return self.old_ends[edit] + inside - self.lengths[edit] + 1


@dataclass(frozen=True, slots=True)
class Normalized:
    """Folded text with the way back. Offsets are in characters (code points) of the raw text."""

    text: str
    _layers: tuple[_Layer, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the raw text; an empty span maps to an empty one."""
        first, last = start, end - 1
        for layer in reversed(self._layers):
            first, last = layer.old_start(first), layer.old_end(last) - 1
        return first, max(first, last + 1)

    @property
    def offsets(self) -> tuple[int, ...]:
        """For each letter of `text`, where it begins in the raw text."""
        return tuple(self.raw_span(i, i + 1)[0] for i in range(len(self.text)))


def normalize(raw: str) -> Normalized:
    """Folds a text; folding it again changes nothing. Never fails: any string is taken."""
    text, layers = _fold_signs(raw), []
    while _UNPLAIN.search(text) or not unicodedata.is_normalized("NFC", text):
        before = text
        for edits in (_entities, _tags, _invisibles, _compositions):
            text, layer = _apply(text, edits(text))
            layers += [layer] if layer else []
        text = _fold_signs(text)
        if text == before:
            break
    return Normalized(text, tuple(layers))


def _fold_signs(text: str) -> str:
    """One letter for one letter, so no way back is needed. Faster than str.translate: few signs need folding."""
    return _FOLDED.sub(lambda found: _FOLDS[found[0]], text)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The folded form alone, for words of the configuration and the like."""
    return normalize(text).text


Edit = tuple[int, int, str]  # old start, old end, what stands there now


def _entities(text: str) -> Iterator[Edit]:
    if "&" not in text:
        return
    for found in _ENTITY.finditer(text):
        if (plain := _entity(found[1])) != found[0]:
            yield found.start(), found.end(), plain


def _entity(name: str) -> str:
    """The sign that `name;` stands for, or `&name;`: html.unescape would read the `not` in `&notice;`."""
    return html.unescape(f"&{name}") if name.startswith("#") else html5.get(name, f"&{name}")


def _tags(text: str) -> Iterator[Edit]:
    if "<" not in text:
        return
    for found in _TAG.finditer(text):
        yield found.start(), found.end(), "" if found["inline"] or found[0].startswith("<!") else "\n"


def _invisibles(text: str) -> Iterator[Edit]:
    for found in _INVISIBLE.finditer(text):
        yield found.start(), found.end(), ""


def _compositions(text: str) -> Iterator[Edit]:
    whole = unicodedata.normalize("NFC", text)
    if whole == text:
        return
    edits = [
        (found.start(), found.end(), composed)
        for found in _SEGMENT.finditer(text)
        if (composed := unicodedata.normalize("NFC", found[0])) != found[0]
    ]
    rebuilt, _ = _apply(text, edits)
    # Scripts whose letters compose in other ways: one edit for the whole text is coarse but right.
    yield from edits if rebuilt == whole else [(0, len(text), whole)]


def _apply(text: str, edits: Iterable[Edit]) -> tuple[str, _Layer | None]:
    parts: list[str] = []
    marks: list[tuple[int, int, int, int]] = []
    done = length = 0
    for start, end, new in edits:
        parts += [text[done:start], new]
        length += start - done
        marks.append((length, len(new), start, end))
        length += len(new)
        done = end
    if not marks:
        return text, None
    starts, lengths, old_starts, old_ends = zip(*marks, strict=True)
    return "".join([*parts, text[done:]]), _Layer(starts, lengths, old_starts, old_ends)
