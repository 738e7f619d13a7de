"""The network that somebody comes from: coarse enough to be no address, fine enough to lock an attacker out by."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from flask import request

IPV4_BITS = 24  # what one provider hands out side by side
IPV6_BITS = 48  # the most that one customer is given (RFC 6177)
UNKNOWN_NETWORK = ""


def network_of(address: str) -> str:
    """Return the network of an address, as in 203.0.113.0/24 or 2001:db8:1::/48; empty for what is none."""
    try:
        found = ip_address(address)
    except ValueError:  # a unix socket has none
        return UNKNOWN_NETWORK
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, IPV6_BITS), strict=False))
    plain = found.ipv4_mapped if isinstance(found, IPv6Address) else found
    return str(IPv4Network((str(plain), IPV4_BITS), strict=False))


def network_of_request() -> str:
    """Return the network that the request comes from."""
    return network_of(request.remote_addr or "")
