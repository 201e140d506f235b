/** Differences as a reader is shown them. Pure. */
import { WEEKDAYS } from "./contents";
import { type Difference, differences, isNamed, type Path } from "./differences";

/** Of what is new or gone as a whole, each of its parts. */
export function told(changes: readonly Difference[]): Difference[] {
  const parts = changes.flatMap(toldApart).filter(isSaid);
  const open = weeksThatAreOpen(parts);
  const rest = parts.filter(({ path }) => !open.has(path.slice(0, -1).join(".")));
  return [...rest, ...open.values()];
}

/** Nothing in place of nothing is no change, and neither is an empty whole. */
function isSaid({ before, after }: Difference): boolean {
  return (before ?? after ?? null) !== null && !isNamed(before ?? after);
}

function toldApart({ path, before, after }: Difference): Difference[] {
  if (isNamed(before) === isNamed(after)) return [{ path, before, after }];
  return differences(isNamed(before) ? before : {}, isNamed(after) ? after : {}, path);
}

/** A new week, or one that is gone, in which no day is named: it is always open, whatever its days look like. */
function weeksThatAreOpen(parts: readonly Difference[]): Map<string, Difference> {
  const open = new Map<string, Difference>();
  for (const week of new Set(parts.map(({ path }) => path.slice(0, -1)))) {
    if (week.at(-1) !== "week") continue;
    const days = parts.filter(({ path }) => isSamePath(path.slice(0, -1), week));
    const isNew = days.every(({ before }) => before === undefined);
    const isGone = days.every(({ after }) => after === undefined);
    const isBare = days.every(({ before, after }) => isEmptyList(before ?? after));
    if (days.length === WEEKDAYS.length && isBare && (isNew || isGone))
      open.set(week.join("."), { path: week, before: isNew ? undefined : {}, after: isNew ? {} : undefined });
  }
  return open;
}

function isSamePath(one: Path, other: Path): boolean {
  return one.join(".") === other.join(".");
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
