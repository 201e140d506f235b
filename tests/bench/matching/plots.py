"""The bench's figures as drawings that need nothing but themselves."""

from pathlib import Path
from typing import Any

_COLOURS = {
    "spare_the_scarce": "#0b5c7a",
    "longest_idle": "#b3261e",
    "round_robin": "#c77700",
    "fewest_calls": "#7a5195",
    "random": "#8a8f94",
    "skill_steps": "#3f7d3a",
    "all_speak_all": "#1f2a33",
}
_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-size="12"
 font-family="Noto Sans, system-ui, sans-serif" fill="#1f2a33">"""
_LEFT, _TOP, _WIDTH, _HEIGHT, _LEGEND = 60, 50, 420, 240, 170


def draw(report: dict[str, Any], folder: Path) -> None:
    """One drawing a pool size and patience: mean wait, and P90 of the worst-off language, by load."""
    folder.mkdir(parents=True, exist_ok=True)
    groups: dict[tuple[int, float], list[dict[str, Any]]] = {}
    for cell in report["cells"]:
        groups.setdefault((cell["guides"], cell["patience_s"]), []).append(cell)
    for (guides, patience), cells in groups.items():
        for measure, title in (("mean_s", "Mean wait"), ("worst_p90_s", "P90 of the worst-off language")):
            name = f"matching-{guides}-{patience:.0f}-{measure.removesuffix('_s')}.svg"
            heading = f"{title}, seconds: {guides} guides, patience {patience:.0f} s"
            (folder / name).write_text(_drawing(cells, measure, heading), encoding="utf-8")


def _drawing(cells: list[dict[str, Any]], measure: str, title: str) -> str:
    loads: list[float] = [cell["load"] for cell in cells]
    lines = {
        name: [cell["policies"][name][measure] for cell in cells]
        for name in _COLOURS
        if name in cells[0]["policies"]
    }
    top: float = max(max(values) for values in lines.values()) * 1.05 or 1
    width, height = _LEFT + _WIDTH + _LEGEND, _TOP + _HEIGHT + 50

    def x(load: float) -> float:
        return round(_LEFT + (load - loads[0]) / max(loads[-1] - loads[0], 0.01) * _WIDTH, 1)

    def y(value: float) -> float:
        return round(_TOP + _HEIGHT * (1 - value / top), 1)

    parts = [
        _HEAD.format(width=width, height=height),
        f"<title>{title}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="16" y="26" font-size="14" font-weight="600">{title}</text>',
    ]
    for quarter in range(5):
        value = top * quarter / 4
        parts.append(f'<path d="M{_LEFT} {y(value)}h{_WIDTH}" stroke="#d5dce1"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y(value) + 4}" text-anchor="end">{value:.3g}</text>')
    parts += [
        f'<text x="{x(load)}" y="{_TOP + _HEIGHT + 20}" text-anchor="middle">{load}</text>' for load in loads
    ]
    parts.append(f'<text x="{_LEFT + _WIDTH / 2}" y="{height - 8}" text-anchor="middle">load</text>')
    for nth, (name, values) in enumerate(lines.items()):
        points = " ".join(f"{x(load)},{y(value)}" for load, value in zip(loads, values, strict=True))
        thick = 3 if name == "spare_the_scarce" else 1.5
        dashed = ' stroke-dasharray="5 4"' if name == "all_speak_all" else ""
        colour = _COLOURS[name]
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{thick}"{dashed}/>'
        )
        at = _TOP + 12 + 22 * nth
        parts.append(
            f'<path d="M{_LEFT + _WIDTH + 14} {at - 4}h22" stroke="{colour}" stroke-width="{thick}"{dashed}/>'
        )
        parts.append(f'<text x="{_LEFT + _WIDTH + 42}" y="{at}">{name.replace("_", " ")}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
