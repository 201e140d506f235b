"""The page's tables as rows of cells, for a file."""

from collections.abc import Iterator, Sequence

from guide_server.csv_text import Cell
from guide_server.statistics.models import Measures, StatisticsLine, StatisticsPage, StatisticsPart

_COUNTS = (
    "taps", "offered", "handled", "abandoned", "short_abandoned", "turned_away", "within_target",
)  # fmt: skip
_SHARES = ("service_level", "occupancy")
_DURATIONS = ("average_wait", "median_wait", "p90_wait", "average_talk", "average_wrap_up")
_COLUMNS = (
    *_COUNTS,
    *(f"{name}_percent" for name in _SHARES),
    *(f"{name}_seconds" for name in _DURATIONS),
)
_WITHOUT_PERCENTILES = tuple(name for name in _COLUMNS if not name.startswith(("median", "p90")))
_KEPT_BACK = "kept back"

Row = Sequence[Cell]


def rows_of(page: StatisticsPage, part: StatisticsPart) -> Iterator[Row]:
    """The table with its head."""
    match part:
        case StatisticsPart.MEASURES:
            yield ("from", "to", *_COLUMNS)
            yield (page.start.isoformat(), page.end.isoformat(), *_cells(page.total))
            if page.before is not None and page.versus_start is not None and page.versus_end is not None:
                yield (page.versus_start.isoformat(), page.versus_end.isoformat(), *_cells(page.before))
        case StatisticsPart.TREND:
            yield (f"first_day_of_{page.step}", *_COLUMNS)
            yield from ((point.first.isoformat(), *_cells(point.measures)) for point in page.trend)
        case StatisticsPart.HOURS:
            yield ("weekday", "hour", *_WITHOUT_PERCENTILES)
            for told in page.hours:
                cells = dict(zip(_COLUMNS, _cells(told.measures), strict=True))
                yield (told.weekday + 1, told.hour, *(cells[name] for name in _WITHOUT_PERCENTILES))
        case _:
            yield (part.removesuffix("s"), "name", *_COLUMNS)
            lines: Sequence[StatisticsLine] = getattr(page, part)
            yield from ((line.key, line.name, *_cells(line.measures)) for line in lines)


def _cells(measures: Measures | None) -> Iterator[Cell]:
    if measures is None:
        yield _KEPT_BACK
        return
    yield from (getattr(measures, name) for name in _COUNTS)
    yield from (_percent(getattr(measures, name)) for name in _SHARES)
    yield from (_seconds(getattr(measures, name)) for name in _DURATIONS)


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)


def _seconds(duration: int | None) -> int | None:
    return None if duration is None else round(duration / 1_000)
