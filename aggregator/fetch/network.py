"""Opens connections for httpcore: only to checked addresses, and never for longer or with more bytes than the budget allows.

httpx has no total deadline and connects to whatever a name resolves to at that moment (HAZARDS 3–5); here the name is resolved
once, every answer is judged, and the connection goes to the judged address. Must not know what HTTP is.
"""

import contextlib
import errno
import os
import queue
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from ipaddress import ip_address
from typing import TypeAlias, TypeVar

import certifi
import httpcore

from aggregator.fetch.guard import Address, Guard, read_address
from aggregator.fetch.limits import Budget, Stopped, Unreachable
from aggregator.model import FailureKind

Resolve: TypeAlias = Callable[[str, int], Sequence[Address]]
T = TypeVar("T")

ATTEMPT_S = 5.0
SocketOption: TypeAlias = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def resolve(host: str, port: int) -> Sequence[Address]:
    """Asks the system's resolver. Raises OSError when the name has no address."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in found))


class _SharedContext(ssl.SSLContext):
    """A context many threads share: httpcore's change before every handshake is left out, for it would race with theirs."""

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        if list(alpn_protocols) != ["http/1.1"]:
            raise ValueError("the shared TLS context speaks HTTP/1.1 only")


def make_tls(cafile: str | None = None) -> ssl.SSLContext:
    """A verifying TLS context over the system's and certifi's authorities, or over those of `cafile` alone."""
    context = _SharedContext(ssl.PROTOCOL_TLS_CLIENT)  # verifies certificate and host name by default
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    ssl.SSLContext.set_alpn_protocols(context, ["http/1.1"])
    context.load_verify_locations(cafile or certifi.where())
    if cafile is None:
        context.load_default_certs()  # an intranet's own authority is installed there
    return context


class GuardedBackend(httpcore.NetworkBackend):
    """httpcore's way to the network for one request. `trusted_host` is a configured proxy, which the guard does not judge."""

    def __init__(self, guard: Guard, budget: Budget, lookup: Resolve, trusted_host: str | None = None) -> None:
        self._guard = guard
        self._budget = budget
        self._lookup = lookup
        self._trusted_host = trusted_host

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._checked_addresses(host, port)
        try:
            return self._connect_any(addresses, port)
        except (TimeoutError, Stopped) as error:
            raise Unreachable(FailureKind.TIMEOUT, f"{host} does not accept connections") from error
        except OSError as error:
            raise Unreachable(FailureKind.CONNECT, f"{host}: {_reason(error)}") from error

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        raise Stopped(FailureKind.REFUSED_ADDRESS, "a socket file is no web address")

    def _connect_any(self, addresses: Sequence[Address], port: int) -> httpcore.NetworkStream:
        """To the first address that accepts. Raises what the last one raised."""
        for left, address in zip(range(len(addresses), 1, -1), addresses, strict=False):
            with contextlib.suppress(OSError):
                return self._connect(address, port, self._attempt_seconds(left))
        return self._connect(addresses[-1], port, self._budget.remaining())

    def _attempt_seconds(self, left: int) -> float:
        """A fair share for an address with others behind it: a broken IPv6 route is common."""
        return min(self._budget.remaining() / left, ATTEMPT_S)

    def _checked_addresses(self, host: str, port: int) -> Sequence[Address]:
        """Refused if *any* answer is non-public: a name that mixes both is an attack or a mistake."""
        addresses = self._resolved(host, port)
        if host != self._trusted_host:
            refused = [address for address in addresses if not self._guard.permits(host, address)]
            if refused:
                raise Stopped(FailureKind.REFUSED_ADDRESS, _refusal(host, refused[0]))
        return addresses

    def _resolved(self, host: str, port: int) -> Sequence[Address]:
        literal = read_address(host)
        return (literal,) if literal is not None else _look_up(self._lookup, host, port, self._budget)

    def _connect(self, address: Address, port: int, seconds: float) -> httpcore.NetworkStream:
        """Raises TimeoutError after `seconds`, OSError when the address does not accept."""
        connection = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setblocking(False)
            self._await(connection, connection.connect_ex((str(address), port)), time.monotonic() + seconds)
        except BaseException:
            connection.close()
            raise
        return _BoundedStream(connection, self._budget)

    def _await(self, connection: socket.socket, code: int, until: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_WRITE)
            while code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
                if (left := until - time.monotonic()) <= 0:
                    raise TimeoutError
                if selector.select(min(left, self._budget.moment())):
                    code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))


def _refusal(host: str, address: Address) -> str:
    where = host if str(address) == host else f"{host} ({address})"
    return f"{where} is no public address; polling.allow_hosts can open it"


def _look_up(lookup: Resolve, host: str, port: int, budget: Budget) -> Sequence[Address]:
    """Resolves in a thread of its own: getaddrinfo has no timeout, and a pool would wait for stuck ones at exit."""
    answer: queue.SimpleQueue[Sequence[Address] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(lookup(host, port))
        except (OSError, UnicodeError) as error:  # UnicodeError: a label that IDNA cannot encode
            answer.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    found = _wait_for(answer, host, budget)
    if isinstance(found, Exception) or not found:
        raise Unreachable(FailureKind.DNS, f"the name {host} has no address")
    return found


def _wait_for(
    answer: "queue.SimpleQueue[Sequence[Address] | Exception]", host: str, budget: Budget
) -> Sequence[Address] | Exception:
    while True:
        try:
            return answer.get(timeout=budget.moment())
        except queue.Empty:
            continue
        except Stopped as stopped:
            raise Unreachable(stopped.kind, f"the name {host} could not be looked up in time") from None


class _BoundedStream(httpcore.NetworkStream):
    """A socket, plain or TLS, that answers to the budget instead of httpcore's per-operation timeouts."""

    def __init__(self, connection: socket.socket, budget: Budget) -> None:
        self._socket = connection
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._in_time(lambda: self._socket.recv(max_bytes))
        self._budget.spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            view = memoryview(buffer)
            while view:
                view = view[self._in_time(partial(self._socket.send, view)) :]
        except Stopped as stopped:
            if stopped.kind is FailureKind.INTERRUPTED:
                # httpcore then reads on: a server may answer an error and close before it has read everything.
                raise httpcore.WriteError(stopped.detail) from stopped
            raise

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            self._socket.settimeout(self._budget.moment())
            self._socket = ssl_context.wrap_socket(
                self._socket, server_hostname=server_hostname, do_handshake_on_connect=False
            )
            self._shake_hands(self._socket)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError; ValueError: a host name TLS cannot carry
            self.close()
            raise Stopped(FailureKind.TLS, _tls_detail(error)) from error
        except BaseException:
            self.close()
            raise
        return self

    def _shake_hands(self, secured: ssl.SSLSocket) -> None:
        while True:
            secured.settimeout(self._budget.moment())
            try:
                secured.do_handshake()
            except TimeoutError:
                continue
            return

    def get_extra_info(self, info: str) -> object:
        return self._socket if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket) else None

    def _in_time(self, operation: Callable[[], T]) -> T:
        while True:
            self._socket.settimeout(self._budget.moment())
            try:
                return operation()
            except TimeoutError:
                continue  # the budget says when to give up
            except OSError as error:
                raise Stopped(FailureKind.INTERRUPTED, f"the connection broke: {_reason(error)}") from error


def _tls_detail(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not valid: {error.verify_message}"
    return f"TLS could not be agreed: {_reason(error)}"


def _reason(error: Exception) -> str:
    """What the system says, without its source positions and without anything of the request."""
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    strerror = error.strerror if isinstance(error, OSError) else None
    return strerror or type(error).__name__
