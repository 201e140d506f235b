/** When it opens again, in the words of a day: the screen's clock is the municipality's. */

import type { OpenTime } from "../../../signaling/client/types";
import { clockTime, dayLine } from "../../../signaling/theme/calendar";
import type { Say } from "./texts";

const DAYS = ["today", "tomorrow"] as const;
const DAY = 86_400_000;
/** No line breaks before or after it. */
const TO = "\u2060–\u2060";

/** Both in milliseconds since 1970 UTC. */
export function opensLine(opens: number, now: number, say: Say): string {
  const day = DAYS[daysBetween(new Date(now), new Date(opens))] ?? "later";
  return say(`opens.${day}`, { time: clockTime(opens, say.language), date: dayLine(opens, say.language) });
}

/** “Monday 30 November 09:00–17:00”: the next times at which the site is open, at most `most` of them. */
export function hoursLines(
  hours: readonly OpenTime[],
  now: number,
  language: string,
  most: number,
): readonly string[] {
  const span = ({ opens, closes }: OpenTime): string =>
    `${dayLine(opens, language)} ${clockTime(opens, language)}${TO}${clockTime(closes, language)}`;
  // What is open for longer than a day has no hours to speak of.
  return hours
    .filter(({ opens, closes }) => closes > now && closes - opens < DAY)
    .slice(0, most)
    .map(span);
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
