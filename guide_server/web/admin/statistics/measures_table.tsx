import type { StatisticsPage } from "../../api_types";
import type { AdminModel } from "../model";
import { dayInWords, say, spokenDuration } from "../texts";
import { Export } from "./export";
import { MEASURES, sayChange, sayMeasure } from "./measures";

/** Every measure of the whole period, beside the other period's, with how it is counted. */
export function MeasuresTable({ model, page }: { model: AdminModel; page: StatisticsPage }) {
  const { before, versus_start: start, versus_end: end } = page;
  const other =
    start !== null && end !== null
      ? say.value("log.period", { start: dayInWords(start), end: dayInWords(end) })
      : null;
  return (
    <section class="statistics">
      <h2>{say.value("statistics.measures")}</h2>
      <div class="table-frame">
        <table class="table statistics__measures">
          <thead>
            <tr>
              <th scope="col">{say.value("statistics.measure")}</th>
              <th scope="col" class="table__figures">
                {say.value("statistics.now")}
              </th>
              {other !== null && (
                <>
                  <th scope="col" class="table__figures">
                    {other}
                  </th>
                  <th scope="col" class="table__figures">
                    {say.value("statistics.change")}
                  </th>
                </>
              )}
              <th scope="col">{say.value("statistics.definition")}</th>
            </tr>
          </thead>
          <tbody>
            {MEASURES.map(({ name }) => (
              <tr key={name}>
                <th scope="row">
                  {say.value(`statistics.${name}`, { target: spokenDuration(page.target) })}
                </th>
                <td class="table__figures statistics__now">{sayMeasure(name, page.total)}</td>
                {other !== null && (
                  <>
                    <td class="table__figures">{sayMeasure(name, before)}</td>
                    <td class="table__figures">{sayChange(name, page.total, before)}</td>
                  </>
                )}
                <td class="statistics__definition">{say.value(`statistics.${name}.is`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Export model={model} part="measures" />
    </section>
  );
}
