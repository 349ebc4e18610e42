"""Public internet addresses: the only ones a company's tool may have (protection against SSRF)."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NUMERIC = re.compile(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}\.?", re.IGNORECASE)
UNICAST = IPv6Network("2000::/3")  # what IANA has given out of IPv6; everything else is refused
# Within it, what the registry of special purposes and the list of unicast assignments keep back.
RESERVED = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"))
)
RESERVED_V4 = tuple(
    map(IPv4Network, ("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24"))
)
# An IPv4 address in other clothes: translated, mapped, compatible, 6to4; where in it the address stands.
CLOTHES = (
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("2002::/16"), 80),
)


def is_public(address: str) -> bool:
    """False for anything that is no address, too."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_given_out, _inside(found)))


def is_address(host: str) -> bool:
    """An address and no name, in any spelling that a resolver takes for one: 127.1, 0x7f000001, 2130706433."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return bool(NUMERIC.fullmatch(host))
    return True


def _is_given_out(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in item for item in RESERVED_V4)
    return address in UNICAST and address.is_global and not any(address in item for item in RESERVED)


def _inside(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """The IPv4 addresses that an IPv6 one stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return (address,)
    if teredo := address.teredo:
        return teredo
    return (next((_within(address, shift) for network, shift in CLOTHES if address in network), address),)


def _within(address: IPv6Address, shift: int) -> IPv4Address:
    return IPv4Address(int(address) >> shift & 0xFFFFFFFF)
