"""Own templates: they replace, they extend, they cannot reach anything, and their mistakes are named with file and line."""

from pathlib import Path

import pytest

from aggregator.digests.page import LetterOptions
from aggregator.digests.render import render_edition
from aggregator.errors import ConfigError
from tests.digests import press

EDITION = press.quiet()


def printed(folder: Path, name: str, source: str) -> str:
    (folder / name).write_text(source, "utf-8")
    rendered = render_edition(EDITION, LetterOptions(), folder)
    return rendered.text if name.endswith(".txt") else rendered.html


def test_a_block_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    """An own digest.html extends the shipped one by its full name."""
    html = printed(
        tmp_path, "digest.html", '{% extends "shipped/digest.html" %}{% block footer %}<p>사내용</p>{% endblock %}'
    )
    assert "<p>사내용</p>" in html
    assert "새솔AI" in html
    assert "contentinfo" not in html


def test_a_block_may_keep_what_was_there(tmp_path: Path) -> None:
    """super() prints the shipped block."""
    source = '{% extends "shipped/digest.html" %}{% block masthead %}<p>머리</p>{{ super() }}{% endblock %}'
    html = printed(tmp_path, "digest.html", source)
    assert html.index("머리") < html.index("<h1")


def test_a_partial_alone_may_be_replaced(tmp_path: Path) -> None:
    """A file of the same name wins wherever the shipped templates include it."""
    (tmp_path / "digest.css").write_text(".h1{font-size:40px}", "utf-8")
    html = render_edition(EDITION, LetterOptions(), tmp_path).html
    assert "font-size:40px" in html


def test_a_whole_text_template_may_be_own(tmp_path: Path) -> None:
    text = printed(tmp_path, "digest.txt", "{{ page.name }}: {{ page.summary|wrapped }}")
    assert text.startswith("아침 브리핑: 기사 1건을")


def test_feed_text_is_escaped_in_own_templates_too(tmp_path: Path) -> None:
    """Autoescape is on for every .html, so nobody has to remember it."""
    (tmp_path / "digest.html").write_text("<html><body><p>{{ page.title }}</p></body></html>", "utf-8")
    html = render_edition(press.hostile(), LetterOptions(), tmp_path).html
    assert "&lt;b" in html or "<b" not in html.partition("<p>")[2]


@pytest.mark.parametrize(
    "source",
    [
        "{{ page.__class__.__mro__ }}",
        "{{ page.summary.__class__.__base__.__subclasses__() }}",
        "{{ ''.format.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../etc/passwd' %}",
    ],
)
def test_a_template_reaches_nothing_outside(tmp_path: Path, source: str) -> None:
    """The sandbox refuses Python's insides, the loader refuses other folders."""
    with pytest.raises(ConfigError):
        printed(tmp_path, "digest.txt", source)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("하나\n{% if %}", r"digest\.txt:2: "),
        ("{{ page.sumary }}", "sumary"),
        ('{% extends "nowhere.html" %}', "nowhere"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, source: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        printed(tmp_path, "digest.txt", source)
