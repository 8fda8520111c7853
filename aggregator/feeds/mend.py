"""Text of a feed into XML that a parser can read: what stands before it, control characters, entities, prefixes.

Each mend is small, linear and says what it did. This module must not read entries out of the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.entities import html5
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

# URIs that feedparser knows prefixes by; an undeclared prefix makes the strict parser give up on the whole feed.
_NAMESPACES = {
    "admin": "http://webns.net/mvcb/",
    "app": "http://www.w3.org/2007/app",
    "atom": "http://www.w3.org/2005/Atom",
    "atom10": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativecommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "taxo": "http://purl.org/rss/1.0/modules/taxonomy/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xlink": "http://www.w3.org/1999/xlink",
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CDATA_OR = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|"
_REFERENCE = re.compile(
    _CDATA_OR
    + r"&(?:#(?:[xX](?P<hex>[0-9A-Fa-f]{1,8})|(?P<decimal>[0-9]{1,9}));|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});|(?P<bare>))",
    re.DOTALL,
)
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# A document's own entities, if they are short and plain: entities of entities are how a few bytes become gigabytes.
_OWN_ENTITIES = re.compile(r"""<!ENTITY\s+(\w+)\s+["']([^&<>"'%]{0,64})["']\s*>""")
_INTERNAL_SUBSET = re.compile(r"(<!DOCTYPE\b[^\[<>]{0,500})\[[^\]]{0,100000}\]\s*>", re.IGNORECASE)
_PREFIX = re.compile(
    _CDATA_OR
    + r"</?(?P<element>[A-Za-z][\w.-]{0,60}):[A-Za-z_]|\s(?P<attribute>[A-Za-z][\w.-]{0,60}):[A-Za-z_][\w.-]*\s*=\s*[\"']",
    re.DOTALL,
)
_ROOT = re.compile(r"<(?![?!])[A-Za-z][\w:.-]*")
_XML_DECLARATION = re.compile(r"<\?xml\b[^>]{0,400}\?>", re.IGNORECASE)
_LONG_NAME = re.compile(  # feedparser searches these with a pattern that is quadratic in their length (hazard 10)
    r"(<((?:[\w-]+:)?(?:author|creator|managingEditor|webMaster|contributor|publisher|owner|name|email))\b[^<>]{0,500}>)(?P<cdata>\s*<!\[CDATA\[)?(?P<text>[^<\]]{1000})[^<\]]+",
    re.IGNORECASE,
)
# A guid that is no address: by default RSS calls it one, and feedparser makes a link of it that leads nowhere.
_PLAIN_GUID = re.compile(r"<guid(?:\s[^<>]{0,200})?>(?=\s*(?:<!\[CDATA\[\s*)?(?!https?:|/|<)\S)", re.IGNORECASE)
# Captions of pictures, which feedparser takes for the entry's text where that comes later or not at all.
_CAPTION = re.compile(
    r"<media:(title|description|text|credit)\b[^<>]{0,500}>(?:<!\[CDATA\[(?:(?!\]\]>).){0,3000}\]\]>|[^<]{0,3000})</media:\1\s*>",
    re.DOTALL,
)
_LONG_TAG = re.compile(_CDATA_OR + r"<(?P<tag>[A-Za-z][\w:.-]*)\s(?P<attributes>[^<>]{20000,})>", re.DOTALL)


@dataclass(slots=True)
class Mended:
    """The text as it is to be parsed, and one line for each kind of thing that was mended."""

    text: str
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def mend(text: str) -> Mended:
    """XML 1.0 as far as that can be had without guessing: a declaration, legal characters, known entities and prefixes."""
    mended = Mended(text.lstrip("\ufeff"))
    _cut_before_start(mended)
    _drop_illegal_characters(mended)
    _mend_references(mended)
    _leave_to_the_entry(mended)
    _shorten_hostile_parts(mended)
    _declare_prefixes(mended)
    mended.text = DECLARATION + mended.text
    return mended


def _cut_before_start(mended: Mended) -> None:
    """Anything before the first tag: white space, a server's warning, a second byte order mark; and the old declaration."""
    start = mended.text.find("<")
    if start > 0:
        if mended.text[:start].strip():
            mended.note("text before the feed's first tag")
        mended.text = mended.text[start:]
    mended.text = (
        _XML_DECLARATION.sub("", mended.text, count=1) if "<?xml" in mended.text[:2_000].lower() else mended.text
    )
    mended.text = mended.text.lstrip()


def _drop_illegal_characters(mended: Mended) -> None:
    mended.text, count = _NOT_XML.subn("", mended.text)
    if count:
        mended.note("control characters in the text")


def _mend_references(mended: Mended) -> None:
    """Entities of HTML, numbers that name no character, and bare ampersands, outside CDATA and comments."""
    if "&" not in mended.text:
        return
    own = dict(_OWN_ENTITIES.findall(mended.text[:20_000]))
    mended.text = _INTERNAL_SUBSET.sub(r"\1>", mended.text, count=1)

    def replace(found: re.Match[str]) -> str:
        if found["bare"] is not None:
            mended.note("an ampersand that begins no entity")
            return "&amp;"
        if found["name"] is not None:
            return _named(found["name"], own, mended)
        if found["hex"] is None and found["decimal"] is None:
            return found[0]  # CDATA, a comment
        number = int(found["hex"], 16) if found["hex"] is not None else int(found["decimal"])
        if _is_xml_character(number):
            return found[0]
        mended.note("references to characters that XML does not allow")
        return ""

    mended.text = _REFERENCE.sub(replace, mended.text)


def _named(name: str, own: Mapping[str, str], mended: Mended) -> str:
    """A named entity as XML knows it: HTML's as numbers, the document's own as their text, anything else as it stands."""
    if name in _XML_ENTITIES:
        return f"&{name};"
    if name in own:
        return escape(own[name])
    mended.note("entities that XML does not define")
    known = html5.get(f"{name};")
    return "".join(f"&#{ord(sign)};" for sign in known) if known is not None else f"&amp;{name};"


def _is_xml_character(number: int) -> bool:
    return (
        number in {9, 10, 13} or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )


def _leave_to_the_entry(mended: Mended) -> None:
    """What feedparser would take for the entry's link or text, and is neither. Not worth a note: such feeds are right."""
    mended.text = _PLAIN_GUID.sub('<guid isPermaLink="false">', mended.text)
    has_own_text = mended.text.find("<description", mended.text.find("<item")) >= 0
    if "<media:" in mended.text and has_own_text:
        mended.text = _CAPTION.sub("", mended.text)


def _shorten_hostile_parts(mended: Mended) -> None:
    if len(mended.text) < 1_500:
        return
    mended.text, count = _LONG_NAME.subn(lambda found: found[1] + (found["cdata"] or "") + found["text"], mended.text)
    if count:
        mended.note("a name of more than 1,000 characters")

    def bare(found: re.Match[str]) -> str:
        if found["tag"] is None or found["attributes"].count("=") < 100:
            return found[0]
        mended.note("a tag with hundreds of attributes")
        return f"<{found['tag']}/>" if found["attributes"].endswith("/") else f"<{found['tag']}>"

    mended.text = _LONG_TAG.sub(bare, mended.text)


def _declare_prefixes(mended: Mended) -> None:
    """`<media:content>` without xmlns:media is common and harmless."""
    used = {found["element"] or found["attribute"] for found in _PREFIX.finditer(mended.text)} - {None, "xml", "xmlns"}
    missing = sorted(prefix for prefix in used if prefix and f"xmlns:{prefix}" not in mended.text)
    root = _ROOT.search(mended.text)
    if not missing or root is None:
        return
    mended.note("prefixes without a namespace: " + ", ".join(missing[:5]))
    declared = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix.lower(), f"urn:prefix:{prefix}")}"' for prefix in missing
    )
    mended.text = mended.text[: root.end()] + declared + mended.text[root.end() :]
