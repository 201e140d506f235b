import type { StatisticsPage } from "../../api_types";
import type { AdminModel } from "../model";
import { say } from "../texts";
import { Export } from "./export";
import { HeatMap, HeatTable } from "./heat_map";

/** When residents call, and when they are answered in time: hour by weekday. */
export function HoursPart({ model, page }: { model: AdminModel; page: StatisticsPage }) {
  return (
    <section class="statistics">
      <h2>{say.value("statistics.hours")}</h2>
      <p class="help">{say.value("statistics.hours_help")}</p>
      <div class="statistics__heats">
        <HeatMap hours={page.hours} heat="offered" />
        <HeatMap hours={page.hours} heat="service_level" />
      </div>
      <details class="statistics__tables">
        <summary>{say.value("statistics.as_tables")}</summary>
        {(["offered", "service_level"] as const).map((heat) => (
          <div key={heat} class="table-frame">
            <h3>{say.value(`statistics.heat.${heat}`)}</h3>
            <HeatTable hours={page.hours} heat={heat} />
          </div>
        ))}
      </details>
      <Export model={model} part="hours" />
    </section>
  );
}
