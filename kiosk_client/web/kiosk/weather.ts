/** How sound and picture come through, as the resident is told of it: what lasts is said, a gust is not. Pure. */
import {
  ABSENT,
  FOR_SIGNING,
  lasting,
  type Quality,
  type Sending,
  type Sign,
} from "../../../signaling/client";

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

export const CALM: Weather = { poor: ABSENT, slow: ABSENT, speaks: ABSENT, sending: "on" };

/** Between two sentences nobody has stopped to speak; milliseconds. */
export const BREATH = 1_200;
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
    poor: lasting(poor, flowing && isPoor, now.now),
    slow: lasting(slow, flowing && Math.min(here, there) < FOR_SIGNING, now.now),
    speaks: lasting(speaks, flowing && quality.speaks, now.now, 0, BREATH),
    sending,
  };
}
