"""Alarms for the office and for machines: what is wrong now, and what was."""

from guide_server.alarms.models import AlarmLine, AlarmPage
from guide_server.alarms.subjects import Subjects
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from signaling.store.alarms import Alarm, Alarms

SHOWN = 50
"""Of those that are over."""


class AlarmsApi:
    def __init__(self, alarms: Alarms, *, subjects: Subjects, mailed: bool) -> None:
        self._alarms = alarms
        self._subjects = subjects
        self._mailed = mailed

    async def read_alarms(self, _: Asked[Nothing]) -> AlarmPage:
        """Show the alarms that last, and those that ended last."""
        lasting, over = await self._alarms.lasting(), await self._alarms.over(limit=SHOWN)
        names = await self._subjects.names(frozenset(alarm.subject for alarm in (*lasting, *over)))

        def line(alarm: Alarm) -> AlarmLine:
            subject = alarm.subject
            return AlarmLine(
                kind=subject.kind,
                subject=subject.id,
                name=names[subject],
                since=alarm.since,
                until=alarm.until,
            )

        return AlarmPage(lasting=tuple(map(line, lasting)), over=tuple(map(line, over)), mailed=self._mailed)

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (Endpoint("GET", "/api/alarms", Access.OFFICE, self.read_alarms, Scope.ALARMS_READ),)
