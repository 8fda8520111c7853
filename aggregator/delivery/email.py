"""Mail over SMTP or LMTP: one connection for many letters, one recipient per transaction, every wait bounded.

smtplib raises the same exception before and after the final dot, waits for ever on endless reply lines, and sends 8-bit bytes
to servers that did not offer to take them. `_Session` keeps its commands and replaces how it reads, writes and sends data.
This module must not know the outbox; it says what became of a letter and where the point of no return is.
"""

import contextlib
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

from aggregator.delivery.carrier import BeforeDot, ChannelDownError, Fate, Verdict
from aggregator.delivery.headers import Mailbox, clean_line, read_mailbox
from aggregator.delivery.mailserver import MailServer, StartTls
from aggregator.errors import DeliveryError
from aggregator.model import Letter

LOST_IN_A_ROW = 3  # then it is the server, not the letters
MAX_REPLY_LINES = 200
MAX_LINE_BYTES = 8192  # RFC 5321 allows 512; some servers are chatty
CHUNK_BYTES = 65_536
LOOK_AGAIN_S = 0.5  # how soon a wait sees that the process was asked to end


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long each part may take, in seconds of real time."""

    setup: float = 60.0  # connecting, greeting, EHLO, TLS and AUTH together
    reply: float = 60.0  # one command's answer
    content: float = 180.0  # the content, up to the dot
    verdict: float = 300.0  # the answer to the dot; RFC 5321 §4.5.3.2.6 asks for ten minutes
    stopping: float = 30.0  # that answer, once the process was asked to end


class _LostError(Exception):
    """The connection is of no more use: closed, silent for too long, or speaking nonsense."""


def _never() -> bool:
    return False


class EmailCarrier:
    """One mail server. Connects when the first letter comes, and again when a connection was lost."""

    def __init__(
        self, server: MailServer, *, patience: Patience | None = None, stopping: Callable[[], bool] = _never
    ) -> None:
        self._server = server
        self._patience = patience or Patience()
        self._stopping = stopping
        self._session: _Session | None = None
        self._lost = 0  # connections in a row

    def carry(self, letter: Letter, before_dot: BeforeDot) -> Verdict:
        if self._lost >= LOST_IN_A_ROW:
            what = f"{self._server.shown}: the connection broke {self._lost} times in a row"
            raise ChannelDownError(what, permanent=False)
        session = self._ready()
        try:
            verdict = session.transact(letter, before_dot)
        except ChannelDownError:
            self._drop()
            raise
        except _LostError as lost:
            self._drop()
            self._lost += 1
            return Verdict(Fate.UNKNOWN if session.past_dot else Fate.LATER, str(lost))
        except BaseException:
            self._drop()  # whatever it was, the dot must not leave any more
            raise
        self._lost = 0
        if session.closing:
            self._drop()
        return verdict

    def greet(self) -> str:
        """Connects, encrypts and signs in without sending anything; returns what to show. Raises ChannelDownError."""
        session = self._ready()
        tls = session.sock.version() if isinstance(session.sock, ssl.SSLSocket) else "not encrypted"
        return f"{self._server.shown} ({tls}{', signed in' if self._server.user is not None else ''})"

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.say_goodbye()

    def _ready(self) -> "_Session":
        if self._session is not None and self._session.is_fresh():
            return self._session
        self._drop()
        session = _Session(self._server, self._patience, self._stopping)
        try:
            session.set_up()
        except BaseException:
            session.close()
            raise
        self._session = session
        return session

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


class _Session(smtplib.SMTP):
    """One connection, from its greeting to its end."""

    def __init__(self, server: MailServer, patience: Patience, stopping: Callable[[], bool]) -> None:
        super().__init__(
            local_hostname="localhost"
        )  # known only once connected; and a look into DNS could take minutes
        self._server = server
        self._patience = patience
        self._asked_to_stop = stopping
        self._buffer = bytearray()
        self._deadline = 0.0
        self._used = False
        self.past_dot = False
        self.closing = False
        self.ehlo_msg = "lhlo" if server.scheme == "lmtp" else "ehlo"

    # --- Setting up: any trouble here concerns every letter ------------------------------------------------------------

    def set_up(self) -> None:
        """Connects, encrypts and signs in. Raises ChannelDownError, permanent when only a person can mend it."""
        self._allow(self._patience.setup)
        try:
            self._connect()
            self._greet()
            if self._server.scheme == "smtp":
                self._encrypt()
            self._sign_in()
        except ssl.SSLCertVerificationError as error:
            raise self._down(f"its certificate is not trusted: {error.verify_message}", permanent=True) from error
        except ssl.SSLError as error:
            raise self._down(f"TLS failed: {error.reason or error}", permanent=False) from error
        except UnicodeError as error:
            raise self._down("the user or password has letters that SMTP cannot carry", permanent=True) from error
        except (OSError, _LostError) as error:
            raise self._down(str(getattr(error, "strerror", None) or error), permanent=False) from error

    def _connect(self) -> None:
        if self._server.socket is not None:
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(self._left())
            self.sock.connect(str(self._server.socket))
        else:
            self.sock = socket.create_connection((self._server.host, self._server.port), self._left())
            self.local_hostname = _own_name(self.sock)
        if self._server.scheme == "smtps":
            self.sock = self._wrapped()

    def _greet(self) -> None:
        self._expect(*self.getreply(), wanted=220)
        self._say_hello()

    def _say_hello(self) -> None:
        code, text = self.ehlo()
        if code // 100 != 2 and self._server.scheme != "lmtp":
            code, text = self.helo()
        self._expect(code, text, wanted=250)

    def _encrypt(self) -> None:
        wanted = self._server.starttls
        if wanted is StartTls.NEVER:
            return
        if not self.has_extn("starttls"):
            if wanted is StartTls.OFFERED:
                return
            raise self._down(
                "it offers no STARTTLS",
                permanent=True,
                hint="use smtps://, or add ?starttls=never for a trusted network",
            )
        self._expect(*self.docmd("STARTTLS"), wanted=220)
        if self._buffer:
            # Whoever sits between could put answers here that would count as encrypted (CVE-2011-0411's other direction).
            raise self._down("it spoke on after agreeing to STARTTLS", permanent=True)
        self.sock = self._wrapped()
        self.esmtp_features = {}
        self.ehlo_resp = self.helo_resp = None
        self._say_hello()

    def _wrapped(self) -> ssl.SSLSocket:
        ca_file = self._server.ca_file
        try:
            context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
        except OSError as error:
            raise self._down(f"{ca_file}: {error.strerror or error}", permanent=True) from error
        assert self.sock is not None
        self.sock.settimeout(self._left())
        return context.wrap_socket(self.sock, server_hostname=self._server.host)

    def _sign_in(self) -> None:
        if self._server.user is None or self._server.password is None:
            return
        try:
            self.login(self._server.user, self._server.password)
        except smtplib.SMTPAuthenticationError as error:
            raise self._down(
                f"it refused the user or password: {_said(error.smtp_code, error.smtp_error)}",
                permanent=error.smtp_code // 100 == 5,
            ) from error
        except smtplib.SMTPException as error:
            raise self._down(f"signing in failed: {error}", permanent=True) from error

    def _expect(self, code: int, text: bytes, *, wanted: int) -> None:
        if code != wanted:
            raise self._down(_said(code, text), permanent=code // 100 == 5)

    def _down(self, what: str, *, permanent: bool, hint: str | None = None) -> ChannelDownError:
        line = clean_line(what, 300)
        if self._server.password:
            line = line.replace(self._server.password, "***")
        return ChannelDownError(
            f"{self._server.shown}: {line}", permanent=permanent, hint=hint or "look at AGGREGATOR_SMTP_URL"
        )

    # --- One letter ----------------------------------------------------------------------------------------------------

    def is_fresh(self) -> bool:
        """Whether the connection takes another letter: asked with RSET, for servers close idle ones without a word."""
        if not self._used:
            return True
        self._allow(self._patience.reply)
        try:
            return self.rset()[0] == 250
        except _LostError:
            return False

    def transact(self, letter: Letter, before_dot: BeforeDot) -> Verdict:
        """One transaction for one recipient. Raises _LostError, after which only `past_dot` says whether the fate is known."""
        self._used, self.past_dot = True, False
        self._allow(self._patience.reply)
        try:
            recipient = read_mailbox(letter.address)
        except DeliveryError as error:
            return Verdict(Fate.REFUSED, str(error))
        if not letter.address.isprintable():
            return Verdict(Fate.REFUSED, f"{letter.address!r:.80} is no mail address")
        unfit = self._unfit(letter, recipient)
        if unfit:
            return Verdict(Fate.REFUSED, unfit)
        sender = self._sender(letter)
        code, text = self.mail(sender.address, self._mail_options(letter, sender, recipient))
        if code != 250:
            return self._mail_refused(code, text)
        self._allow(self._patience.reply)
        code, text = self.rcpt(recipient.address)
        if code not in (250, 251):
            return self._refused("RCPT TO", code, text)
        self._allow(self._patience.reply)
        code, text = self.docmd("DATA")
        if code != 354:
            return self._refused("DATA", code, text)
        return self._hand_over(letter, before_dot)

    def _hand_over(self, letter: Letter, before_dot: BeforeDot) -> Verdict:
        self._allow(self._patience.content)
        self.send(_dot_stuffed(letter.content))
        if not before_dot():
            raise _LostError("another worker took this letter over; it was not sent")
        objection = self._hear_objection()
        if objection is not None:
            return objection
        self._allow(self._patience.verdict)
        self.send(b".\r\n")  # when this fails the server cannot have all three bytes, so nothing was taken
        self.past_dot = True
        code, text = self.getreply()
        if code // 100 not in (2, 4, 5):
            raise _LostError(f"a senseless answer to the content: {_said(code, text)}")
        self.past_dot = False
        if code // 100 == 2:
            return Verdict(Fate.TAKEN, _said(code, text))
        return self._refused("the content", code, text)

    def _sender(self, letter: Letter) -> Mailbox:
        try:
            return read_mailbox(letter.sender)
        except DeliveryError as error:
            raise self._down(f"no usable sender: {error}", permanent=True, hint="set AGGREGATOR_MAIL_FROM") from error

    def _unfit(self, letter: Letter, recipient: Mailbox) -> str | None:
        if recipient.needs_utf8 and not self.has_extn("smtputf8"):
            return "the server takes no address with such letters (no SMTPUTF8)"
        if not letter.content.isascii() and not self.has_extn("8bitmime"):
            return "the server takes no 8-bit content (no 8BITMIME)"
        limit = self.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(letter.content):
            return f"the letter has {len(letter.content)} bytes, the server takes {limit}"
        return None

    def _mail_options(self, letter: Letter, sender: Mailbox, recipient: Mailbox) -> list[str]:
        options = []
        if self.has_extn("size"):
            options.append(f"size={len(letter.content)}")
        if not letter.content.isascii():
            options.append("body=8bitmime")
        if sender.needs_utf8 or recipient.needs_utf8:
            options.append("smtputf8")
        return options

    def _mail_refused(self, code: int, text: bytes) -> Verdict:
        """The sender's refusal concerns every letter, except for one that is too large (552)."""
        if code // 100 == 5 and code != 552:
            raise self._down(
                f"it refused the sender: {_said(code, text)}", permanent=True, hint="look at AGGREGATOR_MAIL_FROM"
            )
        return self._refused("MAIL FROM", code, text)

    def _refused(self, phase: str, code: int, text: bytes) -> Verdict:
        if code == 530:
            raise self._down(f"it wants a user and password: {_said(code, text)}", permanent=True)
        if code == 421:
            self.closing = True
        if code // 100 == 5:
            return Verdict(Fate.REFUSED, f"{phase}: {_said(code, text)}")
        if code // 100 != 4:
            self.closing = True  # out of step: the next answers would be believed to belong to other questions
        return Verdict(Fate.LATER, f"{phase}: {_said(code, text)}")

    def _hear_objection(self) -> Verdict | None:
        """A server that closed or spoke before the dot will not take the letter: that much is certain, so listen once more.

        This comes after the commit, which takes long enough for most objections to arrive.
        """
        self._receive(wait=False)
        if not self._buffer:
            return None
        self.closing = True
        return self._refused("the content", *self.getreply())

    def say_goodbye(self) -> None:
        """QUIT, if there is still anybody to hear it."""
        self._allow(5.0)
        with contextlib.suppress(_LostError, smtplib.SMTPException, OSError):
            self.docmd("quit")
        self.close()

    # --- Reading and writing with an end -------------------------------------------------------------------------------

    def getreply(self) -> tuple[int, bytes]:
        """One reply, however many lines, within the time allowed. Raises _LostError."""
        lines: list[bytes] = []
        while len(lines) < MAX_REPLY_LINES:
            line = self._read_line()
            lines.append(line[4:].strip())
            if not line[:3].isdigit():
                raise _LostError(f"not an answer: {_said(0, line)}")
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)
        raise _LostError(f"an answer without end (more than {MAX_REPLY_LINES} lines)")

    def send(self, s: str | bytes | bytearray | memoryview) -> None:  # type: ignore[override]  # smtplib's stub says Any-like buffers
        """Writes within the time allowed. Raises _LostError."""
        data = memoryview(s.encode(self.command_encoding) if isinstance(s, str) else s)
        for start in range(0, len(data), CHUNK_BYTES):
            try:
                self._socket().settimeout(self._left())
                self._socket().sendall(data[start : start + CHUNK_BYTES])
            except OSError as error:
                raise _LostError(_reason(error)) from error

    def _read_line(self) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > MAX_LINE_BYTES:
                raise _LostError("an answer line without end")
            self._receive(wait=True)
        end = self._buffer.index(b"\n") + 1
        line = bytes(self._buffer[:end])
        del self._buffer[:end]
        return line

    def _receive(self, *, wait: bool) -> None:
        """Adds what came to the buffer. Without `wait` nothing may come; with it the end of the time allowed raises."""
        while True:
            left = self._left() if wait else 0.0
            try:
                self._socket().settimeout(min(left, LOOK_AGAIN_S))
                received = self._socket().recv(CHUNK_BYTES)
            except (TimeoutError, BlockingIOError, ssl.SSLWantReadError):
                if not wait:
                    return
                self._hurry_when_stopping()
                continue
            except OSError as error:
                raise _LostError(_reason(error)) from error
            if not received:
                raise _LostError("the server closed the connection")
            self._buffer += received
            return

    def _socket(self) -> socket.socket:
        if self.sock is None:
            raise _LostError("the connection is closed")
        return self.sock

    def _allow(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._hurry_when_stopping()

    def _hurry_when_stopping(self) -> None:
        if self._asked_to_stop():
            self._deadline = min(self._deadline, time.monotonic() + self._patience.stopping)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise _LostError("no answer in time")
        return left


def _own_name(connection: socket.socket) -> str:
    """What to call ourselves: the host's full name, else the address literal that RFC 5321 §4.1.3 asks for."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = str(connection.getsockname()[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _dot_stuffed(content: bytes) -> bytes:
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    stuffed = b"." + stuffed if stuffed.startswith(b".") else stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _said(code: int, text: bytes | str) -> str:
    words = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return clean_line(f"{code or ''} {words}", 300)


def _reason(error: OSError) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else clean_line(error.strerror or str(error), 200)
