"""A mail server that does what a script says: for each phase a list of actions, one for each time the phase is reached.

When a phase's list is used up the server behaves. It keeps every letter that a client has reason to think it took, and every
one that it took without saying so.
"""

import contextlib
import random
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Say:
    """Answers with these bytes; a letter counts as taken only for 2xx."""

    line: str

    @property
    def takes(self) -> bool:
        return self.line.startswith("2")


@dataclass(frozen=True)
class Drop:
    """Closes the connection, after keeping the letter if `keeps`."""

    keeps: bool = False


@dataclass(frozen=True)
class Silence:
    """Says nothing until the client goes, after keeping the letter if `keeps`."""

    keeps: bool = False


@dataclass(frozen=True)
class Endless:
    """Sends this line again and again."""

    line: str


@dataclass(frozen=True)
class Drip:
    """Sends one byte at a time, for ever."""


@dataclass(frozen=True)
class Garbage:
    """Sends bytes that are no TLS, or no reply."""


Action = Say | Drop | Silence | Endless | Drip | Garbage
Script = Mapping[str, Sequence[Action]]


class _GoneError(Exception):
    """This connection ends."""


@dataclass
class SmtpServer:
    """Listens on a free loopback port, or on a Unix socket, until the `with` block ends."""

    script: Script = field(default_factory=dict)
    extensions: Sequence[str] = ("SIZE 10000000", "8BITMIME", "SMTPUTF8")
    certificate: tuple[Path, Path] | None = None  # chain and key
    implicit_tls: bool = False
    lmtp: bool = False
    users: Mapping[str, str] | None = None
    unix_socket: Path | None = None
    slowness: float = 0.0  # answers come after a random wait of at most so many seconds
    letters: list[tuple[str, str, bytes]] = field(default_factory=list)  # sender, recipient, content
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    open_connections: int = 0

    def __enter__(self) -> Self:
        if self.unix_socket is not None:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(str(self.unix_socket))
        else:
            self._listener = socket.socket()
            self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        self._listener.settimeout(0.05)
        self._reached: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        if self.unix_socket is not None:
            return f"lmtp://{self.unix_socket}"
        return f"{'lmtp' if self.lmtp else 'smtps' if self.implicit_tls else 'smtp'}://127.0.0.1:{self.port}"

    def copies(self, recipient: str) -> list[bytes]:
        return [content for _, to, content in self.letters if to == recipient]

    def _accept(self) -> None:
        while not self._ending.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._listener.accept()
                with self._lock:
                    self.connections += 1
                    self.open_connections += 1
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(0.05)
        dialogue = _Dialogue(self, connection)
        with contextlib.suppress(_GoneError, OSError, ssl.SSLError):
            dialogue.run()
        dialogue.connection.close()
        with self._lock:
            self.open_connections -= 1

    def next_action(self, phase: str) -> Action | None:
        with self._lock:
            actions = self.script.get(phase, ())
            number = self._reached[phase]
            self._reached[phase] += 1
            return actions[number] if number < len(actions) else None

    def keep(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        with self._lock:
            self.letters.extend((sender, recipient, content) for recipient in recipients)


class _Dialogue:
    def __init__(self, server: SmtpServer, connection: socket.socket) -> None:
        self.server, self.connection, self.buffer = server, connection, b""
        self.sender, self.recipients = "", list[str]()
        self.signed_in = server.users is None

    def run(self) -> None:
        if self.server.implicit_tls:
            self.wrap()
        self.answer("connect", "220 scripted")
        while True:
            command = self.read_line().decode("utf-8", "replace")
            self.server.commands.append(command)
            self.obey(command)

    def obey(self, command: str) -> None:
        verb, _, argument = command.partition(" ")
        match verb.upper():
            case "EHLO" | "LHLO":
                self.answer("ehlo", "\r\n".join(self.hello()))
            case "HELO":
                self.answer("helo", "250 scripted")
            case "STARTTLS":
                self.answer("starttls", "220 go ahead")
                self.wrap()
            case "AUTH":
                self.answer("auth", self.auth(argument))
            case "MAIL":
                self.sender, self.recipients = argument[argument.index("<") + 1 : argument.index(">")], []
                self.answer("mail", "250 fine" if self.signed_in else "530 who are you")
            case "RCPT":
                if self.answer("rcpt", "250 fine").startswith("2"):
                    self.recipients.append(argument[argument.index("<") + 1 : argument.index(">")])
            case "DATA":
                if self.answer("data", "354 go").startswith("3"):
                    self.take()
            case "RSET":
                self.answer("rset", "250 fine")
            case "QUIT":
                self.answer("quit", "221 bye")
                raise _GoneError
            case _:
                self.say("500 what?")

    def hello(self) -> list[str]:
        offered = [*self.server.extensions]
        if self.server.certificate and not isinstance(self.connection, ssl.SSLSocket):
            offered.append("STARTTLS")
        if self.server.users is not None:
            offered.append("AUTH PLAIN")
        words = ["scripted", *offered]
        return [f"250-{word}" for word in words[:-1]] + [f"250 {words[-1]}"]

    def auth(self, argument: str) -> str:
        import base64

        _, _, coded = argument.partition(" ")
        _, user, password = base64.b64decode(coded).decode().split("\0")
        self.signed_in = (self.server.users or {}).get(user) == password
        return "235 welcome" if self.signed_in else "535 no"

    def take(self) -> None:
        self.perform("content")
        content = b""
        while True:
            line = self.read_line()
            if line == b".":
                break
            content += (line[1:] if line.startswith(b".") else line) + b"\r\n"
        action = self.server.next_action("dot")
        if action is None or (isinstance(action, Say) and action.takes) or getattr(action, "keeps", False):
            self.server.keep(self.sender, self.recipients, content)
        self.act(action or Say("250 taken"))

    def answer(self, phase: str, usual: str) -> str:
        action = self.server.next_action(phase) or Say(usual)
        self.act(action)
        return action.line if isinstance(action, Say) else ""

    def perform(self, phase: str) -> None:
        action = self.server.next_action(phase)
        if action is not None:
            self.act(action)

    def act(self, action: Action) -> None:
        match action:
            case Say(line):
                self.say(line)
                if line.startswith("421"):
                    raise _GoneError
            case Drop():
                raise _GoneError
            case Silence():
                self.wait_until_gone()
            case Endless(line):
                while True:
                    self.say(line)
                    self.look_up()
            case Drip():
                while True:
                    self.connection.sendall(b"2")
                    self.look_up(0.02)
            case Garbage():
                self.connection.sendall(b"\x00\x01garbage\r\n")
                self.wait_until_gone()

    def look_up(self, pause: float = 0.001) -> None:
        time.sleep(pause)
        if self.server._ending.is_set():
            raise _GoneError

    def wait_until_gone(self) -> None:
        while True:
            self.receive()

    def say(self, line: str) -> None:
        if self.server.slowness:
            time.sleep(random.uniform(0, self.server.slowness))
        self.connection.sendall(line.encode() + b"\r\n")

    def wrap(self) -> None:
        assert self.server.certificate is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.server.certificate)
        self.connection.settimeout(5)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.connection.settimeout(0.05)

    def read_line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            self.receive()
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line

    def receive(self) -> None:
        try:
            received = self.connection.recv(65_536)
        except TimeoutError:
            self.look_up()
            return
        if not received:
            raise _GoneError
        self.buffer += received
