"""Addresses that get no more letters, of one digest or of any: who unsubscribed, and whom the desk took off."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.store.dialect import insert
from aggregator.store.tables import suppressions

EVERYTHING = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One address taken off. `digest` is empty for everything."""

    address: str
    digest: str
    since: datetime
    reason: str


def suppress(connection: Connection, address: str, *, digest: str = EVERYTHING, reason: str, now: datetime) -> bool:
    """Takes an address off; False when it was off already."""
    statement = insert(connection, suppressions).values(
        address=_folded(address), digest=digest, since=now, reason=reason
    )
    added = connection.execute(statement.on_conflict_do_nothing().returning(suppressions.c.address))
    return added.first() is not None


def unsuppress(connection: Connection, address: str, *, digest: str | None = None) -> int:
    """Lets an address have letters again: of one digest, or (None) whatever it was taken off; returns how many rules fell."""
    removed = sa.delete(suppressions).where(suppressions.c.address == _folded(address))
    if digest is not None:
        removed = removed.where(suppressions.c.digest == digest)
    return connection.execute(removed).rowcount


def is_suppressed(connection: Connection, address: str, digest: str | None = None) -> bool:
    """Whether an address gets nothing, or nothing of this digest."""
    digests = [EVERYTHING] if digest is None else [EVERYTHING, digest]
    rule = sa.select(suppressions.c.address).where(
        suppressions.c.address == _folded(address), suppressions.c.digest.in_(digests)
    )
    return connection.execute(rule.limit(1)).first() is not None


def list_suppressions(connection: Connection) -> tuple[Suppression, ...]:
    rows = connection.execute(sa.select(suppressions).order_by(suppressions.c.address, suppressions.c.digest))
    return tuple(Suppression(address=r.address, digest=r.digest, since=r.since, reason=r.reason) for r in rows)


def _folded(address: str) -> str:
    """One spelling for an address: bare and lower case, although the part before the @ might be case-sensitive in theory."""
    _, _, angled = address.rpartition("<")
    return angled.rstrip("> ").strip().casefold()
