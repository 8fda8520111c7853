"""Reads AGGREGATOR_SMTP_URL: which mail server, how to speak to it, and as whom. It opens no connection."""

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from aggregator.errors import ConfigError

PORTS = {"smtp": 25, "smtps": 465, "lmtp": 24}
SUBMISSION_PORT = 587  # smtp:// with a user
HINT = "write smtp://user:password@host:587, smtps://user:password@host, lmtp://host:24 or lmtp:///path/to/socket"


class StartTls(StrEnum):
    """Whether a connection that begins in the clear must become encrypted."""

    REQUIRED = "required"
    OFFERED = "offered"  # when the server offers it
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """One server. `socket` is a Unix socket's path and then there is neither host nor port."""

    scheme: str
    host: str = ""
    port: int = 0
    socket: Path | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: StartTls = StartTls.REQUIRED
    ca_file: Path | None = None  # None: the system's authorities

    @property
    def shown(self) -> str:
        """For people: without user and password."""
        return f"{self.scheme}://{self.socket or f'{self.host}:{self.port}'}"


def read_mail_server(url: str) -> MailServer:
    """Reads a URL such as `smtp://user:password@mail.example.org:587?starttls=required&ca=/etc/our-ca.pem`.

    STARTTLS is required, except on this machine itself, where nobody listens between. Raises ConfigError.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise _problem("cannot be understood") from error
    if parts.scheme not in PORTS:
        raise _problem("begins with something else than smtp://, smtps:// or lmtp://")
    options = _options(parts)
    socket = Path(unquote(parts.path)) if parts.scheme == "lmtp" and not parts.hostname and parts.path else None
    if socket is None and not parts.hostname:
        raise _problem("names no host")
    user, password = (unquote(value) if value else None for value in (parts.username, parts.password))
    if (user is None) != (password is None):
        raise _problem("has a user without a password" if user else "has a password without a user")
    starttls = _starttls(options, local=socket is not None or is_this_machine(parts.hostname or ""))
    if starttls is StartTls.OFFERED and user is not None:
        raise _problem("would give the password to whoever hides the server's offer; write starttls=required")
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=port or _port(parts.scheme, user),
        socket=socket,
        user=user,
        password=password,
        starttls=starttls,
        ca_file=Path(options["ca"]) if "ca" in options else None,
    )


def is_this_machine(host: str) -> bool:
    """Whether a host name or address is the loopback's."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in {"localhost", "localhost.localdomain", "ip6-localhost"}


def _options(parts: SplitResult) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - {"starttls", "ca"})
    if unknown:
        raise _problem(f"has an unknown option {unknown[0]!r}; there are starttls and ca")
    return options


def _port(scheme: str, user: str | None) -> int:
    return SUBMISSION_PORT if scheme == "smtp" and user is not None else PORTS[scheme]


def _starttls(options: dict[str, str], *, local: bool) -> StartTls:
    chosen = options.get("starttls")
    if chosen is None:
        return StartTls.NEVER if local else StartTls.REQUIRED
    try:
        return StartTls(chosen)
    except ValueError as error:
        raise _problem(f"has starttls={chosen!r}; write required, offered or never") from error


def _problem(what: str) -> ConfigError:
    return ConfigError(f"AGGREGATOR_SMTP_URL {what}", hint=HINT)
