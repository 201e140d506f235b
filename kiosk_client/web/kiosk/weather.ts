/** How sound and picture come through, as the resident is told of it: what lasts is said, a gust is not. Pure. */
import type { Quality, Sending } from "../../../signaling/client";

/** A sign that is shown once it has been there for a while, and until it has been away for a while. */
export interface Sign {
  shown: boolean;
  /** What was last seen, and since when. */
  seen: boolean;
  since: number;
}

export interface Weather {
  /** The picture jerks or the sound breaks. */
  poor: Sign;
  /** Too few pictures for hands that sign. */
  slow: Sign;
  /** The guide speaks. */
  speaks: Sign;
  /** Whether the resident's own picture goes out, and if not, why. */
  sending: Sending;
}

const ABSENT: Sign = { shown: false, seen: false, since: 0 };
export const CALM: Weather = { poor: ABSENT, slow: ABSENT, speaks: ABSENT, sending: "on" };

/** Milliseconds. */
export const LASTING = 4_000;
/** Between two sentences nobody has stopped to speak. */
export const BREATH = 1_200;
/** EN 301 549 §6.5.3: fewer pictures a second are too few for sign language. */
export const FOR_SIGNING = 20;
/** Below it a face freezes between two looks. */
const JERKY = 8;
const LOSSY = 10;
/** Round trip in ms above which people interrupt each other. */
const LATE = 800;

/** After `quality` was read. `told`: the pictures a second that the guide gets from here; null where unknown. */
export function felt(
  { poor, slow, speaks }: Weather,
  now: { now: number; quality: Quality; sending: Sending; told: number | null; seesGuide: boolean },
): Weather {
  const { quality, sending, seesGuide } = now;
  const here = seesGuide ? quality.framesPerSecond : Number.POSITIVE_INFINITY;
  const there = sending === "on" ? (now.told ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const { flowing, loss, roundTrip } = quality;
  const isPoor = loss > LOSSY || (roundTrip ?? 0) > LATE || here < JERKY;
  return {
    poor: after(poor, flowing && isPoor, now.now, LASTING, LASTING),
    slow: after(slow, flowing && Math.min(here, there) < FOR_SIGNING, now.now, LASTING, LASTING),
    speaks: after(speaks, flowing && quality.speaks, now.now, 0, BREATH),
    sending,
  };
}

function after(before: Sign, seen: boolean, now: number, comes: number, goes: number): Sign {
  const since = seen === before.seen ? before.since : now;
  const lasted = now - since >= (seen ? comes : goes);
  return { seen, since, shown: lasted ? seen : before.shown };
}
