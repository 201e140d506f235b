"""Figures as a table for people."""

from collections.abc import Sequence

from signaling.core.ids import Milliseconds
from signaling.core.pool_settings import SECOND
from signaling.simulation.figures import TARGET, Figures, Line

_HEAD = (
    "calls",
    "answered",
    "mean wait",
    "P50",
    "P90",
    f"within {TARGET // SECOND} s",
    "left",
    "tickets",
    "load of guides",
)

_OTHERWISE = {
    "also": "in a further language of the resident's",
    "substitute": "in a close language",
    "interpreter": "with an interpreter",
    "sent_on": "sent on to another guide",
}


def table(figures: Figures) -> str:
    """Waits are minutes:seconds of those who were answered; `left` is the share that gave up."""
    rows: list[Sequence[str]] = [("", *_HEAD), _row("all", figures.total)]
    rows += [_row(name, line) for name, line in figures.by_language.items()]
    rows += [("",)]
    rows += [_row(name, line) for name, line in figures.by_neighbourhood.items()]
    text = aligned(rows)
    if figures.p90_ratio is not None:
        text += f"\n\nWorst language's P90 / best language's: {figures.p90_ratio:.1f}"
    if any(figures.otherwise.values()):
        said = ", ".join(f"{count} {_OTHERWISE[how]}" for how, count in figures.otherwise.items() if count)
        text += f"\nOf the talks: {said}."
    return text


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell: the first one left, the others right."""
    columns = max(len(row) for row in rows)
    widths = [max(len(row[column]) for row in rows if column < len(row)) for column in range(columns)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(widths[column]) if column else cell.ljust(widths[0]) for column, cell in enumerate(row)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def clock(wait: Milliseconds | None) -> str:
    """Minutes:seconds."""
    if wait is None:
        return "–"
    seconds = round(wait / SECOND)
    return f"{seconds // 60}:{seconds % 60:02}"


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _row(name: str, line: Line) -> Sequence[str]:
    return (
        name,
        str(line.taps),
        str(line.answered),
        clock(line.mean_wait),
        clock(line.p50_wait),
        clock(line.p90_wait),
        percent(line.service_level),
        percent(line.abandonment),
        str(line.tickets),
        percent(line.load),
    )
