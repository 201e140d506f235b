"""Draws the life of a call from its table: `python -m signaling.core.diagram [--check]`.

Writes `docs/call-life.svg` and `docs/call-life.md`; with `--check` it writes nothing and exits with 1 where a
file is not what the table says. Only where things lie on the paper is decided here.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from pathlib import Path

from signaling.core.call_table import REFUSALS, TABLE, CallInput, Step
from signaling.core.vocabulary import CallState

DOCS = Path(__file__).parents[2] / "docs"

_WIDTH, _HEIGHT = 1420, 1190
BOX_WIDTH = 400
_HEAD, _LINE = 40, 19
_COLOURS = {"paper": "#ffffff", "box": "#f3f6fa", "line": "#1d3a5f", "text": "#16202c", "end": "#7a1f2b"}

_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-size="13"
 font-family="system-ui, sans-serif">
<title>The life of a call</title>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 10 5 0 10z" fill="{line}"/></marker></defs>
<rect width="{width}" height="{height}" rx="12" fill="{paper}"/>"""

BOXES: dict[CallState, tuple[int, int]] = {
    CallState.WAITING: (630, 30),
    CallState.HELD: (30, 130),
    CallState.RINGING: (630, 360),
    CallState.CONNECTING: (630, 560),
    CallState.LIVE: (630, 820),
    CallState.INTERRUPTED: (30, 860),
}
"""The left upper corner of each state."""


@dataclass(frozen=True, slots=True)
class _Route:
    """The points of an arrow, and where its words begin."""

    points: tuple[tuple[int, int], ...]
    words: tuple[int, int]


ROUTES: dict[tuple[CallState, CallState], _Route] = {
    (CallState.WAITING, CallState.RINGING): _Route(((720, 260), (720, 360)), (730, 318)),
    (CallState.RINGING, CallState.WAITING): _Route(((850, 360), (850, 260)), (860, 290)),
    (CallState.RINGING, CallState.CONNECTING): _Route(((720, 476), (720, 560)), (730, 524)),
    (CallState.CONNECTING, CallState.LIVE): _Route(((720, 714), (720, 820)), (730, 772)),
    (CallState.CONNECTING, CallState.WAITING): _Route(
        ((1030, 640), (1075, 640), (1075, 100), (1030, 100)), (1085, 340)
    ),
    (CallState.WAITING, CallState.HELD): _Route(((630, 80), (230, 80), (230, 130)), (330, 72)),
    (CallState.HELD, CallState.WAITING): _Route(((430, 165), (630, 165)), (485, 157)),
    (CallState.RINGING, CallState.HELD): _Route(((630, 410), (300, 410), (300, 265)), (330, 402)),
    (CallState.CONNECTING, CallState.HELD): _Route(((630, 640), (100, 640), (100, 265)), (130, 632)),
    (CallState.LIVE, CallState.INTERRUPTED): _Route(
        ((720, 1088), (720, 1130), (230, 1130), (230, 1052)), (330, 1149)
    ),
    (CallState.INTERRUPTED, CallState.LIVE): _Route(((430, 940), (630, 940)), (448, 932)),
    (CallState.LIVE, CallState.WAITING): _Route(
        ((1030, 900), (1390, 900), (1390, 60), (1030, 60)), (1085, 892)
    ),
    (CallState.INTERRUPTED, CallState.WAITING): _Route(
        ((400, 860), (400, 790), (545, 790), (545, 200), (630, 200)), (412, 782)
    ),
}


def svg() -> str:
    """The diagram. Steps to the end and steps that stay are written inside their state."""
    arrows = _arrows()
    parts = [
        _FRAME.format(width=_WIDTH, height=_HEIGHT, **_COLOURS),
        *(_arrow(ROUTES[pair], inputs) for pair, inputs in arrows.items()),
        *(_box(state) for state in BOXES),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _arrows() -> dict[tuple[CallState, CallState], list[CallInput]]:
    arrows: dict[tuple[CallState, CallState], list[CallInput]] = defaultdict(list)
    for state, row in TABLE.items():
        for what, step in row.items():
            if step.to not in (state, CallState.ENDED):
                arrows[state, step.to].append(what)
    return arrows


def _arrow(route: _Route, inputs: list[CallInput]) -> str:
    path = "M" + " L".join(f"{x} {y}" for x, y in route.points)
    x, y = route.words
    words = (_text(what, x, y + _LINE * number) for number, what in enumerate(inputs))
    return f'<path d="{path}" fill="none" stroke="{_COLOURS["line"]}" marker-end="url(#tip)"/>' + "".join(
        words
    )


def _box(state: CallState) -> str:
    x, y = BOXES[state]
    lines = [_line(state, what, step) for what, step in TABLE[state].items() if _inside(state, step)]
    size = f'width="{BOX_WIDTH}" height="{box_height(state)}"'
    paint = f'fill="{_COLOURS["box"]}" stroke="{_COLOURS["line"]}" stroke-width="1.5"'
    name = f'<g font-size="16" font-weight="600">{_text(state, x + 14, y + 25)}</g>'
    words = (
        _text(text, x + 14, y + _HEAD + 8 + _LINE * number, colour)
        for number, (text, colour) in enumerate(lines)
    )
    return f'<rect x="{x}" y="{y}" {size} rx="8" {paint}/>{name}' + "".join(words)


def box_height(state: CallState) -> int:
    return _HEAD + _LINE * sum(_inside(state, step) for step in TABLE[state].values())


def _text(words: str, x: int, y: int, colour: str = "text") -> str:
    return f'<text x="{x}" y="{y}" fill="{_COLOURS[colour]}">{escape(words)}</text>'


def _inside(state: CallState, step: Step) -> bool:
    return step.to in (state, CallState.ENDED)


def _line(state: CallState, what: CallInput, step: Step) -> tuple[str, str]:
    return (f"↺ {what}", "text") if step.to is state else (f"◉ {step.outcome}: {what}", "end")


def table() -> str:
    """The whole table in Markdown: a row an input, a column a state."""
    states = list(CallState)
    lines = [
        "# The life of a call",
        "",
        "Drawn from `signaling/core/call_table.py` by `python -m signaling.core.diagram`; it says why.",
        "",
        "![The states of a call and the steps between them](call-life.svg)",
        "",
        "Each cell names the next state, then how the open ring and the call end. In an empty cell a fact",
        "changes nothing; a wish is refused by the error named in the last column.",
        "",
        "| what happens | " + " | ".join(states) + " | refused elsewhere |",
        "|---" * (len(states) + 2) + "|",
    ]
    for what in CallInput:
        cells = (_cell(TABLE[state].get(what)) for state in states)
        refusal = f"`{REFUSALS[what].id}`" if what in REFUSALS else ""
        lines.append(f"| {what} | " + " | ".join(cells) + f" | {refusal} |")
    return "\n".join(lines) + "\n"


def _cell(step: Step | None) -> str:
    if step is None:
        return ""
    ring = f"<br>ring `{step.ring}`" if step.ring else ""
    outcome = f"<br>`{step.outcome}`" if step.outcome else ""
    return f"**{step.to}**{ring}{outcome}"


def main(arguments: list[str]) -> int:
    drawn = {DOCS / "call-life.svg": svg(), DOCS / "call-life.md": table()}
    if "--check" in arguments:
        stale = [path for path, text in drawn.items() if not path.exists() or path.read_text("utf-8") != text]
        for path in stale:
            sys.stderr.write(f"docs/{path.name} is stale: run python -m signaling.core.diagram\n")
        return 1 if stale else 0
    DOCS.mkdir(exist_ok=True)
    for path, text in drawn.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
