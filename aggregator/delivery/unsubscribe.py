"""A personal token for each reader of each digest, and the addresses under which it takes them off the list.

The token is an HMAC: it says nothing about whom it belongs to, and only who has the key can make one. Which reader it means
is found by making the tokens of all readers again.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from aggregator.config.settings import Settings
from aggregator.delivery.headers import read_mailbox
from aggregator.store.engine import Database
from aggregator.store.notes import add_note, find_note

_NOTE = "unsubscribe key"


def get_unsubscribe_key(settings: Settings, database: Database) -> bytes:
    """AGGREGATOR_SECRET, or the key that the database keeps; made once when there is neither."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode("utf-8")
    with database.read() as connection:
        kept = find_note(connection, _NOTE)
    if kept is None:
        with database.write() as connection:
            add_note(connection, _NOTE, secrets.token_hex(32))
            kept = find_note(connection, _NOTE)
    assert kept is not None
    return kept.encode("ascii")


def make_token(key: bytes, address: str, digest: str) -> str:
    """24 characters that fit into an address or a subject. `address` may carry a name; its spelling does not matter."""
    reader = read_mailbox(address).address.casefold()
    mac = hmac.new(key, f"unsubscribe\0{digest}\0{reader}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:18]).decode("ascii")


def find_reader(key: bytes, token: str, readers: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Whose token it is among (address, digest) pairs; None when nobody's."""
    given = token.strip().encode("utf-8", "replace")
    for address, digest in readers:
        if hmac.compare_digest(make_token(key, address, digest).encode("ascii"), given):
            return address, digest
    return None


def unsubscribe_url(base_url: str, token: str) -> str:
    """The page that asks for one click, and takes a one-click POST (RFC 8058)."""
    return f"{base_url.rstrip('/')}/unsubscribe/{token}"


def unsubscribe_mailto(mailbox: str, token: str) -> str:
    """A mail that a person or a filter answers with `aggregator outbox unsubscribe TOKEN`. `mailbox` may carry a name."""
    return f"mailto:{read_mailbox(mailbox).address}?subject=unsubscribe%20{token}"
