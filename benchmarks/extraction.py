"""How well the article is found on the gold pages, by us and by other libraries: `python -m benchmarks.extraction`.

Only trafilatura is a dependency. The others (newspaper4k, readability-lxml, jusText) are measured where somebody installed them
into an environment of their own; decision 0080 keeps the figures. A directory with NAME.html and NAME.json or NAME.txt pairs may
be given instead of the gold pages.
"""

import argparse
import importlib
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.articles.scoring import GoldPage, gold_pages, word_f1

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def ours(page: GoldPage) -> str:
    reader = importlib.import_module("aggregator.articles.page")  # not where only the other libraries are installed
    return str(getattr(reader.read_page(page.html, url=page.url, now=NOW), "text", ""))


def trafilatura(page: GoldPage) -> str:
    return importlib.import_module("trafilatura").extract(page.html, include_comments=False) or ""


def trafilatura_precision(page: GoldPage) -> str:
    return importlib.import_module("trafilatura").extract(page.html, include_comments=False, favor_precision=True) or ""


def trafilatura_recall(page: GoldPage) -> str:
    return importlib.import_module("trafilatura").extract(page.html, include_comments=False, favor_recall=True) or ""


def readability(page: GoldPage) -> str:
    summary = importlib.import_module("readability").Document(decoded(page)).summary()
    lines = importlib.import_module("lxml.html").fromstring(summary).itertext()
    return "\n".join(line.strip() for line in lines if line.strip())


def newspaper(page: GoldPage) -> str:
    article = importlib.import_module("newspaper").Article(url=page.url, language="en")
    article.download(input_html=decoded(page))
    article.parse()
    return str(article.text)


def justext(page: GoldPage) -> str:
    module = importlib.import_module("justext")
    paragraphs = module.justext(decoded(page).encode(), frozenset(), stopwords_low=0, stopwords_high=0)
    return "\n".join(one.text for one in paragraphs if not one.is_boilerplate)


EXTRACTORS: tuple[Callable[[GoldPage], str], ...] = (
    ours,
    trafilatura,
    trafilatura_precision,
    trafilatura_recall,
    readability,
    newspaper,
    justext,
)


def decoded(page: GoldPage) -> str:
    """For libraries that cannot find a charset themselves."""
    try:
        return page.html.decode("utf-8")
    except UnicodeDecodeError:
        return page.html.decode("cp949", "replace")


def read_folder(folder: Path) -> tuple[GoldPage, ...]:
    """Pages of a folder: what is expected stands in NAME.json ("text", "url") or in NAME.txt."""
    pages = []
    for path in sorted(folder.glob("*.html")):
        facts = json.loads(path.with_suffix(".json").read_text("utf-8")) if path.with_suffix(".json").exists() else {}
        text = facts.get("text") or path.with_suffix(".txt").read_text("utf-8")
        pages.append(GoldPage(path.stem, path.read_bytes(), facts.get("url", ""), "", "", NOW, text))
    return tuple(pages)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", nargs="?", type=Path)
    folder = options.parse_args().folder
    pages = read_folder(folder) if folder else gold_pages()
    for extract in EXTRACTORS:
        began = time.perf_counter()
        try:
            scores = [word_f1(extract(page), page.text) for page in pages]
        except ImportError as missing:
            print(f"{extract.__name__:<22} not installed ({missing.name})")
            continue
        each = (time.perf_counter() - began) / len(pages) * 1000
        print(
            f"{extract.__name__:<22} F1 {sum(scores) / len(scores):.3f}  lowest {min(scores):.3f}  {each:.1f} ms a page"
        )


if __name__ == "__main__":
    main()
