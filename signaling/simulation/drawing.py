"""Figures as an SVG: for each language and each neighbourhood a bar to the median wait and on to the P90."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from signaling.core.ids import Milliseconds
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.simulation.figures import TARGET, Figures, Line
from signaling.simulation.report import clock, percent

_NAMES, _SCALE, _NUMBERS = 150, 420, 230
"""Widths of the three columns."""
_ROW, _TOP = 26, 74
_WIDTH = _NAMES + _SCALE + _NUMBERS
_LEGEND = (
    f"Wait of those who were answered: dark to the median, light to the P90. Dashed: {TARGET // SECOND} s."
)
_COLUMNS = "P50 · P90 · within · left · load"
_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-size="13"
 font-family="Noto Sans, system-ui, sans-serif">
<title>{title}</title>
<style>
text {{ fill: #1f2a33 }} .small {{ font-size: 11px; fill: #55636e }} .median {{ fill: #0b5c7a }}
.p90 {{ fill: #9cc7d8 }} .target {{ stroke: #b3261e; stroke-dasharray: 4 3 }} .rule {{ stroke: #d5dce1 }}
</style>
<rect width="100%" height="100%" fill="#fff"/>"""


def svg(figures: Figures, title: str) -> str:
    """A drawing that needs nothing but itself."""
    rows = [("all", figures.total), *figures.by_language.items(), None, *figures.by_neighbourhood.items()]
    longest = max((row[1].p90_wait or 0 for row in rows if row is not None), default=0)
    scale = max(longest, TARGET) * 1.05
    height = _TOP + _ROW * len(rows) + 30
    parts = [
        _HEAD.format(width=_WIDTH, height=height, title=escape(title)),
        f'<text x="16" y="26" font-weight="600">{escape(title)}</text>',
        f'<text x="16" y="46" class="small">{_LEGEND}</text>',
        f'<text x="{_NAMES + _SCALE + 16}" y="{_TOP - 8}" class="small">{_COLUMNS}</text>',
        *_axis(scale, height),
    ]
    for number, row in enumerate(rows):
        if row is not None:
            parts += _bar(row[0], row[1], _TOP + _ROW * number, scale)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _axis(scale: float, height: int) -> Iterable[str]:
    step = next(
        step for step in (MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 60 * MINUTE) if scale / step <= 9
    )
    for at in range(0, int(scale) + 1, step):
        x = _x(at, scale)
        yield f'<line x1="{x}" x2="{x}" y1="{_TOP}" y2="{height - 26}" class="rule"/>'
        yield f'<text x="{x}" y="{height - 10}" class="small" text-anchor="middle">{at // MINUTE} min</text>'
    x = _x(TARGET, scale)
    yield f'<line x1="{x}" x2="{x}" y1="{_TOP}" y2="{height - 26}" class="target"/>'


def _bar(name: str, line: Line, y: int, scale: float) -> Iterable[str]:
    yield f'<text x="{_NAMES - 10}" y="{y + 17}" text-anchor="end">{escape(name)}</text>'
    for wait, kind in ((line.p90_wait, "p90"), (line.p50_wait, "median")):
        if wait is not None:
            width = round(_x(wait, scale) - _NAMES, 1)
            yield f'<rect x="{_NAMES}" y="{y + 5}" width="{width}" height="16" class="{kind}"/>'
    shares = (line.service_level, line.abandonment, line.load)
    numbers = (clock(line.p50_wait), clock(line.p90_wait), *(percent(share) for share in shares))
    yield f'<text x="{_NAMES + _SCALE + 16}" y="{y + 17}">{" · ".join(numbers)}</text>'


def _x(wait: Milliseconds, scale: float) -> float:
    return round(_NAMES + wait / scale * _SCALE, 1)
