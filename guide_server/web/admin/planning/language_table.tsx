import type { PlanningLanguage, PlanningPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { narrowed } from "../place";
import { clockDuration, count, isolated, say, shortFigure } from "../texts";
import { tapsShort } from "./shortage";
import { withoutFigures } from "./without_figures";

/** What is known of each language, and how much it lacks. A language leads to its week. */
export function LanguageTable({
  model,
  page,
  nameOf,
}: {
  model: AdminModel;
  page: PlanningPage;
  nameOf: (tag: string | null) => string;
}) {
  const lines = page.everybody === null ? page.languages : [page.everybody, ...page.languages];
  const columns = ["taps", "handling", "patience", "most", "lacking", "short"] as const;
  const { few, keptBack } = withoutFigures(page);
  return (
    <section class="equality">
      <h2>{say.value("planning.by_language")}</h2>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say.value("equality.by_language")}</th>
              {columns.map((column) => (
                <th key={column} scope="col" class="table__figures">
                  {say.value(`planning.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.language}>
                <th scope="row">
                  <Link
                    model={model}
                    to={narrowed(model.place.value, { language: line.language })}
                    current={line.language === (model.place.value.log.language ?? null)}
                  >
                    {nameOf(line.language)}
                  </Link>
                </th>
                <Figures line={line} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="help">
        {say.value(page.as_published ? "planning.by_language_help_published" : "planning.by_language_help", {
          least: count(page.least),
        })}
      </p>
      {few.length > 0 && (
        <p class="help">
          {say.value("planning.scarce", {
            least: count(page.least),
            languages: few
              .map(
                ({ language, taps }) =>
                  `${isolated(nameOf(language))} (${taps === null ? "< 5" : count(taps)})`,
              )
              .join(", "),
          })}
        </p>
      )}
      {keptBack.length > 0 && (
        <p class="help">
          {say.value("planning.kept_back", {
            languages: keptBack.map(({ language }) => isolated(nameOf(language))).join(", "),
          })}
        </p>
      )}
    </section>
  );
}

function Figures({ line }: { line: PlanningLanguage }) {
  const { patience } = line;
  const borrowed = say.value("planning.borrowed");
  return (
    <>
      <td class="table__figures">{shortFigure(line.taps_per_week)}</td>
      <td class="table__figures">
        <span class="table__main">{clockDuration(line.handling)}</span>
        {!line.own_handling && <span class="table__side">{borrowed}</span>}
      </td>
      <td class="table__figures">
        {patience === null ? (
          say.value("planning.nobody_left")
        ) : (
          <>
            <span class="table__main">{clockDuration(patience.mean)}</span>
            <span class="table__side">
              {line.own_patience
                ? `${clockDuration(patience.low)}–${clockDuration(patience.high)}`
                : borrowed}
            </span>
          </>
        )}
      </td>
      <td class="table__figures">{count(Math.max(0, ...line.hours.map((hour) => hour.needed)))}</td>
      <td class="table__figures">{shortFigure(line.lacking)}</td>
      <td class="table__figures">{shortFigure(tapsShort(line))}</td>
    </>
  );
}
