"""Online clustering in a real database: order inside a batch, idempotence, merges, editors' decisions, edits, chains, leads."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.jobs.cluster import explain_pair, place_all
from aggregator.jobs.story_rows import cluster_items
from aggregator.model import Entry, Identity, KnownEntry, Outlet, Relation
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries, save_revision
from aggregator.store.stories import (
    current_story,
    find_biggest,
    find_log,
    find_stories,
    forget_index,
    get_stories,
    merge_stories,
    split_story,
    story_of,
)
from aggregator.stories.pairs import Item

NOW = datetime(2026, 7, 15, 3, tzinfo=UTC)
LEAD = "나래 앞바다에서 15일 새벽 어선 마루호가 침몰해 해경이 승선원 12명을 모두 구조했다. 해경은 사고 원인을 조사하고 있다."


@dataclass(frozen=True)
class Piece:
    title: str
    outlet: str = "narae"
    summary: str = ""
    at: datetime = NOW
    byline: str | None = None


SINKING = (
    Piece("마루호 나래 앞바다서 침몰…12명 전원 구조", "narae", LEAD),
    Piece("어선 마루호 침몰, 승선원 12명 모두 구조", "raon"),
    Piece('나래 앞바다서 마루호 침몰…해경 "12명 전원 구조"', "dodam"),
)
OTHERS = (
    Piece("한은, 기준금리 0.25%p 인상…2.75%로", "narae"),
    Piece("가온전자 노조, 임금협상 결렬 선언", "raon"),
    Piece("[인사] 통일부", "dodam"),
)


def store(database: Database, pieces: Iterable[Piece]) -> list[int]:
    ids = []
    with database.write() as connection:
        for piece in pieces:
            key = f"{piece.title}|{piece.at.isoformat()}"
            entry = Entry(guid=None, url=None, title=piece.title, summary=piece.summary, byline=piece.byline)
            identity = Identity(key=key, guid=None, url_key=None, title_key=piece.title)
            ids.append(add_entries(connection, piece.outlet, None, [(entry, identity, "digest")], piece.at)[key])
    return ids


def stories_of(database: Database, ids: Sequence[int]) -> list[int | None]:
    with database.read() as connection:
        return [story_of(connection, entry_id) for entry_id in ids]


def test_one_event_is_one_story_and_the_rest_stay_alone(database: Database) -> None:
    ids = store(database, SINKING + OTHERS)
    assert place_all(database, NOW) == 6
    found = stories_of(database, ids)
    assert len(set(found[:3])) == 1
    assert len(set(found)) == 4


def test_placing_again_changes_nothing(database: Database) -> None:
    ids = store(database, SINKING + OTHERS)
    place_all(database, NOW)
    before = stories_of(database, ids)
    assert place_all(database, NOW + timedelta(hours=1)) == 0
    assert stories_of(database, ids) == before


def test_a_story_goes_on_over_days_under_one_id(database: Database) -> None:
    first = store(database, SINKING)
    place_all(database, NOW)
    next_day = NOW + timedelta(hours=20)
    later = store(database, [Piece("마루호 침몰 나래 앞바다…12명 전원 구조된 까닭", "nuri", at=next_day)])
    place_all(database, next_day)
    assert stories_of(database, later) == stories_of(database, first[:1])
    with database.read() as connection:
        (story,) = find_stories(connection, later)
    assert [member.stored.outlet for member in story.members][-1] == "nuri"
    assert [member.stored.first_seen for member in story.members] == [NOW] * 3 + [next_day]


def test_an_entry_that_waits_is_a_story_of_its_own(database: Database) -> None:
    (waiting,) = store(database, OTHERS[:1])
    with database.read() as connection:
        (story,) = find_stories(connection, [waiting])
    assert (story.id, story.lead, len(story.members)) == (-waiting, waiting, 1)


ITEMS = [
    Item(title=piece.title, text=piece.summary, outlet=piece.outlet, date=NOW)
    for piece in (
        *SINKING,
        *OTHERS,
        Piece("[속보] 마루호 침몰", "nuri"),
        Piece("해경, 마루호 침몰 원인 조사…12명 구조", "sol", LEAD),
        Piece("한국은행 기준금리 2.75%로 0.25%p 인상", "sol"),
        Piece("가온전자 노조 임금협상 결렬", "sol"),
        Piece("가온전자 노조, 임금협상 결렬 선언", "dodam"),
    )
]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_inside_a_batch_does_not_matter(shuffle: random.Random) -> None:
    mixed = list(ITEMS)
    shuffle.shuffle(mixed)
    assert partition(mixed) == in_order()


@cache
def in_order() -> set[frozenset[tuple[str, str]]]:
    return partition(ITEMS)


def partition(items: Sequence[Item]) -> set[frozenset[tuple[str, str]]]:
    placed = cluster_items(items)
    stories: dict[int, set[tuple[str, str]]] = {}
    for item, row in zip(items, placed, strict=True):
        stories.setdefault(row.story, set()).add((item.title, row.relation.value))
    return {frozenset(members) for members in stories.values()}


def test_an_editors_split_stays(database: Database) -> None:
    ids = store(database, SINKING)
    place_all(database, NOW)
    (old,) = set(stories_of(database, ids))
    assert old is not None
    with database.write() as connection:
        new = split_story(connection, old, ids[2:], NOW)
    later = NOW + timedelta(hours=2)
    store(database, [replace(piece, outlet=f"{piece.outlet}2", at=later) for piece in SINKING])
    place_all(database, later)
    assert stories_of(database, ids) == [old, old, new]
    with database.read() as connection:
        assert [line.event for line in find_log(connection, new)] == ["split"]


def test_an_editors_merge_stays_and_the_old_number_finds_it(database: Database) -> None:
    ids = store(database, OTHERS[:2])
    place_all(database, NOW)
    one, other = stories_of(database, ids)
    assert one is not None
    assert other is not None
    with database.write() as connection:
        merge_stories(connection, one, other, NOW, by="editor")
    assert stories_of(database, ids) == [one, one]
    with database.read() as connection:
        assert current_story(connection, other) == one
        assert [(line.event, line.by) for line in find_log(connection, one)] == [("merged", "editor")]


def test_an_edited_entry_moves_only_while_it_is_alone(database: Database) -> None:
    ids = store(database, [*SINKING, Piece("해경 브리핑 예정", "nuri")])
    place_all(database, NOW)
    assert len(set(stories_of(database, ids))) == 2
    edit(database, ids[3], "어선 마루호 나래 앞바다서 침몰, 12명 전원 구조")
    edit(database, ids[0], "전혀 다른 이야기가 된 제목")
    place_all(database, NOW + timedelta(minutes=30))
    assert len(set(stories_of(database, ids))) == 1


def edit(database: Database, entry_id: int, title: str) -> None:
    identity = Identity(key=f"{entry_id}", guid=None, url_key=None, title_key=title)
    known = KnownEntry(id=entry_id, identity=identity, title="", summary="", published=None, digest="digest")
    entry = Entry(guid=None, url=None, title=title)
    with database.write() as connection:
        save_revision(connection, known, entry, identity, "edited", NOW + timedelta(minutes=20))


def test_the_reason_for_a_pair_can_be_asked(database: Database) -> None:
    ids = store(database, SINKING + OTHERS)
    place_all(database, NOW)
    with database.read() as connection:
        together, apart = explain_pair(connection, ids[0], ids[1]), explain_pair(connection, ids[0], ids[3])
        assert explain_pair(connection, ids[0], 999) is None
    assert together is not None
    assert together.together
    assert "마루호" in together.verdict.why
    assert apart is not None
    assert not apart.together
    assert apart.verdict.relation is Relation.DIFFERENT


def test_a_chain_folds_into_its_newest_piece_which_leads(database: Database) -> None:
    flash = Piece("[속보] 마루호 나래 앞바다서 침몰", "wire")
    first = Piece("[1보] 마루호 나래 앞바다서 침몰…승선원 12명", "wire", at=NOW + timedelta(minutes=9))
    whole = Piece("마루호 나래 앞바다서 침몰…승선원 12명 전원 구조(종합)", "wire", LEAD, NOW + timedelta(hours=1))
    ids = store(database, [flash, first, whole])
    place_all(database, NOW + timedelta(hours=1))
    with database.read() as connection:
        (story,) = find_stories(connection, ids)
    assert story.lead == ids[2]
    assert [member.superseded_by for member in story.members] == [ids[2], ids[2], None]


def test_a_text_without_byline_in_two_outlets_is_a_press_release(database: Database) -> None:
    text = (
        "가온전자는 새 배터리 공장을 나래시에 착공한다고 15일 밝혔다. 공장은 연면적 3만㎡ 규모로 내년 말 완공되며 "
        "300명을 고용한다."
    )
    release = [
        Piece("가온전자, 나래시에 배터리 공장 착공", "raon", text),
        Piece("가온전자 나래 배터리 공장 첫 삽", "dodam", text),
    ]
    wire = [replace(piece, summary=f"(서울=연합뉴스) 김하늘 기자 = {LEAD}") for piece in SINKING[:2]]
    ids = store(database, release + wire)
    place_all(database, NOW)
    with database.read() as connection:
        found = {story.lead: story for story in find_stories(connection, ids)}
    marks = {m.stored.id: (m.press_release, m.relation) for story in found.values() for m in story.members}
    assert [marks[entry_id][0] for entry_id in ids] == [True, True, False, False]
    assert [marks[entry_id][1] for entry_id in ids].count(Relation.COPY) == 2


def test_the_lead_prefers_news_of_its_own_and_the_better_known_outlet(database: Database) -> None:
    pieces = [
        Piece("[포토] 마루호 나래 앞바다 침몰 현장", "photo"),
        Piece("어선 마루호 침몰, 승선원 12명 모두 구조", "small", at=NOW),
        Piece("마루호 나래 앞바다서 침몰…12명 전원 구조", "great", at=NOW + timedelta(minutes=30)),
    ]
    ids = store(database, pieces)
    place_all(database, NOW + timedelta(hours=1))
    outlets = {
        name: Outlet(id=name, name=name, type="종합지", tier=tier)
        for name, tier in (("photo", 1), ("small", 3), ("great", 1))
    }
    with database.read() as connection:
        (story,) = find_stories(connection, ids[1:], outlets)
        (plain,) = find_stories(connection, ids[1:])
    assert story.lead == ids[2]
    assert plain.lead == ids[1]


def test_what_comes_two_days_after_the_last_report_is_news_again(database: Database) -> None:
    first = store(database, SINKING)
    place_all(database, NOW)
    anew = NOW + timedelta(hours=60)
    later = store(database, [Piece("나래 앞바다 마루호 침몰…12명 전원 구조한 해경", "nuri", at=anew)])
    place_all(database, anew)
    assert stories_of(database, later) != stories_of(database, first[:1])


CAPTION = "31일 오후 나래 시민회관에서 영화 ‘마루의 봄’ 시사회가 열렸다. {} 2031.05.03 photo@nuri.kr"
CARPET = [
    Piece("[포토] 한봄 '눈부신 미소'", "nuri", summary=CAPTION.format("배우 한봄이 손을 흔들고 있다.")),
    Piece("[포토] 서가람 '반가워요'", "nuri", summary=CAPTION.format("배우 서가람이 포즈를 취하고 있다.")),
    Piece("[포토] 이솔 '시사회 왔어요'", "nuri", summary=CAPTION.format("가수 이솔이 입장하고 있다.")),
    Piece(
        "[포토] 마루 타이거즈 '오늘도 이겼다'",
        "nuri",
        summary="31일 오후 마루 야구장에서 2031 가람리그 마루와 나래의 경기가 열렸다. 마루 선수들이 기뻐하고 있다. photo@nuri.kr",
    ),
]


def test_pictures_of_one_event_stay_apart_unless_the_newsroom_folds_them(database: Database) -> None:
    ids = store(database, CARPET)
    place_all(database, NOW)
    assert len(set(stories_of(database, ids))) == 4


def test_a_newsroom_may_fold_the_pictures_of_one_event(database: Database) -> None:
    ids = store(database, CARPET)
    place_all(database, NOW, fold_photos=True)
    found = stories_of(database, ids)
    assert len(set(found[:3])) == 1
    assert found[3] not in found[:3], "another event of that outlet"
    with database.read() as connection:
        told = explain_pair(connection, ids[0], ids[1], fold_photos=True)
        apart = explain_pair(connection, ids[0], ids[1])
    assert told is not None
    assert told.together
    assert "pictures of one event" in told.verdict.why
    assert apart is not None
    assert "two pictures of one series" in apart.verdict.why


def test_the_biggest_stories_come_first(database: Database) -> None:
    ids = store(database, OTHERS + SINKING)
    place_all(database, NOW)
    with database.read() as connection:
        sizes = find_biggest(connection, NOW, NOW + timedelta(hours=1), 2)
        assert (sizes[0].entries, sizes[0].outlets) == (3, 3)
        assert get_stories(connection, [sizes[0].story_id])[0].members[0].stored.id in ids
        assert find_biggest(connection, NOW + timedelta(hours=1), NOW + timedelta(hours=2)) == ()


def test_the_index_forgets_what_the_window_left_behind(database: Database) -> None:
    ids = store(database, SINKING)
    place_all(database, NOW)
    week_later = NOW + timedelta(days=9)
    again = store(database, [replace(SINKING[0], at=week_later)])
    place_all(database, week_later)
    assert stories_of(database, again) != stories_of(database, ids[:1])
    with database.write() as connection:
        assert not forget_index(connection, week_later)
        assert forget_index(connection, week_later + timedelta(days=1))
        assert len(get_stories(connection, [story for story in stories_of(database, ids) if story])) == 1


def test_rows_of_a_file_leave_no_trace(tmp_path: Path) -> None:
    placed = cluster_items([Item(title="가온전자 공장 착공"), Item(title="가온전자, 공장 착공")])
    assert [row.relation for row in placed] == [Relation.SAME_STORY, Relation.COPY]
    assert placed[0].story == placed[1].story
    assert list(tmp_path.iterdir()) == []
