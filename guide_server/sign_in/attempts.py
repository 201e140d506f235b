"""How often someone may try to sign in: enough for forgetful people, too little for guessing.

An address may try `PER_ADDRESS` whatever the logins, and one login `PER_PAIR` from one address. Guesses at
one login from many addresses are bounded by `PER_LOGIN`, which never shuts out an address from which this
login signed in before: nobody can lock a colleague out by failing in their name.
"""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address

from aiohttp import web
from limits import RateLimitItem, parse_many
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from guide_server.http.problems import RateLimited

PER_ADDRESS = parse_many("30/minute; 300/hour")
PER_PAIR = parse_many("5/minute; 20/hour")
PER_LOGIN = parse_many("50/hour")
PER_DEPARTURE = parse_many("60/minute")
"""How often browsers of one address may be sent to the identity provider: a whole office may be behind it."""
REMEMBERED_ADDRESSES = 10_000
RETRY_AFTER = 60
"""Seconds; the shortest window."""


def network(address: str | None) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 subscriber holds."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def source(request: web.Request, *, behind_proxy: bool) -> str:
    """Who asks. Our proxy appends whom it saw; what stands before that anyone can write."""
    if not behind_proxy:
        return network(request.remote)
    seen = ",".join(request.headers.getall("X-Forwarded-For", ()))
    return network(seen.rpartition(",")[2].strip())


class Attempts:
    """Kept in this process alone; a restart forgives everyone."""

    def __init__(self) -> None:
        # A moving window would race: the library's memory storage trips over keys that are cleared meanwhile.
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def begin(self, login: str, address: str) -> None:
        """Count one attempt, before any costly work. Raises `RateLimited`."""
        await self._hit(PER_ADDRESS, address)
        await self._hit(PER_PAIR, login, address)
        if (login, address) not in self._known:
            await self._hit(PER_LOGIN, login)

    async def depart(self, address: str) -> None:
        """Count one browser that is sent to the identity provider. Raises `RateLimited`."""
        await self._hit(PER_DEPARTURE, address)

    async def succeeded(self, login: str, address: str) -> None:
        """Forgive what failed before, and know this address from now on."""
        for limit in PER_PAIR:
            await self._limiter.clear(limit, login, address)
        self._known[login, address] = None
        self._known.move_to_end((login, address))
        if len(self._known) > REMEMBERED_ADDRESSES:
            self._known.popitem(last=False)

    async def _hit(self, limits: list[RateLimitItem], *names: str) -> None:
        for limit in limits:
            if not await self._limiter.hit(limit, *names):
                raise RateLimited(retry_after=RETRY_AFTER)
