"""Walking through calls by time."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Select, select, tuple_, union_all
from sqlalchemy.sql.visitors import replacement_traverse

from signaling.store.log_filter import ENDED, OPEN
from signaling.store.tables import call

BY_TIME = tuple_(call.c.queued_at, call.c.id)


def walk(
    columns: Sequence[ColumnElement[Any]],
    where: Sequence[ColumnElement[bool]],
    *,
    descending: bool,
    limit: int,
    offset: int = 0,
) -> Select[Any]:
    """Select `columns`, which must hold `queued_at` and `id`, of the calls by time.

    Calls that ended are found by the indexes that hold them alone; the few open ones are mixed in.
    """

    def by_time(of: Any) -> list[ColumnElement[Any]]:
        return [key.desc() if descending else key.asc() for key in (of.queued_at, of.id)]

    calls = select(*columns).where(*where)
    ended = calls.where(ENDED).order_by(*by_time(call.c)).limit(offset + limit).subquery()
    both = union_all(select(ended), _among_open(calls)).subquery()
    return select(both).order_by(*by_time(both.c)).offset(offset).limit(limit)


def _among_open(calls: Select[Any]) -> Select[Any]:
    """The same of open calls, which are few and are taken apart first: SQLite knows no counts, and would look
    through all calls of the pool for them. (No offset at all keeps either planner from undoing that.)
    """
    still_open = select(call).where(OPEN).offset(0).subquery()

    def of_open(element: Any, **_: Any) -> Any:
        if element is call:
            return still_open
        return still_open.c[element.name] if isinstance(element, Column) and element.table is call else None

    return cast("Select[Any]", replacement_traverse(calls, {}, of_open))
