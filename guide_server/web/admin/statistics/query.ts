import type { StatisticsQuery } from "../../api_types";
import type { Place } from "../place";

/** What the server is asked for at a place. Days that are chosen half are not chosen yet. */
export function statisticsQuery({ log, statistics }: Place): Record<string, string | null> & StatisticsQuery {
  const { versus, versus_from, versus_to, step } = statistics;
  const chosen = versus === "chosen" && versus_from !== null && versus_to !== null;
  return {
    from: log.from ?? null,
    to: log.to ?? null,
    period: log.period ?? null,
    why: log.why ?? "follow_up",
    step,
    versus: versus === "nothing" || (versus === "chosen" && !chosen) ? null : versus,
    versus_from: chosen ? versus_from : null,
    versus_to: chosen ? versus_to : null,
  };
}
