"""Reads what a page says about itself: headline, byline, time, section, canonical address; JSON-LD first, then meta tags.

A page that says nothing, or nonsense, gives None. It must not look at the article's text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from aggregator.articles.blocks import Element, all_lines_of, find, text_of
from aggregator.text.dates import read_date
from aggregator.text.markup import plain_text

_TYPES = """Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle
    ReviewNewsArticle AdvertiserContentArticle BlogPosting LiveBlogPosting Report"""
ARTICLE_TYPES = frozenset(_TYPES.split())
HEADER_LINES = 400  # menus, headline, byline and time stand in the first lines of a page
STAMP_LINE_CHARS = 60  # a longer line with a time in it is a sentence
FUSION = "Fusion.globalContent"
LD_BYTES = 2_000_000  # larger blocks are catalogues, not one article
HEADLINE_META = ("og:title", "twitter:title", "dable:title", "title")
BYLINE_META = ("dable:author", "author", "article:author", "og:article:author", "twitter:creator", "byl", "dc.creator")
TIME_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "dc.date.issued",
    "dc.date",
    "article.published",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "regdate",
)
SECTION_META = (
    "article:section",
    "dable:section",
    "article:section1",
    "og:article:section",
    "section",
    "cxenseparse:section",
)
# Elements that hold the time a reader sees; the attribute is read first.
TIME_PLACES = (
    ("._ARTICLE_DATE_TIME", "data-date-time"),
    ("[itemprop=datePublished]", "content"),
    ("[itemprop=datePublished]", "datetime"),
    ("time[datetime]", "datetime"),
    (".num_date", ""),
    (".firstDate em", ""),
    (".firstDate", ""),
    (".info_txt .date", ""),
    (".infomation li", ""),
    (".article_info .date", ""),
    (".news_date", ""),
    (".date", ""),
)
BYLINE_PLACES = (
    ".article-byline a",
    "[itemprop=author] [itemprop=name]",
    "[rel=author]",
    ".vcard",
    ".author",
    "[class*=byline]",
    "[class*=reporter]",
    "[class*=journalist]",
    ".media_end_head_journalist_name",
    ".byline_s",
    ".txt_info",
)
_STAMP = re.compile(
    r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\s?[일.]?\s*(?:\([월화수목금토일]\)\s*)?(?:(?:오전|오후|AM|PM)\s*)?(?:T?\s?\d{1,2}:\d{2}(?::\d{2})?)?"
    r"(?:\s?(?:Z|[+-]\d{2}:?\d{2}))?"
)
_FIRST = re.compile(
    r"(?:입력|등록|승인|송고|발행|게재|작성)\s?(?:일시|일|시간|시각)?\s*[:：]?\s*(" + _STAMP.pattern + ")"
)
_NO_NAME = re.compile(r"https?:|@|^\W*$|관리자|^admin|구독|기사|더보기", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the page says about itself. `body` is the text that JSON-LD carries; `free` is False behind a paywall."""

    headline: str | None = None
    byline: str | None = None
    published: datetime | None = None
    section: str | None = None
    canonical: str | None = None
    site: str | None = None
    body: str | None = None
    free: bool | None = None
    is_article: bool = False  # it says that it is one article, not a list or a shop


def read_facts(tree: Element, url: str, zone: str, now: datetime) -> PageFacts:
    """`url` is where the page was got, `zone` the outlet's time zone for times that name none."""
    meta = _meta(tree)
    linked = next(_linked_articles(tree), {})
    site = meta.get("og:site_name")
    return PageFacts(
        headline=_headline(_text(linked.get("headline")) or _first(meta, HEADLINE_META) or _heading(tree), site),
        byline=_byline(tree, meta, linked, site),
        published=_published(tree, meta, linked, zone, now),
        section=_text(linked.get("articleSection")) or _first(meta, SECTION_META),
        canonical=_canonical(tree, meta, url),
        site=site,
        body=_text(linked.get("articleBody")) or _fusion_text(tree),
        free=_free(linked),
        is_article=bool(linked) or "article:published_time" in meta,
    )


def _meta(tree: Element) -> dict[str, str]:
    """Meta tags by lower-case name or property; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _linked_articles(tree: Element) -> Iterator[dict[str, object]]:
    """JSON-LD objects that are articles, in the page's order."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = "".join(map(str, script.itertext())).strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        if 0 < len(text) <= LD_BYTES:
            yield from _articles_in(_load(text))


def _fusion_text(tree: Element) -> str | None:
    """The text in the state of Arc XP's Fusion engine (chosun.com and others), which draws its pages by script."""
    for script in tree.iter("script"):
        text = script.text or ""
        at = text.find(FUSION)
        if at < 0 or len(text) > LD_BYTES:
            continue
        state = _load_first(text[at + len(FUSION) :].lstrip("= "))
        elements = state.get("content_elements") if isinstance(state, dict) else None
        parts = [_element_text(one) for one in elements] if isinstance(elements, list) else []
        if any(parts):
            return "\n".join(part for part in parts if part)
    return None


def _element_text(element: object) -> str:
    if not isinstance(element, dict) or element.get("type") not in ("text", "header"):
        return ""
    content = element.get("content")
    return plain_text(content) if isinstance(content, str) else ""


def _load_first(text: str) -> object:
    """The JSON value at the start of a script's text."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _load(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _articles_in(value: object) -> Iterator[dict[str, object]]:
    stack = [(value, 0)]
    while stack:
        one, depth = stack.pop()
        if isinstance(one, list):
            stack.extend((item, depth + 1) for item in reversed(one[:200]) if depth < 6)
        elif isinstance(one, dict):
            if _types(one) & ARTICLE_TYPES:
                yield {str(key): item for key, item in one.items()}
            nested = (one.get("@graph"), one.get("mainEntity"))
            stack.extend((item, depth + 1) for item in nested if item is not None and depth < 6)


def _types(value: dict[object, object]) -> frozenset[str]:
    named = value.get("@type")
    return frozenset(str(one) for one in (named if isinstance(named, list) else [named]))


def _text(value: object) -> str | None:
    """A JSON-LD value as text: a string, or the name of an object, or the first of a list."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return next((text for one in value if (text := _text(one))), None)
    return None


def _names(value: object) -> str | None:
    """All authors of a JSON-LD value, comma between."""
    names = [
        name
        for one in (value if isinstance(value, list) else [value])
        if (name := _text(one)) and not _NO_NAME.search(name)
    ]
    return ", ".join(dict.fromkeys(names)) or None


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if meta.get(name)), None)


def _heading(tree: Element) -> str | None:
    """The heading that the page's title begins with; without one, the title up to the outlet's name, or the first heading."""
    title = next((text for one in tree.iter("title") if (text := _line(one))), None)
    headings = [text for one in tree.iter("h1", "h2", "h3", "h4") if (text := _line(one))]
    if title is None:
        return headings[0] if headings else None
    named = next((text for text in headings if len(text) >= 6 and title.startswith(text)), None)
    return named or re.sub(r"\s+(?:[-–—|<:]|::)\s+[^-–—|<]{1,14}$", "", title)


def _line(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _headline(text: str | None, site: str | None) -> str | None:
    """Without ` - 매체`, ` | 매체` at the end."""
    if not text:
        return None
    if site:
        text = re.sub(rf"\s*[|<:\-–—]\s*{re.escape(site)}\s*$", "", text)
    return re.sub(r"\s+[|]\s+\S{1,12}$", "", text).strip() or None


def _byline(tree: Element, meta: dict[str, str], linked: dict[str, object], site: str | None) -> str | None:
    said = _names(linked.get("author"))
    for name in (said, *(meta.get(one) for one in BYLINE_META)):
        if name and name != site and not _NO_NAME.search(name):
            return name
    for place in BYLINE_PLACES:
        for one in find(tree, place)[:3]:
            text = text_of(one)
            text = re.sub(r"^(?:by|기자명|글|작성자)\s*[:：]?\s+", "", text, flags=re.IGNORECASE)
            if 2 <= len(text) <= 30 and not re.search(r"\d", text) and not _NO_NAME.search(text):
                return text
    return None


def _published(
    tree: Element, meta: dict[str, str], linked: dict[str, object], zone: str, now: datetime
) -> datetime | None:
    said = (_text(linked.get("datePublished")), _first(meta, TIME_META), *_shown(tree))
    return next((read for text in said if text and (read := _read(text, zone, now))), None)


def _shown(tree: Element) -> Iterator[str]:
    """Times in the places where pages show them."""
    for selector, attribute in TIME_PLACES:
        for one in find(tree, selector)[:4]:
            text = one.get(attribute) if attribute else " ".join("".join(map(str, one.itertext())).split())
            if text and (stamp := _STAMP.search(text)):
                yield stamp.group(0)
    lines = all_lines_of(tree)[:HEADER_LINES]
    if stamp := _FIRST.search("\n".join(lines)):
        yield stamp.group(1)
    for line in lines:
        if len(line) <= STAMP_LINE_CHARS and ":" in line and (stamp := _STAMP.search(line)):
            yield stamp.group(0)


def _read(text: str, zone: str, now: datetime) -> datetime | None:
    return read_date(text, zone, now)


def _canonical(tree: Element, meta: dict[str, str], url: str) -> str | None:
    links = [
        one.get("href") or "" for one in tree.iter("link") if "canonical" in (one.get("rel") or "").lower().split()
    ]
    for said in (*links, meta.get("og:url", "")):
        if said.strip() and (address := web_address(said, url)) and urlsplit(address).path.strip("/"):
            return address
    return None


def web_address(link: str, base: str) -> str | None:
    """A link made absolute, when it is http or https."""
    try:
        address = urljoin(base, link.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname and len(address) <= 2000 else None


def _free(linked: dict[str, object]) -> bool | None:
    said = linked.get("isAccessibleForFree")
    if isinstance(said, bool):
        return said
    return {"true": True, "false": False}.get(said.strip().lower()) if isinstance(said, str) else None
