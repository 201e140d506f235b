"""The session log for admins: pages, one call's timeline, CSV, and who read it before.

Every reading states its purpose and leaves an audit row in the transaction that reads (L4).
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from guide_server.call_log.models import (
    AuditPage,
    AuditReading,
    AuditRow,
    CallReading,
    CallRow,
    ExportRequest,
    LogExport,
    LogFigures,
    LogPage,
    LogQuery,
    LogSelection,
    Timeline,
)
from guide_server.call_log.timeline import moment_of, ring_of
from guide_server.csv_text import BYTE_ORDER_MARK, Cell, csv_line
from guide_server.desk.notes import note_of
from guide_server.four_eyes import FourEyes
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.http.problems import NotFound
from guide_server.names import Names
from guide_server.period import period_of
from signaling.core.ids import CallId, Instant, KioskId, Language, NeighbourhoodId
from signaling.ports import Clock
from signaling.store.approvals import Deed
from signaling.store.audit import Actor, AuditLog
from signaling.store.call_log import CallLog, CallRecord
from signaling.store.directory import SqlDirectory
from signaling.store.figures import TARGET, Figures
from signaling.store.log_filter import LogFilter
from signaling.store.staff import Staff
from signaling.store.tally.days import start_of

ROWS_A_PAGE = 50
MOST_EXPORTED = 1_000_000
"""Calls in one CSV file; spreadsheets hold few more rows."""
COLUMNS = (
    "call", "tapped_at", "neighbourhood", "site", "kiosk", "language", "outcome", "ended_by", "guide",
    "rings", "wait_seconds", "talk_seconds", "topic", "disposition", "referred_to", "spoken", "how",
    "interpreter", "ticket_of", "urgent",
)  # fmt: skip

_log = structlog.get_logger(__name__)


class LogApi:
    def __init__(
        self,
        *,
        call_log: CallLog,
        audit: AuditLog,
        directory: SqlDirectory,
        staff: Staff,
        four_eyes: FourEyes,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._call_log = call_log
        self._audit = audit
        self._directory = directory
        self._staff = staff
        self._four_eyes = four_eyes
        self._clock = clock
        self._zone = zone

    async def read_log(self, asked: Asked[LogQuery]) -> LogPage:
        """Read one page of the session log, with the figures of all selected calls."""
        query = asked.question
        start, end = period_of(query, self._clock, self._zone)
        page = await self._call_log.page(
            self._filter(query),
            _reader(asked, query.why),
            order=query.sort,
            descending=query.order == "desc",
            offset=(query.page - 1) * ROWS_A_PAGE,
            limit=ROWS_A_PAGE,
        )
        names = Names(await self._directory.catalogue())
        return LogPage(
            start=start,
            end=end,
            total=page.total,
            page=query.page,
            pages=max(1, ceil(page.total / ROWS_A_PAGE)),
            rows=tuple(_row(record, names) for record in page.records),
            figures=_figures(page.figures),
        )

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
            notes=tuple(note_of(note, names) for note in found.notes),
        )

    async def ask_for_export(self, asked: Asked[LogSelection]) -> ExportRequest:
        """Ask another admin to approve an export of the selected calls."""
        by = _reader(asked, asked.question.why)
        made = await self._four_eyes.ask(Deed.EXPORT, self._in_full(asked.question), by=by)
        return ExportRequest(approval=made.id, until=made.until)

    async def export_log(self, asked: Asked[LogExport]) -> web.StreamResponse:
        """Export the selected calls as CSV, oldest first."""
        given, approval = self._in_full(asked.question), asked.question.approval
        await self._four_eyes.let_through(Deed.EXPORT, given, by=asked.actor, approval=approval)
        start, end = period_of(asked.question, self._clock, self._zone)
        batches = self._call_log.export(
            self._filter(asked.question), _reader(asked, asked.question.why), most=MOST_EXPORTED
        )
        names = Names(await self._directory.catalogue())
        first = await _first(batches)
        response = web.StreamResponse()
        response.content_type, response.charset = "text/csv", "utf-8"
        response.headers["Content-Disposition"] = f'attachment; filename="calls_{start}_{end}.csv"'
        await response.prepare(asked.request)
        await response.write(f"{BYTE_ORDER_MARK}{csv_line(COLUMNS)}".encode())
        await self._write(response, first, names)
        await self._write_rest(asked.request, response, batches, names)
        return response

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
            Endpoint("GET", "/api/log.csv", Access.ADMIN, self.export_log, Scope.CALLS_READ),
            Endpoint("POST", "/api/log/export-requests", Access.ADMIN, self.ask_for_export),
            Endpoint("GET", "/api/log/{call:[0-9a-f-]{36}}", Access.ADMIN, self.read_call),
            Endpoint("GET", "/api/audit", Access.ADMIN, self.read_audit),
        )

    def _in_full(self, chosen: LogSelection) -> dict[str, str]:
        """The selection as a query that means the same tomorrow."""
        start, end = period_of(chosen, self._clock, self._zone)
        narrowing = set(LogSelection.model_fields) - {"start", "end", "why"}
        given = chosen.model_dump(mode="json", include=narrowing, exclude_none=True)
        return {"from": start.isoformat(), "to": end.isoformat(), **given}

    def _filter(self, chosen: LogSelection) -> LogFilter:
        start, end = period_of(chosen, self._clock, self._zone)
        return LogFilter(
            since=start_of(start, self._zone),
            until=start_of(end + timedelta(days=1), self._zone),
            kiosk=None if chosen.kiosk is None else KioskId(chosen.kiosk),
            neighbourhood=None if chosen.neighbourhood is None else NeighbourhoodId(chosen.neighbourhood),
            language=None if chosen.language is None else Language(chosen.language),
            outcome=chosen.outcome,
            spoken=None if chosen.spoken is None else Language(chosen.spoken),
            how=chosen.how,
            ticket=chosen.ticket,
            waited=chosen.waited,
        )

    async def _write(self, response: web.StreamResponse, records: Sequence[CallRecord], names: Names) -> None:
        await response.write("".join(csv_line(self._cells(record, names)) for record in records).encode())

    async def _write_rest(
        self,
        request: web.Request,
        response: web.StreamResponse,
        batches: AsyncIterator[Sequence[CallRecord]],
        names: Names,
    ) -> None:
        """Once the file has begun, a fault is told by cutting it off, so that nobody takes it for whole."""
        try:
            async for batch in batches:
                await self._write(response, batch, names)
            await response.write_eof()
        except ConnectionError:
            raise
        except Exception:  # noqa: BLE001 - whatever it was
            _log.exception("guide_server.export_cut_off")
            if request.transport is not None:
                request.transport.abort()

    def _cells(self, record: CallRecord, names: Names) -> Sequence[Cell]:
        return (
            record.id,
            self._local(record.tapped_at),
            names.neighbourhood(record.neighbourhood),
            names.site(record.site),
            names.kiosk(record.kiosk),
            record.language,
            record.outcome,
            record.ended_by,
            names.guide(record.guide),
            record.rings,
            _seconds(record.wait_ms),
            _seconds(record.talk_ms),
            record.topic,
            record.disposition,
            record.referred_to,
            record.spoken,
            record.helped,
            names.guide(record.interpreter),
            record.ticket_of,
            "yes" if record.urgent else None,
        )

    def _local(self, at: Instant) -> str:
        return datetime.fromtimestamp(at // 1_000, self._zone).isoformat(sep=" ")


async def _first(batches: AsyncIterator[Sequence[CallRecord]]) -> Sequence[CallRecord]:
    """The first batch; empty where there is none. (In Python 3.11 `anext` fails with an empty default.)"""
    async for batch in batches:
        return batch
    return ()


def _reader(asked: Asked[LogSelection] | Asked[CallReading] | Asked[AuditReading], why: str) -> Actor:
    return Actor(who=asked.actor, why=str(why))


def _seconds(duration: int | None) -> int | None:
    return None if duration is None else round(duration / 1_000)


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
    )


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
