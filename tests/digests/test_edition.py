"""What goes into an issue: stories once, in order, with what is said of each; and the frozen form, there and back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from aggregator.digests.compose import build_edition
from aggregator.digests.edition import Card, Edition, read_edition, write_edition
from aggregator.digests.page import LetterOptions
from aggregator.digests.render import render_edition
from aggregator.errors import DatabaseError
from aggregator.text.titles import HeadlineKind
from tests.digests import press
from tests.digests.press import DIGEST, ISSUE, NORMAL, WATCHLISTS, Told, given

OWN = ("own",)


def card_of(edition: Edition, words: str) -> Card:
    return next(card for card in edition.cards if words in "".join(piece.text for piece in card.headline))


def edition_of(*told: Told, **changes: object) -> Edition:
    return build_edition(given(told, **changes))  # type: ignore[arg-type]  # fields by name


def marked(card: Card) -> list[str]:
    return [piece.text for piece in (*card.headline, *card.excerpt) if piece.marked]


@pytest.mark.parametrize("form", ["normal", "quiet", "empty", "degraded", "unreachable", "hostile"])
def test_an_edition_comes_back_from_its_snapshot(form: str) -> None:
    """JSON there and back gives an equal edition, and the same JSON again."""
    edition = getattr(press, form)()
    text = write_edition(edition)
    assert read_edition(text) == edition
    assert write_edition(read_edition(text)) == text


def test_the_same_input_gives_the_same_edition() -> None:
    """To the last byte, whatever the order in which the database hands out clippings and stories."""
    once = press.normal_input()
    turned = replace(once, clippings=once.clippings[::-1], stories=once.stories[::-1], health=once.health[::-1])
    assert write_edition(build_edition(once)) == write_edition(build_edition(turned))


def test_a_snapshot_of_a_newer_program_is_refused_in_one_line() -> None:
    """A person reads what is wrong and what to do; the database is left alone."""
    text = write_edition(press.quiet()).replace('"schema":1', '"schema":99', 1)
    with pytest.raises(DatabaseError, match="form 99, newer than this program"):
        read_edition(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"clippings":1,', "", "parts of a Edition"),
        ('"clippings":1,', '"clippings":"1",', "Edition.clippings is no int"),
        ('"issue_date":"2026-07-26"', '"issue_date":"heute"', "heute"),
        ('"kind":"news"', '"kind":"gossip"', "gossip"),
        ("{", "[", "cannot be read"),
    ],
)
def test_a_damaged_snapshot_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    """Nothing is guessed: what is missing, unknown or of the wrong kind is named."""
    text = write_edition(press.quiet())
    assert old in text
    with pytest.raises(DatabaseError, match=said):
        read_edition(text.replace(old, new, 1))


def test_every_story_is_told_exactly_once() -> None:
    """As a lead, in one section, or apart; everywhere else only pointers lead to it."""
    edition = press.normal()
    told = [*edition.leads, *edition.apart, *(story for section in edition.sections for story in section.stories)]
    assert sorted(told) == sorted(card.story for card in edition.cards)
    for section in edition.sections:
        assert not set(section.elsewhere) & set(section.stories)


def test_sections_come_in_the_configured_order() -> None:
    """자사, then 경쟁사, then 업계·정책, whatever the order of the watchlists; a story goes to the first that caught it."""
    edition = press.normal()
    assert [section.watchlist for section in edition.sections] == ["own", "rivals", "sovereign", "law", "asia", "chips"]
    story = card_of(edition, "두레클라우드 2분기").story
    where = {section.watchlist: section for section in edition.sections}
    assert story in where["rivals"].stories
    assert story in where["chips"].elsewhere


def test_the_own_organisation_comes_first_and_leads_are_never_padded() -> None:
    """Three at most; a day with one worthy story has one; a day with none has none."""
    normal = press.normal()
    assert len(normal.leads) == 3
    assert "own" in next(card for card in normal.cards if card.story == normal.leads[0]).watchlists
    alone = Told(title="동남아 소식", watchlists=("asia",), outlet=40)
    assert edition_of(alone).leads == ()
    assert len(edition_of(alone, Told(title="새솔AI 소식", watchlists=OWN, others=(1, 2))).leads) == 1


@pytest.mark.parametrize(
    ("told", "leads"),
    [
        (Told(title="새솔AI 소식", watchlists=OWN, outlet=40), 1),
        (Told(title="회사 소식", summary="새솔AI도 참여한다.", watchlists=OWN, outlet=40), 0),
        (Told(title="회사 소식", summary="새솔AI도 참여한다.", watchlists=OWN, outlet=40, others=(39,)), 1),
        (Told(title="소버린 AI 소식", watchlists=("sovereign",), outlet=0, others=(39,)), 0),
        (Told(title="소버린 AI 소식", watchlists=("sovereign",), outlet=0, others=(1, 2)), 1),
        (Told(title="[단독] 소버린 AI 소식", watchlists=("sovereign",), outlet=40), 1),
        (Told(title="새솔AI 소식", watchlists=OWN, outlet=40, copies=(1, 2), releases=True), 0),
        (Told(title="회사 소식", watchlists=OWN, others=(1, 2, 3), body_only="새솔AI"), 0),
    ],
)
def test_a_lead_deserves_its_place(told: Told, leads: int) -> None:
    """Weight alone decides, on a quiet day too: our name in a headline, 단독, or several outlets."""
    calm = (replace(WATCHLISTS[0], urgent=False), *WATCHLISTS[1:])
    assert len(edition_of(told, watchlists=calm).leads) == leads


@pytest.mark.parametrize("title", ["[사설] 새솔AI를 말한다", "[인사] 새솔AI", "[포토] 새솔AI 행사"])
def test_opinion_personnel_and_photos_are_set_apart(title: str) -> None:
    """By the headline's tag, unless the digest says otherwise; never a lead."""
    told = Told(title=title, watchlists=OWN, others=(1, 2, 3))
    edition = edition_of(told)
    assert len(edition.apart) == 1
    assert edition.leads == ()
    kept = edition_of(told, digest=replace(DIGEST, demote=()))
    assert kept.apart == ()
    assert len(kept.sections[0].stories) == 1


def test_a_column_is_known_by_its_section_too() -> None:
    """The feed's section says 오피니언 where the headline has no tag."""
    card = edition_of(Told(title="새솔AI의 길", watchlists=OWN, section="오피니언")).cards[0]
    assert card.kind is HeadlineKind.OPINION


def test_tags_become_badges_and_leave_the_headline() -> None:
    card = card_of(press.normal(), "고문헌")
    assert card.badges == ("단독",)
    assert "".join(piece.text for piece in card.headline).startswith("새솔AI, 국립도서관")


def test_the_first_outlet_keeps_its_exclusive() -> None:
    """A later consolidated piece leads, but 단독 belongs to the story."""
    told = Told(title="[단독] 새솔AI 인수", watchlists=OWN, others=(1,), titles=("새솔AI 인수 확정(종합)",))
    with_lead = given((told,))
    story = with_lead.stories[0]
    edition = build_edition(replace(with_lead, stories=(replace(story, lead=story.members[1].stored.id),)))
    (card,) = edition.cards
    assert card.badges == ("단독", "종합")
    assert (card.lead.name, card.first.name) == ("나루신문", "가람일보")


def test_each_term_is_marked_once() -> None:
    """In the excerpt where it stands there, else in the headline."""
    card = edition_of(
        Told(title="새솔AI 또 새솔AI", summary="새솔AI는 새솔AI다. 새솔에이아이도 있다.", watchlists=OWN)
    ).cards[0]
    assert marked(card) == ["새솔AI", "새솔에이아이"]
    headline_only = edition_of(Told(title="새솔AI 또 새솔AI", watchlists=OWN)).cards[0]
    assert marked(headline_only) == ["새솔AI"]


def test_what_matched_only_in_the_body_says_why() -> None:
    card = card_of(press.normal(), "망분리")
    assert card.only_body
    assert [(reason.watchlist, reason.variant) for reason in card.reasons] == [("law", "고영향 AI")]


@pytest.mark.parametrize(("chars", "longest"), [(0, 0), (60, 62), (120, 122), (900, 122)])
def test_excerpts_keep_to_the_setting_and_the_cap(chars: int, longest: int) -> None:
    """None at 0, never more than 120 characters whatever the setting."""
    told = Told(title="새솔AI 소식", summary="새솔AI는 " + "긴 문장을 이어 간다 " * 30, watchlists=OWN)
    card = edition_of(told, digest=replace(DIGEST, excerpt_chars=chars)).cards[0]
    assert len("".join(piece.text for piece in card.excerpt)) <= longest


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("[서울=새벽신문]최은수 기자 = 새솔AI가 새 모델을 냈다.", "새솔AI가 새 모델을 냈다."),
        ("(세종=라온통신) 김하나 이두리 기자 = 새솔AI가 새 모델을 냈다.", "새솔AI가 새 모델을 냈다."),
        ("ⓒ라온통신 새솔AI가 새 모델을 냈다.", "새솔AI가 새 모델을 냈다."),
        ("[새솔AI = 1위] 순위가 나왔다.", "[새솔AI = 1위] 순위가 나왔다."),
    ],
)
def test_an_excerpt_begins_with_the_news(summary: str, shown: str) -> None:
    """A wire's dateline and a picture's credit are no news; the mark stays on its word."""
    card = edition_of(Told(title="회사 소식", summary=summary, watchlists=OWN)).cards[0]
    assert "".join(piece.text for piece in card.excerpt) == shown
    assert marked(card) == ["새솔AI"]


def test_full_text_is_never_quoted() -> None:
    """A page's text serves matching only."""
    made = given((Told(title="회사 소식", watchlists=OWN, body_only="새솔AI"),))
    clippings = tuple(
        replace(one, stored=replace(one.stored, full_text="비밀 본문 새솔AI 전문")) for one in made.clippings
    )
    assert "비밀 본문" not in write_edition(build_edition(replace(made, clippings=clippings)))


def test_copies_come_after_own_reports() -> None:
    """The names of the outlets: who wrote it themselves, then who re-printed it."""
    card = card_of(press.normal(), "고문헌")
    assert [report.copy for report in card.others] == [False, False, False, False, True, True]
    assert card.outlets == 7


def test_a_press_release_is_folded_and_named() -> None:
    """Three copies without byline are one story that says 보도자료, and no lead."""
    edition = press.normal()
    card = card_of(edition, "산불")
    assert card.press_releases == 3
    assert card.story not in edition.leads


def test_a_chain_of_one_outlet_is_folded() -> None:
    """속보 and 1보 give way to the newest; when the first came is still known."""
    card = card_of(press.normal(), "정전")
    assert card.folded == 2
    assert card.first.at < card.lead.at
    assert card.first.outlet == card.lead.outlet


def test_a_continuing_story_counts_its_days_and_new_outlets() -> None:
    """Begun on Sunday, told on Tuesday: the third day, two outlets more than yesterday."""
    card = card_of(press.normal(), "선전전")
    assert (card.day, card.outlets_added) == (3, 2)
    assert card_of(press.normal(), "고문헌").day == 1


def test_a_story_without_news_since_the_last_issue_is_not_told() -> None:
    """Its entries are all older than the window."""
    made = given(NORMAL[:1])
    assert build_edition(replace(made, clippings=())).cards == ()


def test_counts_are_of_entries_not_of_matches() -> None:
    """An entry that two watchlists caught counts once for the day and once in each of them."""
    edition = edition_of(Told(title="새솔AI 소버린 AI", watchlists=("own", "sovereign")))
    assert edition.clippings == 1
    assert [section.clippings for section in edition.sections] == [1, 0, 1, 0, 0, 0]


def test_an_entry_without_a_story_is_a_story_of_its_own() -> None:
    """Placing may lag behind; nothing is missing from the issue."""
    made = given(NORMAL[:3])
    edition = build_edition(replace(made, stories=()))
    assert edition.stories == edition.clippings
    assert all(card.story < 0 for card in edition.cards)


def test_the_usual_is_the_median_of_the_same_weekday() -> None:
    """And it is unknown, not zero, before the newsroom has two such weekdays behind it."""
    assert press.normal().usual == 87
    young = edition_of(*NORMAL, watched_since=datetime(2026, 7, 20, tzinfo=press.SEOUL))
    assert young.usual is None
    assert [day.count is None for day in young.trend] == [True] * 6 + [False] * 8
    assert young.trend[-1].count == young.clippings


def test_a_window_of_three_days_is_compared_with_three_usual_days() -> None:
    """Monday of a weekday digest: Saturday, Sunday and Monday together."""
    weekdays = replace(DIGEST, days=(0, 1, 2, 3, 4))
    monday = edition_of(*NORMAL, digest=weekdays, issue=date(2026, 7, 27))
    single = edition_of(*NORMAL, issue=date(2026, 7, 27))
    assert monday.days_covered == 3
    assert monday.usual is not None
    assert single.usual is not None
    assert monday.usual > single.usual
    assert [day.current for day in monday.trend[-4:]] == [False, True, True, True]


def test_sources_are_named_with_what_is_wrong() -> None:
    """Failing before frozen; down counts only outlets of which nothing can be read."""
    collection = press.normal().collection
    assert [(trouble.name, trouble.status.value) for trouble in collection.troubles] == [
        ("차오름뉴스", "failing"),
        ("에너지온", "frozen"),
    ]
    assert (collection.outlets, collection.down, collection.failing, collection.poor) == (42, 1, 1, False)
    assert press.degraded().collection.poor
    assert press.unreachable().collection.nothing


def test_what_comes_at_the_cut_belongs_to_the_next_issue() -> None:
    """Half-open: an entry of a story seen at the very end of the window is not told yet."""
    made = given(NORMAL[:1])
    story = made.stories[0]
    late = replace(
        story.members[-1], stored=replace(story.members[-1].stored, id=999, outlet="o33", first_seen=made.window.end)
    )
    edition = build_edition(replace(made, stories=(replace(story, members=(*story.members, late)),)))
    assert "o33" not in {report.outlet for report in edition.cards[0].others}


def test_a_rank_is_the_sum_of_its_named_parts() -> None:
    card = card_of(press.normal(), "고문헌")
    parts = {part.name: part.points for part in card.parts}
    assert parts == {"own": 16, "outlets": 15, "tier": 11, "exclusive": 18, "where": 12, "urgent": 8}
    assert card.score == sum(parts.values())


def test_cards_are_in_rank_order_without_ties() -> None:
    """Score first; no two stories compare equal, so no order depends on luck."""
    scores = [card.score for card in press.flood(60).cards]
    assert scores == sorted(scores, reverse=True)


def test_freezing_late_is_remembered() -> None:
    edition = press.degraded()
    assert edition.frozen_at - edition.end == timedelta(hours=2, minutes=10)
    assert edition.issue_date == ISSUE


@pytest.mark.parametrize(("language", "words"), [("ko", "사진 4장"), ("en", "4 pictures")])
def test_folded_pictures_are_one_line_that_counts_them(language: str, words: str) -> None:
    """One story of several pictures says how many; a picture alone says nothing."""
    several = edition_of(Told(title="[포토] 새솔AI 행사", watchlists=OWN, others=(1, 2, 3)))
    alone = edition_of(Told(title="[포토] 새솔AI 행사", watchlists=OWN))
    assert words in render_edition(several, LetterOptions(language=language)).text
    assert words.replace("4", "1").removesuffix("s") not in render_edition(alone, LetterOptions(language=language)).text
