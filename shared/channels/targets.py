"""Addresses that somebody outside chose: what they say, and whether what they resolve to may be posted to."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_URL = 2000
#: What the setting LOOPBACK_TARGETS says where this machine may be posted to: on the local cloud, never on AWS.
LOOPBACK_ALLOWED = "allowed"

# The special-purpose registries of IANA (RFC 6890 and its successors), multicast and what is reserved. Cloud metadata
# services live at link-local, carrier-grade NAT and unique local addresses. AS112 and AMT anycast are public.
_CLOSED_4 = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
#: All of IPv6 that is given out for the public internet; outside lie loopback, IPv4-mapped, NAT64, local and multicast.
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
#: Inside it: protocols' own (Teredo, ORCHID, benchmarks), documentation, 6to4.
_CLOSED_6 = tuple(ipaddress.IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

_URL = re.compile(r"[!-~]+")
_NAME = re.compile(r"(?=.{1,253}\Z)(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")


@dataclass(frozen=True)
class Target:
    """An address to post to, taken apart. `path` is all after the host."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str, *, loopback: bool = False) -> Target:
        """Raises `ValueError` that says, fit for a person, what is wrong with the address; it resolves nothing."""
        if len(url) > MAX_URL:
            raise ValueError(f"is longer than {MAX_URL} characters")
        if not _URL.fullmatch(url) or "\\" in url:
            raise ValueError("has characters that an address cannot have; names of hosts are written in ASCII")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError("is not an address") from None
        if parts.scheme not in (("https", "http") if loopback else ("https",)):
            raise ValueError("must begin with https://")
        if "@" in parts.netloc:
            raise ValueError("must not carry credentials")
        if "#" in url:
            raise ValueError("must not have a fragment")
        host = parts.hostname or ""
        literal = _address(host)
        if (literal is None and not _NAME.fullmatch(host)) or port == 0:
            raise ValueError("must name a host")
        if literal is not None and not is_open(host, loopback=loopback):
            raise ValueError("must lead to the public internet")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)

    @property
    def authority(self) -> str:
        """The value of the header `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"https": 443, "http": 80}[self.scheme] else f"{host}:{self.port}"


def is_open(address: str, *, loopback: bool = False) -> bool:
    """Whether an address, as text, belongs to the public internet; with `loopback` this machine does, too."""
    found = _address(address)
    if found is None:
        return False
    if found.is_loopback:
        return loopback
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _CLOSED_4)
    return found in _OPEN_6 and not any(found in network for network in _CLOSED_6)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
