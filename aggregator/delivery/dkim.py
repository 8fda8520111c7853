"""Signs a message with DKIM, so that receivers know it is the sender's and show its one-click unsubscribe button.

The signature carries the time it was made: sign once and keep the bytes. This module must not read the environment.
"""

from dataclasses import dataclass

import dkim

from aggregator.errors import ConfigError

# RFC 8058 §4: both unsubscribe fields must be signed. Fields named twice cannot be added to afterwards.
_ONCE = ("message-id", "list-id", "auto-submitted", "precedence", "mime-version")
_TWICE = ("from", "to", "subject", "date", "reply-to", "list-unsubscribe", "list-unsubscribe-post", "content-type")
_HINT = "give a PEM RSA private key, e.g. from `openssl genrsa 2048`"


@dataclass(frozen=True, slots=True)
class DkimKey:
    """Who signs: the key lives at `selector`._domainkey.`domain` in DNS."""

    selector: str
    domain: str  # ASCII
    private_key: bytes  # PEM; an RSA key

    def __repr__(self) -> str:
        return f"DkimKey({self.selector!r}, {self.domain!r})"


def sign(message: bytes, key: DkimKey) -> bytes:
    """The message with its DKIM-Signature on top. Raises ConfigError when the key cannot be used."""
    try:
        signature: bytes = dkim.sign(
            message,
            key.selector.encode("ascii"),
            key.domain.encode("ascii"),
            key.private_key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*_TWICE, *_ONCE, *_TWICE],
        )
    except (dkim.DKIMException, ValueError) as error:
        raise ConfigError(f"AGGREGATOR_DKIM_KEY cannot be used: {error}".splitlines()[0], hint=_HINT) from error
    return signature + message
