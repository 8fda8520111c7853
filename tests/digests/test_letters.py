"""The five forms of an issue (and two more), in both languages, as finished letters under a strict stranger's eye."""

import re
from datetime import UTC, datetime
from functools import cache

import pytest

from aggregator.delivery.message import build_message
from aggregator.digests.page import LetterOptions
from aggregator.digests.render import Rendered, render_edition
from tests.digests import press
from tests.digests.checker import CHECKS, Letter, problems

MAIN = '<div role="main">'
FORMS = ("normal", "quiet", "empty", "degraded", "unreachable", "flood", "hostile", "crowded")
UNSUBSCRIBE = "https://news.example/unsubscribe/q0Xb-7_xTn2fRk8w3mZc5VdL"


@cache
def rendered(form: str, language: str) -> Rendered:
    options = LetterOptions(
        language=language,
        unsubscribe_url=UNSUBSCRIBE,
        web_url="https://news.example/morning/2026-07-28.html",
        archive_url="https://news.example/",
        other_url="https://news.example/morning/2026-07-28.en.html",
    )
    return render_edition(getattr(press, form)(), options)


def message(form: str, language: str) -> bytes:
    printed = rendered(form, language)
    return build_message(
        key=f"morning:2026-07-28:email:{form}",
        sender="아침 브리핑 <briefing@saesol.example>",
        recipient="대외협력팀, 홍보 <desk@saesol.example>",
        subject=printed.subject,
        text=printed.text,
        html=printed.html,
        date=datetime(2026, 7, 27, 22, 32, tzinfo=UTC),
        list_id="아침 브리핑 <morning.saesol.example>",
        unsubscribe_url=UNSUBSCRIBE,
        unsubscribe_mailto="mailto:briefing@saesol.example?subject=unsubscribe",
    )


def test_the_checker_has_more_than_34_points() -> None:
    """As many as the one that is kept back, at least."""
    assert len(CHECKS) >= 34


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_a_letter_passes_every_check(form: str, language: str) -> None:
    """Raw bytes, size, characters, structure, links, content, text, contrast."""
    assert problems(message(form, language)) == []


@pytest.mark.parametrize(
    ("harm", "check"),
    [
        (lambda raw: raw.replace(b"\r\n", b"\n", 1), "line_ends_are_crlf"),
        (lambda raw: b"Bcc: a@b.example\r\n" + raw, "header_names_are_known_and_single"),
        (lambda raw: raw.replace(b"Subject: ", b"Subject: \xff", 1), "bytes_are_seven_bit"),
    ],
)
def test_the_checker_sees_harm_in_the_bytes(harm: object, check: str) -> None:
    """A checker that cannot fail checks nothing."""
    assert callable(harm)
    assert any(problem.startswith(check) for problem in problems(harm(message("quiet", "ko"))))


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ('<h1 class="h1"', '<h4 class="h1"', "headings_are_in_order"),
        (MAIN, MAIN + "<script>x</script>", "nothing_runs_or_loads"),
        (MAIN, MAIN + '<img src="https://t.example/p.gif">', "nothing_runs_or_loads"),
        (MAIN, MAIN + '<div style="display:none">미리 보기</div>', "nothing_is_hidden"),
        (MAIN, MAIN + '<a href="javascript:x">x</a>', "links_are_web_links"),
        (MAIN, MAIN + '<a href="https://a.example/"></a>', "links_have_names"),
        (MAIN, MAIN + "<table><tr><td>x</td></tr></table>", "tables_are_for_layout"),
        (MAIN, MAIN + "\u202e거꾸로", "no_reordering_or_hidden_characters"),
        (MAIN, MAIN + "\u00a9 2026", "latin_1_is_written_as_entities"),
        (MAIN, MAIN + '<p style="font-size:9px;color:#cccccc">흐린 글</p>', "contrast_is_enough_in_light"),
        (".h1,.h2,.h3,.h,.v{color:#e9ecf1", ".h1,.h2,.h3,.h,.v{color:#30343a", "contrast_is_enough_in_dark"),
    ],
)
def test_the_checker_sees_harm_in_the_page(old: str, new: str, check: str) -> None:
    """Each kind of harm, done by hand, is named by its own check."""
    printed = rendered("quiet", "ko")
    assert old in printed.html
    harmed = build_message(
        key="k", sender="a@b.example", recipient="c@d.example", subject="s", text=printed.text,
        html=printed.html.replace(old, new, 1), date=datetime(2026, 7, 28, tzinfo=UTC), list_id="x.b.example",
        unsubscribe_url=UNSUBSCRIBE,
    )  # fmt: skip
    assert any(problem.startswith(check) for problem in problems(harmed))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_the_flood_leaves_out_is_counted(language: str) -> None:
    """440 stories do not fit: for every section, what is shown and what is said to be missing add up, in both parts."""
    edition, printed = press.flood(), rendered("flood", language)
    said = r"그 밖에 이야기 ([\d,]+)개" if language == "ko" else r"([\d,]+) more stor"
    unfolded = re.sub(r"\s+", " ", printed.text)
    shown = sum(f"소식 {number}호…" in unfolded for number in range(440))
    missing = sum(int(count.replace(",", "")) for count in re.findall(said, unfolded))
    assert shown + missing == len(edition.cards)
    assert ("웹 판에 있습니다" if language == "ko" else "more stories on the web") in printed.html


@pytest.mark.parametrize("form", FORMS)
def test_the_parts_are_alternatives_of_each_other(form: str) -> None:
    """Text of more than three times the words of its HTML is taken for a trick: SpamAssassin's MPART_ALT_DIFF_COUNT, +2.8."""
    letter = Letter(message(form, "ko"))
    html, text = (
        {word for word in part.split() if re.search(r"[0-9A-Za-z_]", word)}
        for part in (" ".join(letter.body.itertext()), letter.text)
    )
    assert len(text) < 3 * len(html)


def test_with_dozens_of_watchlists_whole_sections_move_to_the_text_part() -> None:
    """Sixty watchlists do not fit into one mail; those left out are named with their numbers."""
    printed = rendered("crowded", "ko")
    assert "그 밖의 관찰목록" in printed.html
    assert all(section.name in printed.html for section in press.crowded().sections[:40])


def test_a_failed_collection_is_said_first() -> None:
    """Nothing collected: the first line says so, and that silence is not the absence of news."""
    first = Letter(message("unreachable", "ko")).text.splitlines()
    assert first[0].startswith("아무것도 수집하지 못했습니다.")
    assert "보도가 없었다는 뜻이 아닙니다" in " ".join(first[:3])


def test_a_degraded_issue_warns_at_its_top() -> None:
    """A third of the sources were down: said in the first line, in a warning, and in the subject; no comparison is made."""
    printed = rendered("degraded", "ko")
    assert "매체 42곳 중 14곳을 수집하지 못해 평소와 견주지 않습니다." in printed.html
    assert "수집이 늦어 09:40에 보냅니다." in printed.html
    assert "매체 14곳 수집 장애" in printed.subject
    assert printed.html.index("09:40") < printed.html.index("먼저 볼 것")
    assert "▲" not in printed.html


def test_hostile_text_stays_text() -> None:
    """Scripts, quotes and addresses from feeds are shown, never run or followed."""
    letter = Letter(message("hostile", "ko"))
    assert not re.search(r"(?i)javascript:|data:text", letter.html + letter.text)
    assert "bcc" not in {name for name, _ in letter.headers}
    assert "evil.example" in letter.html
    assert "bank.example@" not in letter.html


def test_printing_twice_gives_the_same_bytes() -> None:
    """A re-issue of a frozen edition is word for word the same."""
    once, again = (render_edition(press.normal(), LetterOptions()) for _ in range(2))
    assert once == again
