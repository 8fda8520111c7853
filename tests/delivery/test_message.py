"""Letters as bytes: every header survives a strict reader, hostile text stays text, both parts arrive as they were written."""

import base64
import quopri
import random
import re
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from typing import Any

import dkim
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.delivery.dkim import DkimKey
from aggregator.delivery.headers import clean_line, encoded_words, read_mailbox
from aggregator.delivery.message import build_message, header_names, message_id
from aggregator.errors import ConfigError, DeliveryError

from .encoded import decode_mailbox, decode_unstructured, field, read_fields

DATE = datetime(2026, 7, 1, 7, 30, tzinfo=timezone(timedelta(hours=9)))
NAMES = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Precedence",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
)


def build(**changes: Any) -> bytes:
    usual: dict[str, Any] = {
        "key": "daily/2026-07-01/reader",
        "sender": "조간 브리핑 <briefing@example.org>",
        "recipient": "독자 <reader@example.org>",
        "subject": "[조간] 소버린 AI 경쟁 본격화",
        "text": "첫 줄\n둘째 줄\n",
        "html": "<p>첫 줄</p>\n",
        "date": DATE,
        "list_id": "아침 브리핑 <morning.example.org>",
        "reply_to": "편집국 <desk@example.org>",
        "unsubscribe_url": "https://briefing.example.org/unsubscribe/token",
        "unsubscribe_mailto": "desk@example.org?subject=unsubscribe%20token",
    }
    return build_message(**(usual | changes))


def subject_of(message: bytes) -> str:
    return decode_unstructured("Subject", field(message, "Subject"))


def parts_of(message: bytes) -> list[str]:
    """The two parts, decoded by hand from the raw bytes."""
    head, _, body = message.partition(b"\r\n\r\n")
    boundary = re.search(rb'boundary="([^"]+)"', head)
    assert boundary is not None
    pieces = body.split(b"--" + boundary[1])
    assert pieces[0] == b""
    assert pieces[-1] == b"--\r\n"
    return [_decoded(piece) for piece in pieces[1:-1]]


def _decoded(piece: bytes) -> str:
    head, _, body = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    coding = re.search(rb"Content-Transfer-Encoding: (\S+)", head)
    assert coding is not None
    raw = base64.b64decode(body) if coding[1] == b"base64" else quopri.decodestring(body)
    return raw.decode("utf-8")


# --- Headers ------------------------------------------------------------------------------------------------------------


def test_exactly_these_headers_in_this_order() -> None:
    assert header_names(build()) == NAMES


def test_optional_headers_are_left_out() -> None:
    bare = build(reply_to=None, unsubscribe_url=None, unsubscribe_mailto=None)
    absent = {"Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"}
    assert header_names(bare) == tuple(name for name in NAMES if name not in absent)


def test_fixed_values() -> None:
    message = build()
    assert field(message, "Date") == [" Wed, 01 Jul 2026 07:30:00 +0900"]
    assert field(message, "Auto-Submitted") == [" auto-generated"]
    assert field(message, "Precedence") == [" bulk"]
    assert decode_mailbox("List-Id", [*field(message, "List-Id")[:-1], " <x@y>"]) == ("아침 브리핑", "x@y")
    assert field(message, "List-Id")[-1].endswith("<morning.example.org>")


def test_unsubscribe_is_a_uri_on_one_line() -> None:
    """However long, never folded and never an encoded-word: else the button vanishes."""
    url = "https://briefing.example.org/unsubscribe/" + "x" * 300
    message = build(unsubscribe_url=url, unsubscribe_mailto="desk@example.org?subject=unsubscribe%20token")
    value = f" <{url}>, <mailto:desk@example.org?subject=unsubscribe%20token>"
    assert field(message, "List-Unsubscribe") == [value]
    assert field(message, "List-Unsubscribe-Post") == [" List-Unsubscribe=One-Click"]


@pytest.mark.parametrize(
    ("url", "written"),
    [
        (
            "https://뉴스.한국/거부?a=가,나",
            "https://xn--vg1b002a.xn--3e0b707e/%EA%B1%B0%EB%B6%80?a=%EA%B0%80%2C%EB%82%98",
        ),
        ("https://example.org/a>,<https://evil.org", "https://example.org/a%3E%2C%3Chttps://evil.org"),
        ("https://example.org/a\r\nBcc: x@evil.org", "https://example.org/aBcc:%20x@evil.org"),
    ],
)
def test_unsubscribe_cannot_leave_its_brackets(url: str, written: str) -> None:
    message = build(unsubscribe_url=url, unsubscribe_mailto=None)
    assert field(message, "List-Unsubscribe") == [f" <{written}>"]
    assert header_names(message) == NAMES


def test_no_one_click_promise_without_https() -> None:
    """RFC 8058: only an https address may promise it."""
    for changes in ({"unsubscribe_url": "http://example.org/u"}, {"unsubscribe_url": None}):
        assert "List-Unsubscribe-Post" not in header_names(build(**changes))


def test_message_id_is_the_keys() -> None:
    assert message_id("k", "example.org") == message_id("k", "EXAMPLE.org") != message_id("l", "example.org")
    assert field(build(), "Message-ID") == [f" {message_id('daily/2026-07-01/reader', 'example.org')}"]
    assert re.fullmatch(r"<[0-9a-f]{32}@xn--[a-z0-9-]+\.xn--3e0b707e>", message_id("비밀", "뉴스.한국"))


def test_same_arguments_same_bytes() -> None:
    assert build() == build()
    assert build() != build(key="another")


# --- 4,000 subjects and names -------------------------------------------------------------------------------------------

_HANGUL = "".join(chr(code) for code in range(0xAC00, 0xD7A4, 7))
_MIXED = [
    "AI",
    "KT",
    "네이버",
    "카카오",
    "소버린 AI",
    "“",
    "”",
    "·",
    "…",
    "美",
    "中",
    "ㆍ",
    ",",
    ".",
    ":",
    ";",
    "(",
    ")",
    "[",
    "]",
]
_MIXED += ["=", "?", "_", "=?", "?=", '"', "\\", "<", ">", "@", "한", "a", "Z", "9", "%", "é", "😀", "👩‍💻", "각"]


def _random_text(source: random.Random) -> str:
    words = []
    for _ in range(source.randint(1, 14)):
        kind = source.random()
        if kind < 0.45:
            words.append("".join(source.choice(_HANGUL) for _ in range(source.randint(1, 9))))
        elif kind < 0.65:
            words.append(
                "".join(
                    source.choice("abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789") for _ in range(source.randint(1, 30))
                )
            )
        else:
            words.append("".join(source.choice(_MIXED) for _ in range(source.randint(1, 6))))
    return " ".join(words)


def test_four_thousand_subjects_and_names_survive() -> None:
    """Each subject and each display name comes back exactly, or as clean_line left it."""
    source = random.Random(20260701)
    for number in range(4000):
        subject, name = _random_text(source), _random_text(source).replace("<", "").replace(">", "")
        message = build(key=str(number), subject=subject, sender=f"{name} <a@example.org>", reply_to=None)
        assert subject_of(message) == clean_line(subject)
        shown, address = decode_mailbox("From", field(message, "From"))
        assert address == "a@example.org"
        assert shown == read_mailbox(f"{name} <a@example.org>").name


@given(st.text(max_size=400))
def test_any_text_is_a_subject(text: str) -> None:
    """Whatever comes, one Subject goes out, and nothing else with it."""
    message = build(subject=text)
    assert header_names(message) == NAMES
    assert subject_of(message) == clean_line(text)


@given(st.text(max_size=120))
def test_any_text_is_a_name(text: str) -> None:
    name = text.replace("<", "").replace(">", "")
    message = build(sender=f"{name} <a@example.org>", recipient=f"{name} <b@example.org>")
    assert header_names(message) == NAMES
    assert decode_mailbox("To", field(message, "To"))[1] == "b@example.org"


@given(st.text(min_size=1, max_size=200, alphabet=st.characters(exclude_categories=("Cs",))), st.integers(40, 75))
def test_encoded_words_never_break_a_character(text: str, first: int) -> None:
    words = encoded_words(text, first)
    assert len(words[0]) <= first
    assert all(len(word) <= 75 for word in words)
    assert decode_unstructured("X", [" " + words[0], *(" " + word for word in words[1:])]) == text


def test_decomposed_hangul_stays_together() -> None:
    """A syllable written as jamo (NFD) is not cut between its parts, which some readers would show as rubble."""
    syllable = "\u1100\u1161\u11a8"
    for word in encoded_words(syllable * 40, 60):
        text = base64.b64decode(word.split("?")[3]).decode()
        assert len(text) % 3 == 0


# --- Hostile text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=?utf-8?B?DQpCY2M6IGFAYi5j?=",  # CVE-2024-6923: decodes to CRLF Bcc: a@b.c
        "a\r\nBcc: x@evil.org",
        "a\nBcc: x@evil.org\n\nbody",
        "a\u2028Bcc: x@evil.org",
        "a\x85Bcc: x@evil.org",
        "a\x0bBcc: x@evil.org",
        "\ud800\udc00",
        "x\x00y",
        "\u202egro.live",
        "a" * 5000,
        "가" * 5000,
        "=?" * 200,
        "",
        " \t ",
    ],
)
@pytest.mark.parametrize("argument", ["subject", "name", "list_id"])
def test_hostile_text_makes_no_header(text: str, argument: str) -> None:
    changes = {
        "subject": {"subject": text},
        "name": {"sender": f"{text} <a@example.org>", "reply_to": f"{text} <c@example.org>"},
        "list_id": {"list_id": f"{text} <morning.example.org>"},
    }[argument]
    message = build(**changes)
    assert header_names(message) == NAMES
    assert b"\nBcc" not in message
    lines = message.split(b"\r\n")
    assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in lines)
    for part in policy.default, policy.compat32:
        assert message_from_bytes(message, policy=part)["Bcc"] is None


def test_nothing_is_left_to_decode_twice() -> None:
    """A reader that decodes the decoded subject again finds no encoded-word."""
    assert "=?" not in subject_of(build(subject="=?utf-8?Q?a?= =?=?utf-8?Q?b?="))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "reader",
        "reader@",
        "@example.org",
        "a b@example.org",
        "a@b@c.org",
        "a@exa mple.org",
        "a@-x-.org\r\n",
        "a,b@example.org",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(DeliveryError, match="no mail address"):
        build(recipient=f"독자 <{address}>")


# --- Addresses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("홍보팀, 네이버 <pr@example.org>", "홍보팀, 네이버", "pr@example.org"),
        ('"홍보팀, 네이버" <pr@example.org>', "홍보팀, 네이버", "pr@example.org"),
        ('"Desk \\"A\\", Seoul" <d@example.org>', 'Desk "A", Seoul', "d@example.org"),
        ("Desk, Seoul <d@example.org>", "Desk, Seoul", "d@example.org"),
        ("Press Desk <d@example.org>", "Press Desk", "d@example.org"),
        ("d@example.org", "", "d@example.org"),
        ("<d@Example.ORG>", "", "d@example.org"),
        ("편집 <d@뉴스.한국>", "편집", "d@xn--vg1b002a.xn--3e0b707e"),
        ("José <j@bücher.example>", "José", "j@xn--bcher-kva.example"),
        ("x@evil.org <d@example.org>", "x@evil.org", "d@example.org"),
        ("a <x@evil.org> b <d@example.org>", "a <x@evil.org> b", "d@example.org"),
    ],
)
def test_one_mailbox_stays_one(written: str, name: str, address: str) -> None:
    """Also for the standard library's reader, which splits at bare commas."""
    message = build(sender=written)
    assert decode_mailbox("From", field(message, "From")) == (name, address)
    parsed = message_from_bytes(message, policy=policy.default)["From"].addresses
    assert [(one.display_name, one.addr_spec) for one in parsed] == [(name, address)]


def test_local_part_in_hangul_needs_smtputf8() -> None:
    """Only then are the header bytes not ASCII."""
    message = build(recipient="독자 <독자@뉴스.한국>")
    assert "독자@xn--vg1b002a.xn--3e0b707e".encode() in message
    assert build().isascii()


# --- Body ---------------------------------------------------------------------------------------------------------------


@given(st.text(max_size=600), st.text(max_size=600))
def test_both_parts_arrive_as_written(text: str, html: str) -> None:
    """Line ends become CRLF, what no mail may hold is gone, all else is kept; every line is short and 7-bit."""
    message = build(text=text, html=html)
    assert message.isascii()
    assert max(len(line) for line in message.split(b"\r\n")) <= 998
    assert max(len(line) for line in message.partition(b"\r\n\r\n")[2].split(b"\r\n")) <= 76
    assert parts_of(message) == [_kept(text), _kept(html)]
    parsed = message_from_bytes(message, policy=policy.default)
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]


def _kept(text: str) -> str:
    lines = (
        re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    )
    return lines.rstrip("\n").replace("\n", "\r\n") + "\r\n"


def test_shorter_encoding_is_chosen() -> None:
    """ASCII stays readable; Korean, three times as long in quoted-printable, goes in base64."""
    message = build(text="plain words only\n" * 10, html="<p>가나다라</p>" * 10)
    assert b"text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable" in message
    assert b"text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64" in message


# --- DKIM ---------------------------------------------------------------------------------------------------------------


def test_signature_covers_both_unsubscribe_headers(rsa_key: tuple[bytes, bytes]) -> None:
    private, public = rsa_key
    message = build(dkim=DkimKey("s1", "example.org", private))
    assert header_names(message) == ("DKIM-Signature", *NAMES)

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"s1._domainkey.example.org."
        return b"v=DKIM1; k=rsa; p=" + public

    assert dkim.verify(message, dnsfunc=dns)
    for name in (b"List-Unsubscribe: <", b"List-Unsubscribe-Post: ", b"Subject: ", b"Content-Type: multipart"):
        assert not dkim.verify(message.replace(name, name + b"x"), dnsfunc=dns)
    added = message.replace(b"\r\nTo: ", b"\r\nSubject: another\r\nTo: ")
    assert not dkim.verify(added, dnsfunc=dns)


def test_unusable_key() -> None:
    with pytest.raises(ConfigError, match="AGGREGATOR_DKIM_KEY"):
        build(dkim=DkimKey("s1", "example.org", b"no key"))


def test_fields_read_strictly() -> None:
    """The whole header passes the strict reader, names and lines."""
    assert [name for name, _ in read_fields(build())] == list(NAMES)
