/** What the measures of a period say, in sentences. */
import type { Measures, StatisticsPage } from "../../api_types";
import { count, percent, say, spokenDuration } from "../texts";

export function headline({ total, before }: StatisticsPage): string {
  const level = total.service_level;
  if (total.taps === 0 || level === null) return say.value("equality.none");
  const shown = { percent: percent(level) };
  if (before === null || before.service_level === null) return say.value("statistics.headline", shown);
  const points = Math.round((level - before.service_level) * 100);
  if (points === 0) return say.value("statistics.headline_same", shown);
  const key = points > 0 ? "statistics.headline_more" : "statistics.headline_fewer";
  return say.value(key, { ...shown, points: count(Math.abs(points)) });
}

export function lead(total: Measures): string {
  const said = [
    say.value("statistics.lead", {
      offered: count(total.offered),
      handled: count(total.handled),
      abandoned: count(total.abandoned),
    }),
  ];
  if (total.p90_wait !== null) said.push(say.value("equality.p90", { wait: spokenDuration(total.p90_wait) }));
  if (total.occupancy !== null)
    said.push(say.value("statistics.lead_occupancy", { percent: percent(total.occupancy) }));
  return said.join(" ");
}
