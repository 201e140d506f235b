/** What is different from the month before, in sentences. Of languages only what may be published is compared. */
import type { PublishedLine, PublishedMonth, StatisticsPage } from "../../api_types";
import { isolated, nameOfLanguage, nameOfWeekday, percent, say } from "../texts";

/** Calls that a language must have in both months to be spoken of. */
const ENOUGH = 50;
/** Percentage points that chance alone hardly makes of so many calls. */
const NOTICEABLE = 5;

export function changes(
  page: StatisticsPage,
  published: PublishedMonth,
  before: PublishedMonth | null,
): string[] {
  return [calls(page), ...languages(published, before), busiest(page)].filter((said) => said !== null);
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
}

function languages(published: PublishedMonth, before: PublishedMonth | null): string[] {
  const earlier = new Map(before?.languages.map((line) => [line.key, line]));
  const moved = published.languages
    .flatMap((line): Moved[] => {
      const then = earlier.get(line.key);
      if (!isTold(line) || !isTold(then)) return [];
      return [{ key: line.key, now: line.within_percent, points: line.within_percent - then.within_percent }];
    })
    .filter(({ points }) => Math.abs(points) >= NOTICEABLE)
    .sort((a, b) => a.points - b.points);
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

function isTold(line: PublishedLine | undefined): line is PublishedLine & { within_percent: number } {
  return (line?.offered ?? 0) >= ENOUGH && line?.within_percent !== null;
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
