"""Folds a text to the form in which two spellings of the same words compare equal; for comparison only, never for display.

Entities, tags, widths, invisible characters, hanja, letter case, quotes and punctuation are folded away; digits stay. It must
not be used where offsets matter: text.normalize keeps a map back to the raw text.
"""

import html
import re
import unicodedata

from aggregator.text.hanja import read_hanja
from aggregator.text.markup import restore_ampersands

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|mark|span|font|a|sub|sup|small)\b[^>]{0,400}>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.*?-->", re.DOTALL)
JOINED = re.compile(r"(?<=[a-z0-9])&(?=[a-z0-9])")  # kt&g, f&b, r&d are one word
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
NOT_WORD = re.compile(r"[^\w.%]|_|(?<!\d)\.|\.(?!\d)")
SPACES = re.compile(r"\s+")

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
UNITS = str.maketrans(
    {
        "％": "%",
        "㎏": "kg",
        "㎞": "km",
        "㎜": "mm",
        "㎝": "cm",
        "㈜": " ",
        "℃": "도",
        "ㆍ": " ",
        "ᐧ": " ",
        "∼": "~",
        "～": "~",
        "→": " ",
    }
)


def clean(text: str) -> str:
    """Readable text without markup, double entities, invisible characters and full-width letters; spaces are single."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    text = restore_ampersands(text)
    if "<" in text:
        text = TAG.sub(" ", INLINE_TAG.sub("", text))
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(FULL_WIDTH).translate(UNITS)
    return SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Lower-case words of letters and digits, single spaces between; hanja as Hangul. Folding twice equals once."""
    folded = read_hanja(unicodedata.normalize("NFC", clean(text).casefold()))
    return SPACES.sub(" ", NOT_WORD.sub(" ", THOUSANDS.sub("", JOINED.sub("", folded)))).strip()


def squeeze(text: str) -> str:
    """`fold` without its spaces: spacing is the least stable thing in a Korean headline."""
    return fold(text).replace(" ", "")
