"""TLS is verified, directly and through a proxy's tunnel."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme
from web_site import Answer, Site

from aggregator.fetch.client import Lane, shared_tls
from aggregator.fetch.guard import Address
from aggregator.fetch.lanes import HostTurns
from aggregator.fetch.network import make_tls
from aggregator.model import FailureKind, Fetched, FetchFailed, Polling

NAME = "news.test"


def everything_is_local(host: str, port: int) -> Sequence[Address]:
    return (ip_address("127.0.0.1"),)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> ssl.SSLContext:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return make_tls(str(path))


@pytest.fixture
def secure_site(authority: trustme.CA) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME).configure_cert(context)
    site = Site(context)
    site.pages["/feed.xml"] = Answer(200, b"<rss/>", {"ETag": '"1"'})
    yield site
    site.close()


@dataclass
class Tunnel:
    """A proxy that knows CONNECT only, and leads every name to loopback."""

    asked: list[bytes] = field(default_factory=list)

    def __enter__(self) -> "Tunnel":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                with client:
                    self._pass(client)

    def _pass(self, client: socket.socket) -> None:
        head = client.recv(65536)
        self.asked.append(head)
        port = int(head.split()[1].rpartition(b":")[2])
        with socket.create_connection(("127.0.0.1", port)) as server:
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=_copy, args=(server, client))
            back.start()
            _copy(client, server)
            back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def lane(tls: ssl.SSLContext | None, proxy: str | None = None) -> Lane:
    polling = Polling(
        host_spacing=timedelta(), allow_hosts=("127.0.0.0/8",), deadline=timedelta(seconds=5), proxy=proxy
    )
    return Lane(polling, tls=tls, lookup=everything_is_local, turns=HostTurns())


def test_a_verified_server_is_read(secure_site: Site, trusted: ssl.SSLContext) -> None:
    assert isinstance(lane(trusted).get(secure_site.url(host=NAME)), Fetched)


def test_a_server_that_nobody_vouches_for_is_not(secure_site: Site) -> None:
    outcome = lane(None).get(secure_site.url(host=NAME))
    assert isinstance(outcome, FetchFailed)
    assert outcome.kind is FailureKind.TLS
    assert secure_site.requests == []


def test_another_servers_certificate_is_not_accepted(secure_site: Site, trusted: ssl.SSLContext) -> None:
    outcome = lane(trusted).get(secure_site.url(host="other.test"))
    assert isinstance(outcome, FetchFailed)
    assert outcome.kind is FailureKind.TLS


def test_an_https_feed_is_read_through_a_tunnel(secure_site: Site, trusted: ssl.SSLContext) -> None:
    with Tunnel() as tunnel:
        proxied = lane(trusted, f"http://user:secret@127.0.0.1:{tunnel.port}")
        assert isinstance(proxied.get(secure_site.url(host=NAME)), Fetched)
    assert tunnel.asked[0].startswith(f"CONNECT {NAME}:{secure_site.port} ".encode())
    assert "proxy-authorization" not in secure_site.requests[0].headers


def test_the_certificate_is_verified_inside_a_tunnel(secure_site: Site, trusted: ssl.SSLContext) -> None:
    with Tunnel() as tunnel:
        outcome = lane(trusted, f"http://127.0.0.1:{tunnel.port}").get(secure_site.url(host="other.test"))
    assert isinstance(outcome, FetchFailed)
    assert outcome.kind is FailureKind.TLS


def test_the_shared_context_verifies_and_is_never_changed() -> None:
    context = shared_tls()
    assert context is shared_tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509_ca"] > 50
    with pytest.raises(ValueError, match=r"HTTP/1\.1"):
        context.set_alpn_protocols(["h2"])
