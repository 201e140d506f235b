/** When it opens again, in the words of a day: the screen's clock is the municipality's. */
import { clockTime, dayLine } from "../../../signaling/theme/calendar";
import type { Say } from "./texts";

const DAYS = ["today", "tomorrow"] as const;
const DAY = 86_400_000;

/** Both in milliseconds since 1970 UTC. */
export function opensLine(opens: number, now: number, say: Say): string {
  const day = DAYS[daysBetween(new Date(now), new Date(opens))] ?? "later";
  return say(`opens.${day}`, { time: clockTime(opens, say.language), date: dayLine(opens, say.language) });
}

/** The time of day, and the date where that is another day's. */
export function clockLine(at: number, now: number, language: string): string {
  const time = clockTime(at, language);
  return daysBetween(new Date(now), new Date(at)) === 0 ? time : `${dayLine(at, language)} ${time}`;
}

function daysBetween(from: Date, to: Date): number {
  const midnight = (day: Date) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return (midnight(to) - midnight(from)) / DAY;
}
