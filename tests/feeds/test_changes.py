"""What is new, what was edited, what we had: no sign decides alone, and two articles never become one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.feeds.changes import FeedChanges, entry_digest, find_changes, is_edit
from aggregator.feeds.identity import identify, title_key
from aggregator.model import Entry, KnownEntry, Revision

NOW = datetime(2022, 7, 30, tzinfo=UTC)
MORNING = datetime(2022, 7, 29, 22, 30, tzinfo=UTC)
ARTICLE = Entry(
    guid="guid-2022-100001",
    url="https://www.example.kr/news/100001",
    title="네이버, 소버린 AI 공개",
    summary="네이버가 소버린 AI를 공개했다.",
    published=MORNING,
)


def _known(*entries: Entry) -> list[KnownEntry]:
    return [
        KnownEntry(
            id=number,
            identity=identity,
            title=entry.title,
            summary=entry.summary,
            published=entry.published,
            digest=entry_digest(entry),
        )
        for number, (entry, identity) in enumerate(zip(entries, identify(entries), strict=True), start=1)
    ]


def _poll(listed: list[Entry], known: list[KnownEntry]) -> FeedChanges:
    return find_changes(listed, identify(listed), known, NOW)


def _counts(changes: FeedChanges) -> tuple[int, int, int]:
    return len(changes.new), len(changes.revised), len(changes.unchanged)


SAME = {
    "again": ARTICLE,
    "another guid": replace(ARTICLE, guid="guid-2022-999999"),
    "no guid": replace(ARTICLE, guid=None),
    "tracking": replace(ARTICLE, url="https://www.example.kr/news/100001?utm_source=rss&cloc=x"),
    "http": replace(ARTICLE, url="http://www.example.kr/news/100001"),
    "mobile": replace(ARTICLE, url="https://m.example.kr/news/100001"),
    "another link, same guid and title": replace(ARTICLE, url="https://www.example.kr/politics/200002"),
    "no link": replace(ARTICLE, url=None),
    "date bumped": replace(ARTICLE, published=MORNING + timedelta(hours=3)),
    "date gone": replace(ARTICLE, published=None),
    "another guid and a bumped date": replace(ARTICLE, guid="x-2022-999999", published=MORNING + timedelta(hours=3)),
    "less text": replace(ARTICLE, summary="네이버가 소버린 AI를"),
    "no text": replace(ARTICLE, summary=""),
    "other quotation marks": replace(ARTICLE, title="네이버,  ‘소버린 AI’ 공개"),
}


@pytest.mark.parametrize("habit", SAME)
def test_the_same_article_is_not_new(habit: str) -> None:
    assert _counts(_poll([SAME[habit]], _known(ARTICLE))) == (0, 0, 1)


EDITED = {
    "headline": replace(ARTICLE, title="네이버, 소버린 AI 전격 공개"),
    "headline, wholly": replace(ARTICLE, title="[종합] 정부 사업자 선정 결과 발표"),
    "headline and date": replace(ARTICLE, title="네이버, 소버린 AI 전격 공개", published=MORNING + timedelta(hours=1)),
    "headline, wholly, date bumped, guid is the link": replace(
        ARTICLE, guid=None, title="[종합] 정부 사업자 선정", published=MORNING + timedelta(hours=1)
    ),
    "headline and guid": replace(ARTICLE, guid="guid-2022-999999", title="네이버, 소버린 AI 전격 공개"),
    "slug changed with the headline, guid stays": replace(
        ARTICLE, url="https://www.example.kr/news/naver-unveils-sovereign-ai", title="네이버, 소버린 AI 전격 공개"
    ),
    "more text": replace(ARTICLE, summary="네이버가 소버린 AI를 공개했다. 업계는 환영했다."),
    "other text": replace(ARTICLE, summary="네이버가 30일 새 인공지능을 내놓았다."),
    "a body came": replace(ARTICLE, body="네이버가 소버린 AI를 공개했다. 본문이 길게 이어진다."),
}


@pytest.mark.parametrize("habit", EDITED)
def test_an_edit_is_a_revision_not_a_new_entry(habit: str) -> None:
    changes = _poll([EDITED[habit]], _known(ARTICLE))
    assert _counts(changes) == (0, 1, 0)
    assert changes.revised[0] == (_known(ARTICLE)[0], EDITED[habit])


OTHER = {
    "another article": Entry(
        guid="guid-2022-100002", url="https://www.example.kr/news/100002", title="카카오 실적 발표"
    ),
    "guid used again": replace(
        ARTICLE, url="https://www.example.kr/news/100002", title="카카오 실적 발표", published=NOW
    ),
    "a position as guid": Entry(
        guid="1", url="https://www.example.kr/news/100002", title="카카오 실적 발표", published=MORNING
    ),
    "a title that returns": replace(
        ARTICLE, guid="guid-2022-100009", url="https://www.example.kr/news/100009", published=NOW
    ),
    "same title, same minute, another picture": replace(ARTICLE, guid=None, url="https://www.example.kr/news/100002"),
    "only the day's template": Entry(guid=None, url=None, title=ARTICLE.title, published=NOW),
}


@pytest.mark.parametrize("habit", OTHER)
def test_two_articles_never_become_one(habit: str) -> None:
    changes = _poll(
        [OTHER[habit]], _known(replace(ARTICLE, guid="1" if habit.startswith("a position") else ARTICLE.guid))
    )
    assert _counts(changes) == (1, 0, 0)


def test_a_home_page_as_link_of_every_entry_tells_nothing() -> None:
    home = "https://www.example.kr/"
    listed = [
        Entry(guid=home, url=home, title=title, published=MORNING + timedelta(minutes=index))
        for index, title in enumerate(("네이버 실적", "카카오 실적", "[인사] 산업부"))
    ]
    first = _poll(listed, [])
    assert _counts(first) == (3, 0, 0)
    assert len({identity.key for _, identity in first.new}) == 3
    assert _counts(_poll(listed, _known(*listed))) == (0, 0, 3)


def test_one_link_with_another_article_each_day_loses_none() -> None:
    """The key of the link is taken, so the second article gets one of its own, and keeps it."""
    page = "https://www.example.kr/news/today-cartoon-of-the-day"
    monday = Entry(guid=None, url=page, title="월요일 만평", published=MORNING)
    tuesday = Entry(guid="x-9999999", url=page, title="폭염에 지친 시민들", published=MORNING + timedelta(days=1))
    known = _known(replace(monday, guid="x-8888888"))
    changes = _poll([tuesday], known)
    assert len(changes.new) == 1
    _, identity = changes.new[0]
    assert identity.key != known[0].identity.key
    later = [*known, replace(_known(tuesday)[0], id=2, identity=identity)]
    assert _counts(_poll([tuesday], later)) == (0, 0, 1)


def test_template_titles_of_two_days_are_two_entries() -> None:
    for title in ("[인사] 산업통상자원부", "[부고]", "[오늘의 날씨]", "코스피 마감"):
        days = [
            Entry(
                guid=None,
                url=f"https://www.example.kr/news/10000{day}",
                title=title,
                published=MORNING + timedelta(days=day),
            )
            for day in range(3)
        ]
        assert _counts(_poll(days, [])) == (3, 0, 0)


def test_an_entry_listed_twice_counts_once() -> None:
    assert _counts(_poll([ARTICLE, ARTICLE], [])) == (1, 0, 0)
    older = replace(ARTICLE, title="네이버, AI 공개")
    assert _counts(_poll([ARTICLE, older], _known(ARTICLE))) == (0, 0, 1)
    assert len(_poll([ARTICLE, ARTICLE], []).listed) == 2


def test_an_item_that_says_nothing_is_left_out() -> None:
    assert _counts(_poll([Entry(guid="x", url=None, title="")], [])) == (0, 0, 0)


def test_punctuation_and_width_are_no_edit() -> None:
    known = _known(ARTICLE)[0]
    assert not is_edit(known, replace(ARTICLE, title="네이버， 소버린 ＡＩ 공개"))
    assert title_key("“네이버” ＡＩ…") == title_key("네이버 ai")


def test_five_thousand_equal_titles_are_five_thousand_entries() -> None:
    listed = [Entry(guid=None, url=f"https://www.example.kr/news/{n}", title="[포토]") for n in range(100_000, 105_000)]
    assert _counts(_poll(listed, [])) == (5_000, 0, 0)


def test_two_feeds_at_odds_revise_an_entry_once() -> None:
    other = replace(ARTICLE, title="‘소버린 AI’ 내놓은 네이버…업계 파장")
    known = _known(ARTICLE)[0]
    assert _counts(_poll([other], [known])) == (0, 1, 0)
    before = Revision(seen_at=NOW, title=ARTICLE.title, summary=ARTICLE.summary)
    revised = replace(known, title=other.title, digest=entry_digest(other), earlier=(before,))
    revised = replace(revised, identity=replace(known.identity, title_key=title_key(other.title)))
    assert _counts(_poll([ARTICLE], [revised])) == (0, 0, 1)
    assert _counts(_poll([other], [revised])) == (0, 0, 1)
    assert _counts(_poll([replace(ARTICLE, title="네이버 소버린 AI, 정부 사업 선정")], [revised])) == (0, 1, 0)


titles = st.sampled_from(["네이버 실적", "카카오 실적", "[인사]", "[인사] 산업부", "", "네이버 실적 발표", "폭염 계속"])
links = st.none() | st.sampled_from(
    [
        "https://a.kr/",
        "https://a.kr/news/100001",
        "http://a.kr/news/100001?utm_x=1",
        "https://a.kr/news/100002",
        "https://a.kr/list?p=1",
    ]
)
guids = st.none() | st.sampled_from(
    ["1", "2", "https://a.kr/", "https://a.kr/news/100001", "guid-0000001", "guid-0000002"]
)
times = st.none() | st.sampled_from([MORNING, MORNING + timedelta(hours=1), NOW])
entries = st.builds(
    Entry, guid=guids, url=links, title=titles, summary=st.sampled_from(["", "본문"]), published=times
).filter(lambda entry: bool(entry.title) or not entry.summary)  # a text without title has its beginning as title
lists = st.lists(entries, max_size=8)


@given(lists, lists)
def test_every_listed_entry_is_accounted_for_and_keys_stay_unique(first: list[Entry], second: list[Entry]) -> None:
    before = _poll(first, [])
    known = [replace(_known(entry)[0], id=n, identity=identity) for n, (entry, identity) in enumerate(before.new, 1)]
    after = _poll(second, known)
    keys = [identity.key for _, identity in (*before.new, *after.new)]
    assert len(set(keys)) == len(keys)
    assert {key for key, _ in after.listed} <= set(keys)
    touched = [each.id for each in after.unchanged] + [each.id for each, _ in after.revised]
    assert len(set(touched)) == len(touched)


@given(lists)
def test_polling_the_same_list_again_brings_nothing_new(listed: list[Entry]) -> None:
    before = _poll(listed, [])
    known = [replace(_known(entry)[0], id=n, identity=identity) for n, (entry, identity) in enumerate(before.new, 1)]
    assert _poll(listed, known).new == ()
