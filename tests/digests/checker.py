"""Reads a finished letter from its raw bytes, as a strict stranger would, and names everything that is wrong with it.

Each check is a function that yields complaints; `problems(message)` runs all of them. Nothing here imports the product except
the width of text on a terminal.
"""

import base64
import quopri
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

from aggregator.text.width import display_width

HEADERS = {
    "from", "to", "subject", "date", "message-id", "reply-to", "list-id", "list-unsubscribe", "list-unsubscribe-post",
    "auto-submitted", "precedence", "x-auto-response-suppress", "mime-version", "content-type", "dkim-signature",
}  # fmt: skip
FORBIDDEN = {
    "script", "iframe", "form", "input", "button", "object", "embed", "link", "base", "svg", "img", "video", "audio", "picture",
    "canvas", "marquee",
}  # fmt: skip
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CALM = ("수집은 정상", "정상 수집", "이상 없", "모두 수집", "all sources are well", "collected normally")
EXCERPT = 122  # 120 characters, and the ellipses at cut ends


@dataclass(frozen=True)
class Letter:
    """A message taken apart by hand: no parser of the standard library forgives anything here."""

    raw: bytes

    @cached_property
    def head(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[0]

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        unfolded = re.sub(rb"\r\n[ \t]", b" ", self.head).decode("ascii", "replace")
        return [(line.partition(":")[0].lower(), line.partition(":")[2].strip()) for line in unfolded.split("\r\n")]

    def header(self, name: str) -> str:
        return next((value for found, value in self.headers if found == name), "")

    @cached_property
    def parts(self) -> list[tuple[bytes, bytes]]:
        boundary = re.search(r'boundary="([^"]+)"', self.header("content-type"))
        assert boundary is not None
        body = self.raw.partition(b"\r\n\r\n")[2]
        pieces = body.split(b"--" + boundary[1].encode())[1:-1]
        return [(piece.partition(b"\r\n\r\n")[0], piece.partition(b"\r\n\r\n")[2]) for piece in pieces]

    def part(self, kind: bytes) -> bytes:
        return next(body for head, body in self.parts if kind in head)

    def decoded(self, kind: bytes) -> str:
        head, body = next((head, body) for head, body in self.parts if kind in head)
        decode = quopri.decodestring if b"quoted-printable" in head else base64.b64decode
        return decode(body).decode("utf-8").replace("\r\n", "\n")

    @cached_property
    def html(self) -> str:
        return self.decoded(b"text/html")

    @cached_property
    def text(self) -> str:
        return self.decoded(b"text/plain")

    @cached_property
    def root(self) -> HtmlElement:
        return lxml_html.document_fromstring(self.html)

    @cached_property
    def body(self) -> HtmlElement:
        return self.root.find("body")

    @cached_property
    def elements(self) -> list[HtmlElement]:
        return [element for element in self.root.iter() if isinstance(element.tag, str)]


Check = Callable[[Letter], Iterator[str]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


def problems(message: bytes) -> list[str]:
    """All complaints, each led by the name of its check."""
    letter = Letter(message)
    return [f"{one.__name__}: {complaint}" for one in CHECKS for complaint in one(letter)]


# --- Raw bytes ----------------------------------------------------------------------------------------------------------


@check
def line_ends_are_crlf(letter: Letter) -> Iterator[str]:
    if re.search(rb"(?<!\r)\n|\r(?!\n)", letter.raw):
        yield "a bare CR or LF"


@check
def lines_are_short(letter: Letter) -> Iterator[str]:
    longest = max(len(line) for line in letter.raw.split(b"\r\n"))
    if longest > 998:
        yield f"a line of {longest} octets"


@check
def bytes_are_seven_bit(letter: Letter) -> Iterator[str]:
    if not letter.raw.isascii():
        yield "eight-bit bytes on the wire"


@check
def header_names_are_known_and_single(letter: Letter) -> Iterator[str]:
    names = [name for name, _ in letter.headers]
    yield from (f"{name} is not ours" for name in names if name not in HEADERS)
    yield from (f"{name} twice" for name in set(names) if names.count(name) > 1)


@check
def subject_is_one_clean_line(letter: Letter) -> Iterator[str]:
    subject = str(make_header(decode_header(letter.header("subject"))))
    if not subject.strip() or re.search(r"[\x00-\x1f\x7f-\x9f]", subject):
        yield repr(subject)
    letters = re.sub("[^A-Za-z]", "", subject)
    if letters and letters.isupper():
        yield f"all Latin letters are capitals: {subject}"


@check
def text_comes_before_html(letter: Letter) -> Iterator[str]:
    kinds = [re.search(rb"(?i)content-type:\s*([\w/]+)", head)[1] for head, _ in letter.parts]  # type: ignore[index]
    if kinds != [b"text/plain", b"text/html"] or "multipart/alternative" not in letter.header("content-type"):
        yield repr(kinds)


@check
def parts_say_utf_8(letter: Letter) -> Iterator[str]:
    yield from (repr(head) for head, _ in letter.parts if b"utf-8" not in head.lower())


# --- Size ---------------------------------------------------------------------------------------------------------------


@check
def html_is_small_decoded(letter: Letter) -> Iterator[str]:
    size = len(letter.html.encode())
    if size > 75_000:
        yield f"{size} bytes"


@check
def html_is_small_as_sent(letter: Letter) -> Iterator[str]:
    size = len(letter.part(b"text/html"))
    if size > 102_400:
        yield f"{size} bytes"


# --- Characters ---------------------------------------------------------------------------------------------------------


@check
def latin_1_is_written_as_entities(letter: Letter) -> Iterator[str]:
    yield from (repr(char) for char in set(re.findall("[\u00a0-\u00ff]", letter.html)))


@check
def no_control_characters(letter: Letter) -> Iterator[str]:
    pattern = "[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    shown = "".join(letter.root.itertext())
    for where, text in (("html", letter.html), ("shown", shown), ("text", letter.text)):
        yield from (f"{where}: {char!r}" for char in set(re.findall(pattern, text)))


@check
def no_reordering_or_hidden_characters(letter: Letter) -> Iterator[str]:
    hidden = BIDI + "\u200b\u200c\u2060\ufeff\u2028\u2029\u00ad"
    shown = "".join(letter.root.itertext())
    yield from (repr(char) for char in hidden if char in shown or char in letter.text)


# --- Structure ----------------------------------------------------------------------------------------------------------


@check
def document_is_declared(letter: Letter) -> Iterator[str]:
    if not letter.html.lstrip().lower().startswith("<!doctype html>"):
        yield "no doctype"
    if letter.root.get("lang") not in ("ko", "en"):
        yield f"lang {letter.root.get('lang')}"
    if not (letter.root.findtext(".//title") or "").strip():
        yield "no title"
    metas = {meta.get("name") or "charset" for meta in letter.root.iter("meta")}
    yield from (f"no meta {name}" for name in ("charset", "viewport", "color-scheme") if name not in metas)


@check
def nothing_runs_or_loads(letter: Letter) -> Iterator[str]:
    for element in letter.elements:
        if element.tag in FORBIDDEN:
            yield f"<{element.tag}>"
        for name in element.attrib:
            if str(name).startswith("on") or name in ("src", "srcset", "background", "action", "poster"):
                yield f"{name}="


@check
def style_loads_nothing(letter: Letter) -> Iterator[str]:
    if re.search(r"(?i)url\(|@import|@font-face|expression\(|data:", _css(letter)):
        yield "css loads something"


@check
def one_style_is_kept_for_dark_mode(letter: Letter) -> Iterator[str]:
    styles = [style.text or "" for style in letter.root.iter("style")]
    if len(styles) != 1 or "prefers-color-scheme:dark" not in styles[0].replace(" ", ""):
        yield f"{len(styles)} style elements"


@check
def style_is_inline(letter: Letter) -> Iterator[str]:
    """Every visible block says its own size and colour: a portal's web mail drops <style>."""
    for element in letter.body.iter("h1", "h2", "h3", "p"):
        around = " ".join(one.get("style") or "" for one in (element, *element.iterancestors("td", "div")))
        if "font-size" not in around or "color" not in around:
            yield f"<{element.tag} class={element.get('class')}>"


@check
def headings_are_in_order(letter: Letter) -> Iterator[str]:
    levels = [int(str(element.tag)[1]) for element in letter.body.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"{levels.count(1)} h1"
    yield from (f"h{before} then h{after}" for before, after in pairwise(levels) if after > before + 1)


@check
def tables_are_for_layout(letter: Letter) -> Iterator[str]:
    yield from ("a table without role" for table in letter.body.iter("table") if table.get("role") != "presentation")


@check
def landmarks_hold_everything(letter: Letter) -> Iterator[str]:
    roles = [element.get("role") for element in letter.elements]
    if roles.count("main") != 1 or roles.count("contentinfo") != 1:
        yield f"main {roles.count('main')}, contentinfo {roles.count('contentinfo')}"


@check
def column_is_fluid_and_narrow(letter: Letter) -> Iterator[str]:
    if "max-width:640px" not in letter.html:
        yield "no max-width"
    for element in letter.body.iter():
        width = str(element.get("width") or "") if isinstance(element.tag, str) else ""
        fixed = (
            re.search(r"(?<!max-)(?<!min-)\bwidth:(\d+)px", element.get("style") or "")
            if isinstance(element.tag, str)
            else None
        )
        if (width.isdigit() and int(width) > 300) or (fixed and int(fixed[1]) > 300):
            yield f"<{element.tag}> is fixed"


@check
def nothing_is_hidden(letter: Letter) -> Iterator[str]:
    pattern = r"display:none|visibility:hidden|opacity:0|font-size:0|max-height:0|text-indent:-"
    yield from (found for found in set(re.findall(pattern, letter.html.replace(" ", ""))))


@check
def first_visible_line_is_the_summary(letter: Letter) -> Iterator[str]:
    first = next(text.strip() for text in letter.body.itertext() if text.strip())
    shown = " ".join(letter.text.split())
    if not shown.startswith(" ".join(first.split())) or len(first) < 10:
        yield first


@check
def ids_are_unique(letter: Letter) -> Iterator[str]:
    ids = [element.get("id") for element in letter.elements if element.get("id")]
    yield from (name for name in set(ids) if ids.count(name) > 1)


# --- Links --------------------------------------------------------------------------------------------------------------


@check
def links_are_web_links(letter: Letter) -> Iterator[str]:
    for link in letter.root.iter("a"):
        url = urlsplit(link.get("href") or "")
        if url.scheme == "mailto":
            continue
        if url.scheme not in ("http", "https") or not url.hostname or url.username or url.password:
            yield str(link.get("href"))


@check
def links_are_whole(letter: Letter) -> Iterator[str]:
    yield from (
        str(a.get("href")) for a in letter.root.iter("a") if re.search(r"[\s\"'<>\\^`{|}]", a.get("href") or " ")
    )


@check
def links_have_names(letter: Letter) -> Iterator[str]:
    yield from (str(link.get("href")) for link in letter.root.iter("a") if not link.text_content().strip())


@check
def links_do_not_track(letter: Letter) -> Iterator[str]:
    pattern = r"utm_|redirect=|/track|/click\?|[?&]url=http"
    yield from (str(a.get("href")) for a in letter.root.iter("a") if re.search(pattern, a.get("href") or ""))


@check
def the_reader_can_leave(letter: Letter) -> Iterator[str]:
    target = re.search(r"<(https?://[^>]+)>", letter.header("list-unsubscribe"))
    if target is None:
        yield "no List-Unsubscribe"
    elif target[1] not in {link.get("href") for link in letter.root.iter("a")} or target[1] not in letter.text:
        yield "no link in the letter"


# --- Content ------------------------------------------------------------------------------------------------------------


@check
def stories_are_told_once(letter: Letter) -> Iterator[str]:
    links = [link.get("href") for heading in letter.body.iter("h3") for link in heading.iter("a")]
    yield from (str(link) for link in set(links) if links.count(link) > 1)


@check
def terms_are_marked_once_in_a_story(letter: Letter) -> Iterator[str]:
    for heading in letter.body.iter("h3"):
        card = heading.getparent()
        marked = (
            [mark.text_content() for mark in card.iter("b") if mark.get("class") == "m"] if card is not None else []
        )
        yield from (word for word in set(marked) if marked.count(word) > 1)


@check
def excerpts_are_short(letter: Letter) -> Iterator[str]:
    for paragraph in letter.body.iter("p"):
        if paragraph.get("class") == "x" and len(paragraph.text_content()) > EXCERPT:
            yield f"{len(paragraph.text_content())} characters"


@check
def nobody_is_calmed_while_a_source_failed(letter: Letter) -> Iterator[str]:
    yield from (phrase for phrase in CALM if phrase in letter.html or phrase in letter.text)


@check
def templates_are_filled(letter: Letter) -> Iterator[str]:
    if re.search(r"\bNone\b(?! of)", letter.text) or "Undefined" in letter.html:
        yield "a value is missing"


# --- Plain text ---------------------------------------------------------------------------------------------------------


@check
def text_fits_78_columns(letter: Letter) -> Iterator[str]:
    for line in letter.text.split("\n"):
        if display_width(line) > 78 and not re.fullmatch(r"\s*\S*\s*(https?://|mailto:)\S+", line):
            yield line


@check
def text_has_no_markup(letter: Letter) -> Iterator[str]:
    yield from set(re.findall(r"</?(?:p|td|tr|table|span|div|h[1-6])\b[^>]*style=", letter.text))


# --- Contrast -----------------------------------------------------------------------------------------------------------


@check
def contrast_is_enough_in_light(letter: Letter) -> Iterator[str]:
    yield from _weak(letter, {})


@check
def contrast_is_enough_in_dark(letter: Letter) -> Iterator[str]:
    yield from _weak(letter, _dark_rules(letter))


Rules = dict[str, dict[str, str]]


def _weak(letter: Letter, dark: Rules) -> Iterator[str]:
    yield from _walk(letter.body, "#000000", "#ffffff", dark)


def _walk(element: HtmlElement, color: str, ground: str, dark: Rules) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag == "style":
        return
    style = dict(part.split(":", 1) for part in (element.get("style") or "").split(";") if ":" in part)
    style = {name.strip(): value.strip() for name, value in style.items()}
    for name in (element.tag, *(element.get("class") or "").split()):
        style |= dark.get(name, {})
    default = "#0000ee" if element.tag == "a" else color
    color, ground = style.get("color", default), style.get("background", ground)
    for text in (element.text, *(child.tail for child in element)):
        if text and text.replace("\xa0", " ").strip() and _contrast(color, ground) < 4.5:
            yield f"{color} on {ground}: {text.strip()[:40]}"
    for child in element:
        yield from _walk(child, color, ground, dark)


def _dark_rules(letter: Letter) -> Rules:
    rules: Rules = {}
    kept = "".join(style.text or "" for style in letter.root.iter("style"))
    block = kept.partition("prefers-color-scheme:dark){")[2]
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", block):
        style = {
            n.strip(): v.replace("!important", "").strip()
            for n, v in (p.split(":", 1) for p in body.split(";") if ":" in p)
        }
        for selector in selectors.split(","):
            rules.setdefault(selector.strip().lstrip("."), {}).update(style)
    return rules


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _css(letter: Letter) -> str:
    inline = ";".join(element.get("style") or "" for element in letter.elements)
    return "".join(style.text or "" for style in letter.root.iter("style")) + inline
