/** One call as stretches of time, and where to draw them. Pure: the drawing itself is `timeline_drawing.tsx`. */
import type { Moment, Timeline } from "../../api_types";

export type Stage = "waiting" | "held" | "ringing" | "connecting" | "live" | "interrupted" | "wrap_up";

/** One stage of the call, from `start` to `end`. */
export interface Stretch {
  stage: Stage;
  start: number;
  end: number;
}

const ENTERS: Readonly<Record<string, Stage>> = {
  call_tapped: "waiting",
  call_held: "held",
  call_returned: "waiting",
  rang: "ringing",
  ring_taken: "connecting",
  call_live: "live",
  call_interrupted: "interrupted",
  call_resumed: "live",
  call_ended: "wrap_up",
  call_sent_on: "waiting",
  call_dropped: "waiting",
};

/** The stages one after the other. `now` ends what still goes on. Stretches without length are left out. */
export function stretchesOf({ moments, call }: Timeline, now: number): Stretch[] {
  const stretches: Stretch[] = [];
  let open: { stage: Stage; start: number } | null = null;
  const close = (end: number) => {
    if (open !== null && end > open.start) stretches.push({ ...open, end });
    open = null;
  };
  for (const moment of moments) {
    const stage = stageAfter(moment, open?.stage);
    if (stage === undefined) continue;
    close(moment.at);
    if (stage !== null) open = { stage, start: moment.at };
  }
  if (call.state !== "ended") close(now);
  return stretches;
}

/** The stage that a moment begins; null where one ends without a next; undefined where nothing changes,
 * as when a guest comes or goes beside the guide. */
function stageAfter(moment: Moment, now: Stage | undefined): Stage | null | undefined {
  if (moment.role) return undefined;
  if (moment.type === "ring_ended") return moment.detail === "accepted" ? undefined : "waiting";
  if (moment.type === "wrapped_up") return now === "wrap_up" ? null : undefined;
  return ENTERS[moment.type];
}

/** A stretch on the page, in the units of `width`. `cut`: drawn shorter than it was. */
export interface Drawn extends Stretch {
  x: number;
  width: number;
  cut: boolean;
}

/** A stretch that takes more than this of the whole time is cut. */
const CUT_FROM = 0.75;
/** What is left of the width to a stretch that was cut. */
const CUT_SHARE = 0.5;
const LEAST_WIDTH = 3;

/**
 * Lay the stretches side by side over `width`, true to time but for one: a talk so long that it would push
 * everything else together is cut, and says so.
 */
export function layOut(stretches: readonly Stretch[], width: number): Drawn[] {
  const total = stretches.reduce((sum, stretch) => sum + lengthOf(stretch), 0);
  const longest = stretches.reduce((most, stretch) => Math.max(most, lengthOf(stretch)), 0);
  const others = total - longest;
  const isCut = stretches.length > 1 && longest > total * CUT_FROM && others > 0;
  const shown = isCut ? others / (1 - CUT_SHARE) : total;
  const room = width - stretches.length * LEAST_WIDTH;
  let x = 0;
  let cutOne = false;
  return stretches.map((stretch) => {
    const cut = isCut && !cutOne && lengthOf(stretch) === longest;
    cutOne ||= cut;
    const share = cut ? CUT_SHARE : lengthOf(stretch) / shown;
    const drawn = { ...stretch, x, width: LEAST_WIDTH + share * room, cut };
    x += drawn.width;
    return drawn;
  });
}

/** Where an instant falls in the drawing. */
export function positionOf(at: number, drawn: readonly Drawn[]): number {
  const within = drawn.find((stretch) => at <= stretch.end) ?? drawn.at(-1);
  if (within === undefined) return 0;
  const part = (Math.min(Math.max(at, within.start), within.end) - within.start) / lengthOf(within);
  return within.x + part * within.width;
}

export function lengthOf({ start, end }: Stretch): number {
  return end - start;
}

/** Where a name of this length fits beside a bar: after its end, before its beginning, or only on a line above it. */
export function besideBar(
  { from, to }: { from: number; to: number },
  name: number,
  width: number,
): "after" | "before" | "above" {
  if (to + name <= width) return "after";
  return from >= name ? "before" : "above";
}
