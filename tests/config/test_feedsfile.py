"""feeds.yaml: what a good file becomes, and that every mistake of a bad one is told at its place, all in one go."""

import json
import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.config.feedsfile import LARGEST_BYTES, read_newsfile, read_newsfile_text
from aggregator.errors import ConfigError, ExitCode
from aggregator.model import Channel, Compounds, Newsfile, Outlet, Term, TermKind
from aggregator.resources import resource_dir

GOOD = """\
outlets:
  - name: 연합뉴스
    feeds:
      - https://www.yna.co.kr/rss/news.xml
      - {url: https://www.yna.co.kr/rss/economy.xml, section: 경제, interval: 15m}
  - id: hani
    name: 한겨레
    type: 종합지
    tier: 1
    charset: euc-kr
    headers: {Accept-Language: ko}
    feeds: [https://www.hani.co.kr/rss/]
watchlists:
  - name: 소버린 AI
    any: [소버린 AI, no, 010, 12:30, true]
  - name: 네이버
    section: 자사
    outlets: [한겨레, 연합뉴스]
    any:
      - {text: 네이버, kind: name, aliases: [NAVER], compounds: no}
digests:
  - name: 아침 브리핑
    watchlists: [네이버, 소버린-ai]
    at: 7:30
    days: 월-금
    recipients:
      - 홍보팀, 대외협력 <press@example.org>
      - desk@example.org
      - directory: out
      - 임원
    alerts:
      recipients: [{email: desk@example.org, language: en}]
      quiet: {from: 22:00, until: 07:00}
groups:
  임원: [대표 <ceo@example.org>, desk@example.org]
polling:
  interval: 1h30m
  max_wire_bytes: 5MB
  allow_hosts: [127.0.0.1, 10.0.0.0/8, feeds.intra]
retention:
  entries: 90d
"""


SHIPPED = resource_dir("feeds.yaml").read_text("utf-8")


def read(text: str, name: str = "feeds.yaml") -> Newsfile:
    return read_newsfile_text(text, name=name, folder=Path("news"))


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert caught.value.exit_code is ExitCode.USAGE
    return caught.value.problems


def with_outlet(rest: str) -> str:
    return "outlets: [{name: 가, feeds: [https://a.kr/rss]}]\n" + rest


# --- A good file ------------------------------------------------------------------------------------------------------


def test_names_become_ids_and_references_find_them() -> None:
    file = read(GOOD)
    assert [outlet.id for outlet in file.outlets] == ["연합뉴스", "hani"]
    assert [watchlist.id for watchlist in file.watchlists] == ["소버린-ai", "네이버"]
    assert file.watchlists[1].outlets == ("hani", "연합뉴스")
    assert file.digests[0].watchlists == ("네이버", "소버린-ai")
    assert file.outlets[0].feeds[1].outlet == "연합뉴스"


def test_words_stay_as_they_are_written() -> None:
    """YAML 1.1 would make these False, 8, 750 and True."""
    assert [term.text for term in read(GOOD).watchlists[0].any] == ["소버린 AI", "no", "010", "12:30", "true"]


def test_typed_values_are_read() -> None:
    file = read(GOOD)
    assert file.digests[0].at == time(7, 30)
    assert file.digests[0].days == (0, 1, 2, 3, 4)
    assert file.outlets[0].feeds[1].interval == timedelta(minutes=15)
    assert file.polling.interval == timedelta(minutes=90)
    assert file.polling.max_wire_bytes == 5_000_000
    assert file.polling.longest == timedelta(hours=6), "what is left out keeps the model's default"
    assert file.retention.entries == timedelta(days=90)
    assert file.outlets[1] == Outlet(
        id="hani",
        name="한겨레",
        type="종합지",
        tier=1,
        charset="euc-kr",
        headers=(("Accept-Language", "ko"),),
        feeds=file.outlets[1].feeds,
    )
    assert file.watchlists[1].any == (
        Term(text="네이버", kind=TermKind.NAME, aliases=("NAVER",), compounds=Compounds.NO),
    )


def test_recipients_in_all_their_forms() -> None:
    """A comma in a display name needs no quotes; who is named twice gets one letter; directories lie beside the file."""
    digest = read(GOOD).digests[0]
    assert [(r.channel, r.address, r.name) for r in digest.recipients] == [
        (Channel.EMAIL, "press@example.org", "홍보팀, 대외협력"),
        (Channel.EMAIL, "desk@example.org", ""),
        (Channel.DIRECTORY, "news/out", ""),
        (Channel.EMAIL, "ceo@example.org", "대표"),
    ]
    assert digest.alerts.recipients[0].language == "en"
    assert (digest.alerts.quiet_from, digest.alerts.quiet_until) == (time(22), time(7))


def test_secrets_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "chat").write_text("slack://a/b/c\n")
    monkeypatch.setenv("KEY", "s3cret")
    monkeypatch.setenv("TEAM_CHAT_FILE", str(tmp_path / "chat"))
    text = """\
outlets: [{name: 가, feeds: [https://a.kr/rss], headers: {Authorization: "Bearer ${KEY}"}}]
digests: [{name: 아침, at: 07:00, recipients: [{chat: "${TEAM_CHAT}"}]}]
"""
    file = read(text)
    assert file.outlets[0].headers == (("Authorization", "Bearer s3cret"),)
    assert file.digests[0].recipients[0].address == "slack://a/b/c"


def test_sections_commented_out_are_absent() -> None:
    assert read(with_outlet("watchlists:\n#  - name: 나\ndigests:\n")).watchlists == ()


@pytest.mark.parametrize("kind", ["통신사", "전문지", "인터넷신문", "종합일간지", "newspaper", "라디오"])
def test_an_outlets_type_may_be_a_word_of_ones_own(kind: str) -> None:
    assert read(f"outlets: [{{name: 가, type: {kind}, feeds: [https://a.kr]}}]").outlets[0].type == kind


def test_a_digest_without_watchlists_takes_all() -> None:
    file = read(
        with_outlet("watchlists: [{name: 나, any: [나]}, {name: 다, any: [다]}]\ndigests: [{name: 라, at: 07:00}]")
    )
    assert file.digests[0].watchlists == ("나", "다")


def test_the_shipped_file_is_a_real_newsroom() -> None:
    file = read_newsfile(resource_dir("feeds.yaml"))
    korean = [outlet for outlet in file.outlets if outlet.language == "ko"]
    assert len(korean) >= 15
    assert {"소버린 AI", "네이버"} <= {watchlist.name for watchlist in file.watchlists}
    assert [(d.at, d.timezone) for d in file.digests] == [(time(7, 30), "Asia/Seoul")]
    assert not any("joins.com" in feed.url for outlet in file.outlets for feed in outlet.feeds), "frozen since 2022"


# --- Mistakes ---------------------------------------------------------------------------------------------------------

TEN_MISTAKES = """\
outlets:
  - name: 연합뉴스
    typ: 통신
    timezone: Asia/Soul
    feeds: [htps://www.yna.co.kr/rss/news.xml]
  - name: 한겨레
    feeds: []
watchlists:
  - name: 네이버
    query: 네이버 AND (라인
  - name: 네이버
    any: [{text: "(가", regex: true}]
digests:
  - name: 아침
    watchlists: [네이보]
    at: 25:30
    recipients: [홍보팀 <press@>]
"""


def test_ten_mistakes_are_ten_lines_with_their_places() -> None:
    assert problems(TEN_MISTAKES) == (
        "feeds.yaml:3:5: unknown key `typ`; did you mean 'type'?",
        "feeds.yaml:4:15: timezone: 'Asia/Soul' is not a time zone; did you mean 'Asia/Seoul'?",
        "feeds.yaml:5:13: url: 'htps://www.yna.co.kr/rss/news.xml' is not a web address; "
        "did you mean 'https://www.yna.co.kr/rss/news.xml'?",
        "feeds.yaml:7:12: `feeds` is an empty list; give it an entry or remove the key",
        "feeds.yaml:10:20: query: this ( is never closed",
        "feeds.yaml:11:11: another watchlist has the id '네이버' (line 9); give each an `id` of its own",
        "feeds.yaml:12:19: the regular expression is not valid: missing ), unterminated subpattern",
        "feeds.yaml:15:18: no watchlist is called '네이보'; did you mean '네이버'?",
        "feeds.yaml:16:9: at: '25:30' is not a time of day; write 07:30 or 18:00",
        "feeds.yaml:17:18: email: 'press@' is not a mail address; write 홍보팀 <press@example.org>",
    )


@pytest.mark.parametrize(
    ("rest", "place", "words"),
    [
        ("watchlist: []", "2:1", "did you mean 'watchlists'?"),
        ("polling: {interval: 5}", "2:21", "has no unit"),
        ("polling: {interval: soon}", "2:21", "is not a duration"),
        ("polling: {interval: 0m}", "2:21", "is not a duration that makes sense"),
        ("polling: {shortest: 2h, interval: 30m}", "2:21", "is longer than polling.interval"),
        ("polling: {max_wire_bytes: big}", "2:27", "is not a size"),
        ("polling: {concurrency: many}", "2:24", "is not a whole number"),
        ("polling: {concurrency: 0}", "2:24", "outside 1 to 256"),
        ("polling: {allow_hosts: [10.0.0.1/8]}", "2:25", "did you mean '10.0.0.0/8'?"),
        ("polling: {allow_hosts: [999.1.1.1]}", "2:25", "neither a host nor a network"),
        ("polling: {allow_hosts: 10.0.0.0/8}", "2:24", "must be a list"),
        ("polling: {proxy: localhost}", "2:18", "a proxy is written"),
        ("polling: {full_text: sometimes}", "2:22", "none of never, missing, candidates, always"),
        ("polling: []", "2:10", "must be keys and values, not a list"),
        ("watchlists: [{name: 나}]", "2:14", "looks for nothing"),
        ("watchlists: [{name: 나, none: [다]}]", "2:14", "looks for nothing"),
        ("watchlists: [{name: 나, terms: [다], query: 다}]", "2:24", "did you mean 'any'?"),
        ("watchlists: [{name: 나, any: [다], hanja: no}]", "2:41", "did you mean false?"),
        ("watchlists: [{name: 나, any: [다], outlets: [라]}]", "2:44", "no outlet is called '라'"),
        ("watchlists: [{name: 나, query: '다 outlet:라디오'}]", "2:41", "no outlet is called '라디오'"),
        ("watchlists: [{name: 나, any: [{text: .*, regex: true}]}]", "2:37", "match everywhere"),
        ("watchlists: [{name: 나, any: [{text: 다, kind: thing}]}]", "2:46", "none of name, topic"),
        ("watchlists: [{name: 나, any: [{kind: name}]}]", "2:30", "`text` is missing"),
        ("watchlists: [{name: 나, any: [다, '']}]", "2:33", "empty text"),
        ("watchlists: [{name: [], any: [다]}]", "2:21", "must be text, not a list"),
        ("watchlists:\n  - name: 나\n    any:\n      - 다\n      -", "6:8", "has an empty entry"),
        ("watchlists:\n  - name: 나\n    any: [다]\n    section:", "5:5", "has no value"),
        ("digests: [{name: 나}]", "2:11", "`at` is missing"),
        ("digests: [{name: 나, at: 07:30, at: 08:00}]", "2:32", "stands here twice"),
        ("digests: [{name: 나, at: 07:30, days: [fry]}]", "2:38", "did you mean 'fri'?"),
        ("digests: [{name: 나, at: 07:30, language: kr}]", "2:42", "write ko or en"),
        ("digests: [{name: 나, at: 07:30, holidays: KX}]", "2:42", "not a country code"),
        ("digests: [{name: 나, at: 07:30, sections: [자싸]}]", "2:43", "no watchlist is in a section"),
        ("digests: [{name: 나, at: 07:30, demote: [photos]}]", "2:41", "none of opinion, personnel, photo"),
        ("digests: [{name: 나, at: 07:30, recipients: [임원]}]", "2:45", "no group is called '임원'"),
        ("digests: [{name: 나, at: 07:30, recipients: [{}]}]", "2:45", "exactly one of"),
        ("digests: [{name: 나, at: 07:30, recipients: [a@b]}]", "2:45", "'a@b' is not a mail address"),
        ('digests: [{name: 나, at: 07:30, recipients: [{chat: "${NOWHERE_URL}"}]}]', "2:52", "no NOWHERE_URL"),
        ("groups: {임원: [다른]}", "2:15", "a group holds addresses"),
        ("outlets: []", "2:1", "`outlets` stands here twice"),
    ],
)
def test_each_mistake_at_its_place(rest: str, place: str, words: str) -> None:
    found = problems(with_outlet(rest))
    assert any(line.startswith(f"feeds.yaml:{place}: ") and words in line for line in found), found
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("outlet", "place", "words"),
    [
        ("{name: 가, feeds: [a.kr/rss]}", "1:29", "did you mean 'https://a.kr/rss'?"),
        ("{name: 가, feeds: [feed://a.kr/rss]}", "1:29", "did you mean 'https://a.kr/rss'?"),
        ("{name: 가, feeds: ['https://a .kr']}", "1:29", "holds a space"),
        ("{name: 가, feeds: ['https://a.kr:99999/']}", "1:29", "is not a web address"),
        ("{name: 가, feeds: [https://a_-.kr/]}", "1:29", "cannot be a host name"),
        ("{name: 가, feeds: [https://a.kr, https://a.kr]}", "1:43", "is listed twice"),
        ("{name: 가, feeds: [{section: 경제}]}", "1:29", "`url` is missing"),
        ("{name: 가, charset: euckrr, feeds: [https://a.kr]}", "1:30", "did you mean 'euc-kr'?"),
        ("{name: 가, type: 경재지, feeds: [https://a.kr]}", "1:27", "did you mean '경제지'?"),
        ("{name: 가, tier: 4, feeds: [https://a.kr]}", "1:27", "outside 1 to 3"),
        ("{name: 가, language: 한국어, feeds: [https://a.kr]}", "1:31", "is not a language code"),
        ("{name: 가}", "1:11", "`feeds` is missing"),
        ("{feeds: [https://a.kr]}", "1:11", "`name` is missing"),
        ("가", "1:11", "must be keys and values, not the text '가'"),
    ],
)
def test_each_mistake_of_an_outlet(outlet: str, place: str, words: str) -> None:
    found = problems(f"outlets: [{outlet}]")
    assert any(line.startswith(f"feeds.yaml:{place}: ") and words in line for line in found), found
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('outlets: [{name: "가, feeds: [https://a.kr]}]\n', "1:18", "never closed"),
        ("outlets:\n\t- name: 가\n", "2:1", "a tab cannot indent"),
        ("outlets:\n  - name: 가: 나\n", "2:12", "a second `: `"),
        ("outlets:\n  - name: @가\n", "2:11", "cannot start with @"),
        ("outlets:\n  - name: 가\n feeds: 나\n", "3:2", "indentation"),
        ("outlets: [가\nwatchlists: 나\n", "1:10", "is not closed"),
        ("outlets:\n  - name: 가\x07\n", "2:12", "U+0007"),
        ("outlets: *x\n", "1:10", "aliases are not read"),
        ("outlets: &x [{name: 가, feeds: [https://a.kr]}]\n", "1:10", "anchors are not read"),
        ("outlets: [{name: !!python/name:os 가, feeds: [https://a.kr]}]\n", "1:18", "tags are not read"),
        ("outlets: [{name: 가, feeds: [https://a.kr]}]\n---\nb: c\n", "2:1", "a second document"),
        ("outlets:\n# all commented out\n", "1:1", "`outlets` is missing"),
        ("- name: 가\n", "1:1", "must begin with keys"),
        ("", "1:1", "must begin with keys"),
        ("[" * 50_000, "1:13", "nested more than 12 levels"),
    ],
)
def test_what_is_no_plain_yaml(text: str, place: str, words: str) -> None:
    found = problems(text)
    assert any(line.startswith(f"feeds.yaml:{place}: ") and words in line for line in found), found


def test_mistakes_after_a_broken_line_are_found_and_nothing_is_made_up() -> None:
    text = 'outlets:\n  - name: "연합뉴스\n    feeds: [https://a.kr]\nwatchlists:\n  - name: 나\n    any: [나]\n    colr: red\n'
    assert problems(text) == (
        "feeds.yaml:2:11: YAML: the quote opened here is never closed",
        "feeds.yaml:7:5: unknown key `colr`; known here: id, name, section, any, all, none, query, outlets, hanja, "
        "urgent, full_text",
    )


def test_messages_use_the_name_that_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    Path("news/my.yaml").write_text("outlets: []", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_newsfile(Path("news/my.yaml"))
    assert caught.value.problems[0].startswith("news/my.yaml:1:10: ")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_newsfile(tmp_path / "absent.yaml")
    (tmp_path / "cp949.yaml").write_bytes("outlets:\n  - name: 한겨레\n".encode("cp949"))
    with pytest.raises(ConfigError) as caught:
        read_newsfile(tmp_path / "cp949.yaml")
    assert ":2:11: not UTF-8" in caught.value.problems[0]
    (tmp_path / "large.yaml").write_bytes(b"#" * (LARGEST_BYTES + 1))
    with pytest.raises(ConfigError, match="at most 1,000,000"):
        read_newsfile(tmp_path / "large.yaml")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(read_newsfile(path).outlets) == 2


@given(st.text(alphabet=st.sampled_from(list("outlets: -[]{}\"'&*!|>%@#\n\t가,?~")), max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    """No text makes the reader fall over: it is a newsroom, or a ConfigError with at least one place."""
    assert problems(text)


PRINTABLE = st.characters(exclude_categories=("C", "Z")) | st.just(" ")


@given(st.text(PRINTABLE, max_size=30))
def test_any_quoted_text_comes_through_unchanged(rest: str) -> None:
    """Property: a term survives YAML exactly, apart from spaces at its ends."""
    text = f" 가{rest}"
    wanted = text.strip(" ")
    file = read(with_outlet(f"watchlists: [{{id: x, name: 나, any: [{json.dumps(text, ensure_ascii=False)}]}}]"))
    assert file.watchlists[0].any[0].text == wanted


def test_what_the_shipped_file_has_commented_out_works_when_it_is_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAM_CHAT_URL", "slack://a/b/c")
    keys = "urgent|holidays|user_agent|allow_hosts|alerts|groups|  recipients|  quiet|  임원"
    switched = re.sub(rf"(?m)^( *)# (?=({keys}): |({keys}):$|- |    - )", r"\1", SHIPPED)
    file = read(switched)
    assert len(file.digests[0].recipients) == 6
    assert file.digests[0].alerts.quiet_from == time(22)
    assert file.digests[0].holidays == "KR"
    assert file.watchlists[0].urgent
    assert file.polling.allow_hosts == ("feeds.intra",)
