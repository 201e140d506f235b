import type { Timeline } from "../../api_types";
import { clockDuration, say, sayCode } from "../texts";
import { BAND, GradeBands } from "./grade_bands";
import { endsOf } from "./grades";
import { besideBar, type Drawn, layOut, lengthOf, positionOf, stretchesOf } from "./timeline";

const WIDTH = 1_200;
const TOP = 34;
const BAR = 56;
const RING = 26;
/** A line of its own for a name that has no room at either end of its bar. */
const ABOVE = 18;
const GAP = 10;
/** What a letter of a stage's name takes; a stretch without room for its name has it in the table alone. */
const LETTER = 8.5;

interface Drawing {
  timeline: Timeline;
  clock: (at: number) => string;
}

/** The call as one bar of stages, with a bar below for each desk that rang, a line for as long as its guide was in, and a band for how it came through to each end. The tables tell the same. */
export function TimelineDrawing({ timeline, clock }: Drawing) {
  const drawn = layOut(stretchesOf(timeline, Date.now()), WIDTH);
  if (drawn.length === 0) return null;
  const rings = timeline.rings.map((ring) => ringBar(ring, drawn));
  const tops = rings.map((_, row) => rings.slice(0, row).reduce((sum, { height }) => sum + height, 0));
  const below = TOP + BAR + GAP + rings.reduce((sum, { height }) => sum + height, 0);
  const ends = endsOf(timeline, Date.now());
  const height = below + (ends.length === 0 ? 0 : GAP + ends.length * BAND);
  return (
    <figure class="timeline">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={say.value("call.drawing")}>
        {drawn.map((stretch) => (
          <StageBar key={`${stretch.stage}${stretch.start}`} stretch={stretch} />
        ))}
        {rings.map((bar, row) => (
          <RingRow key={bar.ring.epoch} bar={bar} top={TOP + BAR + GAP + (tops[row] ?? 0)} />
        ))}
        <GradeBands ends={ends} drawn={drawn} top={below + GAP} />
        <Ends drawn={drawn} clock={clock} />
      </svg>
      {drawn.some(({ cut }) => cut) && <figcaption>{say.value("call.cut")}</figcaption>}
    </figure>
  );
}

interface RingBar {
  ring: Timeline["rings"][number];
  name: string;
  from: number;
  /** Where the ringing ends. */
  to: number;
  /** Where the guide is out again. */
  out: number;
  at: ReturnType<typeof besideBar>;
  height: number;
}

/** A desk that rang: its name after its bar, before it, or above it, where there is room. */
function ringBar(ring: Timeline["rings"][number], drawn: readonly Drawn[]): RingBar {
  const from = positionOf(ring.at, drawn);
  const to = Math.max(from + 4, positionOf(ring.taken_at ?? ring.ended_at ?? Date.now(), drawn));
  const out = ring.taken_at === null ? to : Math.max(to, positionOf(ring.left_at ?? Date.now(), drawn));
  const name = ring.role === "guide" ? ring.guide_name : `${ring.guide_name}, ${sayCode("as", ring.role)}`;
  const room = name.length * LETTER + 16;
  const at = besideBar({ from, to: out }, room, WIDTH);
  return { ring, name, from, to, out, at, height: at === "above" ? RING + ABOVE : RING };
}

function RingRow({ bar: { name, from, to, out, at }, top }: { bar: RingBar; top: number }) {
  const y = at === "above" ? top + ABOVE : top;
  const places = {
    after: { x: out + 8, y: y + 18, "text-anchor": "start" },
    before: { x: from - 8, y: y + 18, "text-anchor": "end" },
    above: { x: from, y: y + 2, "text-anchor": "start" },
  } as const;
  return (
    <g>
      <rect class="timeline__party" x={to} y={y + 11} width={out - to} height={4} rx={2} />
      <rect class="timeline__ring" x={from} y={y + 8} width={to - from} height={10} rx={5} />
      <text class="timeline__guide" {...places[at]}>
        {name}
      </text>
    </g>
  );
}

function StageBar({ stretch }: { stretch: Drawn }) {
  const { stage, x, width, cut } = stretch;
  const middle = x + width / 2;
  const length = clockDuration(lengthOf(stretch));
  const name = say.value(`stage.${stage}`);
  return (
    <g class={`stage stage--${stage}`}>
      <title>{`${name} ${length}`}</title>
      <rect x={x} y={TOP} width={Math.max(1, width - 2)} height={BAR} rx={Math.min(6, width / 2)} />
      {cut && (
        <path class="timeline__cut" d={`M${middle + 60} ${TOP - 6} l-14 ${BAR + 12} h14 l14 ${-BAR - 12}z`} />
      )}
      {width >= name.length * LETTER + 20 && (
        <>
          <text class="stage__name" x={x + 12} y={TOP + 24}>
            {name}
          </text>
          <text class="stage__length" x={x + 12} y={TOP + 44}>
            {length}
          </text>
        </>
      )}
    </g>
  );
}

function Ends({ drawn, clock }: { drawn: readonly Drawn[]; clock: (at: number) => string }) {
  const first = drawn[0];
  const last = drawn.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <g class="timeline__ends">
      <text x={0} y={TOP - 12}>
        {clock(first.start)}
      </text>
      <text x={WIDTH} y={TOP - 12} text-anchor="end">
        {clock(last.end)}
      </text>
    </g>
  );
}
