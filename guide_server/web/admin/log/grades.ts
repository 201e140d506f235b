/** How sound and picture came through to each end of one call, as stretches of time. Pure. */
import type { Grade, Moment, MomentFigures, Timeline } from "../../api_types";

/** An end of the talk was like this from `start` to `end`. */
export interface GradeStretch {
  grade: Grade;
  start: number;
  end: number;
  /** By what it was graded, when it was. */
  figures: MomentFigures | null;
}

export interface End {
  /** The guide's name; null for the kiosk. */
  guide: string | null;
  stretches: readonly GradeStretch[];
}

/** After these nobody knows how it is, until an end says so again. */
const FORGET = ["put_on_hold", "call_sent_on", "call_dropped", "call_ended"];

/** The kiosk first, then the guides in the order in which they spoke up. `now` ends what still goes on. */
export function endsOf({ moments, call }: Timeline, now: number): readonly End[] {
  const ends = new Map<string | null, GradeStretch[]>();
  const open = new Map<string | null, Omit<GradeStretch, "end">>();
  const close = (guide: string | null, end: number): void => {
    const stretch = open.get(guide);
    open.delete(guide);
    if (stretch !== undefined && end > stretch.start) ends.get(guide)?.push({ ...stretch, end });
  };
  for (const moment of moments) {
    if (moment.type === "media_graded") {
      const guide = endOf(moment);
      if (!ends.has(guide)) ends.set(guide, []);
      close(guide, moment.at);
      const grade = moment.detail as Grade;
      open.set(guide, { grade, start: moment.at, figures: moment.figures ?? null });
    } else if (FORGET.includes(moment.type)) {
      for (const guide of [...open.keys()]) close(guide, moment.at);
    } else if (moment.type === "guest_left") {
      close(moment.guide_name, moment.at);
    } else if (moment.type === "lead_changed") {
      for (const guide of [...open.keys()]) if (guide !== moment.guide_name) close(guide, moment.at);
    }
  }
  if (call.state !== "ended") for (const guide of [...open.keys()]) close(guide, now);
  return [...ends]
    .map(([guide, stretches]) => ({ guide, stretches }))
    .sort((one, other) => Number(one.guide !== null) - Number(other.guide !== null));
}

function endOf({ by, guide_name: name }: Moment): string | null {
  return by === "kiosk" ? null : (name ?? "");
}
