"""Turns a part of a page into lines of text as a reader sees them: one paragraph a line, markup gone.

It must not know outlets: what to leave out comes as selectors and class words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from cssselect import GenericTranslator, SelectorError
from lxml import etree

from aggregator.articles.chrome import CHROME_FIRST_WORDS, CHROME_WORDS

Element = etree._Element

_BLOCK_TAGS = """address article aside blockquote body center dd details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header
hr li main ol p pre section table tbody td th thead tr ul br"""
_UNSEEN_TAGS = """script style noscript template iframe object embed svg canvas audio video button select option textarea input
figcaption figure caption aside nav footer head link meta"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
UNSEEN = frozenset(_UNSEEN_TAGS.split())
# Inside a sentence a class says what a word is (<a class="stock">삼성전자</a>), not that it is chrome.
INLINE = frozenset({"a", "abbr", "b", "big", "em", "font", "i", "mark", "small", "span", "strong", "u"})
INVISIBLE = frozenset({"script", "style", "noscript", "template", "head"})
MOST = 0.4  # an element holding more than this share of the text is never chrome, whatever its name says
EXPLAINED = 0.9  # of a text, by the page's lines
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[\s]+")


@lru_cache(maxsize=1024)
def compiled(selector: str) -> etree.XPath:
    """A CSS selector as XPath. Raises SelectorError for one that cannot be read."""
    return etree.XPath(GenericTranslator().css_to_xpath(selector))


def find(tree: Element, selector: str) -> tuple[Element, ...]:
    """Elements below `tree` that a CSS selector names, in document order."""
    try:
        found = compiled(selector)(tree)
    except (SelectorError, etree.XPathError):
        return ()
    return tuple(one for one in found if isinstance(one, etree._Element)) if isinstance(found, list) else ()


def text_of(element: Element) -> str:
    """All text of an element in one line, hidden parts excluded."""
    return _SPACE.sub(" ", " ".join(lines_of(element))).strip()


def all_lines_of(element: Element) -> tuple[str, ...]:
    """Every line, menus and captions included."""
    return _lines("".join(_pieces(element, set(), INVISIBLE)))


def lines_of(element: Element, drop: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The lines a reader sees in `element`, without the parts that `drop` or their class names call something else."""
    dropped = {one for selector in drop for one in find(element, selector)}
    total = _size(element)
    chrome = {one for one in _suspects(element) if _size(one) <= MOST * total}
    return _lines("".join(_pieces(element, dropped | chrome, UNSEEN)))


def _lines(pieces: str) -> tuple[str, ...]:
    lines = (_SPACE.sub(" ", line).strip() for line in pieces.split("\n"))
    return tuple(line for line in lines if line)


def relined(text: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """A text that lost its paragraphs, cut again where the page's own `lines` begin; as it is where they do not explain it."""
    out: list[str] = []
    for one in text.splitlines():
        parts = _cut(one, lines) if one not in lines else (one,)
        out.extend(parts)
    return tuple(out)


def _cut(text: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    parts: list[str] = []
    at = 0
    for line in lines:
        while at < len(text) and text[at] == " ":
            at += 1
        if line and text.startswith(line, at):
            parts.append(line)
            at += len(line)
    return tuple(parts) if len(parts) > 1 and at >= EXPLAINED * len(text) else (text,)


def without_hidden(tree: Element) -> str:
    """The page's markup without what it hides; hidden parts that hold most of the text are folded, not hidden, and stay."""
    total = _size(tree)
    for one in [one for one in tree.iterdescendants() if isinstance(one.tag, str) and _is_hidden(one)]:
        if one.tag != "body" and _size(one) <= MOST * total:
            one[:] = []
            one.text = None
    return etree.tostring(tree, encoding="unicode", method="html")


def link_texts(tree: Element) -> frozenset[str]:
    """The texts of links that fill their line: headlines of other pages, as a rule."""
    texts = (_SPACE.sub(" ", "".join(map(str, link.itertext()))).strip() for link in tree.iter("a"))
    return frozenset(text for text in texts if len(text) >= 2)


def _pieces(root: Element, left_out: set[Element], unseen: frozenset[str]) -> Iterator[str]:
    """Walks without recursion: a page may nest deeper than Python's stack."""
    stack: list[tuple[Element | None, str]] = [(root, "")]
    while stack:
        element, text = stack.pop()
        if element is None:
            yield text
            continue
        if not isinstance(element.tag, str) or element.tag in unseen or element in left_out:
            continue
        edge = "\n" if element.tag in BLOCKS else ""
        yield edge + _flat(element.text)
        stack.append((None, edge))
        for child in reversed(element):
            stack.append((None, _flat(child.tail)))
            stack.append((child, ""))


def _flat(text: str | None) -> str:
    """Line ends of the source are spaces on the page."""
    return _SPACE.sub(" ", text) if text else ""


def _is_hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _suspects(element: Element) -> Iterator[Element]:
    for one in element.iterdescendants():
        if isinstance(one.tag, str) and (_is_hidden(one) or (one.tag not in INLINE and _words(one) & CHROME_WORDS)):
            yield one


def _words(element: Element) -> frozenset[str]:
    names = _WORD.split(f"{element.get('class') or ''} {element.get('id') or ''}".strip().lower())
    return frozenset(names) | {
        part for name in names for part in re.split(r"[-_]", name)[:1] if part in CHROME_FIRST_WORDS
    }


def _size(element: Element) -> int:
    return sum(len(str(text)) for text in element.itertext())
