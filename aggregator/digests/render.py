"""Prints an edition: as HTML that every mail program shows and none clips, as plain text, and as a few lines for chat.

The only module that knows the template engine. Texts arrive made (digests.view) and neutral (digests.neutral); templates are
sandboxed and escape everything, so a template of one's own cannot be talked into anything by a headline. It reads template
files and nothing else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import Path

import css_inline
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from aggregator.digests.alert import AlertPage
from aggregator.digests.edition import Edition
from aggregator.digests.page import ArchivedIssue, LetterOptions, Level
from aggregator.digests.strings import strings_for
from aggregator.digests.view import first_level, make_page
from aggregator.errors import ConfigError
from aggregator.resources import resource_dir
from aggregator.text.width import LINE, wrap

# Gmail clips at about 102 KB of what was sent: 75,000 bytes are more than that in base64 (78 bytes for each 57), hence less.
MAX_BYTES = 74_000
# SpamAssassin takes a text part of more than three times the words of its HTML for a trick (MPART_ALT_DIFF_COUNT, +2.8).
MOST_WORDS = 2.6
FEWEST_WORDS = 2  # that a story adds to the text part: its address, and a number or a name
_WORD = re.compile(r"\w", re.ASCII)
_TAG = re.compile(r"<[^>]*>")
_LATIN_1 = re.compile("[\u00a0-\u00ff]")  # raw, Gmail counts them as a reason to clip
_BLANK_LINES = re.compile(r"\n{3,}")
_BETWEEN_TAGS = re.compile(r">\s*\n\s*<")
_STYLE = re.compile(r' style="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One edition printed for one letter."""

    subject: str
    title: str
    html: str
    text: str
    chat: str


def render_edition(edition: Edition, options: LetterOptions, templates: Path | None = None) -> Rendered:
    """The letter. Raises ConfigError when a template of one's own cannot be used."""
    html, level = _fit(edition, options, templates, MAX_BYTES)
    page = make_page(edition, options, first_level(edition))
    return Rendered(
        subject=page.subject,
        title=page.title,
        html=html,
        text=_text_beside(html, level, edition, options, templates),
        chat=_tidy(_fill("digest-chat.txt", templates, page=page)),
    )


def render_html(
    edition: Edition, options: LetterOptions, templates: Path | None = None, max_bytes: int | None = MAX_BYTES
) -> str:
    """The HTML part. It gives up detail until it takes at most `max_bytes`; None prints everything (for the archive)."""
    return _fit(edition, options, templates, max_bytes)[0]


def _text_beside(html: str, level: Level, edition: Edition, options: LetterOptions, templates: Path | None) -> str:
    """The text part, with as much as may stand beside this HTML: everything, as a rule."""
    most = len(_words(_visible(html))) * MOST_WORDS
    ladder = _text_ladder(first_level(edition), level)

    def print_rung(rung: int) -> str:
        return _tidy(_fill("digest.txt", templates, page=make_page(edition, options, ladder[rung])))

    hopeful = len(edition.cards) * FEWEST_WORDS <= most
    return _first_that_fits(len(ladder), print_rung, lambda text: len(_words(text)) <= most, hopeful=hopeful)[0]


def _text_ladder(full: Level, level: Level) -> tuple[Level, ...]:
    lines = max(level.lines or 0, 1)
    return (
        replace(full, names=12),
        replace(full, line_links=False),
        *(replace(full, line_links=False, lines=lines * more) for more in (6, 5, 4, 3, 2)),
        replace(level, line_links=False),
    )


def _visible(html: str) -> str:
    return unescape(_TAG.sub(" ", html.partition("<body")[2]))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split() if _WORD.search(word))


def _fit(edition: Edition, options: LetterOptions, templates: Path | None, max_bytes: int | None) -> tuple[str, Level]:
    ladder = _ladder(edition) if max_bytes is not None else _ladder(edition)[:1]

    def print_rung(rung: int) -> str:
        return _page("digest.html", templates, page=make_page(edition, options, ladder[rung]))

    html, rung = _first_that_fits(
        len(ladder),
        print_rung,
        lambda html: max_bytes is None or len(html.encode()) <= max_bytes,
        hopeful=_may_fit(edition),
    )
    return html, ladder[rung]


def _may_fit(edition: Edition) -> bool:
    """Whether it is worth while to print everything: a card or line takes at least 400 bytes."""
    return len(edition.cards) * 400 < MAX_BYTES


def _first_that_fits(
    rungs: int, print_rung: Callable[[int], str], fits: Callable[[str], bool], *, hopeful: bool = True
) -> tuple[str, int]:
    """The first rung whose print fits, else the last. The top is tried at once if there is hope; then by halving, since each
    rung is smaller than the one before.
    """
    printed: dict[int, str] = {0: print_rung(0)} if hopeful or rungs == 1 else {}
    if printed and fits(printed[0]):
        return printed[0], 0
    low, high = min(1, rungs - 1), rungs - 1
    while low < high:
        middle = (low + high) // 2
        printed[middle] = print_rung(middle)
        low, high = (low, middle) if fits(printed[middle]) else (middle + 1, high)
    return printed.get(low) or print_rung(low), low


def _ladder(edition: Edition) -> tuple[Level, ...]:
    """From all detail to almost none. Names go first, then full stories, excerpts, the last lines of each section,
    and, with dozens of watchlists, whole sections."""
    full = first_level(edition)
    least = Level(cards=2, names=2, excerpts=1, pointers=2, columns=False)
    return (
        full,
        replace(full, cards=min(full.cards, 4), lines=24, names=4),
        replace(full, cards=min(full.cards, 3), lines=20, names=3),
        replace(full, cards=min(full.cards, 3), lines=16, names=2, excerpts=2, pointers=4, columns=False),
        *(replace(least, lines=lines) for lines in (40, 32, 26, 22, 19, 16, 14, 12, 10, 9, 8)),
        *(replace(least, cards=1, lines=lines) for lines in (8, 7, 6, 5, 4, 3, 2)),
        *(replace(least, cards=0, lines=lines) for lines in (2, 1, 0)),
        *(replace(least, cards=0, lines=1, sections=most, bars=most) for most in (24, 16, 10, 5)),
    )


def render_index(issues: tuple[ArchivedIssue, ...], language: str, templates: Path | None = None) -> str:
    """The archive's index page, newest issue first."""
    return _page("archive.html", templates, issues=issues, t=strings_for(language).labels, language=language)


def render_alert(alert: AlertPage, templates: Path | None = None) -> Rendered:
    """An instant alert as a letter and as a chat line."""
    return Rendered(
        subject=alert.subject,
        title=alert.subject,
        html=_page("alert.html", templates, page=alert),
        text=_tidy(_fill("alert.txt", templates, page=alert)),
        chat=_tidy(_fill("alert-chat.txt", templates, page=alert)),
    )


def _page(name: str, templates: Path | None, **facts: object) -> str:
    """A template printed as HTML that can be mailed: styles inline, nothing raw between U+00A0 and U+00FF."""
    html = _inliner().inline(_fill(name, templates, **facts))
    html = _STYLE.sub(_tight, _BETWEEN_TAGS.sub(">\n<", html))
    return _LATIN_1.sub(lambda found: f"&#{ord(found.group())};", html)


def _tight(found: re.Match[str]) -> str:
    """A style attribute without spaces that mean nothing: a tenth of a letter."""
    return f' style="{found.group(1).replace(": ", ":").replace("; ", ";").strip().rstrip(";")}"'


def _tidy(text: str) -> str:
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def _fill(name: str, templates: Path | None, **facts: object) -> str:
    try:
        return _environment(templates).get_template(name).render(**facts)
    except TemplateError as error:
        where = getattr(error, "filename", None) or (templates or resource_dir("reports")) / name
        line = getattr(error, "lineno", None)
        raise ConfigError(
            f"{where}{f':{line}' if line else ''}: {error.message or type(error).__name__}",
            hint="mend the template, or take it away to use the shipped one",
        ) from error


@lru_cache(maxsize=16)
def _environment(templates: Path | None) -> ImmutableSandboxedEnvironment:
    shipped = FileSystemLoader(resource_dir("reports"))
    own = [FileSystemLoader(templates)] if templates else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, shipped, PrefixLoader({"shipped": shipped})]),
        autoescape=select_autoescape(("html", "css"), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["wrapped"] = _wrapped
    return environment


def _wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    return "\n".join(wrap(str(text), LINE, first=first, rest=first if rest is None else rest))


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
