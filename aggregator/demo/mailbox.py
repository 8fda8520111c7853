"""A mail server on loopback that keeps what it is given: where the letters of `aggregator try` arrive."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, slots=True)
class Arrival:
    """One letter: for whom, and the bytes that came over the wire."""

    to: str
    content: bytes


@dataclass(slots=True)
class Mailbox:
    """The letters that arrived, in order."""

    port: int
    letters: list[Arrival] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters += [Arrival(to, bytes(envelope.original_content or b"")) for to in envelope.rcpt_tos]
        return "250 2.0.0 kept"


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    """A mail server on a free port, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    mailbox = Mailbox(port)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, server_hostname="mail.example")
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
