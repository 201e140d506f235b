"""Who is at the other end: a kiosk by its device key, a guide by the desk's cookie."""

import base64
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated, Literal

import structlog
from aiohttp import hdrs, web
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, StringConstraints

from signaling.core.ids import KioskId
from signaling.core.pool_settings import SECOND
from signaling.gateway.runs import Runs
from signaling.ports import Clock, DeskSessions, Directory, GuideProfile, KioskProfile
from signaling.wire.errors import faulted
from signaling.wire.scalars import Count, Id

LONGEST_LIFE = 60
"""Seconds between a device token's issue and its expiry, at most."""
LEEWAY = 30
"""Seconds by which a kiosk's clock may differ from ours."""
_ALGORITHMS = ["Ed25519", "EdDSA"]
_LONGEST_TOKEN = 2_048
_REMEMBERED_TOKENS = 200_000

_log = structlog.get_logger(__name__)


class _Claims(BaseModel):
    """What a device token must say. A newer kiosk may say more."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    sub: Id
    aud: Literal["vagvisare"]
    iat: Count
    exp: Count
    jti: Annotated[str, StringConstraints(min_length=8, max_length=64)]
    run: Annotated[str, StringConstraints(min_length=8, max_length=64)] | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a token."""

    kiosk: KioskProfile
    run: str | None
    """The run of its agent; None where it names none."""


class DeviceTokens:
    """Checks device tokens: JWTs (RFC 7519) signed with a kiosk's Ed25519 key (RFC 8037), each good once."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._spent: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._runs = Runs(leeway=LEEWAY)

    async def kiosk_of(self, authorization: str | None) -> KioskProfile:
        """As `signed`."""
        return (await self.signed(authorization)).kiosk

    async def signed(self, authorization: str | None) -> Signed:
        """The kiosk that signed `Authorization: Bearer …`; spends the token.

        Raises `Faulted` with `unauthenticated`, or `revoked` where the kiosk's identity was withdrawn, as it
        is where two machines turn out to have it.
        """
        token = (authorization or "").removeprefix("Bearer ")
        if not token or token == authorization or len(token) > _LONGEST_TOKEN:
            raise faulted("unauthenticated")
        kiosk = await self._directory.kiosk(_claimed_kiosk(token))
        if kiosk is None or kiosk.public_key is None:
            raise faulted("unauthenticated")
        claims = self._claims(token, kiosk.public_key)
        if kiosk.revoked:
            raise faulted("revoked")
        self._spend(claims)
        if claims.run is not None and not self._runs.are_one(kiosk.public_key, claims.run, issued=claims.iat):
            _log.error("kiosk_cloned", kiosk=kiosk.id)
            await self._directory.withdraw(kiosk.id)
            raise faulted("revoked")
        return Signed(kiosk, claims.run)

    def _claims(self, token: str, public_key: bytes) -> _Claims:
        """The claims, if the key signed them and they hold now."""
        try:
            claims = _Claims.model_validate(
                jwt.decode(token, _key(public_key), algorithms=_ALGORITHMS).claims
            )
        except (JoseError, ValueError) as error:
            raise faulted("unauthenticated") from error
        now = self._clock.now() // SECOND
        holds = now - LEEWAY <= claims.exp <= now + LONGEST_LIFE + LEEWAY
        if not holds or claims.exp - claims.iat > LONGEST_LIFE:
            raise faulted("unauthenticated")
        return claims

    def _spend(self, claims: _Claims) -> None:
        now = self._clock.now() // SECOND
        while self._spent and next(iter(self._spent.values())) + LEEWAY < now:
            self._spent.popitem(last=False)
        key = (claims.sub, claims.jti)
        if key in self._spent:
            _log.warning("token_replayed", kiosk=claims.sub)
            raise faulted("unauthenticated")
        if len(self._spent) >= _REMEMBERED_TOKENS:
            raise faulted("rate_limited", retry_after=LONGEST_LIFE * SECOND)
        self._spent[key] = claims.exp


class DeskSignIns:
    """Checks a desk's cookies, and that the page that opened the socket is ours."""

    def __init__(self, directory: Directory, sessions: DeskSessions, origin: str) -> None:
        self._directory = directory
        self._sessions = sessions
        self._origin = origin

    async def guide_of(self, request: web.Request) -> GuideProfile:
        """Who is signed in. Raises `Faulted` with `unauthenticated`."""
        if request.headers.get(hdrs.ORIGIN) != self._origin:
            raise faulted("unauthenticated")
        return await self.still(cookies_of(request))

    async def still(self, cookies: str) -> GuideProfile:
        """Who is signed in with these cookies now. Raises `Faulted` with `unauthenticated`."""
        guide = await self._sessions.guide_of(cookies)
        profile = None if guide is None else await self._directory.guide(guide)
        if profile is None:
            raise faulted("unauthenticated")
        return profile


def cookies_of(request: web.Request) -> str:
    return request.headers.get(hdrs.COOKIE, "")


def _claimed_kiosk(token: str) -> KioskId:
    """Who the token says it is from; nothing is proved yet. Raises `Faulted` with `unauthenticated`."""
    try:
        claims = _Claims.model_validate_json(jws.extract_compact(token.encode()).payload)
    except (JoseError, ValueError) as error:
        raise faulted("unauthenticated") from error
    return KioskId(claims.sub)


def _key(public_key: bytes) -> OKPKey:
    x = base64.urlsafe_b64encode(public_key).rstrip(b"=").decode()
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x})
