"""What everyone with an account may change about how they sign in themselves."""

import segno

from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing, Question_co
from guide_server.http.problems import AlreadyExists, FieldProblem, Malformed, NotFound
from guide_server.sign_in import totp
from guide_server.sign_in.attempts import Attempts, source
from guide_server.sign_in.models import (
    BackupCodes,
    FirstCode,
    NewOwnPassword,
    OfferedKey,
    OwnAccount,
    OwnPassword,
)
from guide_server.sign_in.passwords import Passwords
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.second_factors import SecondFactors
from signaling.store.staff import Staff, StaffChange

ISSUER = "Vägvisare"
"""What a telephone calls these codes."""


class OwnAccountApi:
    def __init__(
        self,
        *,
        staff: Staff,
        factors: SecondFactors,
        passwords: Passwords,
        attempts: Attempts,
        clock: Clock,
        behind_proxy: bool,
    ) -> None:
        self._staff = staff
        self._factors = factors
        self._passwords = passwords
        self._attempts = attempts
        self._clock = clock
        self._behind_proxy = behind_proxy

    async def read_own_account(self, asked: Asked[Nothing]) -> OwnAccount:
        """Tell how I sign in."""
        account = await self._staff.account_of(asked.who.staff)
        factor = await self._factors.of(asked.who.staff)
        return OwnAccount(
            password=account is not None and account.password_hash is not None,
            second_step_since=None if factor is None else factor.confirmed_at,
            backup_codes=0 if factor is None else factor.backup_codes,
        )

    async def change_own_password(self, asked: Asked[NewOwnPassword]) -> Nothing:
        """Change my password: I am signed out everywhere else."""
        await self._know(asked, asked.question.old)
        change = StaffChange(password_hash=await self._passwords.hash(asked.question.new))
        who = asked.who
        await self._staff.change(who.staff, change, by=Actor(who=who.staff), keep=who.token_hash)
        return Nothing()

    async def offer_second_step(self, asked: Asked[OwnPassword]) -> OfferedKey:
        """Make a key for my telephone, in place of one that I have not confirmed."""
        await self._know(asked, asked.question.password)
        secret, who = totp.new_secret(), asked.who
        if not await self._factors.offer(who.staff, secret):
            raise AlreadyExists
        address = totp.address(secret, who.login, ISSUER)
        return OfferedKey(key=totp.written(secret), qr=_qr_rows(address))

    async def confirm_second_step(self, asked: Asked[FirstCode]) -> BackupCodes:
        """Ask me for a code from now on: I have shown that my telephone makes them."""
        who = asked.who
        address = await self._begin(asked)
        factor = await self._factors.of(who.staff)
        if factor is None or factor.confirmed_at is not None:
            raise NotFound
        step = totp.step_of(factor.secret, asked.question.code, self._clock.now())
        if step is None:
            raise Malformed(FieldProblem(field="code", message="Wrong"))
        codes = totp.new_backup_codes()
        hashes = [kept for code in codes if (kept := totp.backup_hash(code)) is not None]
        if not await self._factors.confirm(who.staff, step=step, codes=hashes, by=Actor(who=who.staff)):
            raise NotFound
        await self._attempts.succeeded(who.login, address)
        return BackupCodes(codes=codes)

    async def remove_second_step(self, asked: Asked[OwnPassword]) -> Nothing:
        """Ask me for no code any more."""
        await self._know(asked, asked.question.password)
        if not await self._factors.drop(asked.who.staff, by=Actor(who=asked.who.staff)):
            raise NotFound
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        step = "/api/me/second-step"
        return (
            Endpoint("GET", "/api/me/account", Access.SIGNED_IN, self.read_own_account),
            Endpoint("POST", "/api/me/password", Access.SIGNED_IN, self.change_own_password),
            Endpoint("POST", step, Access.SIGNED_IN, self.offer_second_step),
            Endpoint("POST", f"{step}/confirmation", Access.SIGNED_IN, self.confirm_second_step),
            Endpoint("POST", f"{step}/removal", Access.SIGNED_IN, self.remove_second_step),
        )

    async def _know(self, asked: Asked[Question_co], password: str) -> None:
        """Whoever found the browser open does not know the password. Raises `Malformed`, `RateLimited`."""
        address = await self._begin(asked)
        account = await self._staff.account_of(asked.who.staff)
        kept = None if account is None else account.password_hash
        if not await self._passwords.fits(password, kept):
            raise Malformed(FieldProblem(field="password", message="Wrong"))
        await self._attempts.succeeded(asked.who.login, address)

    async def _begin(self, asked: Asked[Question_co]) -> str:
        address = source(asked.request, behind_proxy=self._behind_proxy)
        await self._attempts.begin(asked.who.login, address)
        return address


def _qr_rows(text: str) -> tuple[str, ...]:
    code = segno.make_qr(text, error="m")
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)
