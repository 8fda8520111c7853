"""Tokens that say nothing about their reader, and are found again."""

from pydantic import SecretStr

from aggregator.config.settings import Settings
from aggregator.delivery.unsubscribe import (
    find_reader,
    get_unsubscribe_key,
    make_token,
    unsubscribe_mailto,
    unsubscribe_url,
)
from aggregator.store.engine import Database

READERS = [("a@example.org", "morning"), ("b@example.org", "morning"), ("a@example.org", "evening")]


def test_a_token_means_one_reader_of_one_digest() -> None:
    tokens = [make_token(b"key", address, digest) for address, digest in READERS]
    assert len(set(tokens)) == 3
    assert [find_reader(b"key", token, READERS) for token in tokens] == READERS
    assert all(find_reader(b"other", token, READERS) is None for token in tokens)
    assert find_reader(b"key", "\ud800 nonsense", READERS) is None
    assert all("example" not in token and len(token) == 24 for token in tokens)


def test_spelling_does_not_matter() -> None:
    assert make_token(b"key", "독자 <A@Example.org>", "morning") == make_token(b"key", "a@example.org", "morning")


def test_addresses() -> None:
    assert unsubscribe_url("https://example.org/briefing/", "T") == "https://example.org/briefing/unsubscribe/T"
    assert unsubscribe_mailto("편집국 <desk@example.org>", "T") == "mailto:desk@example.org?subject=unsubscribe%20T"


def test_key_is_made_once_and_kept(database: Database) -> None:
    kept = get_unsubscribe_key(Settings(), database)
    assert len(kept) == 64
    assert get_unsubscribe_key(Settings(), database) == kept
    assert get_unsubscribe_key(Settings(secret=SecretStr("mine")), database) == b"mine"
