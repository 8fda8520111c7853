"""Sentences: the first line of every kind of day in both languages, and never a reassuring one while a source failed."""

from dataclasses import replace

import pytest

from aggregator.digests.edition import Edition
from aggregator.digests.page import LetterOptions
from aggregator.digests.strings import LANGUAGES, strings_for
from aggregator.digests.subject import make_subject
from aggregator.digests.view import first_level, make_page
from tests.digests import press

KO, EN = strings_for("ko"), strings_for("en")


def page_text(edition: Edition, language: str) -> str:
    page = make_page(edition, LetterOptions(language=language), first_level(edition))
    return " ".join((page.summary, *page.warnings, page.failing, page.quiet_note, page.collected))


@pytest.mark.parametrize(
    ("form", "ko", "en"),
    [
        ("normal", "기사 102건을 이야기 30개로 묶었습니다. 평소 화요일(87건)보다 17% 많습니다.",
         "102 articles in 30 stories. 17% more than on a usual Tuesday (87)."),
        ("empty", "관찰목록에 걸린 새 기사가 없습니다. 매체 42곳에서 기사 391건을 살폈습니다. 평소 일요일은 32건입니다.",
         "No new article on your watchlists. 391 articles from 42 outlets were looked at. A usual Sunday has 32."),
        ("unreachable",
         "아무것도 수집하지 못했습니다. 매체 42곳 어디에서도 응답을 받지 못했습니다. 보도가 없었다는 뜻이 아닙니다.",
         "Nothing could be collected. None of 42 outlets answered. This does not mean that nothing was published."),
    ],
)  # fmt: skip
def test_the_first_line_sums_the_day_up(form: str, ko: str, en: str) -> None:
    edition = getattr(press, form)()
    assert KO.summary(edition) == ko
    assert EN.summary(edition) == en


@pytest.mark.parametrize(
    ("clippings", "said"),
    [
        (100, "평소 화요일(100건)과 비슷합니다."),
        (114, "비슷합니다."),
        (116, "보다 16% 많습니다."),
        (84, "보다 16% 적습니다."),
        (350, "의 3.5배입니다."),
    ],
)
def test_a_day_is_compared_with_its_weekday(clippings: int, said: str) -> None:
    edition = replace(press.normal(), clippings=clippings, usual=100)
    assert KO.summary(edition).endswith(said)


def test_without_history_nothing_is_compared() -> None:
    edition = replace(press.normal(), usual=None)
    assert KO.summary(edition) == "기사 102건을 이야기 30개로 묶었습니다."
    assert EN.summary(edition) == "102 articles in 30 stories."


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("form", ["normal", "degraded", "unreachable"])
def test_a_failed_source_is_always_counted(form: str, language: str) -> None:
    """Wherever a source failed, the page says how many of how many."""
    edition = getattr(press, form)()
    failing = edition.collection.failing
    said = page_text(edition, language)
    assert (f"42곳 중 {failing}곳" if language == "ko" else f"{failing} of 42 outlets") in said


def test_an_empty_day_with_failures_is_no_quiet_day() -> None:
    """No clipping, and one source down: the sentence says that some may be missing."""
    edition = replace(press.empty(), collection=press.normal().collection)
    assert "빠졌을 수 있습니다" in KO.summary(edition)
    assert "살폈습니다" not in KO.summary(edition)
    assert "some may be missing" in EN.summary(edition)


def test_the_subject_leads_with_the_headline_that_comes_first() -> None:
    edition = press.normal()
    assert make_subject(edition, EN).startswith("아침 브리핑, Tue 28 Jul · [Exclusive] 새솔AI, 국립도서관")
    assert (
        make_subject(edition, KO)
        == "아침 브리핑 7/28(화) 7:30am · [단독] 새솔AI, 국립도서관 고문헌 해독 사업 맡는다…“3년간 96억”"
    )
    assert make_subject(replace(edition, leads=()), KO) == "아침 브리핑 7/28(화) · 기사 102건 · 이야기 30 · 단독 2"


def test_a_subject_never_shouts() -> None:
    """AI is the only Latin word: the hour is written so that some letters are small (SpamAssassin, SUBJ_ALL_CAPS)."""
    letters = [char for char in make_subject(press.normal(), KO) if char.isascii() and char.isalpha()]
    assert "".join(letters) == "amAI"


def test_an_own_pattern_fills_its_places_and_nothing_else() -> None:
    subject = make_subject(press.normal(), KO, "[{name}] {date} {articles}건 {unknown} {headline.__class__}")
    assert subject == "[아침 브리핑] 7/28(화) 102건 {unknown} {headline.__class__}"


def test_continuing_stories_compare_with_the_issue_before() -> None:
    """On Monday the comparison is with the last issue, not with yesterday."""
    edition = press.normal()
    assert KO.grown(2, edition) == "어제보다 매체 +2"
    assert KO.grown(0, edition) == "어제와 같은 매체"
    assert KO.grown(2, replace(edition, days_covered=3)) == "지난 호보다 매체 +2"
    assert EN.grown(1, edition) == "+1 outlet since yesterday"


def test_an_unknown_language_is_korean() -> None:
    assert strings_for("fr").code == "ko"
    assert strings_for("en-GB").code == "en"
    assert strings_for(None).code == "ko"


@pytest.mark.parametrize(
    ("detail", "ko", "en"),
    [
        ("HTTP 503 Service Unavailable, 3 times", "서버 오류 (HTTP 503)", "server error (HTTP 503)"),
        ("odd", "서버 오류", "server error"),
    ],
)
def test_a_failure_is_named_in_the_reader_s_language(detail: str, ko: str, en: str) -> None:
    """The kind decides the words; the server's number is kept."""
    (trouble, _) = press.normal().collection.troubles
    trouble = replace(trouble, detail=detail)
    assert KO.trouble_kind(trouble) == ko
    assert EN.trouble_kind(trouble) == en
