/** For which language most residents meet too few guides. */
import type { PlanningLanguage } from "../../api_types";

/** Taps in a week from which a shortage is spoken of. */
const LEAST = 0.5;

/** How many taps of a week find too few guides: of each hour's as large a share as is missing of the need. */
export function tapsShort({ hours }: Pick<PlanningLanguage, "hours">): number {
  return hours.reduce((sum, { taps, needed, on_duty }) => {
    const missing = needed > 0 ? Math.max(0, needed - on_duty) / needed : 0;
    return sum + taps.value * missing;
  }, 0);
}

/**
 * The language in which most taps find too few; null where hardly any does. Missing hours alone would name the rarest
 * language, which needs a guide all week for a handful of taps.
 */
export function shortest(
  lines: readonly PlanningLanguage[],
): { line: PlanningLanguage; taps: number } | null {
  const found = lines
    .map((line) => ({ line, taps: tapsShort(line) }))
    .filter(({ taps }) => taps >= LEAST)
    .toSorted((a, b) => b.taps - a.taps);
  return found[0] ?? null;
}
