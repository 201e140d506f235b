/** What the measures of a period say, in sentences. */
import type { Measures, StatisticsPage } from "../../api_types";
import { count, percent, say, spokenDuration } from "../texts";

export function headline(page: StatisticsPage): string {
  return compared(page, "statistics.headline_same", "statistics.headline_before");
}

/** The same of a month, beside the month before. */
export function headlineOfMonth(page: StatisticsPage): string {
  return compared(page, "report.headline_same", "report.headline_before");
}

function compared(
  { total, before }: StatisticsPage,
  same: "statistics.headline_same" | "report.headline_same",
  other: "statistics.headline_before" | "report.headline_before",
): string {
  const level = total.service_level;
  if (total.taps === 0 || level === null) return say.value("equality.none");
  const shown = { percent: percent(level) };
  if (before === null || before.service_level === null) return say.value("statistics.headline", shown);
  const then = percent(before.service_level);
  return then === shown.percent ? say.value(same, shown) : say.value(other, { ...shown, before: then });
}

export function lead(total: Measures): string {
  const said = [
    say.value("statistics.lead", {
      offered: count(total.offered),
      handled: count(total.handled ?? 0),
      abandoned: count(total.abandoned),
    }),
  ];
  if (total.p90_wait !== null) said.push(say.value("equality.p90", { wait: spokenDuration(total.p90_wait) }));
  if (total.occupancy !== null)
    said.push(say.value("statistics.lead_occupancy", { percent: percent(total.occupancy) }));
  return said.join(" ");
}
