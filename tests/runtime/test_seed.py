"""The seed article as a feed entry: both watchlists find it in all its spellings, and the digest marks both."""

import re
from datetime import timedelta
from pathlib import Path

from aggregator.jobs import deliver, poll, publish
from aggregator.runtime.work import work_off
from aggregator.store.clippings import find_clippings
from tests.press import MORNING, Item, opened_newsroom, rss, running_press


def test_the_seed_article_is_caught_and_marked(shared: Path, tmp_path: Path) -> None:
    lines = (shared / "eval" / "seed-article.txt").read_text("utf-8").splitlines()
    headline = lines[0]
    paragraphs = [
        line for line in lines if line.startswith(("인공지능(AI) 시장", "29일 정보기술", "네이버 입장에서는"))
    ][-3:]
    with running_press() as press:
        item = Item(headline, "http://press.example/seed", "\n\n".join(paragraphs), at=MORNING - timedelta(minutes=20))
        press.bodies = {"/hanbit/all.xml": rss(item), "/hanbit/it.xml": rss(), "/narae.xml": rss()}
        with opened_newsroom(tmp_path, press) as newsroom:
            work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
            with newsroom.database.read() as connection:
                clippings = {clipping.watchlist: clipping for clipping in find_clippings(connection)}
        with opened_newsroom(tmp_path, press, MORNING + timedelta(hours=17)) as newsroom:
            for routine in (publish.ROUTINE, deliver.ROUTINE):
                work_off(newsroom, routine, listener=lambda _: None)
    text = headline + "\n" + "\n".join(paragraphs)
    assert set(clippings) == {"네이버", "소버린-ai"}
    assert len(clippings["네이버"].matches) == text.count("네이버")
    assert len(clippings["소버린-ai"].matches) == len(re.findall(r"소버린(\(주권\))? ?AI", text))
    (html,) = [path.read_text("utf-8") for path in (tmp_path / "letters").glob("*.html")]
    marked = re.findall(r"<(?:mark|b|strong|span)[^>]*>((?:네이버|소버린)[^<]*)<", html)
    assert any(found.startswith("네이버") for found in marked)
    assert any(found.startswith("소버린") for found in marked)
