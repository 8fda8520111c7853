"""A local server for the worst of the web: one port for HTTP, one for TLS, and one for each fault that is neither.

Requests are told apart by their Host header, so every fault and every healthy feed is a host of its own for the client.
"""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import trustme

PAUSE_S = 0.05
STOP_AFTER_S = 30.0  # no handler outlives its test by more


class Wire:
    """The server's end of one connection, after the request's head was read (it is empty for raw faults)."""

    def __init__(self, connection: socket.socket, head: bytes = b"") -> None:
        self.connection = connection
        self.head = head

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes = b"", status: str = "200 OK", *, length: int | None = None, **headers: str) -> None:
        """A complete answer; `length` lies about the body's."""
        named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        size = len(body) if length is None else length
        self.send(f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n{named}\r\n".encode() + body)

    def redirect(self, to: str, status: str = "302 Found") -> None:
        self.answer(b"", status, Location=to)

    def drip(self, data: bytes) -> None:
        """One byte at a time, until it is through or the client leaves."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            time.sleep(PAUSE_S)

    def repeat(self, data: bytes) -> None:
        """For ever: ends when the client closes (an OSError that the server catches)."""
        ends = time.monotonic() + STOP_AFTER_S
        while time.monotonic() < ends:
            self.send(data)

    def reset(self) -> None:
        """Closes with RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def wait(self) -> None:
        """Says nothing until the client leaves."""
        self.connection.settimeout(STOP_AFTER_S)
        while self.connection.recv(65536):
            pass

    def header(self, name: str) -> str:
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode("latin-1").lower() == name.lower():
                return value.decode("latin-1").strip()
        return ""

    @property
    def path(self) -> str:
        return self.head.split(b" ")[1].decode("latin-1")


Handler = Callable[[Wire], None]


@dataclass
class FaultServer:
    """Serves `hosts` (by name, without port) over HTTP and TLS, and each of `raw` on a port where nothing is read before."""

    hosts: Mapping[str, Handler]
    raw: Mapping[str, Handler] = field(default_factory=dict)
    certificates: Mapping[str, ssl.SSLContext] = field(default_factory=dict)

    def __enter__(self) -> "FaultServer":
        self._listeners: list[socket.socket] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.port = self._listen(self._serve_plain)
        self.tls_port = self._listen(self._serve_tls)
        self.raw_ports = {name: self._listen(self._raw(handler)) for name, handler in self.raw.items()}
        return self

    def __exit__(self, *_: object) -> None:
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(STOP_AFTER_S)

    def _listen(self, serve: Callable[[socket.socket], None]) -> int:
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._listeners.append(listener)
        self._spawn(self._accept, listener, serve)
        return int(listener.getsockname()[1])

    def _spawn(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        with self._lock:
            self._threads = [other for other in self._threads if other.is_alive()]
            thread.start()
            self._threads.append(thread)

    def _accept(self, listener: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._spawn(self._serve, connection, serve)

    def _serve(self, connection: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        with connection:
            with self._lock:
                self._open.add(connection)
            try:
                connection.settimeout(STOP_AFTER_S)
                serve(connection)
            except OSError:
                pass  # the client has had enough, as it should
            finally:
                with self._lock:
                    self._open.discard(connection)

    def _raw(self, handler: Handler) -> Callable[[socket.socket], None]:
        return lambda connection: handler(Wire(connection))

    def _serve_plain(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            got = connection.recv(65536)
            if not got:
                return
            head += got
        wire = Wire(connection, head)
        handler = self.hosts.get(wire.header("Host").rpartition(":")[0])
        if handler is None:
            wire.answer(b"no such host", "421 Misdirected Request")
        else:
            handler(wire)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)

    def _serve_tls(self, connection: socket.socket) -> None:
        front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(secured: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
            secured.context = self.certificates[name or ""]

        front.sni_callback = choose
        with front.wrap_socket(connection, server_side=True) as secured:
            self._serve_plain(secured)


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def write_authority(authority: trustme.CA, directory: Path) -> Path:
    path = directory / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path
