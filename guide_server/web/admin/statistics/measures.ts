/** The measures of contact centres, in the order in which they are shown, and as a person reads them. */
import type { Measures } from "../../api_types";
import { clockDuration, count, percent, say } from "../texts";

export type Measure = Exclude<keyof Measures, "within_target">;
type Kind = "count" | "share" | "duration";

export const MEASURES: readonly { name: Measure; kind: Kind }[] = [
  { name: "taps", kind: "count" },
  { name: "turned_away", kind: "count" },
  { name: "offered", kind: "count" },
  { name: "handled", kind: "count" },
  { name: "abandoned", kind: "count" },
  { name: "short_abandoned", kind: "count" },
  { name: "service_level", kind: "share" },
  { name: "average_wait", kind: "duration" },
  { name: "median_wait", kind: "duration" },
  { name: "p90_wait", kind: "duration" },
  { name: "average_talk", kind: "duration" },
  { name: "average_wrap_up", kind: "duration" },
  { name: "occupancy", kind: "share" },
];

const KINDS = new Map(MEASURES.map(({ name, kind }) => [name, kind]));
const SAID: Readonly<Record<Kind, (figure: number) => string>> = {
  count,
  share: percent,
  duration: clockDuration,
};

/** A measure in words; a dash where no call has it. */
export function sayMeasure(name: Measure, measures: Measures | null): string {
  const figure = measures?.[name] ?? null;
  return figure === null ? "–" : SAID[KINDS.get(name) ?? "count"](figure);
}

/** By how much a measure changed, with its sign; a dash where one of the two is not known. */
export function sayChange(name: Measure, now: Measures | null, before: Measures | null): string {
  const [figure, earlier] = [now?.[name] ?? null, before?.[name] ?? null];
  if (figure === null || earlier === null) return "–";
  const change = figure - earlier;
  const points = Math.round(figure * 100) - Math.round(earlier * 100);
  switch (KINDS.get(name)) {
    case "share":
      return say.value("statistics.points", { points: signed(points, count) });
    case "duration":
      return signed(Math.round(change / 1_000) * 1_000, clockDuration);
    default:
      return signed(change, count);
  }
}

/** With a true minus sign, and a plus where it grew. */
function signed(figure: number, spoken: (figure: number) => string): string {
  const sign = figure > 0 ? "+" : figure < 0 ? "\u2212" : "±";
  return `${sign}${spoken(Math.abs(figure))}`;
}
