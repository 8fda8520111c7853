"""Signs a message with DKIM, so that receivers know it is the sender's and show its one-click unsubscribe button.

The signature carries the time it was made: sign once and keep the bytes. Nothing here is sent.
"""

from dataclasses import dataclass

import dkim

from aggregator.config.settings import Settings
from aggregator.delivery.headers import ascii_domain, read_mailbox
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


def find_dkim_key(settings: Settings, sender: str) -> DkimKey | None:
    """The key that operations gave, for the sender's domain unless they named another; None when there is none.

    Raises ConfigError when the selector is missing, DeliveryError (permanent) when the sender is no address.
    """
    if settings.dkim_key is None:
        return None
    if not settings.dkim_selector:
        raise ConfigError(
            "AGGREGATOR_DKIM_KEY needs AGGREGATOR_DKIM_SELECTOR", hint="the name before ._domainkey in DNS"
        )
    domain = ascii_domain(settings.dkim_domain) if settings.dkim_domain else read_mailbox(sender).domain
    return DkimKey(settings.dkim_selector, domain, settings.dkim_key.get_secret_value().encode("utf-8"))


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
