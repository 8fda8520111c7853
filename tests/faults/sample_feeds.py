"""Bodies that the fault server sends: healthy feeds in every coding, bombs, and what is hostile to parsers."""

import gzip
import zlib
from functools import cache

import brotli
import zstandard


@cache
def healthy_feed(number: int, items: int = 20) -> bytes:
    """An RSS feed of one outlet, different for every number."""
    rows = "".join(
        f"<item><title>매체 {number}의 기사 {item}: 소버린 AI에 투자</title><link>https://outlet{number}.example/{item}</link>"
        f"<guid>{number}-{item}</guid><pubDate>Fri, 29 Jul 2022 {item:02}:00:00 +0900</pubDate>"
        f"<description>네이버는 {item}번째 발표에서 계획을 밝혔다.</description></item>"
        for item in range(items)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>매체 {number}</title><link>https://outlet{number}.example/</link>{rows}</channel></rss>"
    ).encode()


@cache
def zeros(megabytes: int) -> bytes:
    return bytes(megabytes * 1_000_000)


@cache
def gzip_bomb(megabytes: int) -> bytes:
    return gzip.compress(zeros(megabytes), 9, mtime=0)


@cache
def double_gzip_bomb() -> bytes:
    """Some kB that become some 10 MB of gzip that would become 10 GB (HAZARDS 2)."""
    block = gzip.compress(zeros(50), 9, mtime=0)
    return gzip.compress(block * 200, 9, mtime=0)


@cache
def brotli_bomb(megabytes: int) -> bytes:
    return brotli.compress(zeros(megabytes), quality=9)


@cache
def zstd_bomb(megabytes: int) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(zeros(megabytes))


@cache
def deflate_bomb(megabytes: int) -> bytes:
    return zlib.compress(zeros(megabytes), 9)


def item_feed(item: str, prolog: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{prolog}<rss version="2.0"><channel><title>t</title><link>https://h.example/</link>'
        f"<item><title>제목</title><link>https://h.example/1</link>{item}</item></channel></rss>"
    ).encode()


def deep_xml(depth: int = 200_000) -> bytes:
    return item_feed("<description>" + "<b>" * depth + "</b>" * depth + "</description>")


def billion_laughs() -> bytes:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12)
    )
    return item_feed("<description>&a11;</description>", f"<!DOCTYPE rss [{entities}]>")


def quadratic_entity() -> bytes:
    return item_feed(f"<description>{'&a;' * 50_000}</description>", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>')


def external_entity() -> bytes:
    return item_feed("<description>&f;</description>", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>')


def many_attributes(count: int = 100_000) -> bytes:
    return item_feed("<x " + " ".join(f'a{number}="1"' for number in range(count)) + "/>")


def long_author(size: int = 64_000) -> bytes:
    return item_feed(f"<author>{'a' * size}@</author>")


def many_items(count: int = 60_000) -> bytes:
    return item_feed("".join(f"</item><item><title>{number}</title><guid>{number}</guid>" for number in range(count)))


def open_tags(count: int = 300_000) -> bytes:
    return b'<?xml version="1.0"?><rss><channel>' + b"<item><title>" * count


def html_page() -> bytes:
    return "<!doctype html><html><head><title>점검 중</title></head><body><p>서비스 점검 중입니다.</p></body></html>".encode()
