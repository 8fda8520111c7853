"""Who is at work on what, between threads and processes.

A lease runs out by itself, and at once where its owner is known to have ended, so a crashed worker blocks nobody for long.
Leases go by real time: a simulated clock, or one that is set back, must not free or freeze them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.clock import wall_now
from aggregator.store.dialect import insert
from aggregator.store.engine import Database
from aggregator.store.owner import claim_name, is_gone
from aggregator.store.tables import leases


def claim_lease(connection: Connection, name: str, owner: str, duration: timedelta) -> bool:
    """True when `owner` now holds `name` for `duration`, anew or still; False when somebody else does."""
    now = wall_now()
    holder = connection.execute(sa.select(leases.c.owner).where(leases.c.name == name)).scalar()
    free_owners = [owner, holder] if holder is not None and is_gone(holder) else [owner]
    statement = insert(connection, leases).values(name=name, owner=owner, until=now + duration)
    claimed = connection.execute(
        statement.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={"owner": statement.excluded.owner, "until": statement.excluded.until},
            where=sa.or_(leases.c.until < now, leases.c.owner.in_(free_owners)),
        ).returning(leases.c.owner)
    )
    return claimed.first() is not None


def holds_lease(connection: Connection, name: str, owner: str) -> bool:
    """Whether `owner` still holds `name`: asked in the transaction that writes the result of the work."""
    row = connection.execute(sa.select(leases.c.owner, leases.c.until).where(leases.c.name == name)).first()
    return row is not None and row.owner == owner and row.until >= wall_now()


def release_lease(connection: Connection, name: str, owner: str) -> None:
    """Gives the lease back; one that was lost in the meantime stays with its new owner."""
    connection.execute(sa.delete(leases).where(leases.c.name == name, leases.c.owner == owner))


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease in hand. `holds` is asked inside the transaction that writes the result."""

    name: str
    owner: str

    def holds(self, connection: Connection) -> bool:
        return holds_lease(connection, self.name, self.owner)


@contextmanager
def leased(database: Database, name: str, duration: timedelta) -> Iterator[Lease | None]:
    """Holds a lease while the block runs and gives it back after; None when somebody else is at work on `name`."""
    lease = Lease(name, claim_name())
    with database.write() as connection:
        claimed = claim_lease(connection, name, lease.owner, duration)
    if not claimed:
        yield None
        return
    try:
        yield lease
    finally:
        with database.write() as connection:
            release_lease(connection, name, lease.owner)
