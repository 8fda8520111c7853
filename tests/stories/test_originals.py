"""Which of several copies is the original: by credit, published time and outlet, never by when it was stored."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from aggregator.jobs.cluster import place_all
from aggregator.model import Entry, Identity, Outlet, Relation, StoredEntry, StoryMember
from aggregator.store import tables
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries
from aggregator.store.stories import find_stories, story_of
from aggregator.stories.originals import name_originals, told_at

NOON = datetime(2026, 7, 15, 3, tzinfo=UTC)
TEXT = "나래 앞바다에서 15일 새벽 어선 마루호가 침몰해 해경이 승선원 12명을 모두 구조했다. 해경은 사고 원인을 조사하고 있다."
WIRE = Outlet(id="saebyeok", name="새벽통신", type="통신", tier=1)
OUTLETS = {"saebyeok": WIRE}


def member(
    entry_id: int, outlet: str, *, minutes: float = 0, text: str = TEXT, byline: str | None = None, copy_of: int | None
) -> StoryMember:
    published = NOON + timedelta(minutes=minutes)
    entry = Entry(guid=None, url=None, title="마루호 침몰", summary=text, published=published, byline=byline)
    stored = StoredEntry(id=entry_id, outlet=outlet, entry=entry, first_seen=NOON + timedelta(hours=2))
    relation = Relation.SAME_STORY if copy_of is None else Relation.COPY
    return StoryMember(stored=stored, relation=relation, copy_of=copy_of)


def original(*members: StoryMember) -> list[int]:
    return [one.stored.id for one in name_originals(members, OUTLETS) if one.copy_of is None]


def test_the_text_that_credits_an_agency_is_the_copy_even_if_it_was_stored_and_dated_first() -> None:
    copy = member(1, "narae", text=f"(서울=연합뉴스) 김하늘 기자 = {TEXT}", copy_of=None)
    wire = member(2, "yna", minutes=3, text=f"(서울=연합뉴스) 김하늘 기자 = {TEXT}", copy_of=1)
    assert original(copy, wire) == [2]


def test_who_published_earlier_is_the_original_whatever_was_stored_first() -> None:
    assert original(member(1, "narae", minutes=9, copy_of=None), member(2, "raon", minutes=4, copy_of=1)) == [2]


def test_within_one_minute_the_agency_then_the_byline_decides() -> None:
    first = member(1, "narae", copy_of=None)
    assert original(first, member(2, "saebyeok", minutes=0.5, copy_of=1)) == [2]
    assert original(first, member(2, "raon", minutes=0.5, byline="김하늘", copy_of=1)) == [2]


def test_the_others_point_to_the_original_and_nobody_else_moves() -> None:
    group = [
        member(1, "narae", minutes=9, copy_of=None),
        member(2, "raon", copy_of=1),
        member(3, "sol", minutes=5, copy_of=1),
    ]
    own = member(4, "dodam", copy_of=None)
    found = name_originals([*group, own], OUTLETS)
    assert [(one.copy_of, one.relation) for one in found] == [
        (2, Relation.COPY),
        (None, Relation.SAME_STORY),
        (2, Relation.COPY),
        (None, Relation.SAME_STORY),
    ]


def test_a_time_that_is_yet_to_come_is_not_believed() -> None:
    stored = member(1, "narae", copy_of=None).stored
    tomorrow = replace(stored, entry=replace(stored.entry, published=NOON + timedelta(days=1)))
    assert told_at(tomorrow) == stored.first_seen


@given(st.lists(st.tuples(st.sampled_from(["narae", "saebyeok", "raon"]), st.integers(0, 5)), min_size=1, max_size=6))
def test_every_text_has_one_original(found: list[tuple[str, int]]) -> None:
    members = [
        member(number, outlet, minutes=minutes, copy_of=None if number == 1 else 1)
        for number, (outlet, minutes) in enumerate(found, 1)
    ]
    named = name_originals(members, OUTLETS)
    (root,) = [one.stored.id for one in named if one.copy_of is None]
    assert {one.copy_of for one in named} <= {None, root}
    assert name_originals(named, OUTLETS) == named


@pytest.mark.parametrize("wire_first", [True, False])
def test_one_round_of_polls_names_the_wire_report(database: Database, wire_first: bool) -> None:
    pieces = [("saebyeok", 0), ("narae", 6)] if wire_first else [("narae", 6), ("saebyeok", 0)]
    ids = [store(database, outlet, TEXT, NOON + timedelta(minutes=minutes)) for outlet, minutes in pieces]
    place_all(database, NOON + timedelta(hours=1))
    with database.read() as connection:
        (story,) = find_stories(connection, ids, OUTLETS)
    assert {one.stored.outlet: one.relation for one in story.members} == {
        "saebyeok": Relation.SAME_STORY,
        "narae": Relation.COPY,
    }


def test_an_entry_whose_full_text_comes_later_is_placed_again(database: Database) -> None:
    first = store(database, "narae", TEXT, NOON, title="마루호 나래 앞바다서 침몰")
    later = store(database, "raon", "", NOON, title="새벽 바다의 12명, 모두 살았다")
    place_all(database, NOON + timedelta(hours=1))
    with database.write() as connection:
        assert story_of(connection, first) != story_of(connection, later)
        page = {"entry_id": later, "state": "done", "text": TEXT}
        connection.execute(sa.insert(tables.articles).values(page))
    assert place_all(database, NOON + timedelta(hours=2)) == 1
    with database.read() as connection:
        assert story_of(connection, first) == story_of(connection, later)
    assert place_all(database, NOON + timedelta(hours=3)) == 0


def store(
    database: Database, outlet: str, text: str, published: datetime, title: str = "어선 마루호 침몰, 전원 구조"
) -> int:
    key = f"{outlet}{title}"
    entry = Entry(guid=None, url=None, title=title, summary=text, published=published)
    identity = Identity(key=key, guid=None, url_key=None, title_key=title)
    with database.write() as connection:
        return add_entries(connection, outlet, None, [(entry, identity, "digest")], NOON + timedelta(minutes=30))[key]
