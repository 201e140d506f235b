/** What is different from the month before, in sentences. Of languages only what may be published is compared. */
import type { PublishedLine, PublishedMonth, StatisticsPage } from "../../api_types";
import { isolated, nameOfLanguage, nameOfWeekday, percent, say } from "../texts";

/** Calls that a language must have in both months to be spoken of. */
const ENOUGH = 50;
/** Percentage points under which a difference is not worth a sentence, however sure it is. */
const NOTICEABLE = 5;
/**
 * Standard errors that a difference must be: of twenty languages that stay as they were, chance then makes one seem to
 * differ in one report of twenty.
 */
const SURE = 3;

export function changes(
  page: StatisticsPage,
  published: PublishedMonth,
  before: PublishedMonth | null,
): string[] {
  return [calls(page), ...languagesInWords(published, before), busiest(page)].filter((said) => said !== null);
}

function calls({ total, before }: StatisticsPage): string | null {
  if (before === null || before.offered === 0) return null;
  const change = total.offered / before.offered - 1;
  const shown = { percent: percent(Math.abs(change)) };
  if (Math.abs(change) < 0.01) return say.value("report.calls_same");
  return say.value(change > 0 ? "report.calls_more" : "report.calls_fewer", shown);
}

interface Moved {
  key: string;
  now: number;
  points: number;
  sure: boolean;
}

/** The language that got better most and the one that got worse most, or that chance explains them all. */
function languagesInWords(published: PublishedMonth, before: PublishedMonth | null): string[] {
  const earlier = new Map(before?.languages.map((line) => [line.key, line]));
  const compared = published.languages.flatMap((line): Moved[] => {
    const then = earlier.get(line.key);
    if (!isTold(line) || !isTold(then)) return [];
    const points = line.within_percent - then.within_percent;
    return [{ key: line.key, now: line.within_percent, points, sure: isSure(line, then) }];
  });
  if (compared.length === 0) return [];
  const moved = compared
    .filter(({ points, sure }) => sure && Math.abs(points) >= NOTICEABLE)
    .sort((a, b) => a.points - b.points);
  if (moved.length === 0) return [say.value("report.languages_same")];
  const [worse, better] = [moved[0], moved.at(-1)];
  const told = (change: Moved, key: "report.language_better" | "report.language_worse") =>
    say.value(key, {
      language: isolated(nameOfLanguage(change.key, published.names)),
      now: percent(change.now / 100),
      before: percent((change.now - change.points) / 100),
    });
  return [
    ...(better !== undefined && better.points > 0 ? [told(better, "report.language_better")] : []),
    ...(worse !== undefined && worse.points < 0 ? [told(worse, "report.language_worse")] : []),
  ];
}

interface Told {
  offered: number;
  within_percent: number;
}

function isTold(line: PublishedLine | undefined): line is PublishedLine & Told {
  return (line?.offered ?? 0) >= ENOUGH && line?.within_percent !== null;
}

/** Whether two shares are farther apart than chance makes of one share for both (pooled two-sample test). */
function isSure(now: Told, then: Told): boolean {
  const all = now.offered + then.offered;
  const pooled = (now.offered * now.within_percent + then.offered * then.within_percent) / (100 * all);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / now.offered + 1 / then.offered));
  return Math.abs(now.within_percent - then.within_percent) / 100 > SURE * spread;
}

function busiest({ hours }: StatisticsPage): string | null {
  const most = [...hours].sort((a, b) => b.measures.offered - a.measures.offered)[0];
  if (most === undefined) return null;
  return say.value("report.busiest", {
    weekday: nameOfWeekday(most.weekday, "long"),
    from: String(most.hour),
    to: String(most.hour + 1),
  });
}
