import type { StatisticsPage } from "../../api_types";
import type { AdminModel } from "../model";
import { dayInShort, say, spokenDuration } from "../texts";
import { Export } from "./export";
import { type Measure, sayMeasure } from "./measures";
import { TrendPlot } from "./trend_plot";

const COLUMNS: readonly Measure[] = ["offered", "handled", "service_level", "p90_wait", "occupancy"];

/** How the measures went over the period: drawn, and the same figures as a table beside it. */
export function TrendPart({ model, page }: { model: AdminModel; page: StatisticsPage }) {
  return (
    <section class="statistics">
      <h2>{say.value("statistics.trend")}</h2>
      <p class="help">{say.value("statistics.trend_help")}</p>
      <div class="statistics__pair">
        <TrendPlot page={page} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section class="table-frame statistics__long" tabIndex={0} aria-label={say.value("statistics.trend")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{say.value(`statistics.step.${page.step}`)}</th>
                {COLUMNS.map((name) => (
                  <th key={name} scope="col" class="table__figures">
                    {say.value(`statistics.${name}`, { target: spokenDuration(page.target) })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {page.trend.map((point) => (
                <tr key={point.first}>
                  <th scope="row">{dayInShort(point.first, page.step)}</th>
                  {COLUMNS.map((name) => (
                    <td key={name} class="table__figures">
                      {sayMeasure(name, point.measures)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
      <Export model={model} part="trend" />
    </section>
  );
}
