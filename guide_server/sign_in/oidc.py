"""OpenID Connect, the part that decides: where to send a browser, and whom an identity token speaks of.

Authorization code with PKCE (OpenID Connect Core 1.0 §3.1; RFC 7636; RFC 9700). What the provider says is
believed only where the signature, issuer, audience, nonce and times are all right.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guide_server.http.access import StaffRole
from signaling.core.ids import Instant

LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
OLDEST_TOKEN = 600
"""Seconds since a token's issue, at most: it comes straight from the token endpoint."""
LONGEST_TOKEN = 32_768
LONGEST_LOGIN = 64
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
"""With keys that only the provider has: neither `none` nor the client's own secret signs anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    """Empty for a public client, which PKCE alone protects."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    login_claim: str = "preferred_username"
    roles_claim: str | None = None
    """Where the provider says what somebody may do; None: our own accounts say it."""
    roles: Mapping[StaffRole, frozenset[str]] = field(default_factory=dict)
    """The values of `roles_claim` that make somebody a guide, a leader or an admin."""
    create_accounts: bool = False
    button: str | None = None


class OidcFault(Exception):
    """Somebody could not be signed in by the provider; `id` is what the sign-in page has a sentence for.

    OidcFault
    ├── ProviderAway · ProviderUntrue
    ├── ProviderRefused · BegunElsewhere
    └── NoAccount
    """

    id: ClassVar[str]


class ProviderAway(OidcFault):
    """The provider does not answer. Nothing is wrong with the account: try later, or by password."""

    id = "oidc_away"


class ProviderUntrue(OidcFault):
    """What came from the provider cannot be believed. The reason is for the log."""

    id = "oidc_failed"


class ProviderRefused(OidcFault):
    """The provider, or the person there, said no."""

    id = "oidc_refused"


class BegunElsewhere(OidcFault):
    """This browser did not begin this sign-in, or began it too long ago. Begin again."""

    id = "oidc_again"


class NoAccount(OidcFault):
    """The provider knows who it is; nobody here has that login, or none of our roles is theirs."""

    id = "oidc_no_account"


class UnknownKey(ProviderUntrue):
    """Signed with a key that we have not seen: it may be a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a browser that we sent to the provider must bring back, and where it goes then."""

    state: str
    nonce: str
    verifier: str
    wished: str
    began_at: Instant

    @classmethod
    def now(cls, at: Instant, wished: str) -> "Begun":
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state=state, nonce=nonce, verifier=verifier, wished=wished, began_at=at)


def authorization_url(endpoint: str, settings: OidcSettings, begun: Begun, *, redirect_uri: str) -> str:
    """Where to send the browser (Core §3.1.2.1, RFC 7636 §4.3)."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=")
    query = {
        "response_type": "code",
        "client_id": settings.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(settings.scopes),
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


class _IdToken(BaseModel):
    """What we must know of an identity token. It says more."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    iss: str
    sub: str = Field(min_length=1, max_length=255)
    aud: str | list[str]
    exp: int | float
    iat: int | float
    nonce: str
    nbf: int | float | None = None
    azp: str | None = None


def verified_claims(
    token: str, keys: KeySet, *, settings: OidcSettings, nonce: str, now: Instant
) -> dict[str, Any]:
    """What the token says, if all of it holds (Core §3.1.3.7). Raises `ProviderUntrue` or `UnknownKey`."""
    if len(token) > LONGEST_TOKEN:
        raise ProviderUntrue("the token is too long")
    try:
        claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
        said = _IdToken.model_validate(claims)
    except InvalidKeyIdError as error:
        raise UnknownKey("the token's key is unknown") from error
    except ValidationError as error:
        raise ProviderUntrue(f"the token lacks {error.errors()[0]['loc']}") from error
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise ProviderUntrue(f"the token is not signed as it should be ({type(error).__name__})") from error
    wrong = _wrong(said, settings=settings, nonce=nonce, now=now // 1_000)
    if wrong is not None:
        raise ProviderUntrue(f"the token has the wrong {wrong}")
    return claims


def _wrong(said: _IdToken, *, settings: OidcSettings, nonce: str, now: int) -> str | None:
    """The first part that does not hold; `now` in seconds."""
    audience = [said.aud] if isinstance(said.aud, str) else said.aud
    parties = {said.azp} - {None}
    holds = {
        "issuer": said.iss == settings.issuer,
        "audience": settings.client_id in audience,
        "authorized party": parties <= {settings.client_id} and (len(audience) == 1 or bool(parties)),
        "nonce": secrets.compare_digest(said.nonce.encode(), nonce.encode()),
        "expiry": now < said.exp + LEEWAY,
        "issue time": now - OLDEST_TOKEN - LEEWAY <= said.iat <= now + LEEWAY,
        "beginning": said.nbf is None or said.nbf <= now + LEEWAY,
    }
    return next((part for part, good in holds.items() if not good), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    login: str
    name: str
    roles: frozenset[StaffRole] | None
    """None where our own accounts say it."""


def lacks(claims: Mapping[str, Any], settings: OidcSettings) -> bool:
    """Whether something that we need may stand in the provider's `userinfo` instead."""
    needed = (settings.login_claim, settings.roles_claim)
    return any(name is not None and claim(claims, name) is None for name in needed)


def identity_of(claims: Mapping[str, Any], settings: OidcSettings) -> Identity:
    """Whom the claims speak of, in our words. Raises `NoAccount`."""
    login = claim(claims, settings.login_claim)
    if not isinstance(login, str) or not 0 < len(login.strip()) <= LONGEST_LOGIN:
        raise NoAccount(f"the claim {settings.login_claim} is missing or no login")
    if settings.login_claim == "email" and claims.get("email_verified") is False:
        raise NoAccount("the e-mail address was never verified")
    roles = None if settings.roles_claim is None else _roles(claims, settings.roles_claim, settings.roles)
    if roles is not None and not roles:
        raise NoAccount("no role here follows from the claims")
    login = login.strip().casefold()
    name = claims.get("name")
    return Identity(login=login, name=name if isinstance(name, str) and name.strip() else login, roles=roles)


def _roles(
    claims: Mapping[str, Any], name: str, values: Mapping[StaffRole, frozenset[str]]
) -> frozenset[StaffRole]:
    said = claim(claims, name)
    given = {said} if isinstance(said, str) else set(_texts(said))
    return frozenset(role for role, wanted in values.items() if wanted & given)


def _texts(said: object) -> Sequence[str]:
    return [each for each in said if isinstance(each, str)] if isinstance(said, list) else []


def claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by its path: `realm_access.roles`, as Keycloak has it."""
    if name in claims:
        return claims[name]
    part: Any = claims
    for key in name.split("."):
        part = part.get(key) if isinstance(part, Mapping) else None
    return part
