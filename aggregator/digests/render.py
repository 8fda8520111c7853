"""Prints an edition: as HTML that every mail program shows and none clips, as plain text, and as a few lines for chat.

The only module that knows the template engine. Texts arrive made (digests.view) and neutral (digests.neutral); templates are
sandboxed and escape everything, so a template of one's own cannot be talked into anything by a headline. It reads template
files and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import css_inline
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from aggregator.digests.edition import Edition
from aggregator.digests.view import Level, LetterOptions, Page, first_level, make_page
from aggregator.errors import ConfigError
from aggregator.resources import resource_dir
from aggregator.text.width import LINE, wrap

# Gmail clips at about 102 KB of what was sent: 75,000 bytes are more than that in base64 (78 bytes for each 57), hence less.
MAX_BYTES = 74_000
_LATIN_1 = re.compile("[\u00a0-\u00ff]")  # raw, Gmail counts them as a reason to clip
_BLANK_LINES = re.compile(r"\n{3,}")
_BETWEEN_TAGS = re.compile(r">\s*\n\s*<")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One edition printed for one letter."""

    subject: str
    html: str
    text: str
    chat: str


def render_edition(edition: Edition, options: LetterOptions, templates: Path | None = None) -> Rendered:
    """The letter. Raises ConfigError when a template of one's own cannot be used."""
    page = make_page(edition, options, replace(first_level(edition), names=12))
    return Rendered(
        subject=page.subject,
        html=render_html(edition, options, templates),
        text=_text("digest.txt", page, templates),
        chat=_text("digest-chat.txt", page, templates),
    )


def render_html(
    edition: Edition, options: LetterOptions, templates: Path | None = None, max_bytes: int | None = MAX_BYTES
) -> str:
    """The HTML part. It gives up detail until it takes at most `max_bytes`; None prints everything (for the archive)."""
    html = ""
    for level in _ladder(edition):
        html = _html(make_page(edition, options, level), templates)
        if max_bytes is None or len(html.encode()) <= max_bytes:
            break
    return html


def _ladder(edition: Edition) -> Iterator[Level]:
    """From all detail to almost none. Names go first, then full stories, excerpts, and the last lines of each section."""
    full = first_level(edition)
    yield full
    yield replace(full, cards=min(full.cards, 4), lines=24, names=4)
    yield replace(full, cards=min(full.cards, 3), lines=20, names=3)
    yield replace(full, cards=min(full.cards, 3), lines=16, names=2, excerpts=2, pointers=4, columns=False)
    for cards, lines in ((2, 16), (2, 12), (2, 8), (1, 8), (1, 6), (1, 4), (1, 2), (0, 3), (0, 1), (0, 0)):
        yield Level(cards=cards, lines=lines, names=2, excerpts=1, pointers=2, columns=False)


def _html(page: Page, templates: Path | None) -> str:
    html = _inliner().inline(_fill("digest.html", page, templates))
    return _LATIN_1.sub(lambda found: f"&#{ord(found.group())};", _BETWEEN_TAGS.sub(">\n<", html))


def _text(name: str, page: Page, templates: Path | None) -> str:
    return _BLANK_LINES.sub("\n\n", _fill(name, page, templates)).strip() + "\n"


def _fill(name: str, page: Page, templates: Path | None) -> str:
    try:
        return _environment(templates).get_template(name).render(page=page)
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
