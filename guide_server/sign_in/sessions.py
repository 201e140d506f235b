"""Sessions of staff, kept by the server: the browser holds a random token, the store its hash.

A stolen database opens no session, and a session ends at once where it is ended: on signing out, after
idling, and at the latest some hours after signing in; but never by the clock while a guide is in a call or
wraps one up. Signing in always makes a new token, so none can be planted beforehand.
"""

import hashlib
import secrets
from collections.abc import Callable

from aiohttp import web

from guide_server.http.access import Access, SignedIn, StaffRole
from signaling.core.ids import GuideId, Milliseconds
from signaling.ports import Clock
from signaling.store.staff import Account, Staff

TOKEN_BYTES = 32
BETWEEN_TOUCHES: Milliseconds = 60_000
"""A session in use is written at most this often."""


class Sessions:
    """Implements `ports.DeskSessions`.

    `tls`: browsers come by https. `busy`: whether someone is in a call, or wrapping one up, at this moment.
    """

    def __init__(
        self,
        *,
        staff: Staff,
        clock: Clock,
        idle: Milliseconds,
        longest: Milliseconds,
        tls: bool,
        busy: Callable[[GuideId], bool],
    ) -> None:
        self._staff = staff
        self._clock = clock
        self._idle = idle
        self._longest = longest
        self._tls = tls
        self._busy = busy
        self.cookie = "__Host-vagvisare" if tls else "vagvisare"

    async def guide_of(self, cookie_header: str) -> GuideId | None:
        who = await self.who(_token(cookie_header, self.cookie))
        admitted = who is not None and Access.DESK.admits(who.roles)
        return GuideId(who.staff) if who is not None and admitted else None

    async def who_asks(self, request: web.Request) -> SignedIn | None:
        """Whose session the request carries; None where it carries no living one."""
        return await self.who(_token(request.headers.get("Cookie", ""), self.cookie))

    async def who(self, token: str | None) -> SignedIn | None:
        """Whose session has this token. Keeps the session from idling."""
        if token is None:
            return None
        now = self._clock.now()
        token_hash = _hash(token)
        session = await self._staff.session(token_hash)
        if session is None or not session.account.active:
            return None
        over = now >= session.expires_at or now - session.seen_at >= self._idle
        if over and not self._busy(GuideId(session.account.id)):
            await self._staff.end_session(token_hash)
            return None
        if now - session.seen_at >= BETWEEN_TOUCHES:
            await self._staff.touch_session(token_hash, at=now)
        return _signed_in(session.account, token_hash, csrf=session.csrf, expires=session.expires_at)

    async def start(self, account: Account, *, instead_of: web.Request) -> tuple[str, SignedIn]:
        """Begin a session and end the one that the request carried. Returns the token for the cookie."""
        old = _token(instead_of.headers.get("Cookie", ""), self.cookie)
        if old is not None:
            await self._staff.end_session(_hash(old))
        now = self._clock.now()
        token, csrf = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
        token_hash, expires = _hash(token), now + self._longest
        await self._staff.start_session(token_hash, account.id, csrf=csrf, at=now, expires_at=expires)
        return token, _signed_in(account, token_hash, csrf=csrf, expires=expires)

    async def end(self, who: SignedIn) -> None:
        await self._staff.end_session(who.token_hash)

    async def end_all(self, who: SignedIn) -> None:
        """End every session of this person, in whatever browser."""
        await self._staff.end_sessions_of(who.staff)

    def set_cookie(self, response: web.Response, token: str) -> None:
        response.set_cookie(self.cookie, token, path="/", secure=self._tls, httponly=True, samesite="Strict")

    def drop_cookie(self, response: web.Response) -> None:
        response.del_cookie(self.cookie, path="/", secure=self._tls, httponly=True, samesite="Strict")


def _signed_in(account: Account, token_hash: str, *, csrf: str, expires: int) -> SignedIn:
    return SignedIn(
        staff=account.id,
        login=account.login,
        name=account.name,
        roles=frozenset(map(StaffRole, account.roles)),
        csrf=csrf,
        expires=expires,
        token_hash=token_hash,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _token(cookie_header: str, name: str) -> str | None:
    """The token in a Cookie header; None where there is none, or more than one: someone planted the other."""
    found = [
        value
        for part in cookie_header.split(";")
        for key, _, value in [part.strip().partition("=")]
        if key == name
    ]
    return found[0] if len(found) == 1 and found[0].isascii() else None
