"""Undoes a response's content coding (gzip, deflate, br, zstd) piece by piece, so that no bomb is ever unfolded.

One coding only: 16 kB that were gzipped twice became 20 GB in a client that trusted the header (HAZARDS 2). Pure.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli
import zstandard

from aggregator.fetch.limits import Limits, Stopped
from aggregator.model import FailureKind

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
PIECE_BYTES = 64_000
# Text of real feeds shrinks 4- to 30-fold; a list of equal items may reach 100. gzip itself ends at 1,032.
MAX_RATIO = 200
RATIO_FREE_BYTES = 1_000_000
MAX_ZSTD_WINDOW = 8_000_000  # RFC 9659: what a browser accepts
GZIP_MAGIC = b"\x1f\x8b"
OPENING_BYTES = 64
# Markup or JSON without a control byte; of compressed bytes one in nine is such a byte, so 64 of them hold one.
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\Z")


class Decoder(Protocol):
    """One content coding. `pieces` may be called for each chunk from the wire; none of its pieces is large."""

    def pieces(self, chunk: bytes) -> Iterator[bytes]: ...

    @property
    def finished(self) -> bool:
        """Whether the coding's own end has come; False at the end of the body means that it is cut."""
        ...


class _Identity:
    finished = True

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Gzip:
    """gzip, also of several members one after another; zeros and other bytes behind the last one are padding."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def finished(self) -> bool:
        return self._member.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._member.eof:
                if not chunk.startswith(GZIP_MAGIC):
                    return
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield self._member.decompress(chunk, PIECE_BYTES)
            chunk = self._member.unconsumed_tail or self._member.unused_data


class _Deflate:
    """deflate as RFC 9110 means it (zlib), or as some servers send it (raw)."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None

    @property
    def finished(self) -> bool:
        return self._stream is not None and self._stream.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        if self._stream is None:
            # A zlib stream begins with method 8 and a window of at most 32 kB: 0x08 to 0x78 in the first byte.
            is_zlib = chunk[0] & 0x0F == 8 and chunk[0] <= 0x78
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
        while chunk and not self._stream.eof:
            yield self._stream.decompress(chunk, PIECE_BYTES)
            chunk = self._stream.unconsumed_tail


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    @property
    def finished(self) -> bool:
        return bool(self._stream.is_finished())

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        # brotli 1.2.1: can_accept_more_data() is already true while output waits; only an empty piece says that none is left.
        piece = self._stream.process(chunk, output_buffer_limit=PIECE_BYTES)
        while piece:
            yield piece
            piece = b"" if self._stream.is_finished() else self._stream.process(b"", output_buffer_limit=PIECE_BYTES)


class _Zstandard:
    # zstandard's object takes no output limit, but one block (at least 4 bytes) unfolds to at most 128 kB: 64 bytes to 2 MB.
    SLICE_BYTES = 64

    def __init__(self) -> None:
        self._stream = zstandard.ZstdDecompressor(max_window_size=MAX_ZSTD_WINDOW).decompressobj()

    @property
    def finished(self) -> bool:
        return self._stream.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        for start in range(0, len(chunk), self.SLICE_BYTES):
            if self._stream.eof:
                return
            yield self._stream.decompress(chunk[start : start + self.SLICE_BYTES])


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}
_CODING_ERRORS = (zlib.error, brotli.error, zstandard.ZstdError)


class BodyReader:
    """Collects one response's body: decoded, within the limits, and known to be whole only after `finish`."""

    def __init__(self, content_encoding: str, limits: Limits) -> None:
        self._coding = _one_coding(content_encoding)
        self._limits = limits
        self._decoder: Decoder | None = None
        self._opening = b""
        self._body = bytearray()
        self.wire_bytes = 0

    def add(self, chunk: bytes) -> None:
        """Takes what came from the wire. Raises Stopped when it is too much, a bomb, or not the declared coding."""
        self.wire_bytes += len(chunk)
        if self.wire_bytes > self._limits.max_wire_bytes:
            raise too_large(self._limits.max_wire_bytes)
        if self._decoder is not None:
            self._decode(self._decoder, chunk)
            return
        self._opening += chunk
        if len(self._opening) >= OPENING_BYTES:
            self._open()

    def finish(self) -> bytes:
        """The whole body. Raises Stopped when its coding had not come to its end (HAZARDS 7)."""
        if self._decoder is None and self._opening:
            self._open()
        if self._decoder is not None and not self._decoder.finished:
            raise Stopped(FailureKind.INTERRUPTED, f"the {self._coding} body is cut off")
        return bytes(self._body)

    def _open(self) -> None:
        self._decoder = _choose_decoder(self._coding, self._opening)
        self._decode(self._decoder, self._opening)
        self._opening = b""

    def _decode(self, decoder: Decoder, chunk: bytes) -> None:
        try:
            for piece in decoder.pieces(chunk):
                self._body += piece
                self._check_decoded()
        except _CODING_ERRORS as error:
            raise Stopped(FailureKind.COMPRESSION, f"the body is not the {self._coding} it says to be") from error

    def _check_decoded(self) -> None:
        size = len(self._body)
        if size > self._limits.max_decoded_bytes:
            raise too_large(self._limits.max_decoded_bytes)
        if size > RATIO_FREE_BYTES and size > MAX_RATIO * self.wire_bytes:
            raise Stopped(FailureKind.COMPRESSION, f"the body unfolds to more than {MAX_RATIO} times its size")


def too_large(limit: int) -> Stopped:
    return Stopped(FailureKind.TOO_LARGE, f"the body is larger than {limit / 1_000_000:g} MB")


def _one_coding(content_encoding: str) -> str:
    codings = [name for part in content_encoding.lower().split(",") if (name := part.strip()) and name != "identity"]
    if len(codings) > 1:
        raise Stopped(FailureKind.COMPRESSION, "the body is coded more than once")
    return codings[0] if codings else "identity"


def _choose_decoder(coding: str, opening: bytes) -> Decoder:
    if coding == "identity":
        # A file that is itself gzip (sitemap.xml.gz) is one coding too, only declared in another place.
        return _Gzip() if opening.startswith(GZIP_MAGIC) else _Identity()
    if _PLAIN.match(opening[:OPENING_BYTES]):
        # Declared and not done, or a charset in the wrong header (`Content-Encoding: utf-8`): the news need not fail for it.
        return _Identity()
    if coding not in _DECODERS:
        raise Stopped(FailureKind.COMPRESSION, "the body has a content coding that was not asked for")
    return _DECODERS[coding]()
