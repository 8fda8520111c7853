"""Content codings: whole bodies come through however they are cut into chunks; bombs, lies and cut bodies do not."""

import gzip
import zlib
from collections.abc import Callable
from datetime import timedelta

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from aggregator.fetch.content import BodyReader
from aggregator.fetch.limits import Limits, Stopped
from aggregator.model import FailureKind

LIMITS = Limits(deadline=timedelta(seconds=1), max_wire_bytes=1_000_000, max_decoded_bytes=2_000_000)
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "x-gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=4),
    "zstd": zstandard.compress,
}
BODIES = st.builds(
    lambda head, word, times: b"<" + head + word * times, st.binary(), st.binary(max_size=20), st.integers(0, 20_000)
)


def read(coding: str, wire: bytes, chunk_bytes: int = 1000, limits: Limits = LIMITS) -> bytes:
    reader = BodyReader(coding, limits)
    for start in range(0, len(wire), chunk_bytes):
        reader.add(wire[start : start + chunk_bytes])
    return reader.finish()


@given(st.sampled_from(sorted(CODINGS)), BODIES, st.integers(1, 5000))
def test_a_whole_body_comes_through_in_any_chunks(coding: str, body: bytes, chunk_bytes: int) -> None:
    assert read(coding, CODINGS[coding](body), chunk_bytes) == body


@given(st.sampled_from(sorted(CODINGS)), BODIES, st.data())
def test_a_body_cut_anywhere_is_interrupted(coding: str, body: bytes, data: st.DataObject) -> None:
    wire = CODINGS[coding](body)
    cut = data.draw(st.integers(1, len(wire) - 1))
    with pytest.raises(Stopped) as stopped:
        read(coding, wire[:cut])
    assert stopped.value.kind in (FailureKind.INTERRUPTED, FailureKind.COMPRESSION)


@given(st.sampled_from([*sorted(CODINGS), "identity", ""]), st.binary(), st.integers(1, 50))
def test_any_bytes_end_as_a_body_or_as_a_named_failure(coding: str, wire: bytes, chunk_bytes: int) -> None:
    kinds: set[FailureKind] = set()
    try:
        read(coding, wire, chunk_bytes)
    except Stopped as stopped:
        kinds.add(stopped.kind)
    assert kinds <= {FailureKind.INTERRUPTED, FailureKind.COMPRESSION}


@pytest.mark.parametrize("coding", sorted(CODINGS))
def test_a_bomb_is_stopped_by_its_ratio_before_it_is_large(coding: str) -> None:
    wire = CODINGS[coding](bytes(50_000_000))
    with pytest.raises(Stopped) as stopped:
        read(coding, wire, 65536, Limits(deadline=timedelta(1), max_wire_bytes=10**7, max_decoded_bytes=10**9))
    assert stopped.value.kind is FailureKind.COMPRESSION


@pytest.mark.parametrize("coding", sorted(CODINGS))
def test_a_body_larger_than_may_be_decoded_is_too_large(coding: str) -> None:
    lines = b"".join(b"%d\n" % number for number in range(400_000))
    with pytest.raises(Stopped) as stopped:
        read(
            coding,
            CODINGS[coding](lines),
            65536,
            Limits(deadline=timedelta(1), max_wire_bytes=10**7, max_decoded_bytes=10**6),
        )
    assert stopped.value.kind is FailureKind.TOO_LARGE


def test_more_on_the_wire_than_allowed_is_too_large() -> None:
    assert read("", b"x" * 1_000_000) == b"x" * 1_000_000
    with pytest.raises(Stopped) as stopped:
        read("", b"x" * 1_000_001)
    assert stopped.value.kind is FailureKind.TOO_LARGE


@pytest.mark.parametrize("value", ["gzip, gzip", "gzip,br", "br, identity, gzip"])
def test_stacked_codings_are_refused_unread(value: str) -> None:
    with pytest.raises(Stopped) as stopped:
        BodyReader(value, LIMITS)
    assert stopped.value.kind is FailureKind.COMPRESSION


@pytest.mark.parametrize("value", ["compress", "snappy", "gzip;q=1", "utf-8"])
def test_an_unknown_coding_is_refused(value: str) -> None:
    with pytest.raises(Stopped) as stopped:
        read(value, b"\xff\x06\x00\x00sNaPpY")
    assert stopped.value.kind is FailureKind.COMPRESSION


@pytest.mark.parametrize("value", ["GZIP", " gzip ", "identity, gzip", "gzip, identity"])
def test_one_coding_is_read_however_it_is_written(value: str) -> None:
    assert read(value, gzip.compress(b"<rss/>")) == b"<rss/>"


def test_a_gzip_file_without_a_declared_coding_is_unpacked_once() -> None:
    assert read("", gzip.compress(b"<urlset/>")) == b"<urlset/>"
    assert read("", gzip.compress(gzip.compress(b"<urlset/>"))) == gzip.compress(b"<urlset/>")


@pytest.mark.parametrize("plain", [b"<?xml version='1.0'?><rss/>", b"\xef\xbb\xbf  <rss/>", b'{"version": ""}'])
@pytest.mark.parametrize("value", ["gzip", "br", "utf-8", "none"])
def test_a_plain_body_under_a_declared_coding_is_taken_as_it_is(value: str, plain: bytes) -> None:
    assert read(value, plain) == plain


def test_raw_deflate_and_members_and_padding_are_understood() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert read("deflate", raw.compress(b"<rss/>") + raw.flush()) == b"<rss/>"
    assert read("gzip", gzip.compress(b"<rss") + gzip.compress(b"/>")) == b"<rss/>"
    assert read("gzip", gzip.compress(b"<rss/>") + bytes(512)) == b"<rss/>"


def test_no_body_at_all_is_no_cut_body() -> None:
    assert read("gzip", b"") == b""
