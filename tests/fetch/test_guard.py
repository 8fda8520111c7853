"""The address guard: public addresses pass, everything else only by name."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.fetch.guard import NON_PUBLIC_V4, NON_PUBLIC_V6, Guard, is_public, read_address

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)
ANY = V4 | V6


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_refused(text: str) -> None:
    address = read_address(text)
    assert address is not None
    assert not is_public(address)
    assert not Guard().permits("news.example", address)


@pytest.mark.parametrize(
    "text", ["1.1.1.1", "8.8.8.8", "211.115.106.201", "172.32.0.1", "2606:4700::1111", "2400:cb00::1"]
)
def test_a_public_address_passes(text: str) -> None:
    address = read_address(text)
    assert address is not None
    assert Guard().permits("news.example", address)


@given(ANY)
def test_what_we_call_public_the_standard_library_does_too(address: IPv4Address | IPv6Address) -> None:
    assert not is_public(address) or (address.is_global and not address.is_multicast)


@given(st.sampled_from(NON_PUBLIC_V4 + NON_PUBLIC_V6).flatmap(lambda network: st.ip_addresses(network=network)))
def test_nothing_inside_a_listed_network_is_public(address: IPv4Address | IPv6Address) -> None:
    assert not is_public(address)


@given(V4)
def test_no_ipv4_address_passes_wrapped_in_ipv6(address: IPv4Address) -> None:
    number = int(address)
    wrapped = (
        IPv6Address(number),
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
    )
    assert not any(is_public(form) for form in wrapped)


@given(V4)
def test_every_spelling_of_an_ipv4_address_is_read_as_that_address(address: IPv4Address) -> None:
    number = int(address)
    octets = address.packed
    spellings = (
        str(address),
        str(number),
        hex(number),
        ".".join(oct(octet).replace("0o", "0") for octet in octets),
        f"{octets[0]}.{number & 0xFFFFFF}",
    )
    assert {read_address(spelling) for spelling in spellings} == {address}


@given(ANY)
def test_a_network_that_the_configuration_opens_permits_its_addresses_and_no_others(
    address: IPv4Address | IPv6Address,
) -> None:
    guard = Guard.of(("10.0.0.0/8", "fd00::/8"))
    opened = any(address in ip_network(text) for text in ("10.0.0.0/8", "fd00::/8"))
    assert guard.permits("anything.example", address) == (opened or is_public(address))


@pytest.mark.parametrize(
    ("allowed", "host", "permitted"),
    [
        ("intra.example", "intra.example", True),
        ("intra.example", "INTRA.example.", True),
        ("intra.example", "news.intra.example", False),
        ("*.intra.example", "news.intra.example", True),
        ("*.intra.example", "intra.example", False),
        ("*.intra.example", "evilintra.example", False),
        ("10.0.0.5", "other.example", True),
        ("뉴스.example", "xn--vg1b002a.example", True),
        ("*.뉴스.example", "rss.xn--vg1b002a.example", True),
        ("[fd00::1]", "other.example", False),
    ],
)
def test_a_host_is_opened_by_its_name_or_address(allowed: str, host: str, permitted: bool) -> None:
    assert Guard.of((allowed,)).permits(host, IPv4Address("10.0.0.5")) == permitted


@pytest.mark.parametrize(
    ("host", "permitted"),
    [
        ("news.example.com", True),
        ("8.8.8.8", True),
        ("10.0.0.1", False),
        ("2130706433", False),
        ("0x7f.1", False),
        ("[::1]", False),
        ("localhost", False),
        ("printer", False),
        ("router.lan", False),
        ("vault.internal.", False),
        ("vault.opened.internal", True),
    ],
)
def test_behind_a_proxy_the_name_itself_is_judged(host: str, permitted: bool) -> None:
    assert Guard.of(("vault.opened.internal",)).permits_unresolved(host) == permitted


@given(st.text(max_size=40))
def test_reading_a_host_never_raises(host: str) -> None:
    read_address(host)
    Guard.of((host,)).permits_unresolved(host)
