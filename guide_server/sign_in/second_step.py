"""The second step of signing in by password: a code from a telephone, or one kept on paper."""

from guide_server.http.problems import SecondStepNeeded, WrongCode
from guide_server.sign_in import totp
from signaling.ports import Clock
from signaling.store.second_factors import SecondFactor, SecondFactors


class SecondStep:
    def __init__(self, factors: SecondFactors, clock: Clock) -> None:
        self._factors = factors
        self._clock = clock

    async def check(self, staff_id: str, code: str | None) -> None:
        """Let pass whom nobody asks for a code, and whoever gives one that is good and was not given before.

        Raises `SecondStepNeeded` where a code is asked for, `WrongCode` where this one is not it. Count the
        attempt before.
        """
        factor = await self._factors.of(staff_id)
        if factor is None or factor.confirmed_at is None:
            return
        if not code:
            raise SecondStepNeeded
        if not await self._spent(staff_id, factor, code):
            raise WrongCode

    async def _spent(self, staff_id: str, factor: SecondFactor, code: str) -> bool:
        step = totp.step_of(factor.secret, code, self._clock.now())
        if step is not None:
            return await self._factors.take_step(staff_id, step)
        backup = totp.backup_hash(code)
        return backup is not None and await self._factors.spend(staff_id, backup)
