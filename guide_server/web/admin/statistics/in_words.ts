/** What the measures of a period say, in sentences. */
import type { Measures, StatisticsPage } from "../../api_types";
import { count, percent, say, spokenDuration } from "../texts";

export function headline({ total, before }: StatisticsPage): string {
  const level = total.service_level;
  if (total.taps === 0 || level === null) return say.value("equality.none");
  const shown = { percent: percent(level) };
  if (before === null || before.service_level === null) return say.value("statistics.headline", shown);
  const then = percent(before.service_level);
  if (then === shown.percent) return say.value("statistics.headline_same", shown);
  return say.value("statistics.headline_before", { ...shown, before: then });
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
