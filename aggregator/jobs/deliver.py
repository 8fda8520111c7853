"""Carries what waits in the outbox, channel by channel, and writes down what became of every letter.

This module decides when to try again; it must not know how a letter is written or how a channel speaks.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aggregator.delivery.carrier import Carrier, ChannelDownError, Fate, Verdict
from aggregator.delivery.chat import ChatCarrier
from aggregator.delivery.directory import DirectoryCarrier
from aggregator.delivery.email import EmailCarrier, Patience
from aggregator.delivery.headers import clean_line
from aggregator.delivery.mailserver import read_mail_server
from aggregator.errors import AggregatorError, ConfigError
from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.model import Channel
from aggregator.newsroom import Newsroom
from aggregator.store import outbox
from aggregator.store.outbox import Claim, Recovered
from aggregator.store.owner import claim_name
from aggregator.store.pauses import Pause, end_pause, find_pause, save_pause
from aggregator.store.suppressions import is_suppressed

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))  # FIELD_NOTES, "The mail"
MAX_ATTEMPTS = 28  # with the last step repeated: about a day, after which a briefing is history
LEASE = timedelta(minutes=15)  # longer than the longest transaction that a carrier allows


@dataclass(slots=True)
class _Tally:
    """What became of one round's letters."""

    fates: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def note(self, claim: Claim, verdict: Verdict) -> None:
        self.fates[verdict.fate.value] += 1
        if verdict.fate is not Fate.TAKEN:
            self.troubles.append(f"letter {claim.id}: {verdict.detail}")


def next_try(attempts: int, now: datetime) -> datetime:
    """When to try again after `attempts` tries that failed."""
    return now + RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]


def find_due(newsroom: Newsroom, now: datetime) -> Sequence[Channel]:
    """The channels with letters to carry, without those that are paused."""
    with newsroom.database.read() as connection:
        waiting = outbox.find_waiting(connection, now)
        pauses = {channel: find_pause(connection, channel) for channel in waiting}
    return tuple(
        channel for channel, pause in pauses.items() if pause is None or not pause.holds(_setup(newsroom, channel), now)
    )


def deliver(newsroom: Newsroom, piece: Piece, now: datetime, *, patience: Patience | None = None) -> Outcome:
    """Carries all due letters of one channel, over one connection where the channel has one."""
    assert isinstance(piece, Channel)
    with newsroom.database.write() as connection:
        recovered = outbox.recover_letters(connection, now=now)
    tally = _Tally()
    try:
        carrier = open_carrier(newsroom, piece, patience)
        try:
            _carry_all(newsroom, piece, carrier, now, tally)
        finally:
            carrier.close()
    except ChannelDownError as down:
        hint = f" — {down.hint}" if down.permanent and down.hint else ""
        tally.troubles.insert(0, f"stopped: {_pause(newsroom, piece, f'{down}{hint}', now)}")
    except ConfigError as error:
        tally.troubles.insert(0, f"stopped: {_pause(newsroom, piece, str(error), now)}")
    if recovered.held:
        tally.troubles.append(f"{recovered.held} of unknown fate, held: see `aggregator outbox`")
    return Outcome(
        event="deliver",
        subject=piece.value,
        ok=not tally.troubles,
        detail="; ".join(tally.troubles[:5]),
        facts=(*sorted(tally.fates.items()), *_recovery_facts(recovered)),
    )


def open_carrier(newsroom: Newsroom, channel: Channel, patience: Patience | None = None) -> Carrier:
    """The carrier of a channel as the settings say. Raises ConfigError."""
    match channel:
        case Channel.EMAIL:
            url = newsroom.settings.smtp_url
            if url is None:
                raise ConfigError("AGGREGATOR_SMTP_URL is not set", hint="letters wait in the outbox until it is")
            server = read_mail_server(url.get_secret_value())
            return EmailCarrier(server, patience=patience, stopping=newsroom.stopping.is_set)
        case Channel.DIRECTORY:
            return DirectoryCarrier()
        case Channel.CHAT:
            return ChatCarrier()


def _carry_all(newsroom: Newsroom, channel: Channel, carrier: Carrier, now: datetime, tally: _Tally) -> None:
    while not newsroom.stopping.is_set():
        with newsroom.database.write() as connection:
            claim = outbox.claim_letter(connection, channel, owner=claim_name(), now=now, lease=LEASE)
            if claim is None:
                return
            if is_suppressed(connection, claim.letter.address, claim.digest):
                outbox.mark_cancelled(connection, claim, detail="the address takes no more letters")
                continue
        verdict = _carry(newsroom, claim, carrier)
        _record(newsroom, claim, verdict, now)
        tally.note(claim, verdict)


def _carry(newsroom: Newsroom, claim: Claim, carrier: Carrier) -> Verdict:
    """The verdict on one letter; a fault of ours in it must not keep the other letters waiting."""
    past_dot = False

    def before_dot() -> bool:
        nonlocal past_dot
        with newsroom.database.write() as connection:
            past_dot = outbox.mark_dot(connection, claim, LEASE)
        return past_dot

    try:
        return carrier.carry(claim.letter, before_dot)
    except ChannelDownError as down:
        with newsroom.database.write() as connection:
            outbox.put_back(connection, claim, detail=str(down))
        raise
    except AggregatorError:
        raise
    except Exception as fault:
        fate = Fate.UNKNOWN if past_dot else Fate.LATER
        return Verdict(fate, clean_line(f"fault: {type(fault).__name__}: {fault}"))


def _record(newsroom: Newsroom, claim: Claim, verdict: Verdict, now: datetime) -> None:
    again = next_try(claim.attempts, now)
    with newsroom.database.write() as connection:
        match verdict.fate:
            case Fate.TAKEN:
                outbox.mark_sent(connection, claim, now=now, detail=verdict.detail)
                end_pause(connection, claim.letter.channel)
            case Fate.REFUSED:
                outbox.mark_failed(connection, claim, detail=verdict.detail)
            case Fate.UNKNOWN:
                outbox.mark_unknown(connection, claim, next_try_at=again, detail=verdict.detail)
            case Fate.LATER if claim.attempts >= MAX_ATTEMPTS:
                given_up = f"given up after {claim.attempts} attempts: {verdict.detail}"
                outbox.mark_failed(connection, claim, detail=given_up)
            case Fate.LATER:
                outbox.mark_later(connection, claim, next_try_at=again, detail=verdict.detail)


def _pause(newsroom: Newsroom, channel: Channel, detail: str, now: datetime) -> str:
    """Leaves the channel alone for a while, longer each time, and returns the reason."""
    with newsroom.database.write() as connection:
        before = find_pause(connection, channel)
        failures = before.failures + 1 if before else 1
        until, setup = next_try(failures, now), _setup(newsroom, channel)
        save_pause(connection, channel, Pause(since=now, until=until, failures=failures, detail=detail, setup=setup))
    return detail


def _setup(newsroom: Newsroom, channel: Channel) -> str:
    """A fingerprint of the configuration that a channel depends on: a corrected one need not wait."""
    url = newsroom.settings.smtp_url
    secret = url.get_secret_value() if url is not None and channel is Channel.EMAIL else ""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def _recovery_facts(recovered: Recovered) -> tuple[tuple[str, object], ...]:
    found = (("requeued", recovered.requeued), ("held", recovered.held), ("resent", recovered.resent))
    return tuple((name, count) for name, count in found if count)


ROUTINE = Routine(name="deliver", every=timedelta(seconds=20), due=find_due, do=deliver, width=lambda _: len(Channel))
