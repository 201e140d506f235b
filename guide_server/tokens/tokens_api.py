"""Tokens for admins: make one, see when each was last used, revoke."""

from collections.abc import Mapping

from guide_server.http.access import Access
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import AlreadyExists, FieldProblem, NotFound, TooMany
from guide_server.tokens.machines import hash_of, new_token
from guide_server.tokens.models import MadeToken, NewToken, TokenInfo, TokenList
from signaling.core.ids import Milliseconds
from signaling.ports import Clock
from signaling.store.api_tokens import ApiTokens, Token, TokenNameTaken, TooManyTokens, UnknownToken
from signaling.store.audit import Actor
from signaling.store.staff import Staff

DAY: Milliseconds = 24 * 3_600_000


class TokensApi:
    def __init__(self, tokens: ApiTokens, *, staff: Staff, clock: Clock) -> None:
        self._tokens = tokens
        self._staff = staff
        self._clock = clock

    async def read_tokens(self, _: Asked[Nothing]) -> TokenList:
        """List the tokens that machines read with, and those that were."""
        people = await self._people()
        return TokenList(tokens=tuple(_info(token, people) for token in await self._tokens.all()))

    async def make_token(self, asked: Asked[NewToken]) -> MadeToken:
        """Make a token. It is shown in this answer and never again."""
        wish, token = asked.question, new_token()
        try:
            made = await self._tokens.add(
                name=wish.name,
                secret_hash=hash_of(token),
                scopes=[scope.value for scope in dict.fromkeys(wish.scopes)],
                expires_at=self._clock.now() + wish.days * DAY,
                by=Actor(who=asked.who.staff),
            )
        except TokenNameTaken:
            raise AlreadyExists(FieldProblem(field="name", message="Taken")) from None
        except TooManyTokens:
            raise TooMany from None
        return MadeToken(token=token, info=_info(made, await self._people()))

    async def revoke_token(self, asked: Asked[Nothing]) -> Nothing:
        """Refuse a token from now on."""
        try:
            await self._tokens.revoke(asked.path("token"), by=Actor(who=asked.who.staff))
        except UnknownToken:
            raise NotFound from None
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/tokens", Access.ADMIN, self.read_tokens),
            Endpoint("POST", "/api/tokens", Access.ADMIN, self.make_token),
            Endpoint("DELETE", f"/api/tokens/{{token:{ID}}}", Access.ADMIN, self.revoke_token),
        )

    async def _people(self) -> Mapping[str, str]:
        return {account.id: account.name for account in await self._staff.accounts()}


def _info(token: Token, people: Mapping[str, str]) -> TokenInfo:
    return TokenInfo(
        id=token.id,
        name=token.name,
        scopes=token.scopes,
        created_at=token.created_at,
        created_by=people.get(token.created_by, token.created_by),
        expires_at=token.expires_at,
        used_at=token.used_at,
        revoked_at=token.revoked_at,
    )
