"""The selected calls as a file: CSV, JSON or XLSX, all of it or what a public record shows.

The audit row is committed before the first byte. A file is made while it is sent, so that its length costs
time and not memory; a workbook is made in full before it is sent.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from guide_server.call_log.columns import Columns, full, public
from guide_server.call_log.files import Csv, Form, Json, Xlsx
from guide_server.call_log.models import ExportRequest, LogExport, LogSelection
from guide_server.call_log.selection import filter_of
from guide_server.four_eyes import FourEyes
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.http.problems import TooMuch
from guide_server.names import Names
from guide_server.period import period_of
from signaling.ports import Clock
from signaling.store.approvals import Deed
from signaling.store.audit import Actor
from signaling.store.call_log import CallLog
from signaling.store.directory import SqlDirectory
from signaling.store.session_log.export import ExportedCall, TooManyCalls

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """`most` is how many calls one file holds."""

    content_type: str
    most: int
    form: Callable[[Columns], Form]


KINDS: Final[Mapping[str, Kind]] = {
    "csv": Kind("text/csv", 1_000_000, Csv),
    "json": Kind("application/json", 1_000_000, Json),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 100_000, Xlsx),
}
"""A spreadsheet holds 1,048,576 rows; a workbook is made before its first byte is sent, so it is shorter."""


class ExportApi:
    def __init__(
        self,
        *,
        call_log: CallLog,
        directory: SqlDirectory,
        four_eyes: FourEyes,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._call_log = call_log
        self._directory = directory
        self._four_eyes = four_eyes
        self._clock = clock
        self._zone = zone

    async def ask(self, asked: Asked[LogSelection]) -> ExportRequest:
        """Ask another admin to approve an export of the selected calls."""
        by = Actor(who=asked.actor, why=str(asked.question.why))
        made = await self._four_eyes.ask(Deed.EXPORT, self._in_full(asked.question), by=by)
        return ExportRequest(approval=made.id, until=made.until)

    async def export_csv(self, asked: Asked[LogExport]) -> web.StreamResponse:
        """Export the selected calls as CSV, oldest first."""
        return await self._export(asked, "csv")

    async def export_json(self, asked: Asked[LogExport]) -> web.StreamResponse:
        """Export the selected calls as JSON, oldest first."""
        return await self._export(asked, "json")

    async def export_xlsx(self, asked: Asked[LogExport]) -> web.StreamResponse:
        """Export the selected calls as a workbook, oldest first."""
        return await self._export(asked, "xlsx")

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/log.csv", Access.ADMIN, self.export_csv, Scope.CALLS_READ),
            Endpoint("GET", "/api/log.json", Access.ADMIN, self.export_json, Scope.CALLS_READ),
            Endpoint("GET", "/api/log.xlsx", Access.ADMIN, self.export_xlsx, Scope.CALLS_READ),
            Endpoint("POST", "/api/log/export-requests", Access.ADMIN, self.ask),
        )

    async def _export(self, asked: Asked[LogExport], name: str) -> web.StreamResponse:
        query, kind, by = asked.question, KINDS[name], asked.actor
        given = self._in_full(query)
        await self._four_eyes.let_through(Deed.EXPORT, given, by=by, approval=query.approval)
        columns = public if query.public else full
        batches = self._call_log.export(
            filter_of(query, self._clock, self._zone),
            Actor(who=by, why=str(query.why)),
            most=kind.most,
            how={"as": name, **({"public": 1} if query.public else {})},
        )
        names = Names(await self._directory.catalogue())
        try:
            first = await _first(batches)
        except TooManyCalls:
            raise TooMuch from None
        start, end = period_of(query, self._clock, self._zone)
        response = web.StreamResponse()
        response.content_type = kind.content_type
        response.headers["Content-Disposition"] = f'attachment; filename="calls_{start}_{end}.{name}"'
        if name == "csv":
            response.charset = "utf-8"
        form = kind.form(columns(names, self._zone))
        await response.prepare(asked.request)
        await _send(asked.request, response, form, first, batches)
        return response

    def _in_full(self, chosen: LogSelection) -> dict[str, str]:
        """The selection as a query that means the same tomorrow."""
        start, end = period_of(chosen, self._clock, self._zone)
        narrowing = set(LogSelection.model_fields) - {"start", "end", "period", "why"}
        given = chosen.model_dump(mode="json", include=narrowing, exclude_none=True)
        return {"from": start.isoformat(), "to": end.isoformat(), **given}


async def _send(
    request: web.Request,
    response: web.StreamResponse,
    form: Form,
    first: Sequence[ExportedCall],
    rest: AsyncIterator[Sequence[ExportedCall]],
) -> None:
    """Once the file has begun, a fault is told by cutting it off, so that nobody takes it for whole."""
    try:
        await response.write(form.begin())
        if first:
            await response.write(await asyncio.to_thread(form.add, first))
        async for batch in rest:
            await response.write(await asyncio.to_thread(form.add, batch))
        for part in await asyncio.to_thread(form.end):
            await response.write(part)
        await response.write_eof()
    except ConnectionError:
        raise
    except Exception:  # noqa: BLE001 - whatever it was
        _log.exception("guide_server.export_cut_off")
        if request.transport is not None:
            request.transport.abort()
    finally:
        await asyncio.to_thread(form.close)


async def _first(batches: AsyncIterator[Sequence[ExportedCall]]) -> Sequence[ExportedCall]:
    """The first batch; empty where there is none. (In Python 3.11 `anext` fails with an empty default.)"""
    async for batch in batches:
        return batch
    return ()
