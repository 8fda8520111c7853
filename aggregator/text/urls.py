"""Web addresses: a safe link out of what a feed wrote, and one key for all the ways an article's address is written.

The rules are data (addresses.toml). This module must not fetch, follow redirects, or decide what is an article.
"""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from importlib import resources
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

import courlan
import idna

MAX_LENGTH = 4_000  # longer "addresses" are data; no outlet's link comes near
_ROUNDS = 8  # each round of canonical_url removes something, so a handful always suffices

# Controls, white space, zero-width signs and the twelve bidi controls never belong to an address.
_INVISIBLE = re.compile(
    "[\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)
_GLUED = re.compile(r"^https?:/*[^/?#]*?/*(?=https?:/+[^/])", re.IGNORECASE)
_NUMERIC_ENTITY = re.compile(r"&#(?:x[0-9a-f]{1,6}|\d{1,7});", re.IGNORECASE)
_SCHEME = re.compile(r"^(https?):[/\\]*", re.IGNORECASE)
_AMP_PATH = re.compile(r"^/amp(?=/.)|/amp/?$", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/(?:[a-z]/)?(?:s/)?(?P<target>[\w-]+(?:\.[\w-]+)+/.*)$")
_FORM_HOST = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.[^.]+)")
_GLUED_QUERY = re.compile(r"^([^?&]*/[^?&/]+)&([\w.-]+=.*)$")
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_QUERY = _SAFE_PATH + "?"


@dataclass(frozen=True, slots=True)
class _Address:
    """An address in parts; `host` in ASCII, with a port only where it is not the scheme's own."""

    scheme: str
    host: str
    path: str
    query: str
    fragment: str

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{self.path}{query}{fragment}"


@dataclass(frozen=True, slots=True)
class _ArticleRule:
    host: str
    path: re.Pattern[str]
    query: tuple[re.Pattern[str], ...]
    key: str


@dataclass(frozen=True, slots=True)
class _UnwrapRule:
    host: str
    path: re.Pattern[str]
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    prefixes: tuple[str, ...]
    names: frozenset[str]
    ids: frozenset[str]
    forms: frozenset[str]
    unwrap: tuple[_UnwrapRule, ...]
    articles: tuple[_ArticleRule, ...]


def web_link(url: str, base: str | None = None) -> str | None:
    """The address as a link that is safe to print and to follow, or None: only http and https with a host.

    Mends what feeds break (white space, `&amp;`, glued and protocol-less addresses), makes it absolute against `base`,
    drops user names and passwords, and writes an international host in punycode.
    """
    address = _read(url, base)
    return str(address) if address is not None else None


def untracked_link(link: str) -> str:
    """The same link, to visit, without the parameters that only say where the reader came from. Expects a `web_link`."""
    address = _read(link, None)
    if address is None or not address.query:
        return link
    query = "&".join(pair for pair in address.query.split("&") if pair and not _is_tracking(pair))
    return str(replace(address, query=query))


def canonical_url(url: str) -> str:
    """One key for all the addresses of an article: for comparing, not for visiting.

    Portals' and outlets' forms become one by their article id, tracking is dropped, http counts as https, `www.`, `m.`
    and AMP forms as the plain host. Parameters that may be ids stay. Idempotent. What is no web address comes back
    trimmed, otherwise as it is.
    """
    current = url.strip()
    for _ in range(_ROUNDS):
        simpler = _simplify(current)
        if simpler is None or simpler == current:
            break
        current = simpler
    return current


@functools.lru_cache(maxsize=8_192)
def _simplify(url: str) -> str | None:
    address = _read(url, None)
    if address is None:
        return None
    wrapped = _unwrap(address)
    if wrapped is not None:
        return wrapped
    host = _FORM_HOST.sub("", address.host)
    path, query = _split_glued_query(address.path, address.query)
    path = _AMP_PATH.sub("", re.sub(r"/{2,}", "/", path))
    known = _article_key(host, path, query)
    if known is not None:
        return known
    path = path.rstrip("/") or "/"
    return str(_Address("https", host, path, _clean_query(query), _article_fragment(address.fragment)))


def _read(url: str, base: str | None) -> _Address | None:
    text = _mend(url)
    if text is None or (not text and base is None):
        return None
    try:
        if base is not None and not _SCHEME.match(text):
            text = urljoin(base, text)
        elif text.startswith("//"):
            text = f"https:{text}"
        parts = urlsplit(_SCHEME.sub(lambda found: f"{found[1].lower()}://", text))
        host = _ascii_host(parts.hostname or "")
        port = parts.port
    except ValueError:  # urlsplit's word for brackets, ports and digits that are none
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    path = _quote(_without_dots(parts.path), _SAFE_PATH) or "/"
    return _Address(parts.scheme, host, path, _quote(parts.query, _SAFE_QUERY), _quote(parts.fragment, _SAFE_QUERY))


def _mend(url: str) -> str | None:
    """What the feed meant to write; None when it is too long to be an address."""
    if len(url) > MAX_LENGTH:
        return None
    text = url
    while "&amp;" in text:  # escaped twice and thrice in real feeds
        text = text.replace("&amp;", "&")
    text = _NUMERIC_ENTITY.sub(lambda found: unescape(found[0]), text)  # named ones look like parameters (&copy=)
    text = _INVISIBLE.sub("", text)
    while (found := _GLUED.match(text)) is not None and found.end() > 0:
        text = text[found.end() :]
    return text


def _ascii_host(host: str) -> str:
    """The host in lower-case ASCII; "" when it cannot be one."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"  # IPv6
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError:
            return ""
    return host if re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", host) else ""


def _quote(part: str, safe: str) -> str:
    """Percent-encoding in one form: what need not be encoded is not, hexadecimal digits are capitals."""

    def tidy(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if re.match(r"[A-Za-z0-9~._-]", character) else found[0].upper()

    return re.sub("%([0-9A-Fa-f]{2})", tidy, quote(part, safe=safe))


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) if len(kept) > 1 else "/"


def _split_glued_query(path: str, query: str) -> tuple[str, str]:
    """`/articles/2022072407310118463&ref=rss`: parameters that lost their question mark."""
    found = _GLUED_QUERY.match(path) if not query else None
    return (found[1], found[2]) if found is not None else (path, query)


def _unwrap(address: _Address) -> str | None:
    """The address inside a redirect page or an AMP cache."""
    bare = _FORM_HOST.sub("", address.host)
    if bare.endswith(".cdn.ampproject.org") or (bare == "google.com" and address.path.startswith("/amp/")):
        found = _AMP_CACHE.match(address.path.removeprefix("/amp"))
        return f"https://{found['target']}" + (f"?{address.query}" if address.query else "") if found else None
    for rule in _rules().unwrap:
        if _on_host(bare, rule.host) and rule.path.search(address.path):
            values = dict(parse_qsl(address.query))
            for name in rule.parameters:
                if _SCHEME.match(values.get(name, "")):
                    return values[name]
    return None


def _article_key(host: str, path: str, query: str) -> str | None:
    for rule in _rules().articles:
        if rule.host and not _on_host(host, rule.host):
            continue
        found = [rule.path.search(path), *(pattern.search(query) for pattern in rule.query)]
        groups = {"host": host}
        for match in found:
            if match is None:
                break
            groups |= match.groupdict()
        else:
            return rule.key.format(**groups)
    return None


def _on_host(host: str, wanted: str) -> bool:
    return host == wanted or host.endswith(f".{wanted}")


def _clean_query(query: str) -> str:
    """The query without tracking, sorted; never empty when one of its parameters may be an id."""
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    return "&".join(sorted(dict.fromkeys(kept)))


@functools.lru_cache(maxsize=4_096)
def _is_tracking(pair: str) -> bool:
    rules = _rules()
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if pair.lower() in rules.forms or name in rules.names or name.startswith(rules.prefixes):
        return True
    if name in rules.ids or any(character.isdigit() for character in value):
        return False  # general lists call uid, cid or gallery_no tracking; an article's id must not be lost
    return _known_to_courlan(name)


@functools.lru_cache(maxsize=1_024)
def _known_to_courlan(name: str) -> bool:
    if not re.fullmatch(r"[\w.-]+", name, re.ASCII):
        return False
    return "=" not in courlan.normalize_url(f"https://example.org/a?{name}=x")


def _article_fragment(fragment: str) -> str:
    """A fragment names a place in a page, except in pages that are one script: `#!/article/123`."""
    return fragment if fragment.startswith(("!", "/")) else ""


@functools.cache
def _rules() -> _Rules:
    data = tomllib.loads(resources.files(__package__).joinpath("addresses.toml").read_text(encoding="utf-8"))
    tracking: Mapping[str, Sequence[str]] = data["tracking"]
    return _Rules(
        prefixes=tuple(tracking["prefixes"]),
        names=frozenset(tracking["names"]),
        ids=frozenset(tracking["ids"]),
        forms=frozenset(tracking["forms"]),
        unwrap=tuple(_UnwrapRule(r["host"], re.compile(r["path"]), tuple(r["parameters"])) for r in data["unwrap"]),
        articles=tuple(_article_rule(rule) for rule in data["article"]),
    )


def _article_rule(rule: Mapping[str, str | Sequence[str]]) -> _ArticleRule:
    path, host, key = rule.get("path", ""), rule.get("host", ""), rule["key"]
    assert isinstance(path, str)
    assert isinstance(host, str)
    assert isinstance(key, str)
    return _ArticleRule(host, re.compile(path), tuple(re.compile(q) for q in rule.get("query", ())), key)
