"""Publishing on a real database: what is due, one edition and its letters in one transaction, nothing twice, nothing lost."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from aggregator.clock import Clock
from aggregator.config.settings import read_settings
from aggregator.digests.page import LetterOptions
from aggregator.digests.render import render_edition
from aggregator.errors import AggregatorError, ConfigError
from aggregator.jobs import publish
from aggregator.jobs.publish import Due
from aggregator.model import (
    Channel,
    Digest,
    Entry,
    Field,
    Identity,
    LetterState,
    Match,
    Newsfile,
    Recipient,
    Term,
    Watchlist,
)
from aggregator.newsroom import Newsroom
from aggregator.store.clippings import save_clippings
from aggregator.store.editions import find_edition, find_issues
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries
from aggregator.store.outbox import count_letters, find_content, list_letters
from aggregator.store.suppressions import suppress
from tests.digests.press import SEOUL, outlets

MAILS = (
    Recipient(channel=Channel.EMAIL, address="desk@saesol.example", name="대외협력팀"),
    Recipient(channel=Channel.EMAIL, address="ceo@saesol.example", language="en"),
)
DIGEST = Digest(id="morning", name="아침 브리핑", watchlists=("naver",), at=time(7, 30), recipients=MAILS)
WATCHLIST = Watchlist(id="naver", name="네이버", section="자사", any=(Term(text="네이버"),))


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> Newsroom:
    return make_newsroom(database, tmp_path, DIGEST)


def make_newsroom(
    database: Database, folder: Path, *digests: Digest, mail_from: str | None = "조간 <b@saesol.example>"
) -> Newsroom:
    newsfile = Newsfile(outlets=tuple(outlets().values()), watchlists=(WATCHLIST,), digests=digests)
    settings = read_settings(
        mail_from=mail_from, base_url="https://news.example", archive_dir=folder / "archive", secret="s" * 32
    )
    return Newsroom(newsfile, settings, database, Clock(seoul("2026-07-28 07:30"), speed=0))


def catch(newsroom: Newsroom, at: datetime, title: str = "네이버, 새 검색 공개") -> int:
    """One entry of an outlet becomes a clipping."""
    entry = Entry(guid=None, url=f"https://www.o01.example/{at:%d%H%M}", title=title, summary=f"{title}한다고 밝혔다.")
    identity = Identity(key=f"{at:%d%H%M}{title}", guid=None, url_key=None, title_key=title)
    match = Match(watchlist="naver", term="네이버", variant="네이버", field=Field.TITLE, start=0, end=3, rule="free")
    with newsroom.database.write() as connection:
        (entry_id,) = add_entries(connection, "o01", None, [(entry, identity, title)], at).values()
        save_clippings(connection, {entry_id: (match,)}, ("naver",), at)
    return entry_id


def run(newsroom: Newsroom, now: datetime) -> list[str]:
    return [publish.do(newsroom, piece, now).subject for piece in publish.due(newsroom, now)]


def test_an_issue_is_published_once_with_a_letter_for_each_reader(newsroom: Newsroom) -> None:
    """Asked again, nothing is due; done again, nothing is added."""
    catch(newsroom, seoul("2026-07-27 20:00"))
    now = seoul("2026-07-28 07:30")
    assert publish.due(newsroom, now - timedelta(minutes=1)) == ()
    (piece,) = publish.due(newsroom, now)
    outcome = publish.do(newsroom, piece, now)
    assert outcome.ok
    assert dict(outcome.facts) == {"clippings": 1, "stories": 1, "letters": 2}
    assert publish.due(newsroom, now) == ()
    assert publish.do(newsroom, piece, now).detail == "published already"
    with newsroom.database.read() as connection:
        letters = list_letters(connection)
    assert {letter.key for letter in letters} == {
        "morning:2026-07-28:email:desk@saesol.example",
        "morning:2026-07-28:email:ceo@saesol.example",
    }


def test_two_processes_freeze_one_edition(newsroom: Newsroom) -> None:
    """Both saw it due and composed it; the second one's letters are not even queued."""
    catch(newsroom, seoul("2026-07-27 20:00"))
    now = seoul("2026-07-28 07:30")
    digest = newsroom.newsfile.digests[0]
    window = publish.open_window(newsroom, digest, now)
    assert publish.publish(newsroom, digest, window, now).detail == ""
    assert publish.publish(newsroom, digest, window, now + timedelta(minutes=1)).detail == "published already"
    with newsroom.database.read() as connection:
        assert len(find_issues(connection)) == 1
        assert count_letters(connection)[LetterState.QUEUED] == 2


def test_each_reader_gets_a_personal_way_out_in_their_language(newsroom: Newsroom) -> None:
    """The unsubscribe links differ; the languages are those of the readers."""
    catch(newsroom, seoul("2026-07-27 20:00"))
    run(newsroom, seoul("2026-07-28 07:30"))
    with newsroom.database.read() as connection:
        letters = {letter.address: find_content(connection, letter.id) or b"" for letter in list_letters(connection)}
    links = {
        address: next(line for line in raw.split(b"\r\n") if line.startswith(b"List-Unsubscribe:"))
        for address, raw in letters.items()
    }
    assert links["desk@saesol.example"] != links["ceo@saesol.example"]
    assert all(b"https://news.example/unsubscribe/" in link for link in links.values())
    assert all(b"unsubscribe.invalid" not in raw for raw in letters.values())


def test_the_suppressed_get_nothing(newsroom: Newsroom) -> None:
    """Who unsubscribed from this digest is left out."""
    catch(newsroom, seoul("2026-07-27 20:00"))
    with newsroom.database.write() as connection:
        suppress(connection, "CEO@saesol.example", digest="morning", reason="asked", now=seoul("2026-07-27 08:00"))
    run(newsroom, seoul("2026-07-28 07:30"))
    with newsroom.database.read() as connection:
        assert [letter.address for letter in list_letters(connection)] == ["desk@saesol.example"]


def test_no_clipping_is_lost_or_told_twice_over_a_week(newsroom: Newsroom) -> None:
    """Seven days with one clipping every five hours, published each morning: every entry in exactly one edition."""
    at, entries = seoul("2026-07-20 08:00"), []
    while at < seoul("2026-07-27 07:30"):
        entries.append(catch(newsroom, at, f"네이버 소식 {at:%d일 %H시}"))
        at += timedelta(hours=5)
    for day in range(21, 28):
        run(newsroom, seoul(f"2026-07-{day} 07:30"))
    with newsroom.database.read() as connection:
        editions = [find_edition(connection, "morning", issue.issue_date) for issue in find_issues(connection)]
    told = [entry for edition in editions if edition is not None for entry in edition.entries]
    assert sorted(told) == entries


def test_after_a_downtime_three_issues_tell_everything(newsroom: Newsroom) -> None:
    """Five days off: three issues, the first of which holds what the missed ones would have."""
    catch(newsroom, seoul("2026-07-20 20:00"))
    run(newsroom, seoul("2026-07-21 07:30"))
    entries = [catch(newsroom, seoul(f"2026-07-{day} 20:00"), f"네이버 {day}") for day in range(21, 26)]
    assert run(newsroom, seoul("2026-07-26 09:40")) == [f"morning 2026-07-{day}" for day in (24, 25, 26)]
    with newsroom.database.read() as connection:
        first = find_edition(connection, "morning", seoul("2026-07-24 00:00").date())
    assert first is not None
    assert first.entries == tuple(entries[:3])
    assert [day.day for day in first.missed] == [22, 23]
    text = render_edition(first, LetterOptions()).text
    assert "7/22(수), 7/23(목) 호를 이 호에 합쳤습니다." in text


def test_an_empty_day_is_frozen_but_sent_only_if_wished(database: Database, tmp_path: Path) -> None:
    """send_empty: false queues nothing, and the day is over all the same. A day without collection is always said."""
    newsroom = make_newsroom(database, tmp_path, replace(DIGEST, send_empty=False))
    catch(newsroom, seoul("2026-07-26 20:00"))
    run(newsroom, seoul("2026-07-27 07:30"))
    edition = publish.find_issue(newsroom, newsroom.newsfile.digests[0], seoul("2026-07-27 00:00").date())
    assert edition is not None
    run(newsroom, seoul("2026-07-28 07:30"))
    with newsroom.database.read() as connection:
        assert len(find_issues(connection)) == 2
        assert count_letters(connection)[LetterState.QUEUED] == 4  # nothing was collected on the 28th: that is news


def test_a_bad_address_costs_the_others_nothing(database: Database, tmp_path: Path) -> None:
    """The letter that cannot be written is named, the rest are queued."""
    bad = Recipient(channel=Channel.EMAIL, address="not an address", name="아무개")
    newsroom = make_newsroom(database, tmp_path, replace(DIGEST, recipients=(bad, *MAILS)))
    catch(newsroom, seoul("2026-07-27 20:00"))
    outcome = publish.do(newsroom, Due("morning", seoul("2026-07-28 00:00").date()), seoul("2026-07-28 07:30"))
    assert not outcome.ok
    assert "아무개" in outcome.detail
    assert dict(outcome.facts)["letters"] == 2


def test_without_a_sender_nothing_is_published(database: Database, tmp_path: Path) -> None:
    """A mistake of configuration stops the issue before it is frozen, so that it comes once the sender is set."""
    newsroom = make_newsroom(database, tmp_path, DIGEST, mail_from=None)
    catch(newsroom, seoul("2026-07-27 20:00"))
    with pytest.raises(ConfigError, match="sender"):
        run(newsroom, seoul("2026-07-28 07:30"))
    with newsroom.database.read() as connection:
        assert find_issues(connection) == ()


def test_a_reissue_says_the_same_words_under_new_keys(newsroom: Newsroom) -> None:
    """Entries that came later change nothing: the frozen edition is printed again."""
    catch(newsroom, seoul("2026-07-27 20:00"))
    run(newsroom, seoul("2026-07-28 07:30"))
    digest = newsroom.newsfile.digests[0]
    edition = publish.find_issue(newsroom, digest, seoul("2026-07-28 00:00").date())
    assert edition is not None
    before = render_edition(edition, LetterOptions())
    catch(newsroom, seoul("2026-07-28 06:00"), "네이버 나중 소식")
    again = publish.find_issue(newsroom, digest, edition.issue_date)
    assert again is not None
    assert render_edition(again, LetterOptions()) == before
    assert dict(publish.reissue(newsroom, digest, again, seoul("2026-07-28 11:00")).facts)["letters"] == 2
    with newsroom.database.read() as connection:
        assert len(list_letters(connection)) == 4


def test_the_archive_keeps_a_page_for_each_language_and_an_index(newsroom: Newsroom, tmp_path: Path) -> None:
    """Files are complete and hold nothing personal; a page that is missing is written again with the next issue."""
    catch(newsroom, seoul("2026-07-27 20:00"))
    run(newsroom, seoul("2026-07-28 07:30"))
    archive = tmp_path / "archive"
    page = (archive / "morning" / "2026-07-28.html").read_text("utf-8")
    assert "새 검색 공개" in page
    assert "unsubscribe" not in page
    assert (archive / "morning" / "2026-07-28.en.html").exists()
    assert "morning/2026-07-28.html" in (archive / "index.html").read_text("utf-8")
    (archive / "morning" / "2026-07-28.html").unlink()
    run(newsroom, seoul("2026-07-29 07:30"))
    assert (archive / "morning" / "2026-07-28.html").exists()


def test_an_archive_that_cannot_be_written_does_not_stop_the_issue(database: Database, tmp_path: Path) -> None:
    """The letters are queued; what is wrong with the directory is said."""
    (tmp_path / "archive").write_text("a file, not a directory")
    newsroom = make_newsroom(database, tmp_path, DIGEST)
    catch(newsroom, seoul("2026-07-27 20:00"))
    outcome = publish.do(newsroom, Due("morning", seoul("2026-07-28 00:00").date()), seoul("2026-07-28 07:30"))
    assert not outcome.ok
    assert "archive" in outcome.detail
    assert dict(outcome.facts)["letters"] == 2


def test_an_unknown_digest_is_named_with_those_that_are_known(newsroom: Newsroom) -> None:
    with pytest.raises(AggregatorError, match="there is no digest 'evening'"):
        publish.find_digest(newsroom, "evening")


def test_chat_keys_do_not_show_the_service_s_secret(database: Database, tmp_path: Path) -> None:
    """An Apprise URL holds a token; the key, which `aggregator outbox` shows, does not."""
    chat = Recipient(channel=Channel.CHAT, address="slack://tokenA/tokenB/tokenC")
    newsroom = make_newsroom(database, tmp_path, replace(DIGEST, recipients=(chat,)))
    catch(newsroom, seoul("2026-07-27 20:00"))
    run(newsroom, seoul("2026-07-28 07:30"))
    with newsroom.database.read() as connection:
        (letter,) = list_letters(connection)
        content = find_content(connection, letter.id) or b""
    assert "tokenA" not in letter.key
    assert content.decode().splitlines()[0].startswith("수집된 범위에서 기사 1건을 이야기 1개로")
