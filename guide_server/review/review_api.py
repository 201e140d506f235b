"""The plan of retention and its receipts, the proof of the chains, and one call given out or erased."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from guide_server.four_eyes import FourEyes
from guide_server.http import problems
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import NotFound, NotNow
from guide_server.review.models import (
    Erasure,
    ErasureWish,
    KeptKind,
    Proof,
    ProvedChain,
    ReceiptRow,
    Receipts,
    ReceiptsBefore,
    RegisterExtract,
    RegisterReading,
    ReviewPage,
)
from signaling.core.ids import CallId
from signaling.ports import Clock, JournalUnavailable
from signaling.store.approvals import Deed
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.retention.destroy import ChainBroken
from signaling.store.retention.receipts import Receipt, ReceiptKind
from signaling.store.retention.register import CallErased, CallOpen, Register, UnknownCall
from signaling.store.retention.retention import Retention
from signaling.store.verification import verify

RECEIPTS_SHOWN = 50

_log = structlog.get_logger(__name__)


class ReviewApi:
    def __init__(
        self,
        *,
        retention: Retention,
        register: Register,
        database: Database,
        four_eyes: FourEyes,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._retention = retention
        self._register = register
        self._database = database
        self._four_eyes = four_eyes
        self._clock = clock
        self._zone = zone
        self._proof = Proof(running=False, at=None, chains=())
        self._proving: asyncio.Task[None] | None = None

    async def read_review(self, _: Asked[Nothing]) -> ReviewPage:
        """Show the plan of retention, the newest receipts, and how the chains were last found."""
        outlook = await self._retention.outlook()
        receipts = await self._retention.receipts(limit=RECEIPTS_SHOWN)
        return ReviewPage(
            plan=tuple(
                KeptKind(
                    kind=line.rule.kind,
                    days=line.rule.days,
                    decision=line.rule.decision,
                    due=dict(line.due),
                    next=line.next,
                )
                for line in outlook
            ),
            receipts=tuple(map(receipt_row, receipts)),
            proof=self._proof,
        )

    async def read_receipts(self, asked: Asked[ReceiptsBefore]) -> Receipts:
        """Show the newest receipts, or older ones."""
        found = await self._retention.receipts(before=asked.question.before, limit=RECEIPTS_SHOWN)
        return Receipts(receipts=tuple(map(receipt_row, found)))

    async def prove(self, _: Asked[Nothing]) -> Proof:
        """Begin to read all hash chains from their beginnings; the answer is on the review page later."""
        if self._proving is None or self._proving.done():
            self._proof = self._proof.model_copy(update={"running": True})
            self._proving = asyncio.create_task(self._prove())
        return self._proof

    async def extract(self, asked: Asked[RegisterReading]) -> RegisterExtract:
        """Give out all that is kept of one call."""
        reader = Actor(who=asked.who.staff, why=str(asked.question.why))
        try:
            found = await self._register.extract(_call(asked), reader)
        except UnknownCall:
            raise NotFound from None
        except CallErased:
            raise problems.Erased from None
        rules = {line.rule.kind: line.rule for line in await self._retention.outlook()}
        plan, last = rules[ReceiptKind.CALLS], max(row["at"] for row in found.entries)
        return RegisterExtract(
            call=dict(found.call),
            rings=_plain(found.rings),
            entries=_plain(found.entries),
            notes=_plain(found.notes),
            readings=_plain(found.audit),
            destroyed_on=plan.goes_on(last, self._zone),
        )

    async def erase(self, asked: Asked[ErasureWish]) -> Erasure:
        """Destroy all that is kept of one call, or ask another admin to approve that."""
        call, ground = _call(asked), asked.question.ground
        by = Actor(who=asked.who.staff, why=ground.value)
        try:
            if self._four_eyes.needed(Deed.ERASURE):
                await self._register.check(call)
                given = {"call": call, "ground": ground.value}
                made = await self._four_eyes.ask(Deed.ERASURE, given, by=by)
                return Erasure(receipt=None, approval=made.id)
            receipt = await self._register.erase(call, ground, by=by)
        except UnknownCall:
            raise NotFound from None
        except CallErased:
            raise problems.Erased from None
        except (CallOpen, ChainBroken):
            raise NotNow from None
        return Erasure(receipt=receipt_row(receipt), approval=None)

    def endpoints(self) -> tuple[Endpoint, ...]:
        call = "/api/register/{call:[0-9a-f-]{36}}"
        return (
            Endpoint("GET", "/api/review", Access.ADMIN, self.read_review),
            Endpoint("GET", "/api/review/receipts", Access.ADMIN, self.read_receipts),
            Endpoint("POST", "/api/review/proof", Access.ADMIN, self.prove),
            Endpoint("GET", call, Access.ADMIN, self.extract),
            Endpoint("POST", f"{call}/erasure", Access.ADMIN, self.erase),
        )

    async def close(self) -> None:
        if self._proving is not None:
            self._proving.cancel()
            await asyncio.wait((self._proving,))

    async def _prove(self) -> None:
        try:
            found = await verify(self._database)
        except JournalUnavailable:
            _log.warning("guide_server.proof_not_read")
        except Exception:  # noqa: BLE001 - or the page would wait for it for ever
            _log.exception("guide_server.proof_failed")
        else:
            chains = tuple(ProvedChain(**asdict(verdict)) for verdict in found)
            self._proof = Proof(running=False, at=self._clock.now(), chains=chains)
        finally:
            self._proof = self._proof.model_copy(update={"running": False})


def receipt_row(receipt: Receipt) -> ReceiptRow:
    return ReceiptRow(
        id=receipt.id,
        at=receipt.at,
        kind=receipt.kind,
        until=receipt.until,
        counts=dict(receipt.counts),
        decision=receipt.decision,
        who=receipt.who,
        why=receipt.why,
    )


def _call(asked: Asked[RegisterReading] | Asked[ErasureWish]) -> CallId:
    return CallId(asked.path("call"))


def _plain(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple(dict(row) for row in rows)
