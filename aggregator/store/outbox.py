"""The outbox: letters wait here, are claimed one by one, and keep the trace of what became of them.

A letter is queued → sending → dot → sent. "dot" is committed before the final dot of the SMTP transaction leaves, so that
after a crash a letter in "sending" is known not to have arrived, and one in "dot" is of unknown fate: held, or sent again with
the same bytes, as the letter says. Every step names the claim it belongs to, so a worker that was overtaken changes nothing.
Leases go by real time; everything else by the `now` given. This module must not know how letters are carried.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from aggregator.clock import wall_now
from aggregator.model import Channel, Letter, LetterState
from aggregator.store.dialect import insert
from aggregator.store.owner import is_gone
from aggregator.store.tables import editions, letters

IN_FLIGHT = (LetterState.SENDING, LetterState.DOT)
RETRYABLE = (LetterState.QUEUED, LetterState.FAILED, LetterState.HELD, LetterState.CANCELLED)
CANCELLABLE = (LetterState.QUEUED, LetterState.FAILED, LetterState.HELD)
FATE_UNKNOWN = "the connection broke after the final dot: it may have arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A letter that this worker, and no other, may send now. `attempts` counts this one."""

    id: int
    owner: str
    letter: Letter
    attempts: int
    digest: str | None  # the digest whose edition it carries


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A letter as the outbox shows it, without its content."""

    id: int
    key: str
    digest: str | None
    channel: Channel
    address: str
    subject: str
    message_id: str
    state: LetterState
    attempts: int
    unknown: int
    queued_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was found unfinished after a crash, by what became of it."""

    requeued: int = 0  # had certainly not arrived
    held: int = 0  # of unknown fate
    resent: int = 0  # of unknown fate, and goes out again


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """Letters that somebody should look at."""

    held: int = 0
    failed: int = 0
    delayed: int = 0  # tried at least once, will be tried again

    @property
    def any(self) -> bool:
        return bool(self.held or self.failed or self.delayed)


def add_letter(connection: Connection, letter: Letter, *, edition_id: int | None, now: datetime) -> bool:
    """Queues a letter. False when its key was there already: the first one stands, whatever it says."""
    statement = insert(connection, letters).values(
        key=letter.key,
        edition_id=edition_id,
        channel=letter.channel.value,
        address=letter.address,
        sender=letter.sender,
        subject=letter.subject,
        message_id=letter.message_id,
        content=letter.content,
        html=letter.html,
        resend_unknown=letter.resend_unknown,
        state=LetterState.QUEUED.value,
        queued_at=now,
        next_try_at=now,
    )
    added = connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]).returning(letters.c.id))
    return added.first() is not None


# --- One letter's way ---------------------------------------------------------------------------------------------------


def find_waiting(connection: Connection, now: datetime) -> tuple[Channel, ...]:
    """The channels with a letter due, or with one left behind by a worker that is gone."""
    due = sa.select(letters.c.channel).where(_is_due(now)).distinct()
    found = set(connection.scalars(due)) | {row.channel for row in _left_behind(connection, is_gone)}
    return tuple(channel for channel in Channel if channel.value in found)


def claim_letter(
    connection: Connection, channel: Channel, *, owner: str, now: datetime, lease: timedelta
) -> Claim | None:
    """Takes the next due letter for `owner` (a name no other claim has) for `lease` of real time; None when none is due.

    The oldest comes first, but letters of no edition, which are alerts, overtake a digest's many.
    """
    due = sa.select(letters.c.id).where(letters.c.channel == channel.value, _is_due(now))
    first = due.order_by(letters.c.edition_id.is_not(None), letters.c.id)
    letter_id = connection.scalar(first.limit(1).with_for_update(skip_locked=True))
    if letter_id is None:
        return None
    claimed = connection.execute(
        sa.update(letters)
        .where(letters.c.id == letter_id, letters.c.state == LetterState.QUEUED.value)
        .values(
            state=LetterState.SENDING.value,
            attempts=letters.c.attempts + 1,
            lease_owner=owner,
            lease_until=wall_now() + lease,
        )
        .returning(*letters.c)
    ).first()
    if claimed is None:
        return None
    return Claim(
        id=claimed.id,
        owner=owner,
        letter=_letter(claimed),
        attempts=claimed.attempts,
        digest=connection.scalar(sa.select(editions.c.digest).where(editions.c.id == claimed.edition_id)),
    )


def mark_dot(connection: Connection, claim: Claim, lease: timedelta) -> bool:
    """Commits that the final dot is about to leave. False: the claim was lost, and the dot must not leave."""
    return _step(
        connection,
        _mine(claim, LetterState.SENDING),
        state=LetterState.DOT.value,
        lease_until=wall_now() + lease,
    )


def mark_sent(connection: Connection, claim: Claim, *, now: datetime, detail: str) -> bool:
    """The other side took it. This also settles a letter that was thought lost meanwhile, unless somebody sends it again now."""
    thought_lost = sa.and_(
        letters.c.id == claim.id, letters.c.state.in_([LetterState.HELD.value, LetterState.QUEUED.value])
    )
    return _step(
        connection,
        sa.or_(_mine(claim, *IN_FLIGHT), thought_lost),
        state=LetterState.SENT.value,
        sent_at=now,
        next_try_at=None,
        detail=detail,
        **_FREE,
    )


def mark_later(connection: Connection, claim: Claim, *, next_try_at: datetime, detail: str) -> bool:
    """Certainly not delivered; to be tried again."""
    return _step(
        connection,
        _mine(claim, *IN_FLIGHT),
        state=LetterState.QUEUED.value,
        next_try_at=next_try_at,
        detail=detail,
        **_FREE,
    )


def put_back(connection: Connection, claim: Claim, *, detail: str) -> bool:
    """Not tried after all (the whole channel was down): as it was before the claim."""
    return _step(
        connection,
        _mine(claim, *IN_FLIGHT),
        state=LetterState.QUEUED.value,
        attempts=letters.c.attempts - 1,
        detail=detail,
        **_FREE,
    )


def mark_failed(connection: Connection, claim: Claim, *, detail: str) -> bool:
    """Certainly not delivered, and trying again cannot help."""
    return _settle(connection, claim, LetterState.FAILED, detail)


def mark_cancelled(connection: Connection, claim: Claim, *, detail: str) -> bool:
    """Not to be sent any more."""
    return _settle(connection, claim, LetterState.CANCELLED, detail)


def mark_unknown(connection: Connection, claim: Claim, *, next_try_at: datetime, detail: str) -> bool:
    """Nobody knows whether it arrived: held for a person, or queued again with the same bytes, as the letter says."""
    return _step(
        connection,
        _mine(claim, *IN_FLIGHT),
        **_fate_unknown(resend=claim.letter.resend_unknown, next_try_at=next_try_at, detail=detail),
    )


def recover_letters(connection: Connection, *, now: datetime, gone: Callable[[str], bool] = is_gone) -> Recovered:
    """Settles what workers left behind that are `gone`, or whose lease ran out: before the dot queued again, after it unknown."""
    counts = {"requeued": 0, "held": 0, "resent": 0}
    for row in _left_behind(connection, gone):
        if row.state == LetterState.SENDING.value:
            kind = "requeued"
            values: dict[str, object] = {
                "state": LetterState.QUEUED.value,
                "next_try_at": now,
                "detail": "interrupted",
                **_FREE,
            }
        else:
            kind = "resent" if row.resend_unknown else "held"
            values = _fate_unknown(resend=row.resend_unknown, next_try_at=now, detail=FATE_UNKNOWN)
        same = (letters.c.id == row.id, letters.c.state == row.state, letters.c.lease_owner == row.lease_owner)
        counts[kind] += _step(connection, sa.and_(*same), **values)
    return Recovered(**counts)


# --- The desk -----------------------------------------------------------------------------------------------------------


def list_letters(
    connection: Connection, *, states: Collection[LetterState] = (), limit: int | None = None
) -> tuple[OutboxRow, ...]:
    """The newest letters first; without `states` all of them."""
    wanted = _rows().order_by(letters.c.id.desc()).limit(limit)
    if states:
        wanted = wanted.where(letters.c.state.in_([state.value for state in states]))
    return tuple(_outbox_row(row) for row in connection.execute(wanted))


def find_letter(connection: Connection, letter_id: int) -> OutboxRow | None:
    row = connection.execute(_rows().where(letters.c.id == letter_id)).first()
    return None if row is None else _outbox_row(row)


def find_readers(connection: Connection) -> tuple[tuple[str, str], ...]:
    """(address, digest) of everybody who was ever mailed an edition."""
    mailed = sa.select(letters.c.address, editions.c.digest).join(editions, letters.c.edition_id == editions.c.id)
    rows = connection.execute(mailed.where(letters.c.channel == Channel.EMAIL.value).distinct())
    return tuple((address, digest) for address, digest in rows.tuples())


def find_content(connection: Connection, letter_id: int) -> bytes | None:
    """The exact bytes of a letter."""
    return connection.scalar(sa.select(letters.c.content).where(letters.c.id == letter_id))


def retry_letters(connection: Connection, letter_ids: Sequence[int], now: datetime) -> int:
    """Queues letters again, bytes and Message-ID as they were, with a fresh count of attempts; returns how many could be."""
    return _change(
        connection, letter_ids, RETRYABLE, {"state": LetterState.QUEUED.value, "next_try_at": now, "attempts": 0}
    )


def cancel_letters(connection: Connection, letter_ids: Sequence[int]) -> int:
    """Takes letters out of the queue; returns how many could be. One that is under way can not."""
    cancelled = {"state": LetterState.CANCELLED.value, "next_try_at": None, "detail": "cancelled by hand"}
    return _change(connection, letter_ids, CANCELLABLE, cancelled)


def settle_letters(connection: Connection, letter_ids: Sequence[int], now: datetime) -> int:
    """Somebody looked: these held letters did arrive. Returns how many were held."""
    arrived = {"state": LetterState.SENT.value, "sent_at": now, "detail": "arrived, said by hand"}
    return _change(connection, letter_ids, (LetterState.HELD,), arrived)


def count_letters(connection: Connection) -> Mapping[LetterState, int]:
    """How many letters are in each state; states without any are left out."""
    counted = sa.select(letters.c.state, sa.func.count()).group_by(letters.c.state)
    return {LetterState(state): count for state, count in connection.execute(counted).tuples()}


def count_undelivered(connection: Connection, since: datetime) -> Undelivered:
    """For the exit code and a digest's footer: all letters held or delayed now, and those queued after `since` that failed."""
    is_held = letters.c.state == LetterState.HELD.value
    is_failed = sa.and_(letters.c.state == LetterState.FAILED.value, letters.c.queued_at >= since)
    is_delayed = sa.and_(letters.c.state == LetterState.QUEUED.value, letters.c.detail != "")
    held, failed, delayed = connection.execute(
        sa.select(*(sa.func.count().filter(condition) for condition in (is_held, is_failed, is_delayed)))
    ).one()
    return Undelivered(held=held, failed=failed, delayed=delayed)


# --- Within -------------------------------------------------------------------------------------------------------------

_FREE: Mapping[str, None] = {"lease_owner": None, "lease_until": None}


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(letters.c.state == LetterState.QUEUED.value, letters.c.next_try_at <= now)


def _mine(claim: Claim, *states: LetterState) -> sa.ColumnElement[bool]:
    return sa.and_(
        letters.c.id == claim.id,
        letters.c.lease_owner == claim.owner,
        letters.c.state.in_([state.value for state in states]),
    )


def _step(connection: Connection, condition: sa.ColumnElement[bool], **values: object) -> bool:
    return connection.execute(sa.update(letters).where(condition).values(**values)).rowcount == 1


def _settle(connection: Connection, claim: Claim, state: LetterState, detail: str) -> bool:
    return _step(connection, _mine(claim, *IN_FLIGHT), state=state.value, next_try_at=None, detail=detail, **_FREE)


def _fate_unknown(*, resend: bool, next_try_at: datetime, detail: str) -> dict[str, object]:
    return {
        "state": (LetterState.QUEUED if resend else LetterState.HELD).value,
        "next_try_at": next_try_at if resend else None,
        "unknown": letters.c.unknown + 1,
        "detail": detail,
        **_FREE,
    }


def _left_behind(connection: Connection, gone: Callable[[str], bool]) -> list[Row[tuple[object, ...]]]:
    in_flight = sa.select(
        letters.c.id,
        letters.c.channel,
        letters.c.state,
        letters.c.resend_unknown,
        letters.c.lease_owner,
        letters.c.lease_until,
    ).where(letters.c.state.in_([state.value for state in IN_FLIGHT]))
    wall = wall_now()
    rows = connection.execute(in_flight.order_by(letters.c.id))
    return [row for row in rows if row.lease_until is None or row.lease_until < wall or gone(row.lease_owner)]


def _change(
    connection: Connection, letter_ids: Sequence[int], states: Collection[LetterState], values: Mapping[str, object]
) -> int:
    changed = sa.update(letters).where(
        letters.c.id.in_(letter_ids), letters.c.state.in_([state.value for state in states])
    )
    return connection.execute(changed.values(**values)).rowcount


def _rows() -> sa.Select[tuple[object, ...]]:
    shown = [column for column in letters.c if column.name not in {"content", "html"}]
    joined = letters.outerjoin(editions, letters.c.edition_id == editions.c.id)
    return sa.select(*shown, editions.c.digest).select_from(joined)


def _outbox_row(row: Row[tuple[object, ...]]) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        key=row.key,
        digest=row.digest,
        channel=Channel(row.channel),
        address=row.address,
        subject=row.subject,
        message_id=row.message_id,
        state=LetterState(row.state),
        attempts=row.attempts,
        unknown=row.unknown,
        queued_at=row.queued_at,
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
        detail=row.detail,
    )


def _letter(row: Row[tuple[object, ...]]) -> Letter:
    return Letter(
        key=row.key,
        channel=Channel(row.channel),
        address=row.address,
        subject=row.subject,
        content=row.content,
        sender=row.sender,
        message_id=row.message_id,
        html=row.html,
        resend_unknown=row.resend_unknown,
    )
