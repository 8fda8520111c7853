"""Reads one article page: bytes in, an `Article` or the named reason why there is none out. It never raises on any bytes.

trafilatura finds the text; on Korean pages, layouts kept as data and the clean-up go before and after it. On pages in other
languages its result stands as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import trafilatura
from lxml import etree

from aggregator.articles.blocks import Element, all_lines_of, find, lines_of, link_texts, relined, without_hidden
from aggregator.articles.byline import unsign
from aggregator.articles.cleanup import Cleaned, clean, clean_lightly, is_prose
from aggregator.articles.gates import BOT_WALL, BOT_WALL_TITLE, PAYWALL, SOFT_404, SOFT_404_TITLE
from aggregator.articles.layouts import LAYOUTS, Layout
from aggregator.articles.metadata import PageFacts, read_facts, web_address
from aggregator.articles.outcome import Article, PageOutcome, PageReading, Unusable
from aggregator.text.charset import decode

MAX_PAGE_BYTES = 8_000_000  # the largest real article pages seen are under 2 MB; the libraries' time grows with size
MIN_TEXT_CHARS = 50  # shorter ones are photo captions and flashes: the feed says as much
SHORT_PAGE_SEEN = 3000  # characters on a whole page that is a wall
SHORT_PAGE_CHARS = 600  # walls and notices are shorter, articles as a rule longer
KOREAN_SHARE = 0.25  # Hangul among the letters of a Korean page; names and code are Latin
TEXT_CHARS = 100_000  # kept of one article
HEADER_LINES = 400  # menus, headline, byline and time stand in the first lines of a page
PRESS_SIGN = re.compile(
    r"무단\s?(?:전재|복제|배포)|재배포\s?금지|[가-힣]{2,4}\s?(?:기자|특파원|논설위원)(?![가-힣])|NewsArticle"
)
GENERIC_IDS = frozenset({"#article", "#contents-text", "#news_read"})  # names of too many other things
PRESS_SIGN_CHARS = 1_000_000
_LONG_TAG = re.compile(r"<[^<>]{20000,}>?")
MOST_ATTRIBUTES = 2000
_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_PRINT = re.compile(
    r"(?:^|[/?&_.=-])(?:print|newsprint|articleprint|printnews|printpage|article_print|print_view)(?:$|[/?&_.=-])",
    re.IGNORECASE,
)
_AMP = re.compile(r"(?:^|/)amp(?:/|$|\.)|[?&](?:amp|outputtype)=(?:1|true|amp)\b|^amp\.|articleviewamp", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """A text, its bylines and where it was found."""

    cleaned: Cleaned
    method: str

    @property
    def size(self) -> int:
        return sum(map(len, self.cleaned.lines))


def read_page(
    body: bytes, *, url: str, now: datetime, content_type: str | None = None, zone: str = "Asia/Seoul", title: str = ""
) -> PageReading:
    """`title` is the headline of the entry behind which the page stands: so the press made it, and repeated at the top of the
    text it is not the article's first line. Without it the page itself must show whose it is."""
    if len(body) > MAX_PAGE_BYTES:
        return Unusable(
            outcome=PageOutcome.TOO_LARGE, detail=f"{len(body):,} bytes, at most {MAX_PAGE_BYTES:,} are read"
        )
    if not _is_html(body, content_type):
        return Unusable(outcome=PageOutcome.NOT_HTML, detail=f"not a web page ({content_type or 'no type given'})")
    markup = _LONG_TAG.sub(_tame, decode(body, content_type).text)
    tree = _parse(markup)
    if tree is None:
        return Unusable(outcome=PageOutcome.UNREADABLE, detail="no markup could be read")
    facts = read_facts(tree, url, zone, now)
    found = _korean(tree, url, facts, title) if _is_korean(tree) else _foreign(markup, url)
    return _judged(tree, markup, url, facts, found)


def _judged(tree: Element, markup: str, url: str, facts: PageFacts, found: _Found) -> PageReading:
    layout = next((one for one in LAYOUTS if one.portal and _holds_on(one, url)), None)
    origin = _origin(tree, url, layout)
    text = "\n".join(found.cleaned.lines)[:TEXT_CHARS]
    wall = _wall(tree, text, facts)
    if wall:
        return replace(wall, text=text)
    canonical = origin or facts.canonical
    if len(text) < MIN_TEXT_CHARS:
        return _too_short(tree, markup, url, canonical, text)
    return Article(
        outcome=_form(tree, url, layout),
        text=text,
        headline=facts.headline,
        byline=", ".join(found.cleaned.bylines) or facts.byline or _shown_byline(tree),
        published=facts.published,
        section=facts.section,
        canonical=canonical,
        method=found.method,
    )


# --- which text -----------------------------------------------------------------------------------------------------


def _foreign(markup: str, url: str) -> _Found:
    return _Found(Cleaned(tuple(_trafilatura(markup, url).splitlines()), ()), "trafilatura")


def _korean(tree: Element, url: str, facts: PageFacts, title: str) -> _Found:
    """The layout's body where it holds at least half of what trafilatura finds; else the richest of what there is."""
    press = bool(title) or _is_press(tree, url)
    links = link_texts(tree) if press else frozenset()  # a blog's article may be a list of links
    headline = title or facts.headline or ""

    def cleaned(lines: tuple[str, ...], method: str) -> _Found:
        return _Found(clean(lines, headline=headline, links=links), method)

    text = _trafilatura(without_hidden(tree), url)
    if not (press or facts.is_article):
        return _Found(clean_lightly(tuple(map(_without_pipes, text.splitlines()))), "trafilatura")
    lines = relined("\n".join(map(_without_pipes, text.splitlines())), all_lines_of(tree))
    general = cleaned(lines, "trafilatura")
    for layout, selector in _selectors(url):
        for element in find(tree, selector)[:3]:
            own = cleaned(lines_of(element, layout.drop), layout.name)
            if own.size >= MIN_TEXT_CHARS and own.size * 2 >= general.size:
                return _with_bylines(own, general)
    if general.size < MIN_TEXT_CHARS * 4 and facts.body:
        said = cleaned(tuple(" ".join(line.split()) for line in facts.body.splitlines() if line.strip()), "json-ld")
        return (
            said if said.size * 10 >= general.size * 9 else general
        )  # trafilatura reads JSON-LD too, without its lines
    return general


def _selectors(url: str) -> Iterator[tuple[Layout, str]]:
    """Those of the page's host first, then those that hold anywhere."""
    for layout in LAYOUTS:
        if layout.hosts and _holds_on(layout, url):
            yield from ((layout, selector) for selector in layout.body)
    for layout in LAYOUTS:
        anywhere = layout.body if not layout.hosts else (*(one for one in layout.body if "#" in one), *layout.unique)
        yield from ((layout, selector) for selector in anywhere if selector not in GENERIC_IDS)


def _is_press(tree: Element, url: str) -> bool:
    """Whether a newsroom made the page: its layout, a reporter or the press's copyright notice says so."""
    if any(layout.hosts and _holds_on(layout, url) for layout in LAYOUTS) or find(tree, "#article-view-content-div"):
        return True
    return bool(PRESS_SIGN.search(" ".join(map(str, tree.itertext()))[:PRESS_SIGN_CHARS]))


def _with_bylines(found: _Found, other: _Found) -> _Found:
    """A body without byline takes the one that stands outside it."""
    if found.cleaned.bylines or not other.cleaned.bylines:
        return found
    return replace(found, cleaned=replace(found.cleaned, bylines=other.cleaned.bylines))


def _trafilatura(markup: str, url: str) -> str:
    try:
        return trafilatura.extract(markup, url=url or None, include_comments=False, include_tables=True) or ""
    except Exception:  # the library has no list of what it raises on broken markup; a page is never a crash
        return ""


def _without_pipes(line: str) -> str:
    """A table's row as a reader sees it."""
    return " ".join(line.strip("| ").split(" | ")).strip() if line.startswith("|") else line


def _holds_on(layout: Layout, url: str) -> bool:
    host = _host(url)
    return any(host == one or host.endswith("." + one) for one in layout.hosts)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _shown_byline(tree: Element) -> str | None:
    """A byline that fills a line near the top of the page."""
    short = (line for line in all_lines_of(tree)[:HEADER_LINES] if len(line) <= 60)
    return next((who for line in short if (who := unsign(line).who)), None)


# --- what kind of page ----------------------------------------------------------------------------------------------


def _tame(tag: re.Match[str]) -> str:
    """A long tag as it is, unless it has more attributes than any page's: libxml2's time is quadratic in them."""
    return tag.group(0) if tag.group(0).count("=") <= MOST_ATTRIBUTES else " "


def _is_html(body: bytes, content_type: str | None) -> bool:
    kind = (content_type or "").split(";")[0].strip().lower()
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"pk\x03\x04", b"{", b"[", b"<rss", b"<feed")):
        return False
    if kind and not (
        "html" in kind or kind in ("text/plain", "application/octet-stream", "application/xml", "text/xml")
    ):
        return False
    return b"<" in body


def _parse(markup: str) -> Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _is_korean(tree: Element) -> bool:
    text = "".join(
        str(one)
        for one in tree.itertext("title", "p", "div", "td", "span", "li", "article", "section", "body", "br", "h1")
    )[:60_000]
    letters = len(_LETTER.findall(text))
    return letters > 0 and len(_HANGUL.findall(text)) >= KOREAN_SHARE * letters


def _form(tree: Element, url: str, layout: Layout | None) -> PageOutcome:
    if layout is not None:
        return PageOutcome.PORTAL
    root = tree.getroottree().getroot()
    if (
        "amp" in root.attrib
        or "⚡" in root.attrib
        or _AMP.search(urlsplit(url).path + "?" + urlsplit(url).query)
        or _host(url).startswith("amp.")
    ):
        return PageOutcome.AMP
    return PageOutcome.PRINT if _PRINT.search(urlsplit(url).path + "?" + urlsplit(url).query) else PageOutcome.OK


def _wall(tree: Element, text: str, facts: PageFacts) -> Unusable | None:
    title = next((" ".join("".join(map(str, one.itertext())).split()) for one in tree.iter("title")), "")
    short = len(text) < SHORT_PAGE_CHARS
    seen = _visible(tree) if short else ""
    if short and (BOT_WALL_TITLE.match(title) or (len(seen) < 2000 and BOT_WALL.search(seen))):
        return Unusable(outcome=PageOutcome.BOT_WALL, detail="the site asks for proof that a person is reading")
    if short and (facts.free is False or PAYWALL.search(_said(tree))) and not _reads_whole(text, facts):
        return Unusable(outcome=PageOutcome.PAYWALL, detail="the rest is for subscribers")
    if len(text) < SHORT_PAGE_CHARS / 2 and (
        SOFT_404_TITLE.match(title) or (len(seen) < 1500 and SOFT_404.search(seen))
    ):
        return Unusable(outcome=PageOutcome.SOFT_404, detail="the page says that there is no such article")
    return None


def _reads_whole(text: str, facts: PageFacts) -> bool:
    """A short article with a subscription advertisement beside it is still whole."""
    return (
        facts.free is not False
        and is_prose(text.splitlines()[-1] if text else "")
        and len(text) >= SHORT_PAGE_CHARS / 2
    )


def _said(tree: Element) -> str:
    """What a short page says beside its links and its comment box, which ask everybody to log in."""
    links = link_texts(tree)
    said = " ".join(line for line in all_lines_of(tree) if line not in links and "댓글" not in line)
    return said if len(said) < SHORT_PAGE_SEEN else ""


def _visible(tree: Element) -> str:
    scripts = " ".join(
        "".join(map(str, one.itertext())) for one in tree.iter("script") if one.text and "alert(" in one.text[:2000]
    )
    return " ".join(all_lines_of(tree)) + " " + scripts[:2000]


def _too_short(tree: Element, markup: str, url: str, canonical: str | None, text: str) -> Unusable:
    follow = _refresh(tree, url) or (canonical if canonical and not _same(canonical, url) else None)
    if follow:
        return Unusable(
            outcome=PageOutcome.ELSEWHERE, detail=f"only a signpost to {follow}"[:300], follow=follow, text=text
        )
    return Unusable(
        outcome=PageOutcome.TOO_SHORT, detail=f"{len(text)} characters of text in {len(markup):,} of markup", text=text
    )


def _same(one: str, other: str) -> bool:
    def plain(url: str) -> str:
        return re.sub(r"^https?://(?:www\.|m\.)?", "", url).split("#")[0].rstrip("/")

    return plain(one) == plain(other)


def _refresh(tree: Element, url: str) -> str | None:
    for tag in tree.iter("meta"):
        if (tag.get("http-equiv") or "").lower() == "refresh" and (found := _REFRESH.match(tag.get("content") or "")):
            address = web_address(found.group(1), url)
            return address if address and not _same(address, url) else None
    return None


def _origin(tree: Element, url: str, layout: Layout | None) -> str | None:
    """The outlet's own page, where a portal links to it."""
    if layout is None:
        return None
    named = [one for selector in layout.origin for one in find(tree, selector)]
    spoken = [
        one
        for one in tree.iter("a")
        if re.fullmatch(
            r"\s*(?:기사\s?원문(?:\s?보기)?|원문(?:\s?보기)?|언론사에서\s?보기|본문\s?보기)\s*",
            "".join(map(str, one.itertext())),
        )
    ]
    for link in (*named, *spoken):
        address = web_address(link.get("href") or "", url)
        if address and not _holds_on(layout, address) and urlsplit(address).path.strip("/"):
            return address
    return None
