"""What the log may be sorted by."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from signaling.store.tables import call


class LogOrder(StrEnum):
    """Calls alike are sorted by id, so that every order is total."""

    QUEUED_AT = "queued_at"
    KIOSK = "kiosk"
    SITE = "site"
    NEIGHBOURHOOD = "neighbourhood"
    LANGUAGE = "language"
    OUTCOME = "outcome"
    RINGS = "rings"
    WAIT = "wait_ms"
    TALK = "talk_ms"


_TEXTS = frozenset(
    {LogOrder.KIOSK, LogOrder.SITE, LogOrder.NEIGHBOURHOOD, LogOrder.LANGUAGE, LogOrder.OUTCOME}
)


def ordering(dialect: str, order: LogOrder, *, descending: bool) -> list[ColumnElement[Any]]:
    """Nulls come last in either direction, and texts by code point, on every database."""
    column: ColumnElement[Any] = call.c[order]
    if order in _TEXTS and dialect == "postgresql":
        column = column.collate("C")
    sorted_by = column.desc() if descending else column.asc()
    if call.c[order].nullable:
        sorted_by = sorted_by.nulls_last()
    return [sorted_by, call.c.id.desc() if descending else call.c.id.asc()]
