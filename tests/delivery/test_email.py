"""What becomes of letters when the mail server misbehaves, in each phase of the conversation, over real sockets."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest

from aggregator.delivery.carrier import Fate
from aggregator.delivery.email import EmailCarrier, Patience
from aggregator.delivery.mailserver import read_mail_server
from aggregator.jobs.deliver import deliver, find_due
from aggregator.model import Channel, Letter, LetterState
from aggregator.newsroom import Newsroom
from aggregator.store.outbox import OutboxRow, list_letters
from aggregator.store.pauses import find_pause

from .conftest import NOW, queue, write_letter
from .smtp_server import Action, Drip, Drop, Endless, Garbage, Say, Silence, SmtpServer

CALM = Patience(setup=20, reply=20, content=20, verdict=20)  # for servers that answer, however busy the machine is
QUICK = Patience(setup=1.5, reply=1.0, content=1.5, verdict=1.5)  # for servers that never do
NewsroomAt = Callable[[str | None], Newsroom]

SENT, QUEUED, FAILED, HELD = LetterState.SENT, LetterState.QUEUED, LetterState.FAILED, LetterState.HELD


def rows(newsroom: Newsroom) -> dict[str, OutboxRow]:
    with newsroom.database.read() as connection:
        return {row.address: row for row in list_letters(connection)}


def is_paused(newsroom: Newsroom) -> bool:
    with newsroom.database.read() as connection:
        pause = find_pause(connection, Channel.EMAIL)
    return pause is not None and pause.until > NOW


def patience_for(*actions: Action) -> Patience:
    return QUICK if any(isinstance(action, Silence | Drip) for action in actions) else CALM


ONE_LETTER: dict[str, tuple[str, Action, LetterState, int]] = {
    # what the server does: phase, action, the first letter's state after one round, its copies at the server
    "greylisting": ("rcpt", Say("450 4.2.0 greylisted, come back"), QUEUED, 0),
    "mailbox unknown": ("rcpt", Say("550 5.1.1 no such user"), FAILED, 0),
    "mailbox full": ("rcpt", Say("452 4.2.2 full"), QUEUED, 0),
    "silence at RCPT": ("rcpt", Silence(), QUEUED, 0),
    "drop at RCPT": ("rcpt", Drop(), QUEUED, 0),
    "sender not now": ("mail", Say("451 4.3.0 busy"), QUEUED, 0),
    "too large at MAIL": ("mail", Say("552 5.3.4 too big"), FAILED, 0),
    "closing at MAIL": ("mail", Say("421 4.7.0 enough for now"), QUEUED, 0),
    "drop at MAIL": ("mail", Drop(), QUEUED, 0),
    "DATA not now": ("data", Say("451 4.3.0 busy"), QUEUED, 0),
    "DATA never": ("data", Say("554 5.5.1 no valid recipients"), FAILED, 0),
    "DATA answered out of step": ("data", Say("250 what is it"), QUEUED, 0),
    "drop at DATA": ("data", Drop(), QUEUED, 0),
    "refusal before the dot": ("content", Say("552 5.3.4 that is enough"), FAILED, 0),
    "content not now": ("dot", Say("451 4.3.0 scanner is down"), QUEUED, 0),
    "content never": ("dot", Say("554 5.7.1 this is spam"), FAILED, 0),
    "closing after the dot": ("dot", Say("421 4.3.0 shutting down"), QUEUED, 0),
    "taken, then dropped": ("dot", Drop(keeps=True), HELD, 1),
    "not taken, but dropped": ("dot", Drop(), HELD, 0),
    "taken, then silent": ("dot", Silence(keeps=True), HELD, 1),
    "a senseless answer to the dot": ("dot", Garbage(), HELD, 0),
    "endless answer to the dot": ("dot", Endless("250-still"), HELD, 0),
}


@pytest.mark.parametrize("name", ONE_LETTER)
def test_trouble_with_one_letter_touches_no_other(name: str, newsroom_at: NewsroomAt) -> None:
    """The first letter ends as told; the second, in the same round, arrives once and unharmed."""
    phase, action, state, copies = ONE_LETTER[name]
    first, second = write_letter(1), write_letter(2)
    with SmtpServer({phase: [action]}) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, first, second)
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=patience_for(action))
    found = rows(newsroom)
    assert found[first.address].state is state
    assert len(server.copies(first.address)) == copies
    assert found[second.address].state is SENT
    assert server.copies(second.address) == [second.content]
    assert not outcome.ok
    if state is QUEUED:
        assert found[first.address].next_try_at == NOW + timedelta(minutes=1)
    assert found[first.address].detail


@pytest.mark.parametrize("name", [name for name, case in ONE_LETTER.items() if case[2] is HELD])
def test_unknown_fate_is_sent_again_with_the_same_bytes(name: str, newsroom_at: NewsroomAt) -> None:
    """With resend_unknown the letter goes out again, and every possible copy is counted."""
    phase, action, _, copies = ONE_LETTER[name]
    letter = write_letter(1, resend_unknown=True)
    with SmtpServer({phase: [action]}) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, letter)
        deliver(newsroom, Channel.EMAIL, NOW, patience=patience_for(action))
        assert rows(newsroom)[letter.address].state is QUEUED
        deliver(newsroom, Channel.EMAIL, NOW + timedelta(minutes=1), patience=CALM)
    row = rows(newsroom)[letter.address]
    assert (row.state, row.unknown) == (SENT, 1)
    assert server.copies(letter.address) == [letter.content] * (copies + 1)


def test_drop_before_the_dot_is_known_not_to_have_arrived() -> None:
    """The server hangs up while the phase is being committed: that is noticed, and the dot is not sent."""
    with SmtpServer({"content": [Drop()]}) as server:
        carrier = EmailCarrier(read_mail_server(server.url), patience=CALM)

        def commit() -> bool:
            while server.open_connections:
                sleep(0.001)
            return True

        verdict = carrier.carry(write_letter(1), commit)
        assert verdict.fate is Fate.LATER
        assert carrier.carry(write_letter(2), lambda: True).fate is Fate.TAKEN
        carrier.close()
    assert [recipient for _, recipient, _ in server.letters] == ["reader-2@example.org"]


def test_a_lost_claim_keeps_the_dot_back() -> None:
    """When the outbox says that another worker has the letter by now, the server never gets its end."""
    with SmtpServer() as server:
        carrier = EmailCarrier(read_mail_server(server.url), patience=CALM)
        assert carrier.carry(write_letter(1), lambda: False).fate is Fate.LATER
        carrier.close()
    assert server.letters == []


ACCOUNT: dict[str, tuple[dict[str, list[Action]], bool]] = {
    # what the server does at every connection: script, whether only a person can mend it
    "greeting never": ({"connect": [Say("554 5.7.1 go away")]}, True),
    "greeting not now": ({"connect": [Say("421 4.3.2 too busy")]}, False),
    "endless greeting": ({"connect": [Endless("220-welcome")]}, False),
    "dripping greeting": ({"connect": [Drip()]}, False),
    "silent greeting": ({"connect": [Silence()]}, False),
    "garbage for a greeting": ({"connect": [Garbage()]}, False),
    "closed at once": ({"connect": [Drop()]}, False),
    "no hello": ({"ehlo": [Say("502 no")], "helo": [Say("502 no")]}, True),
    "sender refused": ({"mail": [Say("553 5.7.1 not your address")]}, True),
}


@pytest.mark.parametrize("name", ACCOUNT)
def test_trouble_with_the_account_stops_the_run_and_says_so(name: str, newsroom_at: NewsroomAt) -> None:
    """No letter is failed or counts an attempt; the channel waits, and a later round delivers each letter once."""
    script, permanent = ACCOUNT[name]
    first, second = write_letter(1), write_letter(2)
    with SmtpServer(script) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, first, second)
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=patience_for(*script.get("connect", ())))
        assert not outcome.ok
        assert outcome.detail.startswith("stopped: smtp://127.0.0.1")
        assert ("AGGREGATOR_" in outcome.detail) == permanent
        assert [(row.state, row.attempts) for row in rows(newsroom).values()] == [(QUEUED, 0)] * 2
        assert find_due(newsroom, NOW + timedelta(seconds=59)) == ()
        assert find_due(newsroom, NOW + timedelta(minutes=1)) == (Channel.EMAIL,)
        assert deliver(newsroom, Channel.EMAIL, NOW + timedelta(minutes=1), patience=CALM).ok
    assert server.copies(first.address) == [first.content]
    assert server.copies(second.address) == [second.content]
    assert not is_paused(newsroom)


def test_nobody_listens(newsroom_at: NewsroomAt) -> None:
    """A closed port pauses the channel, longer each time; a corrected URL need not wait."""
    with SmtpServer() as server:
        closed = server.url
    newsroom = newsroom_at(closed)
    letter = write_letter(1)
    queue(newsroom.database, letter)
    assert "refused" in deliver(newsroom, Channel.EMAIL, NOW, patience=CALM).detail.lower()
    deliver(newsroom, Channel.EMAIL, NOW + timedelta(minutes=1), patience=CALM)
    assert find_due(newsroom, NOW + timedelta(minutes=5)) == ()
    with SmtpServer() as server:
        corrected = newsroom_at(server.url)
        assert find_due(corrected, NOW + timedelta(minutes=5)) == (Channel.EMAIL,)
        assert deliver(corrected, Channel.EMAIL, NOW + timedelta(minutes=5), patience=CALM).ok
    assert server.copies(letter.address) == [letter.content]


def test_no_server_configured(newsroom_at: NewsroomAt) -> None:
    """Letters wait, and the outcome names the variable."""
    newsroom = newsroom_at(None)
    queue(newsroom.database, write_letter(1))
    outcome = deliver(newsroom, Channel.EMAIL, NOW)
    assert not outcome.ok
    assert "AGGREGATOR_SMTP_URL" in outcome.detail


def test_many_letters_share_one_connection(newsroom_at: NewsroomAt) -> None:
    """One connection, one transaction and one recipient each, RSET between."""
    letters = [write_letter(number) for number in range(20)]
    with SmtpServer() as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, *letters)
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert outcome.ok
    assert dict(outcome.facts) == {"taken": 20}
    assert server.connections == 1
    verbs = [command.split(" ")[0].upper() for command in server.commands]
    assert verbs == ["EHLO", *["MAIL", "RCPT", "DATA", "RSET"] * 19, "MAIL", "RCPT", "DATA", "QUIT"]
    assert [content for _, _, content in server.letters] == [letter.content for letter in letters]


def test_connection_lost_between_letters_is_opened_again(newsroom_at: NewsroomAt) -> None:
    """A server that hangs up after each letter costs nobody a delay."""
    letters = [write_letter(number) for number in range(4)]
    with SmtpServer({"rset": [Drop()] * 4}) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, *letters)
        assert deliver(newsroom, Channel.EMAIL, NOW, patience=CALM).ok
    assert [content for _, _, content in server.letters] == [letter.content for letter in letters]
    assert server.connections == 4


def test_connection_that_keeps_breaking_stops_the_run(newsroom_at: NewsroomAt) -> None:
    """After three connections lost in a row the server is at fault: the other letters keep their attempts."""
    letters = [write_letter(number) for number in range(6)]
    with SmtpServer({"data": [Drop()] * 6}) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, *letters)
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert outcome.detail.startswith("stopped: ")
    assert sorted(row.attempts for row in rows(newsroom).values()) == [0, 0, 0, 1, 1, 1]
    assert server.letters == []


def test_attempts_come_to_an_end(newsroom_at: NewsroomAt) -> None:
    """After 1, 5, 15, 30 and 60 minutes a letter is tried hourly, and given up after about a day."""
    letter = write_letter(1)
    now = NOW
    waits = []
    with SmtpServer({"rcpt": [Say("450 not yet")] * 60}) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, letter)
        while (row := rows(newsroom)[letter.address]).state is QUEUED:
            assert row.next_try_at is not None
            waits.append((row.next_try_at - now) // timedelta(minutes=1))
            now = row.next_try_at
            deliver(newsroom, Channel.EMAIL, now, patience=CALM)
    assert waits[:8] == [0, 1, 5, 15, 30, 60, 60, 60]
    assert row.state is FAILED
    assert "given up" in row.detail
    assert timedelta(hours=20) < now - NOW < timedelta(hours=26)


# --- TLS, AUTH, extensions, LMTP ----------------------------------------------------------------------------------------


def test_starttls_and_auth(certificate: tuple[Path, Path, Path], newsroom_at: NewsroomAt) -> None:
    """The password goes out only after STARTTLS, and the letter arrives."""
    ca, chain, key = certificate
    with SmtpServer(certificate=(chain, key), users={"us er": "p@ss:wörd".replace("ö", "o")}) as server:
        newsroom = newsroom_at(f"smtp://us%20er:p%40ss%3Aword@127.0.0.1:{server.port}?starttls=required&ca={ca}")
        queue(newsroom.database, write_letter(1))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert outcome.ok, outcome.detail
    verbs = [command.split(" ")[0].upper() for command in server.commands]
    assert verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
    assert len(server.letters) == 1


def test_implicit_tls(certificate: tuple[Path, Path, Path], newsroom_at: NewsroomAt) -> None:
    ca, chain, key = certificate
    with SmtpServer(certificate=(chain, key), implicit_tls=True) as server:
        newsroom = newsroom_at(f"{server.url}?ca={ca}")
        queue(newsroom.database, write_letter(1))
        assert deliver(newsroom, Channel.EMAIL, NOW, patience=CALM).ok
    assert len(server.letters) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_untrusted_certificate(scheme: str, certificate: tuple[Path, Path, Path], newsroom_at: NewsroomAt) -> None:
    """A certificate nobody vouches for: nothing is sent, neither password nor letter."""
    _, chain, key = certificate
    with SmtpServer(certificate=(chain, key), implicit_tls=scheme == "smtps", users={"u": "p"}) as server:
        newsroom = newsroom_at(f"{scheme}://u:p@127.0.0.1:{server.port}?starttls=required")
        queue(newsroom.database, write_letter(1))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert "certificate is not trusted" in outcome.detail
    assert not any(command.upper().startswith(("AUTH", "MAIL")) for command in server.commands)
    assert [row.state for row in rows(newsroom).values()] == [QUEUED]


def test_bad_tls(certificate: tuple[Path, Path, Path], newsroom_at: NewsroomAt) -> None:
    """A server that agrees to STARTTLS and then speaks something else."""
    _, chain, key = certificate
    script = {"starttls": [Say("220 go\r\n250 already\r\n250 answered")]}
    with SmtpServer(script, certificate=(chain, key)) as server:
        newsroom = newsroom_at(f"{server.url}?starttls=required")
        queue(newsroom.database, write_letter(1))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert "spoke on" in outcome.detail
    assert not any(command.upper().startswith("MAIL") for command in server.commands)


def test_starttls_is_not_offered(newsroom_at: NewsroomAt) -> None:
    """A required STARTTLS that is not offered: nothing is sent in the clear."""
    with SmtpServer() as server:
        newsroom = newsroom_at(f"{server.url}?starttls=required")
        queue(newsroom.database, write_letter(1))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert "offers no STARTTLS" in outcome.detail
    assert server.letters == []


@pytest.mark.parametrize(("reply", "permanent"), [("535 5.7.8 bad credentials", True), ("454 4.7.0 later", False)])
def test_refused_password(reply: str, permanent: bool, newsroom_at: NewsroomAt) -> None:
    """The run stops, the password is nowhere in what people see."""
    with SmtpServer({"auth": [Say(f"{reply} s3cret")] * 3}, users={"u": "s3cret"}) as server:
        newsroom = newsroom_at(f"smtp://u:s3cret@127.0.0.1:{server.port}")
        queue(newsroom.database, write_letter(1), write_letter(2))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert outcome.detail.startswith("stopped: ")
    assert "s3cret" not in outcome.detail
    assert [row.state for row in rows(newsroom).values()] == [QUEUED, QUEUED]
    assert is_paused(newsroom)


def test_password_is_wanted(newsroom_at: NewsroomAt) -> None:
    """530 at MAIL FROM concerns the account."""
    with SmtpServer(users={"u": "p"}) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, write_letter(1))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert outcome.detail.startswith("stopped: ")
    assert [row.state for row in rows(newsroom).values()] == [QUEUED]


def test_server_without_extensions(newsroom_at: NewsroomAt) -> None:
    """No 8BITMIME, no SIZE: the letter is 7-bit anyway and asks for nothing."""
    letter = write_letter(1)
    with SmtpServer({"ehlo": [Say("502 what is EHLO")]}, extensions=()) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, letter)
        assert deliver(newsroom, Channel.EMAIL, NOW, patience=CALM).ok
    assert server.copies(letter.address) == [letter.content]
    # Python's versions write the verb in different cases; no parameter may follow the address.
    assert "mail from:<briefing@example.org>" in [command.lower() for command in server.commands]


def test_letter_larger_than_the_server_takes(newsroom_at: NewsroomAt) -> None:
    """SIZE is honoured before anything is sent."""
    small, large = write_letter(1), write_letter(2, text="가" * 3000)
    with SmtpServer(extensions=("SIZE 4000",)) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, large, small)
        deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    found = rows(newsroom)
    assert (found[large.address].state, found[small.address].state) == (FAILED, SENT)


@pytest.mark.parametrize("unix", [False, True])
def test_lmtp(unix: bool, tmp_path: Path, newsroom_at: NewsroomAt) -> None:
    letter = write_letter(1)
    with SmtpServer(lmtp=True, unix_socket=tmp_path / "lmtp" if unix else None) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, letter, write_letter(2))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert outcome.ok, outcome.detail
    assert server.commands[0].upper().startswith("LHLO")
    assert server.copies(letter.address) == [letter.content]


def test_stopping_bounds_the_wait_for_the_verdict(newsroom_at: NewsroomAt) -> None:
    """Asked to end while a server is silent after the dot: the letter's fate is unknown soon, and no other letter is begun."""
    patience = Patience(setup=5, reply=5, content=5, verdict=120, stopping=0.2)
    with SmtpServer({"dot": [Silence(keeps=True)]}) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, write_letter(1), write_letter(2))
        from threading import Timer

        timer = Timer(0.3, newsroom.stopping.set)
        timer.start()
        deliver(newsroom, Channel.EMAIL, NOW, patience=patience)
        timer.join()
    assert sorted(row.state for row in rows(newsroom).values()) == [HELD, QUEUED]
    assert len(server.letters) == 1


def raw_letter(content: bytes, address: str = "reader@example.org") -> Letter:
    return Letter(
        key=f"raw/{address}",
        channel=Channel.EMAIL,
        address=address,
        subject="s",
        content=content,
        sender="briefing@example.org",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: s\r\n\r\n.\r\n",
        b"Subject: s\r\n\r\n.leading\r\n..two\r\n...three\r\n.\r\nQUIT\r\n",
        b".first\r\n",
        b"Subject: s\r\n\r\n" + b".\r\n" * 40_000,
    ],
)
def test_lines_of_dots_arrive_as_they_are(content: bytes, newsroom_at: NewsroomAt) -> None:
    """A line that begins with a dot neither ends the letter nor loses its dot, also across the chunks that are written."""
    with SmtpServer() as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, raw_letter(content))
        assert deliver(newsroom, Channel.EMAIL, NOW, patience=CALM).ok
    assert server.copies("reader@example.org") == [content]


def test_address_in_hangul_needs_smtputf8(newsroom_at: NewsroomAt) -> None:
    """A server that knows SMTPUTF8 gets it asked for; one that does not loses only this letter."""
    address = "독자@xn--vg1b002a.xn--3e0b707e"
    content = f"To: <{address}>\r\n\r\nx\r\n".encode()
    with SmtpServer() as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, raw_letter(content, address))
        assert deliver(newsroom, Channel.EMAIL, NOW, patience=CALM).ok
    assert server.copies(address) == [content]
    mail = next(command for command in server.commands if command.startswith("mail "))
    assert mail.endswith("body=8bitmime smtputf8")


def test_address_in_hangul_without_smtputf8(newsroom_at: NewsroomAt) -> None:
    address = "독자@xn--vg1b002a.xn--3e0b707e"
    other = write_letter(1)
    with SmtpServer(extensions=("8BITMIME",)) as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, raw_letter(f"To: <{address}>\r\n\r\nx\r\n".encode(), address), other)
        deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert rows(newsroom)[address].state is FAILED
    assert server.copies(other.address) == [other.content]


@pytest.mark.parametrize("address", ["a@b.org\r\nRCPT TO:<x@evil.org>", "a b", "<a@b.org", ""])
def test_address_that_smuggles(address: str, newsroom_at: NewsroomAt) -> None:
    """An address that is none fails alone, before a byte of it is sent."""
    other = write_letter(1)
    with SmtpServer() as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, raw_letter(b"Subject: s\r\n\r\n", address), other)
        deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert rows(newsroom)[address].state is FAILED
    assert [recipient for _, recipient, _ in server.letters] == [other.address]


def test_sender_that_is_none_is_the_accounts_trouble(newsroom_at: NewsroomAt) -> None:
    from dataclasses import replace

    with SmtpServer() as server:
        newsroom = newsroom_at(server.url)
        queue(newsroom.database, replace(write_letter(1), sender="nobody"))
        outcome = deliver(newsroom, Channel.EMAIL, NOW, patience=CALM)
    assert "AGGREGATOR_MAIL_FROM" in outcome.detail
    assert [row.state for row in rows(newsroom).values()] == [QUEUED]
