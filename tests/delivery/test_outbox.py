"""The outbox's rules on both databases: each key once, each letter claimed once, overtaken workers change nothing."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.model import Channel, LetterState, Retention
from aggregator.store import outbox
from aggregator.store.engine import Database
from aggregator.store.outbox import Claim
from aggregator.store.owner import claim_name, is_gone
from aggregator.store.prune import prune
from aggregator.store.suppressions import is_suppressed, list_suppressions, suppress, unsuppress
from aggregator.store.tables import editions, letters

from .conftest import NOW, queue, write_letter

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


def claim(database: Database, owner: str = "me", channel: Channel = Channel.EMAIL) -> Claim | None:
    with database.write() as connection:
        return outbox.claim_letter(connection, channel, owner=owner, now=NOW, lease=LEASE)


def state_of(database: Database, letter_id: int) -> LetterState:
    with database.read() as connection:
        row = outbox.find_letter(connection, letter_id)
    assert row is not None
    return row.state


def add_edition(connection: Connection) -> int:
    values = {"digest": "morning", "issue_date": NOW.date(), "snapshot": "{}"}
    values |= dict.fromkeys(("window_start", "window_end", "frozen_at"), NOW)
    return int(connection.execute(sa.insert(editions).values(values).returning(editions.c.id)).scalar_one())


def never_gone(_: str) -> bool:
    return False


def test_a_key_is_one_letter_for_ever(database: Database) -> None:
    """The first letter of a key stands, also when it has long been sent."""
    letter = write_letter(1)
    queue(database, letter)
    with database.write() as connection:
        assert not outbox.add_letter(connection, write_letter(1, text="another"), edition_id=None, now=NOW)
    claimed = claim(database)
    assert claimed is not None
    assert claimed.letter == letter
    with database.write() as connection:
        assert outbox.mark_sent(connection, claimed, now=NOW, detail="250")
        assert not outbox.add_letter(connection, letter, edition_id=None, now=NOW)


def test_letters_are_claimed_once_oldest_first(database: Database) -> None:
    queue(database, *(write_letter(number) for number in range(3)))
    claimed = [claim(database, f"owner-{number}") for number in range(4)]
    assert [one.letter.address if one else None for one in claimed] == [
        *(f"reader-{number}@example.org" for number in range(3)),
        None,
    ]
    assert claim(database, channel=Channel.CHAT) is None


def test_alerts_overtake_a_digests_letters(database: Database) -> None:
    with database.write() as connection:
        edition_id = add_edition(connection)
        outbox.add_letter(connection, write_letter(1), edition_id=edition_id, now=NOW)
        outbox.add_letter(connection, write_letter(2), edition_id=None, now=NOW)
    claimed = [claim(database, str(number)) for number in range(2)]
    assert [one.letter.address for one in claimed if one] == ["reader-2@example.org", "reader-1@example.org"]


def test_two_workers_never_claim_the_same(database: Database) -> None:
    """Four threads, forty letters: each claimed by exactly one."""
    queue(database, *(write_letter(number) for number in range(40)))
    claimed: list[int] = []

    def work() -> None:
        empty = 0
        while empty < 3:  # on PostgreSQL another's claim in progress may hide the last letters for a moment
            one = claim(database, claim_name())
            if one is None:
                empty += 1
            else:
                claimed.append(one.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 40


def test_a_letter_waits_for_its_time(database: Database) -> None:
    queue(database, write_letter(1))
    claimed = claim(database)
    assert claimed is not None
    with database.write() as connection:
        assert outbox.mark_later(connection, claimed, next_try_at=NOW + MINUTE, detail="450 later")
    assert claim(database) is None
    with database.read() as connection:
        assert outbox.find_waiting(connection, NOW) == ()
        assert outbox.find_waiting(connection, NOW + MINUTE) == (Channel.EMAIL,)
    with database.write() as connection:
        again = outbox.claim_letter(connection, Channel.EMAIL, owner="me", now=NOW + MINUTE, lease=LEASE)
    assert again is not None
    assert again.attempts == 2


def test_put_back_counts_no_attempt(database: Database) -> None:
    queue(database, write_letter(1))
    claimed = claim(database)
    assert claimed is not None
    with database.write() as connection:
        assert outbox.put_back(connection, claimed, detail="server down")
    again = claim(database)
    assert again is not None
    assert again.attempts == 1


@pytest.mark.parametrize(
    ("past_dot", "resend", "state", "unknown"),
    [
        (False, False, LetterState.QUEUED, 0),
        (False, True, LetterState.QUEUED, 0),
        (True, False, LetterState.HELD, 1),
        (True, True, LetterState.QUEUED, 1),
    ],
)
@pytest.mark.parametrize("how", ["process gone", "lease over"])
def test_what_a_crash_leaves_behind(
    past_dot: bool, resend: bool, state: LetterState, unknown: int, how: str, database: Database
) -> None:
    """Before the dot a letter is queued again; after it its fate is unknown, and counted as such."""
    queue(database, write_letter(1, resend_unknown=resend))
    with database.write() as connection:
        lease = LEASE if how == "process gone" else -LEASE
        claimed = outbox.claim_letter(connection, Channel.EMAIL, owner="gone", now=NOW, lease=lease)
        assert claimed is not None
        if past_dot:
            assert outbox.mark_dot(connection, claimed, lease)
    with database.write() as connection:
        if how == "process gone":
            assert outbox.recover_letters(connection, now=NOW, gone=never_gone) == outbox.Recovered()
        found = outbox.recover_letters(connection, now=NOW, gone=lambda owner: owner == "gone")
        row = outbox.find_letter(connection, claimed.id)
    assert row is not None
    assert (row.state, row.unknown) == (state, unknown)
    assert (found.requeued, found.held, found.resent) == (
        int(not past_dot),
        int(past_dot and not resend),
        int(past_dot and resend),
    )


def test_an_overtaken_worker_changes_nothing(database: Database) -> None:
    """A worker that slept past its lease may not send the dot, nor write a result over its successor's."""
    queue(database, write_letter(1))
    slow = claim(database, "slow")
    with database.write() as connection:
        outbox.recover_letters(connection, now=NOW, gone=lambda owner: owner == "slow")
    quick = claim(database, "quick")
    assert slow is not None
    assert quick is not None
    with database.write() as connection:
        assert not outbox.mark_dot(connection, slow, LEASE)
        assert not outbox.mark_failed(connection, slow, detail="no")
        assert not outbox.mark_later(connection, slow, next_try_at=NOW, detail="no")
        assert not outbox.mark_unknown(connection, slow, next_try_at=NOW, detail="no")
        assert not outbox.put_back(connection, slow, detail="no")
        assert not outbox.mark_sent(connection, slow, now=NOW, detail="no")
        assert outbox.mark_dot(connection, quick, LEASE)
        assert outbox.mark_sent(connection, quick, now=NOW, detail="250")


def test_late_certainty_ends_doubt(database: Database) -> None:
    """A letter held as unknown is settled when the slow worker reports that it was taken after all."""
    queue(database, write_letter(1))
    slow = claim(database, "slow")
    assert slow is not None
    with database.write() as connection:
        assert outbox.mark_dot(connection, slow, LEASE)
        outbox.recover_letters(connection, now=NOW, gone=lambda owner: owner == "slow")
    assert state_of(database, slow.id) is LetterState.HELD
    with database.write() as connection:
        assert outbox.mark_sent(connection, slow, now=NOW, detail="250")
    assert state_of(database, slow.id) is LetterState.SENT


def test_retry_keeps_the_bytes(database: Database) -> None:
    """By hand: failed, held and cancelled letters go out again as they were; sent ones never."""
    letter = write_letter(1)
    queue(database, letter, write_letter(2))
    first, second = claim(database), claim(database)
    assert first is not None
    assert second is not None
    with database.write() as connection:
        outbox.mark_failed(connection, first, detail="550")
        outbox.mark_sent(connection, second, now=NOW, detail="250")
        assert outbox.retry_letters(connection, [first.id, second.id], NOW) == 1
    again = claim(database)
    assert again is not None
    assert (again.letter, again.attempts) == (letter, 1)


def test_cancel(database: Database) -> None:
    """What is under way cannot be called back."""
    queue(database, write_letter(1), write_letter(2))
    under_way = claim(database)
    assert under_way is not None
    with database.write() as connection:
        assert outbox.cancel_letters(connection, [under_way.id, under_way.id + 1]) == 1
    assert state_of(database, under_way.id) is LetterState.SENDING
    assert state_of(database, under_way.id + 1) is LetterState.CANCELLED
    assert claim(database) is None


def test_counts_and_lists(database: Database) -> None:
    with database.write() as connection:
        edition_id = add_edition(connection)
        for number in range(5):
            outbox.add_letter(connection, write_letter(number), edition_id=edition_id, now=NOW)
    claims = [claim(database) for _ in range(4)]
    assert all(one is not None and one.digest == "morning" for one in claims)
    sent, failed, held, later = (one for one in claims if one is not None)
    with database.write() as connection:
        outbox.mark_sent(connection, sent, now=NOW, detail="250")
        outbox.mark_failed(connection, failed, detail="550")
        outbox.mark_unknown(connection, held, next_try_at=NOW, detail="?")
        outbox.mark_later(connection, later, next_try_at=NOW, detail="450")
        assert outbox.count_letters(connection) == {
            LetterState.SENT: 1,
            LetterState.FAILED: 1,
            LetterState.HELD: 1,
            LetterState.QUEUED: 2,
        }
        undelivered = outbox.count_undelivered(connection, NOW - MINUTE)
        assert (undelivered.held, undelivered.failed, undelivered.delayed) == (1, 1, 1)
        assert outbox.count_undelivered(connection, NOW + MINUTE).failed == 0
        rows = outbox.list_letters(connection, states=[LetterState.FAILED, LetterState.HELD])
        assert [(row.digest, row.state, row.detail) for row in rows] == [
            ("morning", LetterState.HELD, "?"),
            ("morning", LetterState.FAILED, "550"),
        ]
        assert len(outbox.list_letters(connection, limit=3)) == 3
        assert outbox.find_content(connection, sent.id) == sent.letter.content
        assert outbox.find_letter(connection, 10_000) is None


def test_suppressions(database: Database) -> None:
    """Of one digest or of everything; spelling and names do not matter."""
    with database.write() as connection:
        assert suppress(connection, "Reader <Reader@Example.org>", digest="morning", reason="unsubscribed", now=NOW)
        assert not suppress(connection, "reader@example.org", digest="morning", reason="again", now=NOW)
        assert suppress(connection, "other@example.org", reason="left", now=NOW)
        assert is_suppressed(connection, "READER@example.org", "morning")
        assert not is_suppressed(connection, "reader@example.org", "evening")
        assert not is_suppressed(connection, "reader@example.org")
        assert is_suppressed(connection, "other@example.org", "evening")
        assert [(one.address, one.digest) for one in list_suppressions(connection)] == [
            ("other@example.org", ""),
            ("reader@example.org", "morning"),
        ]
        assert unsuppress(connection, "reader@example.org") == 1
        assert not is_suppressed(connection, "reader@example.org", "morning")


def test_no_letter_column_is_forgotten(database: Database) -> None:
    """What a claim gives back is what was queued, field by field."""
    letter = write_letter(1, resend_unknown=True)
    queue(database, letter)
    claimed = claim(database)
    assert claimed is not None
    assert claimed.letter == letter
    assert {"content", "html", "sender", "message_id"} <= set(letters.c.keys())


def test_this_process_is_not_gone() -> None:
    name = claim_name()
    assert not is_gone(name)
    assert claim_name() != name
    assert not is_gone("somebody else")
    assert not is_gone("|||||")


def test_ended_process_is_gone() -> None:
    """Known at once, without waiting for the lease."""
    import subprocess
    import sys

    code = "from aggregator.store.owner import claim_name; print(claim_name())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert is_gone(ended.stdout.strip()) == (sys.platform == "linux")


def test_bytes_of_letters_sent_long_ago_are_forgotten(database: Database) -> None:
    """Their trace stays, and their key still keeps them from being sent again; what may be sent again keeps its bytes."""
    queue(database, write_letter(1), write_letter(2))
    sent, failed = claim(database), claim(database)
    assert sent is not None
    assert failed is not None
    with database.write() as connection:
        outbox.mark_sent(connection, sent, now=NOW, detail="250")
        outbox.mark_failed(connection, failed, detail="550")
    retention = Retention(polls=timedelta(days=30))
    assert prune(database, retention, NOW + timedelta(days=30))["contents"] == 0
    assert prune(database, retention, NOW + timedelta(days=31))["contents"] == 1
    with database.write() as connection:
        assert outbox.find_content(connection, sent.id) == b""
        assert outbox.find_content(connection, failed.id) == failed.letter.content
        assert not outbox.add_letter(connection, sent.letter, edition_id=None, now=NOW)
