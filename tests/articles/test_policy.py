"""Which pages are asked for: the outlet's word before the watchlist's, the watchlist's before the newsroom's."""

from datetime import UTC, datetime

import pytest

from aggregator.articles.policy import gave_no_text, is_candidate, wants_page
from aggregator.model import Entry, FullText, Outlet, Polling, StoredEntry, Term, Watchlist

NEVER, MISSING, CANDIDATES, ALWAYS = FullText.NEVER, FullText.MISSING, FullText.CANDIDATES, FullText.ALWAYS
TITLE = "가온시, 새 도서관 연다"


def stored(
    title: str = TITLE, summary: str = "", body: str = "", url: str | None = "https://a.example/1"
) -> StoredEntry:
    entry = Entry(guid=None, url=url, title=title, summary=summary, body=body)
    return StoredEntry(id=1, outlet="gaon", first_seen=datetime(2026, 7, 1, tzinfo=UTC), entry=entry)


def wants(
    entry: StoredEntry,
    outlet: FullText | None = None,
    watchlist: FullText | None = None,
    polling: FullText = MISSING,
    **kwargs: object,
) -> bool:
    watch = Watchlist(id="n", name="네이버", any=(Term(text="네이버"),), full_text=watchlist, **kwargs)  # type: ignore[arg-type]
    return wants_page(
        entry, Outlet(id="gaon", name="가온", type="종합지", full_text=outlet), [watch], Polling(full_text=polling)
    )


@pytest.mark.parametrize(
    ("summary", "no_text"),
    [
        ("", True),
        (TITLE, True),
        (f" {TITLE} ...", True),
        ("-", True),
        ("(가온=통신)", True),
        ("가온시는 새 도서관을 5월에 연다고 밝혔다. 열람실은 여섯 곳이다.", False),
    ],
)
def test_a_description_that_says_nothing_is_no_text(summary: str, no_text: bool) -> None:
    assert gave_no_text(stored(summary=summary)) is no_text
    assert wants(stored(summary=summary)) is no_text


def test_settings_in_their_order() -> None:
    full = stored(summary="가온시는 새 도서관을 5월에 연다고 밝혔다. 열람실은 여섯 곳이다.")
    assert wants(full, polling=ALWAYS)
    assert not wants(full, watchlist=NEVER, polling=ALWAYS)
    assert wants(full, outlet=ALWAYS, watchlist=NEVER, polling=NEVER)
    assert not wants(stored(), outlet=NEVER, watchlist=ALWAYS)


@pytest.mark.parametrize(
    ("title", "plausible"),
    [
        ("네이버, 새 서비스 내놔", True),
        ("소버린 전략 짠다", True),
        ("정부 AI 예산 늘린다", True),
        ("가온시 새 도서관", False),
    ],
)
def test_a_title_with_a_word_of_a_term_is_a_candidate(title: str, plausible: bool) -> None:
    watch = Watchlist(id="s", name="s", any=(Term(text="소버린 AI", aliases=("네이버",)),))
    assert is_candidate(stored(title), watch) is plausible


def test_a_query_or_a_named_outlet_makes_candidates_too() -> None:
    assert is_candidate(stored("네이버 새 소식"), Watchlist(id="q", name="q", query='title:네이버 AND NOT "광고"'))
    assert not is_candidate(stored("and or near"), Watchlist(id="q", name="q", query="네이버 AND (다음 OR 카카오)"))
    assert is_candidate(stored(), Watchlist(id="o", name="o", any=(Term(text="없는말"),), outlets=("gaon",)))


def test_no_page_without_address_or_reader() -> None:
    assert not wants(stored(url=None), polling=ALWAYS)
    assert not wants(stored(), polling=ALWAYS, outlets=("other",))
    outlet = Outlet(id="gaon", name="가온", type="종합지", full_text=ALWAYS)
    assert not wants_page(stored(), outlet, [], Polling(full_text=ALWAYS))
