"""Walking through calls by time."""

from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Select,
    String,
    bindparam,
    func,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.visitors import replacement_traverse

from signaling.core.ids import PoolId
from signaling.store.log_filter import ENDED, OPEN, LogFilter
from signaling.store.tables import call

_INDEXED_ONCE_ENDED = ("language", "spoken", "topic", "outcome", "how", "guide", "quality")
"""By these there are indexes of ended calls. Any other filter is better off without saying so."""


@lru_cache(maxsize=1_000)
def by_time(
    columns: tuple[str, ...], shape: LogFilter, *, descending: bool, only_ended: bool, after: bool = False
) -> Select[Any]:
    """Select `columns`, among them ``queued_at`` and ``id``, of the calls by time.

    Its parameters are the values of a filter of that `shape`, ``limit``, ``offset`` and, being their sum,
    ``both``; with `after` also ``last_at`` and ``last_id``, behind which it begins. `only_ended` says that it
    is known that none of the calls there is open. Making the statement takes longer than running it.
    """
    where = [*shape.clauses(PoolId(""))]
    if after:
        last = tuple_(bindparam("last_at", type_=BigInteger()), bindparam("last_id", type_=String()))
        where.append(tuple_(call.c.queued_at, call.c.id) > last)
    limit, offset, both = (bindparam(name, type_=BigInteger()) for name in ("limit", "offset", "both"))
    calls = select(*(call.c[name] for name in columns)).where(*where)
    if only_ended:
        indexed = [ENDED] if any(getattr(shape, part) is not None for part in _INDEXED_ONCE_ENDED) else []
        found = calls.where(*indexed).order_by(*_ordered(call.c, descending=descending))
    else:
        # Calls that ended are found by the indexes that hold them alone; the few open ones are mixed in.
        ended = calls.where(ENDED).order_by(*_ordered(call.c, descending=descending)).limit(both).subquery()
        mixed = union_all(select(ended), _among_open(calls)).subquery()
        found = select(mixed).order_by(*_ordered(mixed.c, descending=descending))
    return found.offset(offset).limit(limit)


@lru_cache(maxsize=1_000)
def count_by_row(shape: LogFilter) -> Select[Any]:
    """Count the calls of a filter of that `shape`, whose values are the parameters.

    Those that ended and those that are open have their own indexes.
    """
    count = select(func.count(call.c.id)).where(*shape.clauses(PoolId("")))
    return select(count.where(ENDED).scalar_subquery() + _among_open(count).scalar_subquery())


def _ordered(of: Any, *, descending: bool) -> list[ColumnElement[Any]]:
    return [key.desc() if descending else key.asc() for key in (of.queued_at, of.id)]


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
