"""What people call what an alarm is about."""

from dataclasses import dataclass

from signaling.core.ids import KioskId
from signaling.store.alarms import AlarmKind, Subject
from signaling.store.directory import SqlDirectory
from signaling.store.webhooks.subscriptions import Webhooks
from signaling.wire.scalars import displayable

_OF_KIOSKS = frozenset({AlarmKind.KIOSK_DARK, AlarmKind.SELF_TEST_FAILED, AlarmKind.SELF_TEST_MISSING})


@dataclass(frozen=True, slots=True)
class Subjects:
    directory: SqlDirectory
    webhooks: Webhooks

    async def names(self, subjects: frozenset[Subject]) -> dict[Subject, str]:
        """A kiosk with its site; a language by its tag. What is not known any more is called by its id."""
        kiosks = (await self.directory.catalogue()).kiosks
        webhooks = {webhook.id: webhook.name for webhook in await self.webhooks.all()}

        def name(subject: Subject) -> str:
            if subject.kind in _OF_KIOSKS:
                known = kiosks.get(KioskId(subject.id))
                return subject.id if known is None else f"{known.name}, {known.site_name}"
            return webhooks.get(subject.id, subject.id)

        return {subject: displayable(name(subject)) for subject in subjects}
