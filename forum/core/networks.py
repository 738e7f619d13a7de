"""Which network an address on the internet belongs to: what is counted and blocked, never the address itself."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IPV4_BITS, IPV6_BITS = 24, 48
_OURS = tuple(
    ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


def network_of(address: str | None) -> str:
    """Return the /24 or /48 that an address is in; empty for one that says nothing, such as a proxy's or our own."""
    try:
        found = ip_address(address or "")
    except ValueError:  # a unix socket has none
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback or found.is_link_local or found.is_unspecified or _is_inside(found):
        return ""
    bits = IPV4_BITS if isinstance(found, IPv4Address) else IPV6_BITS
    return str(ip_network((found, bits), strict=False))


def read_network(text: str) -> str:
    """Return the network that somebody typed, as an address or as a network. Raises ValueError for anything else."""
    found = network_of(text.strip().split("/")[0])
    if not found:
        raise ValueError("not a network")
    return found


def _is_inside(address: IPv4Address | IPv6Address) -> bool:
    return any(address.version == one.version and address in one for one in _OURS)
