"""What kiosks found when they tried themselves, and the wish for another test."""

from typing import Final

from guide_server.http.access import Access
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import NotFound
from guide_server.self_tests.models import KioskSelfTest, SelfTest, SelfTestHistory, SelfTestsPage
from signaling.core.ids import KioskId, Milliseconds
from signaling.core.pool_settings import MINUTE
from signaling.ports import Clock, SelfTestResult
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory, UnknownKiosk
from signaling.store.self_tests import SelfTests
from signaling.wire.self_test import CheckReport

OVERDUE: Final[Milliseconds] = 30 * 60 * MINUTE
"""Longer than from night to night, though a resident or an outage put one off."""


class SelfTestsApi:
    def __init__(self, *, directory: SqlDirectory, tests: SelfTests, clock: Clock) -> None:
        self._directory = directory
        self._tests = tests
        self._clock = clock

    async def read_all(self, _: Asked[Nothing]) -> SelfTestsPage:
        """List the last self-test of every kiosk, and which kiosks are asked for another."""
        kiosks = (await self._directory.catalogue()).kiosks
        newest, wishes = await self._tests.newest(), await self._tests.wishes()
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

    async def ask(self, asked: Asked[Nothing]) -> Nothing:
        """Ask this kiosk to test itself as soon as no resident is served there."""
        try:
            await self._tests.ask(KioskId(asked.path("kiosk")), by=Actor(who=asked.who.staff))
        except UnknownKiosk:
            raise NotFound from None
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        kiosk = f"/api/kiosks/{{kiosk:{ID}}}/self-tests"
        return (
            Endpoint("GET", "/api/self-tests", Access.KIOSKS, self.read_all),
            Endpoint("GET", kiosk, Access.KIOSKS, self.read_history),
            Endpoint("POST", kiosk, Access.KIOSKS, self.ask),
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
