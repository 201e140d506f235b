"""Machines that ask with a token: `Authorization: Bearer …` (RFC 6750 section 2.1).

A token is 256 random bits, so its hash needs no salt and no slowness. A request that carries one is the
machine's and nobody else's: a cookie beside it counts for nothing, so that a browser's session is never
lent to a program.
"""

import hashlib
import secrets

from aiohttp import web
from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from guide_server.http.access import Machine, Scope
from guide_server.http.problems import RateLimited, WrongToken
from guide_server.sign_in.attempts import source
from signaling.core.ids import Milliseconds
from signaling.ports import Clock
from signaling.store.api_tokens import ApiTokens

PREFIX = "vagvisare_"
"""So that a scanner of repositories knows one when it sees it."""
TOKEN_BYTES = 32
PER_TOKEN = parse("120/minute")
WRONG_PER_ADDRESS = parse("30/minute")
RETRY_AFTER = 60
"""Seconds; the window of both."""
BETWEEN_TOUCHES: Milliseconds = 60_000
"""A token in use is written at most this often."""


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Machines:
    """Rates are counted in this process alone."""

    def __init__(self, tokens: ApiTokens, *, clock: Clock, behind_proxy: bool) -> None:
        self._tokens = tokens
        self._clock = clock
        self._behind_proxy = behind_proxy
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def who_asks(self, request: web.Request) -> Machine | None:
        """Whose token the request carries; None where it carries none.

        Raises `WrongToken` for one that is not good, and `RateLimited` for too many requests with one, or
        too many wrong ones from an address.
        """
        token = _token(request)
        if token is None:
            return None
        now = self._clock.now()
        found = await self._tokens.by_hash(hash_of(token))
        if found is None or not found.is_good(now):
            address = source(request, behind_proxy=self._behind_proxy)
            if not await self._limiter.hit(WRONG_PER_ADDRESS, address):
                raise RateLimited(retry_after=RETRY_AFTER)
            raise WrongToken
        if not await self._limiter.hit(PER_TOKEN, found.id):
            raise RateLimited(retry_after=RETRY_AFTER)
        if found.used_at is None or now - found.used_at >= BETWEEN_TOUCHES:
            await self._tokens.touch(found.id, at=now)
        known = {scope.value for scope in Scope}
        scopes = frozenset(Scope(scope) for scope in found.scopes if scope in known)
        return Machine(name=found.name, scopes=scopes)


def _token(request: web.Request) -> str | None:
    """The bearer's token; None for another scheme. Raises `WrongToken` where there are several headers."""
    given = [value.partition(" ") for value in request.headers.getall("Authorization", ())]
    bearers = [token.strip() for scheme, _, token in given if scheme.lower() == "bearer"]
    if not bearers:
        return None
    if len(given) > 1 or not bearers[0].isascii():
        raise WrongToken
    return bearers[0]
