/** Lengths of time in the unit that says them wholly. */
import { say } from "../texts";

export const SECONDS_IN = { seconds: 1, minutes: 60, hours: 3_600 } as const;
export type Unit = keyof typeof SECONDS_IN;
export const UNITS = Object.keys(SECONDS_IN) as Unit[];

/** Such as minutes for 120 seconds, and seconds for 90. */
export function longestUnit(value: number | null, keptIn: Unit): Unit {
  if (value === null || value <= 0) return keptIn;
  const seconds = value * SECONDS_IN[keptIn];
  return UNITS.filter((unit) => seconds % SECONDS_IN[unit] === 0).at(-1) ?? keptIn;
}

/** Exactly: “90 seconds”, “2 minutes”. */
export function durationInWords(value: number, keptIn: Unit): string {
  const unit = longestUnit(value, keptIn);
  return say.value(`duration.${unit}`, { count: (value * SECONDS_IN[keptIn]) / SECONDS_IN[unit] });
}
