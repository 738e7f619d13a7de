"""The network that somebody comes from: coarse enough to be no address, fine enough to lock an attacker out by."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from flask import request

IPV4_BITS = 24  # what one provider hands out side by side
IPV6_BITS = 48  # the most that one customer is given (RFC 6177)
UNKNOWN_NETWORK = ""
_INSIDE = tuple(
    ip_network(one)
    for one in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
        *("::/64", "fc00::/7", "fe80::/10"),
    )
)
"""Networks of machines of our own, such as a proxy: that many people come from one says nothing about them."""


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


def outer_network_of(address: str) -> str:
    """Return the network of an address on the internet; empty for our own machines, of which nothing can be concluded."""
    network = network_of(address)
    return UNKNOWN_NETWORK if not network or _is_inside(network) else network


def read_network(text: str) -> str:
    """Return the network that somebody typed, as an address or as a network. Raises ValueError for anything else."""
    found = outer_network_of(text.strip().split("/")[0])
    if not found:
        raise ValueError(f"{text!r} is no network on the internet")
    return found


def _is_inside(network: str) -> bool:
    found = ip_network(network)
    return any(found.version == one.version and found.network_address in one for one in _INSIDE)
