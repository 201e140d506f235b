"""What kiosks found when they tried themselves."""

from typing import Final

from guide_server.http.access import Access
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import NotFound
from guide_server.self_tests.models import KioskSelfTest, SelfTest, SelfTestHistory, SelfTestsPage
from signaling.core.ids import KioskId, Milliseconds
from signaling.core.pool_settings import MINUTE
from signaling.ports import Clock, Errand, SelfTestResult
from signaling.store.directory import SqlDirectory
from signaling.store.errands import Errands
from signaling.store.self_tests import SelfTests
from signaling.wire.self_test import CheckReport

OVERDUE: Final[Milliseconds] = 30 * 60 * MINUTE
"""Longer than from night to night, though a resident or an outage put one off."""


class SelfTestsApi:
    def __init__(self, *, directory: SqlDirectory, tests: SelfTests, errands: Errands, clock: Clock) -> None:
        self._directory = directory
        self._errands = errands
        self._tests = tests
        self._clock = clock

    async def read_all(self, _: Asked[Nothing]) -> SelfTestsPage:
        """List the last self-test of every kiosk, and which kiosks are asked for another."""
        kiosks = (await self._directory.catalogue()).kiosks
        newest = await self._tests.newest()
        wishes = await self._errands.wishes(Errand.SELF_TEST)
        return SelfTestsPage(
            kiosks=tuple(
                KioskSelfTest(
                    kiosk=kiosk,
                    newest=None if (test := newest.get(kiosk)) is None else _self_test(test),
                    overdue=test is None or self._clock.now() - test.at > OVERDUE,
                    asked_at=wishes.get(kiosk),
                )
                for kiosk in kiosks
            )
        )

    async def read_history(self, asked: Asked[Nothing]) -> SelfTestHistory:
        """List the self-tests that are kept of one kiosk."""
        kiosk = KioskId(asked.path("kiosk"))
        if kiosk not in (await self._directory.catalogue()).kiosks:
            raise NotFound
        return SelfTestHistory(tests=tuple(map(_self_test, await self._tests.of_kiosk(kiosk))))

    def endpoints(self) -> tuple[Endpoint, ...]:
        kiosk = f"/api/kiosks/{{kiosk:{ID}}}/self-tests"
        return (
            Endpoint("GET", "/api/self-tests", Access.KIOSKS, self.read_all),
            Endpoint("GET", kiosk, Access.KIOSKS, self.read_history),
        )


def _self_test(result: SelfTestResult) -> SelfTest:
    checks = (
        {
            "name": check.name,
            "tried": check.tried,
            "faults": check.faults,
            "figures": check.figures,
            "about": check.about,
        }
        for check in result.checks
    )
    return SelfTest(at=result.at, sound=result.sound, checks=tuple(map(CheckReport.model_validate, checks)))
