"""What full text adds on a week of real headlines: `python -m benchmarks.newsroom_full_text [--articles 1500]`.

Entries reach us with their headline only; their pages carry the known text of the archive in the chrome of 19 layouts, which is
full of names that watchlists look for. Entries that truly had no description get a page with a text that names nobody. Printed:
clippings before and after, how many of those that headline and text hold were found, and how many only the chrome can explain.
Needs the shared newsroom beside the repository.
"""

import argparse
import gzip
import json
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from aggregator.jobs import extract, poll
from aggregator.model import Field
from aggregator.newsroom import Newsroom
from aggregator.runtime.work import work_off
from aggregator.store.articles import count_outcomes
from aggregator.store.clippings import find_clippings
from aggregator.text.markup import plain_text
from tests.articles.gold_articles import Story
from tests.articles.gold_layouts import LAYOUTS
from tests.press import MORNING, Item, Press, opened_newsroom, rss, running_press

ARCHIVE = Path(__file__).resolve().parents[2] / "shared" / "newsroom" / "july-2022.json.gz"
TERMS = ("네이버", "카카오", "KT", "삼성전자", "코로나", "소버린 AI", "현대차", "토트넘")
NOBODY = (
    "이 소식은 관계 기관이 이날 오전 자료를 내면서 알려졌다. 자세한 내용은 다음 주에 나올 예정이다.",
    "주민들은 대체로 반기는 분위기였지만 걱정하는 목소리도 있었다. 담당자는 의견을 더 듣겠다고 말했다.",
)
NEWSFILE = """\
outlets:
  - {{name: 한빛일보, type: 종합지, feeds: ["{base}/feed.xml"]}}
watchlists:
{watchlists}
polling: {{allow_hosts: [127.0.0.1], pages_per_hour: 100000}}
"""


@dataclass(frozen=True)
class Piece:
    """One article: its headline, what its page says (empty: nothing is known), its address."""

    headline: str
    text: str
    path: str
    layout: str


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=1500)
    pieces = read_pieces(options.parse_args().articles)
    with tempfile.TemporaryDirectory() as folder, running_press() as press:
        publish(press, pieces)
        rows = "\n".join(f"  - {{name: {term}, any: [{term}]}}" for term in TERMS)
        (Path(folder) / "feeds.yaml").write_text(NEWSFILE.format(base=press.url(""), watchlists=rows), "utf-8")
        with opened_newsroom(Path(folder), press) as newsroom:
            report(newsroom, press, pieces)


def read_pieces(count: int) -> list[Piece]:
    """Articles with at least a few sentences, and a third as many of those that have a headline only."""
    with gzip.open(ARCHIVE, "rt", encoding="utf-8") as archive:
        rows = json.load(archive)["articles"]
    seen: set[str] = set()
    told: list[tuple[str, str]] = []
    bare: list[tuple[str, str]] = []
    for row in rows:
        headline, text = " ".join(plain_text(row["title"]).split()), " ".join(plain_text(row["text"] or "").split())
        if len(headline) < 8 or headline in seen:
            continue
        seen.add(headline)
        if len(text) >= 150 and text.count("다.") >= 2:
            told.append((headline, text))
        elif not text:
            bare.append((headline, ""))
    step, bare_step = max(1, len(told) // count), max(1, len(bare) // (count // 3))
    chosen = told[::step][:count] + bare[::bare_step][: count // 3]
    names = tuple(LAYOUTS)
    return [
        Piece(headline, text, f"/news/articleView.html?idxno={n}", names[n % len(names)])
        for n, (headline, text) in enumerate(chosen)
    ]


def publish(press: Press, pieces: list[Piece]) -> None:
    press.bodies["/feed.xml"] = rss(*(Item(piece.headline, press.url(piece.path)) for piece in pieces))
    for piece in pieces:
        make, _, encoding = LAYOUTS[piece.layout]
        story = Story("n", "사회", piece.headline, "서도윤", "2026-07-01 09:00", sentences(piece.text) or NOBODY)
        press.bodies[piece.path] = make(story).encode(encoding, "xmlcharrefreplace")
        press.types[piece.path] = "text/html"


def sentences(text: str) -> tuple[str, ...]:
    """Paragraphs of about two sentences."""
    parts = text.replace("다. ", "다.\n").split("\n")
    return tuple(" ".join(parts[n : n + 2]).strip() for n in range(0, len(parts), 2) if parts[n].strip())


def report(newsroom: Newsroom, press: Press, pieces: list[Piece]) -> None:
    quiet = threading.Event()
    work_off(newsroom, poll.ROUTINE, stop=quiet, listener=lambda _: None)
    before = clippings(newsroom)
    began = time.perf_counter()
    while work_off(newsroom, extract.ROUTINE, stop=quiet, listener=lambda _: None):
        pass
    seconds = time.perf_counter() - began
    after = clippings(newsroom)
    known = {press.url(piece.path): truth(newsroom, piece) for piece in pieces}
    wanted = {(watchlist, url) for url, found in known.items() for watchlist in found}
    with newsroom.database.read() as connection:
        outcomes = count_outcomes(connection, MORNING)
    print(f"pages {len(pieces)}  outcomes {dict(outcomes)}  {seconds / len(pieces) * 1000:.0f} ms a page")
    print(f"clippings: headline only {len(before)}, with full text {len(after)}, in headline and text {len(wanted)}")
    print(
        f"found {len(after & wanted)} of {len(wanted)}  missed {len(wanted - after)}  from chrome {len(after - wanted)}"
    )
    print("missed by layout", dict(Counter(layout_of(pieces, press, url) for _, url in wanted - after)))
    print("from chrome by layout", dict(Counter(layout_of(pieces, press, url) for _, url in after - wanted)))


def clippings(newsroom: Newsroom) -> set[tuple[str, str]]:
    with newsroom.database.read() as connection:
        return {(clipping.watchlist, clipping.stored.entry.url or "") for clipping in find_clippings(connection)}


def truth(newsroom: Newsroom, piece: Piece) -> frozenset[str]:
    """The watchlists that headline and known text meet, without any page."""
    found = newsroom.matcher.match(
        {Field.TITLE: piece.headline, Field.BODY: "\n".join(sentences(piece.text))}, "한빛일보"
    )
    return frozenset(match.watchlist for match in found)


def layout_of(pieces: list[Piece], press: Press, url: str) -> str:
    return next(piece.layout for piece in pieces if press.url(piece.path) == url)


if __name__ == "__main__":
    main()
