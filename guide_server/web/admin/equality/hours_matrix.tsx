import type { EqualityLine, EqualityPage } from "../../api_types";
import { percent, say } from "../texts";

/** Each language by the hour of the day: the share answered in time. */
export function HoursMatrix({ page, languages }: { page: EqualityPage; languages: readonly EqualityLine[] }) {
  if (page.hours.length === 0) return null;
  const at = new Map(page.hours.map((told) => [`${told.language} ${told.hour}`, told]));
  const hours = [...new Set(page.hours.map(({ hour }) => hour))].sort((a, b) => a - b);
  const known = new Set(page.hours.map(({ language }) => language));
  const rows = [
    ...languages.filter(({ key }) => known.has(key)),
    ...(known.has("") ? [{ key: "", name: say.value("equality.others") }] : []),
  ];
  const shown = (language: string, hour: number) => {
    const told = at.get(`${language} ${hour}`);
    if (told === undefined || (told.within_target === null && !told.kept_back)) return "–";
    return told.within_target === null ? say.value("equality.hidden") : percent(told.within_target.share);
  };
  return (
    <section class="equality">
      <h2>{say.value("equality.hours")}</h2>
      <p class="help">{say.value("equality.hours_help")}</p>
      <div class="table-frame">
        <table class="table equality__hours">
          <thead>
            <tr>
              <th scope="col">{say.value("equality.by_language")}</th>
              {hours.map((hour) => (
                <th key={hour} scope="col" class="table__figures">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name }) => (
              <tr key={key}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                {hours.map((hour) => (
                  <td key={hour} class="table__figures">
                    {shown(key, hour)}
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
