"""Looks again and again whether something is wrong, and writes down what began and what ended.

Which alarms last stands in the store and nowhere else. Only the patience with what has just turned is kept
here: after a restart it begins anew.
"""

from collections.abc import Callable, Mapping

import structlog

from guide_server.alarms.judge import judge
from guide_server.alarms.symptoms import AlarmRules, Facts, signs
from guide_server.duty import Duty
from signaling.core.ids import Instant
from signaling.core.pool import Pool
from signaling.ports import Clock
from signaling.store.alarms import Alarms, Subject
from signaling.store.directory import SqlDirectory
from signaling.store.self_tests import SelfTests
from signaling.store.webhooks.subscriptions import Webhooks, WebhookState

LOOK = 5.0
"""Seconds between two looks."""

_log = structlog.get_logger(__name__)


class AlarmWatch:
    """Run `run()` as a task on every node; the one that has the `duty` watches."""

    def __init__(  # noqa: PLR0913 - an alarm may be about so many parts
        self,
        *,
        alarms: Alarms,
        pool: Callable[[], Pool],
        directory: SqlDirectory,
        webhooks: Webhooks,
        self_tests: SelfTests,
        rules: AlarmRules,
        duty: Duty,
        clock: Clock,
    ) -> None:
        self._alarms = alarms
        self._pool = pool
        self._directory = directory
        self._webhooks = webhooks
        self._rules = rules
        self._duty = duty
        self._clock = clock
        self._self_tests = self_tests
        self._turning: Mapping[Subject, Instant] = {}

    async def run(self) -> None:
        """Watch until cancelled."""
        await self._duty.perform(self.look, every=LOOK)

    async def look(self) -> None:
        """Raise and clear what is due. Raises `StoreUnavailable`; then nothing has changed."""
        if not await self._duty.held():
            self._turning = {}
            return
        now = self._clock.now()
        lasting = {alarm.subject for alarm in await self._alarms.lasting()}
        judged = judge(lasting, self._turning, signs(await self._facts(), self._rules, now), self._rules, now)
        if judged.changes:
            await self._alarms.change(judged.changes, at=now)
        self._turning = judged.turning
        for change in judged.changes:
            what = "alarm.raised" if change.raised else "alarm.cleared"
            _log.warning(what, kind=change.subject.kind, subject=change.subject.id)

    async def _facts(self) -> Facts:
        catalogue = await self._directory.catalogue()
        webhooks = await self._webhooks.all()
        mail = await self._alarms.mail_state()
        return Facts(
            pool=self._pool(),
            kiosks=catalogue.kiosks,
            disabled_webhooks=tuple(
                webhook.id for webhook in webhooks if webhook.state is WebhookState.DISABLED
            ),
            mail_failing_since=mail.failing_since,
            self_tests=await self._self_tests.newest(),
        )
