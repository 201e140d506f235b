"""The session log for admins: pages, one call's timeline, and who read it before.

Every reading states its purpose and leaves an audit row in the transaction that reads (L4).
"""

from datetime import date
from math import ceil
from zoneinfo import ZoneInfo

from guide_server.call_log.models import (
    AuditPage,
    AuditReading,
    AuditRow,
    CallReading,
    CallRow,
    LogFigures,
    LogPage,
    LogQuery,
    LogSelection,
    PublicCall,
    PublicLogPage,
    Timeline,
)
from guide_server.call_log.selection import filter_of
from guide_server.call_log.timeline import moment_of, ring_of, screen_of
from guide_server.desk.notes import note_of
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.http.problems import NotFound
from guide_server.names import Names
from guide_server.period import period_of
from signaling.core.ids import CallId
from signaling.core.pool_settings import MINUTE
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditLog, Filter
from signaling.store.call_log import CallLog, CallRecord
from signaling.store.call_log import LogPage as StoredPage
from signaling.store.directory import SqlDirectory
from signaling.store.figures import TARGET, Figures
from signaling.store.staff import Staff

ROWS_A_PAGE = 50


class LogApi:
    def __init__(
        self,
        *,
        call_log: CallLog,
        audit: AuditLog,
        directory: SqlDirectory,
        staff: Staff,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._call_log = call_log
        self._audit = audit
        self._directory = directory
        self._staff = staff
        self._clock = clock
        self._zone = zone

    async def read_log(self, asked: Asked[LogQuery]) -> LogPage:
        """Read one page of the session log, with the figures of all selected calls."""
        page, start, end = await self._page(asked, {})
        names = Names(await self._directory.catalogue())
        return LogPage(
            start=start,
            end=end,
            total=page.total,
            page=asked.question.page,
            pages=_pages(page.total),
            rows=tuple(_row(record, names) for record in page.records),
            figures=None if page.figures is None else _figures(page.figures),
        )

    async def read_public(self, asked: Asked[LogQuery]) -> PublicLogPage:
        """Read one page of the session log as a public record: without any id or name of a person."""
        page, start, end = await self._page(asked, {"public": 1})
        names = Names(await self._directory.catalogue())
        return PublicLogPage(
            start=start,
            end=end,
            total=page.total,
            page=asked.question.page,
            pages=_pages(page.total),
            rows=tuple(_public_row(record, names) for record in page.records),
            figures=None if page.figures is None else _figures(page.figures),
        )

    async def _page(self, asked: Asked[LogQuery], how: Filter) -> tuple[StoredPage, date, date]:
        query = asked.question
        page = await self._call_log.page(
            filter_of(query, self._clock, self._zone),
            _reader(asked, query.why),
            order=query.sort,
            descending=query.order == "desc",
            offset=(query.page - 1) * ROWS_A_PAGE,
            limit=ROWS_A_PAGE,
            how=how,
        )
        return page, *period_of(query, self._clock, self._zone)

    async def read_call(self, asked: Asked[CallReading]) -> Timeline:
        """Read everything that is kept of one call."""
        found = await self._call_log.call(CallId(asked.path("call")), _reader(asked, asked.question.why))
        if found is None:
            raise NotFound
        names = Names(await self._directory.catalogue())
        return Timeline(
            call=_row(found.record, names),
            rings=tuple(ring_of(ring, names) for ring in found.rings),
            moments=tuple(moment_of(entry, names) for entry in found.entries),
            screens=tuple(map(screen_of, found.screens)),
            notes=tuple(note_of(note, names) for note in found.notes),
        )

    async def read_audit(self, asked: Asked[AuditReading]) -> AuditPage:
        """Read who read and changed what."""
        rows = await self._audit.page(_reader(asked, asked.question.why), before=asked.question.before)
        people = {account.id: account.name for account in await self._staff.accounts()}
        return AuditPage(
            rows=tuple(
                AuditRow(
                    id=row.id,
                    at=row.at,
                    who=people.get(row.who, row.who),
                    what=row.what,
                    given=dict(row.filter),
                    rows=row.rows,
                    why=row.why,
                )
                for row in rows
            )
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/log", Access.ADMIN, self.read_log, Scope.CALLS_READ),
            Endpoint("GET", "/api/log/public", Access.ADMIN, self.read_public, Scope.CALLS_READ),
            Endpoint("GET", "/api/log/{call:[0-9a-f-]{36}}", Access.ADMIN, self.read_call),
            Endpoint("GET", "/api/audit", Access.ADMIN, self.read_audit),
        )


def _reader(asked: Asked[LogSelection] | Asked[CallReading] | Asked[AuditReading], why: str) -> Actor:
    return Actor(who=asked.actor, why=str(why))


def _row(record: CallRecord, names: Names) -> CallRow:
    return CallRow(
        call=record.id,
        kiosk=record.kiosk,
        kiosk_name=names.kiosk(record.kiosk),
        site_name=names.site(record.site),
        neighbourhood_name=names.neighbourhood(record.neighbourhood),
        language=record.language,
        tapped_at=record.tapped_at,
        state=record.state,
        outcome=record.outcome,
        guide_name=names.guide(record.guide),
        rings=record.rings,
        wait=record.wait_ms,
        talk=record.talk_ms,
        ended_at=record.ended_at,
        topic=record.topic,
        disposition=record.disposition,
        referred_to=record.referred_to,
        spoken=record.spoken,
        how=record.helped,
        interpreter_name=names.guide(record.interpreter),
        ticket_of=record.ticket_of,
        urgent=bool(record.urgent),
        quality=record.quality,
        poor=record.poor_ms,
    )


def _public_row(record: CallRecord, names: Names) -> PublicCall:
    return PublicCall(
        tapped_at=record.tapped_at - record.tapped_at % MINUTE,
        neighbourhood_name=names.neighbourhood(record.neighbourhood),
        site_name=names.site(record.site),
        language=record.language,
        outcome=record.outcome,
        rings=record.rings,
        wait=record.wait_ms,
        talk=record.talk_ms,
        topic=record.topic,
        disposition=record.disposition,
        referred_to=record.referred_to,
        spoken=record.spoken,
        how=record.helped,
        with_ticket=record.ticket_of is not None,
        urgent=bool(record.urgent),
        quality=record.quality,
    )


def _pages(total: int) -> int:
    return max(1, ceil(total / ROWS_A_PAGE))


def _figures(figures: Figures) -> LogFigures:
    return LogFigures(
        taps=figures.taps,
        offered=figures.offered,
        handled=figures.handled,
        abandoned=figures.abandoned,
        within_target=figures.within_target,
        target=TARGET,
        median_wait=figures.median_wait,
        p90_wait=figures.p90_wait,
    )
