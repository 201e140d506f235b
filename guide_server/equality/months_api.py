"""A month of equal service as it is published, for the staff's monthly report."""

from guide_server.equality.models import PublishedMonth
from guide_server.equality.months import Months
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Query
from guide_server.period import Purpose
from signaling.store.audit import Actor


class MonthReading(Query):
    why: Purpose = Purpose.FOLLOW_UP


class MonthsApi:
    def __init__(self, months: Months) -> None:
        self._months = months

    async def read(self, asked: Asked[MonthReading]) -> PublishedMonth:
        """Read a month's figures in the form in which they may be published."""
        reader = Actor(who=asked.who.staff, why=str(asked.question.why))
        return await self._months.read(asked.path("month"), reader)

    def endpoints(self) -> tuple[Endpoint, ...]:
        path = r"/api/equality/months/{month:20\d\d-(?:0[1-9]|1[0-2])}"
        return (Endpoint("GET", path, Access.FIGURES, self.read),)
