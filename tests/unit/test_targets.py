"""Where we post to addresses that others chose: the public internet, and nothing else."""

from __future__ import annotations

import ipaddress
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.channels.guarded_http import GuardedHttp, NeverLeft, Refused
from shared.channels.targets import Target, is_open

#: Range → what is there. Written down from the registries once more, by range and not by our own list.
CLOSED = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-grade NAT, and a cloud's metadata",
    "127.0.0.0/8": "this machine",
    "169.254.0.0/16": "link-local: AWS's metadata, tasks' credentials, time",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "6to4 relays",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarks",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved, broadcast",
    "::/128": "unspecified",
    "::1/128": "this machine",
    "::/96": "IPv4-compatible",
    "::ffff:0:0/96": "IPv4-mapped",
    "::ffff:0:0:0/96": "IPv4-translated",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "local NAT64",
    "100::/64": "discard",
    "2001::/32": "Teredo",
    "2001:2::/48": "benchmarks",
    "2001:10::/28": "ORCHID",
    "2001:20::/28": "ORCHID 2",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
    "4000::/2": "not given out",
    "8000::/1": "not given out, unique local (AWS's metadata), link-local, multicast",
    "fc00::/7": "unique local",
    "fd00:ec2::254/128": "AWS's metadata",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
OPEN = ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:200::1",
        "2606:4700::1111", "2a00:1450:4001::200e"]  # fmt: skip


@given(st.data(), st.sampled_from(sorted(CLOSED)))
def test_given_any_address_of_a_closed_range_then_it_is_not_open(data: st.DataObject, block: str) -> None:
    network = ipaddress.ip_network(block)
    offset = data.draw(st.integers(0, network.num_addresses - 1))
    assert not is_open(str(network[offset]))


@pytest.mark.parametrize("block", CLOSED)
def test_a_closed_range_is_closed_from_its_first_address_to_its_last(block: str) -> None:
    network = ipaddress.ip_network(block)
    assert not is_open(str(network[0]))
    assert not is_open(str(network[-1]))


@pytest.mark.parametrize("address", OPEN)
def test_the_public_internet_is_open_right_up_to_the_closed_ranges(address: str) -> None:
    assert is_open(address)


@given(st.ip_addresses())
def test_what_pythons_own_table_calls_private_or_reserved_is_never_open(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_open(str(address)):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_an_open_ipv4_address_is_closed_in_every_disguise(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for disguise in (
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{address}",
        str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))),
        str(ipaddress.IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF))),
    ):
        assert not is_open(disguise)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_is_open_only_where_the_deployment_is_this_machine(address: str) -> None:
    assert is_open(address, loopback=True)
    assert not is_open(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "fd00:ec2::254", "0.0.0.0", "::"])
def test_given_this_machine_is_open_then_its_neighbours_still_are_not(address: str) -> None:
    assert not is_open(address, loopback=True)


@pytest.mark.parametrize("text", ["", "localhost", "1.1.1.1.1", "1.1.1", "0x7f.0.0.1", "fe80::1%eth0", "１.1.1.1"])
def test_what_is_no_plain_public_address_is_not_open(text: str) -> None:
    assert not is_open(text)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://example.org/", "https"),
        ("ftp://example.org/", "https"),
        ("example.org/x", "https"),
        ("//example.org/x", "https"),
        ("https://", "host"),
        ("https:///x", "host"),
        ("https://example.org:0/", "host"),
        ("https://example.org./", "host"),
        ("https://exa_mple.org/", "host"),
        ("https://-a.example/", "host"),
        ("https://user@example.org/", "credentials"),
        ("https://user:word@example.org/", "credentials"),
        ("https://@example.org/", "credentials"),
        ("https://example.org/#here", "fragment"),
        ("https://example.org/#", "fragment"),
        ("https://example.org/a b", "characters"),
        ("https://example.org/\r\nHost: x", "characters"),
        ("https://example.org\\@evil.example/", "characters"),
        ("https://bücher.example/", "ASCII"),
        ("https://example.org:99999/", "not an address"),
        ("https://example.org:x/", "not an address"),
        ("https://[::1/", "not an address"),
        ("https://127.0.0.1/", "public"),
        ("https://[::ffff:10.0.0.1]/", "public"),
        ("https://169.254.169.254/latest/meta-data", "public"),
        ("https://example.org/" + "a" * 2000, "2000"),
    ],
)
def test_an_address_we_cannot_use_is_refused_with_what_is_wrong_with_it(url: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Target.of(url)


@pytest.mark.parametrize(
    ("url", "target", "authority"),
    [
        ("https://example.org", Target("https", "example.org", 443, "/"), "example.org"),
        ("https://Example.org/a/b?c=d%20e", Target("https", "example.org", 443, "/a/b?c=d%20e"), "example.org"),
        ("https://example.org:443?x", Target("https", "example.org", 443, "/?x"), "example.org"),
        ("https://example.org:8443/", Target("https", "example.org", 8443, "/"), "example.org:8443"),
        ("https://[2606:4700::1111]/", Target("https", "2606:4700::1111", 443, "/"), "[2606:4700::1111]"),
        ("https://xn--bcher-kva.example/", Target("https", "xn--bcher-kva.example", 443, "/"), "xn--bcher-kva.example"),
    ],
)
def test_an_address_is_taken_apart_as_it_will_be_used(url: str, target: Target, authority: str) -> None:
    assert Target.of(url) == target
    assert Target.of(url).authority == authority


def complaint_about(url: str) -> str | None:
    try:
        Target.of(url)
    except ValueError as error:
        return str(error)
    return None


@given(st.text())
def test_any_text_is_an_address_or_is_refused_politely(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.org{text}"):
        complaint = complaint_about(url)
        assert complaint is None or complaint.startswith(("is ", "must ", "has "))
        assert complaint is not None or Target.of(url).scheme == "https"


@given(st.lists(st.sampled_from(OPEN), max_size=3), st.sampled_from(sorted(CLOSED)), st.randoms())
def test_given_one_of_a_names_addresses_is_closed_then_nothing_is_connected_to(
    others: list[str], block: str, chance: object
) -> None:
    # Sockets are blocked here: an attempt to connect would fail the test.
    addresses = [*others, str(ipaddress.ip_network(block)[0])]
    with pytest.raises(Refused) as refused:
        GuardedHttp(resolve=lambda *_: addresses).post("https://hooks.example/", b"{}", {})
    assert refused.value.code == "address_refused"


def test_given_http_is_open_for_this_machine_then_it_is_not_for_the_internet() -> None:
    with pytest.raises(Refused):
        GuardedHttp(loopback=True, resolve=lambda *_: ["1.1.1.1"]).post("http://hooks.example/", b"{}", {})


def test_given_a_name_that_does_not_resolve_then_nothing_left_and_it_may_be_tried_again() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(NeverLeft) as failure:
        GuardedHttp(resolve=unknown).post("https://hooks.example/", b"{}", {})
    assert failure.value.code == "name_not_found"
    assert not isinstance(failure.value, Refused)


def test_given_a_resolver_that_never_answers_then_the_post_ends_in_its_time() -> None:
    stuck = threading.Event()

    def never(host: str, port: int) -> list[str]:
        stuck.wait(60)
        return []

    try:
        with pytest.raises(NeverLeft) as failure:
            GuardedHttp(resolve=never).post("https://hooks.example/", b"", {}, 0.05)
        assert failure.value.code == "timed_out"
    finally:
        stuck.set()
