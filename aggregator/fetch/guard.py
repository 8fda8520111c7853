"""Decides which network addresses a feed may lead to: public ones, and those that the configuration opens by name.

A feed, a redirect or a DNS answer is written by strangers; without this, one of them could make us read the intranet, the
machine itself or a cloud's metadata service. Pure: it must not resolve names or connect (network.py does).
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

# Own list: `is_global` of Python 3.11 is true for NAT64, 192.0.0.192 and multicast (HAZARDS 5), and changes between versions.
# Sources: IANA special-purpose registries (RFC 6890 and updates), cloud providers' documentation for the last two.
NON_PUBLIC_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier NAT; 100.100.100.200 is a cloud's metadata
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; 169.254.169.254 is most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocols; 192.0.0.192 is a cloud's metadata
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "168.63.129.16/32",  # a cloud's host agent on a public-looking address
    )
)
# Everything else of IPv6 (loopback, mapped and compatible IPv4, NAT64, unique local, link-local, multicast …) is outside.
GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
NON_PUBLIC_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # IETF protocols: Teredo, ORCHID, benchmarks, AS112
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 carries an IPv4 address that nobody checks
        "3fff::/20",  # documentation
    )
)
# Names that never mean a public host; asked only when a proxy resolves names in our place.
LOCAL_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "localdomain",
    "home.arpa",
)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public unicast internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NON_PUBLIC_V4)
    return address in GLOBAL_UNICAST_V6 and not any(address in network for network in NON_PUBLIC_V6)


def read_address(host: str) -> Address | None:
    """The address that a URL's host is, or None for a name. Reads 127.1, 0x7f000001 and 2130706433 as the C library does."""
    text = host.strip("[]")
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(text))
    except (OSError, UnicodeEncodeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Guard:
    """The address policy: public addresses, plus hosts (`news.intra`, `*.intra`) and networks the configuration names."""

    names: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, allow_hosts: tuple[str, ...]) -> "Guard":
        """From `polling.allow_hosts`; an entry that is no network is a name."""
        networks = tuple(network for host in allow_hosts if (network := _read_network(host)))
        names = [_plain(host) for host in allow_hosts if not _read_network(host)]
        return cls(
            names=frozenset(name for name in names if not name.startswith("*.")),
            suffixes=tuple(name[1:] for name in names if name.startswith("*.")),
            networks=networks,
        )

    def names_host(self, host: str) -> bool:
        """Whether the configuration opens this host by its name."""
        name = _plain(host)
        return name in self.names or name.endswith(self.suffixes or ("\0",))

    def permits(self, host: str, address: Address) -> bool:
        """Whether a connection for `host` may go to `address`."""
        return is_public(address) or self.names_host(host) or any(address in network for network in self.networks)

    def permits_unresolved(self, host: str) -> bool:
        """Whether a proxy may be asked for `host`: it resolves the name itself, so only what the name says can be judged."""
        address = read_address(host)
        if address is not None:
            return self.permits(host, address)
        name = _plain(host)
        return self.names_host(name) or ("." in name and not name.endswith(tuple(f".{end}" for end in LOCAL_NAMES)))


def _plain(host: str) -> str:
    """As name servers know it: a Korean name in the configuration is compared in its `xn--` form."""
    name = host.strip().rstrip(".").lower()
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _read_network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text.strip().strip("[]"), strict=False)
    except ValueError:
        return None
