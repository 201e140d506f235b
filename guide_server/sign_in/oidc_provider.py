"""OpenID Connect, the part that talks to the provider: discovery, keys, tokens, userinfo.

Every answer is bounded in time and size, redirects are not followed, and everything is kept for a while only,
so that keys may rotate and a provider that was away is found again.
"""

import json
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

import aiohttp
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from guide_server.sign_in.oidc import (
    OidcSettings,
    ProviderAway,
    ProviderRefused,
    ProviderUntrue,
    UnknownKey,
    lacks,
    verified_claims,
)
from signaling.core.ids import Instant, Milliseconds
from signaling.ports import Clock

PATIENCE = aiohttp.ClientTimeout(total=10, connect=5)
LARGEST_ANSWER = 1 << 18
"""Bytes."""
METADATA_LIFE: Milliseconds = 10_000
"""So short that a provider which went away is noticed before a browser is sent there."""
KEYS_LIFE: Milliseconds = 3_600_000
BETWEEN_KEY_FETCHES: Milliseconds = 30_000
"""Tokens with keys that nobody has heard of make us ask again this often at most."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def secure(url: str) -> str:
    """`url`, if nobody on the way can read or change what is said there. Raises `ValueError`."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url
    raise ValueError("must be an https address")


Secure = Annotated[str, AfterValidator(secure)]


class _Metadata(BaseModel):
    """OpenID Connect Discovery 1.0 §3: what of it we use."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    issuer: str
    authorization_endpoint: Secure
    token_endpoint: Secure
    jwks_uri: Secure
    userinfo_endpoint: Secure | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id_token: str
    access_token: str


class Provider:
    """Call `close()` when the server ends."""

    def __init__(self, settings: OidcSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._http: aiohttp.ClientSession | None = None
        self._metadata: tuple[_Metadata, Instant] | None = None
        self._keys: tuple[KeySet, Instant] | None = None

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def authorization_endpoint(self) -> str:
        """Raises `OidcFault`, as everything here does."""
        return (await self._found()).authorization_endpoint

    async def check_sender(self, issuer: str | None) -> None:
        """Raises `ProviderUntrue` where another provider answered than the one that was asked (RFC 9207)."""
        promised = (await self._found()).authorization_response_iss_parameter_supported
        if issuer != self._settings.issuer and (issuer is not None or promised):
            raise ProviderUntrue("another provider answered")

    async def redeem(self, code: str, *, verifier: str, nonce: str, redirect_uri: str) -> dict[str, Any]:
        """The claims for which the provider gave this code, each code once."""
        found = await self._found()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        body, headers = self._authenticated(form, found.token_endpoint_auth_methods_supported)
        try:
            tokens = _Tokens.model_validate(
                await self._ask("POST", found.token_endpoint, data=body, headers=headers)
            )
        except ValidationError as error:
            raise ProviderUntrue("the token endpoint gave no identity token") from error
        claims = await self._verified(tokens.id_token, nonce)
        if found.userinfo_endpoint is None or not lacks(claims, self._settings):
            return claims
        return {
            **(await self._userinfo(found.userinfo_endpoint, tokens.access_token, claims["sub"])),
            **claims,
        }

    async def _userinfo(self, endpoint: str, access_token: str, subject: str) -> dict[str, Any]:
        """What the provider says besides (Core §5.3): some keep everything but the subject for it."""
        said = await self._ask("GET", endpoint, headers={"Authorization": f"Bearer {access_token}"})
        if said.get("sub") != subject:
            raise ProviderUntrue("userinfo speaks of somebody else")
        return said

    def _authenticated(
        self, form: dict[str, str], methods: tuple[str, ...]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Form and headers by which the token endpoint knows us (RFC 6749 §2.3.1)."""
        own, secret = self._settings.client_id, self._settings.client_secret
        if not secret:
            return {**form, "client_id": own}, {}
        if "client_secret_basic" not in methods and "client_secret_post" in methods:
            return {**form, "client_id": own, "client_secret": secret}, {}
        basic = aiohttp.encode_basic_auth(quote(own, safe=""), quote(secret, safe=""))
        return form, {"Authorization": basic}

    async def _verified(self, token: str, nonce: str) -> dict[str, Any]:
        """The token's claims; a key that nobody has heard of is looked for once more."""
        try:
            return self._judged(token, await self._key_set(oldest=KEYS_LIFE), nonce)
        except UnknownKey:
            return self._judged(token, await self._key_set(oldest=BETWEEN_KEY_FETCHES), nonce)

    def _judged(self, token: str, keys: KeySet, nonce: str) -> dict[str, Any]:
        return verified_claims(token, keys, settings=self._settings, nonce=nonce, now=self._clock.now())

    async def _key_set(self, *, oldest: Milliseconds) -> KeySet:
        now = self._clock.now()
        if self._keys is not None and now - self._keys[1] < oldest:
            return self._keys[0]
        said = await self._ask("GET", (await self._found()).jwks_uri)
        try:
            listed = [key for key in said["keys"] if key.get("kty") != "oct"]
            keys = KeySet.import_key_set({"keys": listed})
        except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ProviderUntrue("the provider's keys cannot be read") from error
        self._keys = keys, now
        return keys

    async def _found(self) -> _Metadata:
        now = self._clock.now()
        if self._metadata is not None and now - self._metadata[1] < METADATA_LIFE:
            return self._metadata[0]
        said = await self._ask("GET", f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            metadata = _Metadata.model_validate(said)
        except ValidationError as error:
            raise ProviderUntrue(f"discovery is wrong about {error.errors()[0]['loc']}") from error
        if metadata.issuer != self._settings.issuer:
            raise ProviderUntrue("discovery speaks of another issuer")
        self._metadata = metadata, now
        return metadata

    async def _ask(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar())
        try:
            async with self._http.request(method, url, allow_redirects=False, **options) as answer:
                status, body = answer.status, await _bounded(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ProviderAway(type(error).__name__) from error
        if status >= 500 or status == 429:
            raise ProviderAway(f"status {status}")
        return _object(status, body)


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for part in answer.content.iter_any():
        body += part
        if len(body) > LARGEST_ANSWER:
            raise ProviderUntrue("the answer is too long")
    return bytes(body)


def _object(status: int, body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProviderUntrue(f"no JSON, status {status}") from error
    if status == 400 and isinstance(said, dict):
        raise ProviderRefused(str(said.get("error"))[:40])
    if status != 200 or not isinstance(said, dict):
        raise ProviderUntrue(f"status {status}")
    return said
