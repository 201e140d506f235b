import type { EqualityLine, EqualityPage } from "../../api_types";
import { clockDuration, percent, say } from "../texts";

/** Each language in each neighbourhood: the share answered in time, and the wait that nine of ten were spared. */
export function EqualityMatrix({
  page,
  languages,
}: {
  page: EqualityPage;
  languages: readonly EqualityLine[];
}) {
  const cells = new Map(page.cells.map((cell) => [`${cell.language} ${cell.neighbourhood}`, cell]));
  const tellsWaits = page.cells.some(({ p90_wait }) => typeof p90_wait === "number");
  const shown = (tag: string, place: string) => {
    const cell = cells.get(`${tag} ${place}`);
    if (cell?.kept_back) return <span class="table__kept-back">{say.value("equality.hidden")}</span>;
    if (!cell?.within_target) return <span class="table__kept-back">–</span>;
    return (
      <>
        <strong class="table__main">{percent(cell.within_target.share)}</strong>
        {tellsWaits && (
          <span class="table__side">
            {typeof cell.p90_wait === "number" ? clockDuration(cell.p90_wait) : "–"}
          </span>
        )}
      </>
    );
  };
  return (
    <section class="equality">
      <h2>{say.value("equality.both")}</h2>
      <p class="help">
        {say.value(tellsWaits ? "equality.both_help" : "equality.both_help_published")}
        {page.cells.some((cell) => cell.kept_back) && ` ${say.value("equality.hidden_help")}`}
      </p>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say.value("equality.by_language")}</th>
              {page.neighbourhoods.map((place) => (
                <th key={place.key} scope="col" class="table__figures">
                  <bdi>{place.name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {languages.map((line) => (
              <tr key={line.key}>
                <th scope="row">
                  <bdi>{line.name}</bdi>
                </th>
                {page.neighbourhoods.map((place) => (
                  <td key={place.key} class="table__figures">
                    {shown(line.key, place.key)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
