"""Takes a reader off a digest's list when their token comes back, by mail, by click or by hand."""

from datetime import datetime

from aggregator.delivery.unsubscribe import find_reader, get_unsubscribe_key
from aggregator.model import Channel
from aggregator.newsroom import Newsroom
from aggregator.store.outbox import find_readers
from aggregator.store.suppressions import suppress


def find_token_reader(newsroom: Newsroom, token: str) -> tuple[str, str] | None:
    """(address, digest id) that a token belongs to, among the readers of today and of every edition sent; else None."""
    configured = {
        (recipient.address, digest.id)
        for digest in newsroom.newsfile.digests
        for recipient in (*digest.recipients, *digest.alerts.recipients)
        if recipient.channel is Channel.EMAIL
    }
    with newsroom.database.read() as connection:
        mailed = find_readers(connection)
    key = get_unsubscribe_key(newsroom.settings, newsroom.database)
    return find_reader(key, token, sorted(configured | set(mailed)))


def unsubscribe(newsroom: Newsroom, token: str, now: datetime) -> tuple[str, str] | None:
    """Takes the token's reader off; (address, digest id), or None for a token that is nobody's. Doing it again is fine."""
    reader = find_token_reader(newsroom, token)
    if reader is not None:
        with newsroom.database.write() as connection:
            suppress(connection, reader[0], digest=reader[1], reason="unsubscribed", now=now)
    return reader
