"""Where messages may go: the public Internet, and those networks of the house that the settings name.

Who may add a webhook could else let this server knock at doors that only it can reach (server-side request
forgery). What counts is the address that a connection is about to be made to, so that neither a name that
leads inside nor one that leads elsewhere the second time gets there.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from ipaddress import IPv4Network as _IPv4Network

from aiohttp import AddrInfoType
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from typing_extensions import override

Network = _IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_NAT64 = ip_network("64:ff9b::/96")
"""RFC 6052: an IPv4 address stands in the last 32 bits."""
_INSIDE = tuple(ip_network(network) for network in ("::/96", "64:ff9b:1::/48", "fec0::/10"))
"""IPv4 in an older dress (RFC 4291 section 2.5.5.1), NAT64 of a house's own (RFC 8215), and what was
site-local (RFC 3879): not every Python knows that they lead inside.
"""
_HOST_SERVICES = frozenset({ip_address("168.63.129.16")})
"""Public by its number, but a cloud's own door to its machines (Azure)."""


class ForbiddenAddress(OSError):
    """A message was about to go where it may not."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`networks` may be reached though they are not public; `plain`: `http` may be used too."""

    networks: tuple[Network, ...] = ()
    plain: bool = False

    def admits(self, text: str) -> bool:
        """Whether a connection to this address may be made."""
        address = ip_address(text.partition("%")[0])
        meant = _meant(address)
        named = any(each in network for network in self.networks for each in (address, meant))
        return named or _is_public(meant)


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = None if address.teredo is None else address.teredo[1]
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _is_public(address: Address) -> bool:
    inside = address in _HOST_SERVICES or any(address in network for network in _INSIDE)
    return address.is_global and not address.is_multicast and not inside


class GuardedResolver(ThreadedResolver):
    """Resolves a name to those of its addresses that may be reached."""

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._reach = reach

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises `ForbiddenAddress` where there is none."""
        found = await super().resolve(host, port, family)
        admitted = [each for each in found if self._reach.admits(each["host"])]
        if not admitted:
            raise ForbiddenAddress(f"{host} leads inside")
        return admitted


def guarded_socket(reach: Reach, info: AddrInfoType) -> socket.socket:
    """A socket for a connection to the address in `info`: asked for each one, also where no name was."""
    family, kind, protocol, _, address = info
    if not reach.admits(address[0]):
        raise ForbiddenAddress(f"{address[0]} may not be reached")
    made = socket.socket(family=family, type=kind, proto=protocol)
    made.settimeout(0)
    return made


def networks_of(texts: Sequence[str]) -> tuple[Network, ...]:
    """Raises `ValueError` for what is no network such as `10.1.0.0/16`."""
    return tuple(ip_network(text) for text in texts)
