"""A newsroom with nothing but an outbox."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from pydantic import SecretStr

from aggregator.config.settings import Settings
from aggregator.delivery.message import build_message, message_id
from aggregator.model import Channel, Letter, Newsfile
from aggregator.newsroom import Newsroom
from aggregator.store.engine import Database
from aggregator.store.outbox import add_letter

NOW = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def newsroom_at(database: Database) -> Callable[[str | None], Newsroom]:
    """Makes a newsroom whose mail server is the given URL."""

    def make(smtp_url: str | None) -> Newsroom:
        settings = Settings(smtp_url=SecretStr(smtp_url) if smtp_url else None)
        return Newsroom(newsfile=Newsfile(outlets=()), settings=settings, database=database)

    return make


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Authority, chain and key of a server called 127.0.0.1."""
    directory = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    paths = directory / "ca.pem", directory / "chain.pem", directory / "key.pem"
    authority.cert_pem.write_to_path(str(paths[0]))
    issued.cert_chain_pems[0].write_to_path(str(paths[1]))
    issued.private_key_pem.write_to_path(str(paths[2]))
    return paths


def write_letter(number: int, *, resend_unknown: bool = False, text: str = "") -> Letter:
    """One real letter to reader-N."""
    key = f"daily/2026-07-02/reader-{number}"
    address = f"reader-{number}@example.org"
    subject = f"[조간] {number}번 독자에게"
    content = build_message(
        key=key,
        sender="조간 브리핑 <briefing@example.org>",
        recipient=f"독자 {number} <{address}>",
        subject=subject,
        text=text or "오늘의 기사\n.\n..점으로 시작하는 줄\n",
        html="<p>오늘의 기사</p>",
        date=NOW,
        list_id="daily.example.org",
    )
    return Letter(
        key=key,
        channel=Channel.EMAIL,
        address=address,
        subject=subject,
        content=content,
        sender="briefing@example.org",
        message_id=message_id(key, "example.org"),
        resend_unknown=resend_unknown,
    )


def queue(database: Database, *letters: Letter) -> None:
    with database.write() as connection:
        for letter in letters:
            assert add_letter(connection, letter, edition_id=None, now=NOW)


@pytest.fixture(scope="session")
def rsa_key() -> tuple[bytes, bytes]:
    """A private key as PEM and its public half as DNS would say it."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return pem, base64.b64encode(public)
