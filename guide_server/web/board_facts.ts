/** What the live board's figures mean, in codes that a page puts into words. Pure: the board and the admin's page share it. */
import type { Board, BoardCall, BoardGuide, Grade } from "./api_types";

/** A wait against the target; `soon` is the last third of it. */
export type Band = "within" | "soon" | "over";

export function bandOf(waited: number, target: number): Band {
  if (waited > target) return "over";
  return waited > (target * 2) / 3 ? "soon" : "within";
}

/** How a talk is, by what both ends last reported. The worst is said first: a silent end before a lost socket. */
export type Talk =
  | "connecting"
  | "interrupted"
  | "on_hold"
  | "nobody_receives"
  | "kiosk_deaf"
  | "guide_deaf"
  | "kiosk_unlinked"
  | "guide_unlinked"
  | "good";

export function talkOf(call: BoardCall): Talk | null {
  const { kiosk_end: kiosk, guide_end: guide } = call;
  if (kiosk === null || guide === null) return null;
  if (call.live_since === null) return "connecting";
  if (!kiosk.receives && !guide.receives) return "nobody_receives";
  if (!kiosk.receives) return "kiosk_deaf";
  if (!guide.receives) return "guide_deaf";
  if (call.state === "interrupted") return "interrupted";
  if (!kiosk.connected) return "kiosk_unlinked";
  if (!guide.connected) return "guide_unlinked";
  return call.on_hold ? "on_hold" : "good";
}

/** How sound and picture come through: the worse of both ends, and which that is. */
export interface TalkQuality {
  grade: Grade;
  where: "kiosk" | "guide" | "both";
}

/** The best first. */
const GRADES: readonly Grade[] = ["good", "fair", "audio_only", "poor", "none"];

/** Null outside of a talk, and until an end has said how it is. */
export function qualityOf(call: BoardCall): TalkQuality | null {
  const talk = talkOf(call);
  if (talk === null || talk === "connecting" || talk === "on_hold") return null;
  const kiosk = call.kiosk_end?.grade ?? null;
  const guide = call.guide_end?.grade ?? null;
  if (kiosk === null || guide === null) {
    const known = kiosk ?? guide;
    return known === null ? null : { grade: known, where: kiosk === null ? "guide" : "kiosk" };
  }
  const worse = GRADES.indexOf(kiosk) - GRADES.indexOf(guide);
  if (worse === 0) return { grade: kiosk, where: "both" };
  return worse > 0 ? { grade: kiosk, where: "kiosk" } : { grade: guide, where: "guide" };
}

/** Whether the two can hardly go on talking. */
export function isPoor(quality: TalkQuality | null): boolean {
  return quality?.grade === "poor" || quality?.grade === "none";
}

/** Whether somebody should look at it: the words say why, the colour only repeats it. */
export function isTroubled(talk: Talk): boolean {
  return !["connecting", "on_hold", "good"].includes(talk);
}

/** The calls in the order in which they concern a leader: talks that are in trouble, who waits, who is rung for, the rest. */
export function byConcern(board: Board): readonly BoardCall[] {
  return [...board.calls].sort((one, other) => concern(one) - concern(other));
}

function concern(call: BoardCall): number {
  const talk = talkOf(call);
  if (talk !== null) return isTroubled(talk) || isPoor(qualityOf(call)) ? 0 : 3;
  return call.state === "ringing" ? 2 : 1;
}

/** Who asks for help, the longest first. */
export function asking(board: Board): readonly BoardGuide[] {
  return board.guides
    .filter(({ help }) => help !== null)
    .sort((one, other) => (one.help?.since ?? 0) - (other.help?.since ?? 0));
}

/** The languages, those with the longest wait first, then by who is free; the order of the municipality otherwise. */
export function byNeed(board: Board): Board["languages"] {
  const oldest = (at: number | null) => at ?? Number.POSITIVE_INFINITY;
  return [...board.languages].sort((one, other) => {
    const wait = oldest(one.oldest) - oldest(other.oldest);
    return Number.isNaN(wait) || wait === 0 ? other.waiting - one.waiting : wait;
  });
}

/** The share of today's calls that were answered in time; null where there was none. */
export function serviceLevel({ today }: Board): number | null {
  return today.decided === 0 ? null : today.within_target / today.decided;
}

/** Where a leader joins a call: their own desk. */
export function joinAddress(call: BoardCall): string {
  return `/desk/?join=${call.call}`;
}
