"""An identity provider on loopback that says whatever a test wants it to say, true or not."""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from guide_server.sign_in.oidc import OidcSettings
from tests.fakes import ManualClock

CLIENT, SECRET = "vagvisare", "a:secret/with%everything"
Claims = dict[str, Any]


@dataclass(slots=True)
class Issuer:
    """Who signs in is `person`. What a test changes is wrong from then on."""

    clock: ManualClock
    url: str = ""
    person: Claims = field(default_factory=lambda: {"sub": "42", "preferred_username": "Guide-1"})
    key: ECKey = field(default_factory=lambda: new_key("first"))
    published: list[ECKey] = field(default_factory=list)
    metadata: Claims = field(default_factory=dict)
    """Replaces what discovery says."""
    token: Callable[[Claims], str] | None = None
    """Makes the identity token of the true claims, in place of `signed`."""
    token_answer: Callable[[], web.StreamResponse] | None = None
    keys_answer: Callable[[], web.StreamResponse] | None = None
    in_userinfo: Claims | None = None
    """What userinfo says; None: there is none."""
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, Claims] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published = [self.key]

    def settings(self, **changes: Any) -> OidcSettings:
        return OidcSettings(**{"issuer": self.url, "client_id": CLIENT, "client_secret": SECRET, **changes})

    def authorize(self, location: str) -> dict[str, str]:
        """The person signs in at the address that a browser was sent to; returns what it brings back."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.url}/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.url}

    def claims(self, asked: Claims) -> Claims:
        now = self.clock.now() // 1_000
        standard = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        return {**standard, **self.person}

    def signed(self, claims: Claims) -> str:
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    async def discover(self, _: web.Request) -> web.StreamResponse:
        self.asked.append("discovery")
        at = self.url
        said = {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
            "authorization_response_iss_parameter_supported": True,
        }
        if self.in_userinfo is not None:
            said["userinfo_endpoint"] = f"{at}/userinfo"
        return web.json_response({**said, **self.metadata})

    async def keys(self, _: web.Request) -> web.StreamResponse:
        self.asked.append("keys")
        if self.keys_answer is not None:
            return self.keys_answer()
        return web.json_response(KeySet(list(self.published)).as_dict())

    async def redeem(self, request: web.Request) -> web.StreamResponse:
        if self.token_answer is not None:
            return self.token_answer()
        form = await request.post()
        basic = base64.b64encode(b"vagvisare:a%3Asecret%2Fwith%25everything").decode()
        assert request.headers["Authorization"] == f"Basic {basic}"
        asked = self._codes.pop(str(form["code"]), None)
        challenge = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        expected = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != expected:
            return web.json_response({"error": "invalid_grant"}, status=400)
        assert form["redirect_uri"] == asked["redirect_uri"]
        token = (self.token or self.signed)(self.claims(asked))
        return web.json_response({"id_token": token, "access_token": "open", "token_type": "Bearer"})

    async def userinfo(self, request: web.Request) -> web.StreamResponse:
        self.asked.append("userinfo")
        assert request.headers["Authorization"] == "Bearer open"
        return web.json_response(self.in_userinfo)


def new_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


@asynccontextmanager
async def issuing(clock: ManualClock) -> AsyncIterator[Issuer]:
    issuer = Issuer(clock)
    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", issuer.discover)
    app.router.add_get("/keys", issuer.keys)
    app.router.add_post("/token", issuer.redeem)
    app.router.add_get("/userinfo", issuer.userinfo)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    issuer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield issuer
    finally:
        await runner.cleanup()
