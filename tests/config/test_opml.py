"""Subscription lists: which outlet a feed belongs to, what is refused, and that our own lists read back the same."""

from pathlib import Path

import pytest

from aggregator.config.feedsfile import read_newsfile
from aggregator.config.opml import read_opml, write_opml
from aggregator.errors import ConfigError
from aggregator.resources import resource_dir


def opml(*outlines: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def line(title: str, url: str) -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}"/>'


def read(*outlines: str) -> list[tuple[str, str | None]]:
    return [(feed.outlet, feed.section) for feed in read_opml(opml(*outlines), "list").feeds]


def test_a_folder_on_one_host_is_an_outlet() -> None:
    folder = f'<outline text="한겨레">{line("정치", "https://hani.kr/1")}{line("한겨레 경제", "https://hani.kr/2")}</outline>'
    assert read(folder) == [("한겨레", None), ("한겨레", "경제")]


def test_a_folder_of_many_hosts_is_a_topic() -> None:
    folder = f'<outline text="IT">{line("블로터 - 전체", "https://b.kr/1")}{line("지디넷", "https://z.kr/1")}</outline>'
    assert read(folder) == [("블로터", "전체"), ("지디넷", None)]


def test_the_part_that_neighbours_share_is_the_outlet() -> None:
    assert read(line("정치 - 한겨레", "https://h.kr/1"), line("경제 - 한겨레", "https://h.kr/2")) == [
        ("한겨레", "정치"),
        ("한겨레", "경제"),
    ]


def test_many_outlets_behind_one_host_are_told_apart_by_their_titles() -> None:
    base = "http://127.0.0.1:1/"
    lines = [line("한겨레 정치", base + "1"), line("서울신문 정치", base + "2"), line("한겨레 경제", base + "3")]
    assert read(*lines) == [("한겨레", "정치"), ("서울신문", "정치"), ("한겨레", "경제")]


def test_a_single_feed_keeps_its_title_and_an_untitled_one_its_host() -> None:
    assert read(line("The Korea Herald", "https://kh.com/rss")) == [("The Korea Herald", None)]
    assert read(line("", "https://www.kh.com/rss")) == [("kh.com", None)]


def test_what_cannot_be_asked_is_told() -> None:
    found = read_opml(opml(line("파일", "file:///etc/passwd"), line("가", "https://a.kr")), "list")
    assert [feed.url for feed in found.feeds] == ["https://a.kr"]
    assert "파일" in found.refused[0]


def test_a_feed_listed_twice_counts_once() -> None:
    assert len(read(line("가", "https://a.kr"), line("나", "https://a.kr"))) == 1


def test_a_document_type_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://secret.kr")
    text = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{secret}">]><opml><body>{line("가", "&x;")}</body></opml>'
    with pytest.raises(ConfigError, match="document type"):
        read_opml(text.encode(), "list")


@pytest.mark.parametrize("data", [b"", b"hello", b"<rss/>", b"\x00\xff", b"<html><body/></html>"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError, match="not OPML"):
        read_opml(data, "list")


def test_a_stray_ampersand_loses_nothing() -> None:
    """Exports of some readers do not escape titles."""
    assert read(line("Q & A", "https://a.kr/?x=1&y=2")) != []


def test_our_own_list_reads_back_the_same() -> None:
    outlets = read_newsfile(resource_dir("feeds.yaml")).outlets
    back = read_opml(write_opml(outlets), "list").feeds
    assert [feed.url for feed in back] == [feed.url for outlet in outlets for feed in outlet.feeds]
    assert [feed.section for feed in back] == [feed.section for outlet in outlets for feed in outlet.feeds]
    names = {feed.url: outlet.name for outlet in outlets for feed in outlet.feeds}
    assert {feed.url: feed.outlet for feed in back} == names
