import type { StatisticsHour } from "../../api_types";
import { count, nameOfWeekday, percent, say } from "../texts";

const CELL = { width: 42, height: 34 };
const NAMES = 62;
const HEAD = 26;
/** Hours for which there is always room, so that few of them are not drawn large. */
const LEAST = 12;
const DAYS = [0, 1, 2, 3, 4, 5, 6];
const SHADES = 5;
/** Calls that an hour must have for its share to be shown. */
const ENOUGH = 20;

export type Heat = "offered" | "service_level";

/** An hour of the week as a drawing: every cell says its figure, and the darker it is the greater that is. */
export function HeatMap({ hours, heat }: { hours: readonly StatisticsHour[]; heat: Heat }) {
  const told = hours.filter(({ measures }) => measures.offered > 0);
  if (told.length === 0) return null;
  const columns = hoursOf(told);
  const greatest = heat === "service_level" ? 1 : Math.max(...told.map(({ measures }) => measures.offered));
  const title = say.value(`statistics.heat.${heat}`);
  return (
    <figure class="heat">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${NAMES + Math.max(LEAST, columns.length) * CELL.width} ${HEAD + DAYS.length * CELL.height}`}
        role="img"
        aria-label={title}
      >
        {columns.map((hour, nth) => (
          <text
            key={hour}
            class="plot__tick"
            x={NAMES + (nth + 0.5) * CELL.width}
            y={16}
            text-anchor="middle"
          >
            {hour}
          </text>
        ))}
        {DAYS.map((weekday) => (
          <text key={weekday} class="plot__name" x={0} y={HEAD + (weekday + 0.62) * CELL.height}>
            {nameOfWeekday(weekday, "short")}
          </text>
        ))}
        {told.map((hour) => (
          <Cell
            key={`${hour.weekday}-${hour.hour}`}
            hour={hour}
            columns={columns}
            heat={heat}
            greatest={greatest}
          />
        ))}
      </svg>
    </figure>
  );
}

function Cell({
  hour,
  columns,
  heat,
  greatest,
}: {
  hour: StatisticsHour;
  columns: readonly number[];
  heat: Heat;
  greatest: number;
}) {
  const figure = figureOf(hour, heat);
  const shade = figure === null ? 0 : Math.min(SHADES - 1, Math.floor((figure / greatest) * SHADES));
  const x = NAMES + columns.indexOf(hour.hour) * CELL.width;
  const y = HEAD + hour.weekday * CELL.height;
  return (
    <g class={`heat__cell heat__cell--${shade}`}>
      <rect x={x + 1} y={y + 1} width={CELL.width - 2} height={CELL.height - 2} rx={4} />
      <text x={x + CELL.width / 2} y={y + CELL.height / 2 + 5} text-anchor="middle">
        {sayFigure(figure, heat)}
      </text>
    </g>
  );
}

/** The same figures as a table. */
export function HeatTable({ hours, heat }: { hours: readonly StatisticsHour[]; heat: Heat }) {
  const columns = hoursOf(hours.filter(({ measures }) => measures.offered > 0));
  const at = new Map(hours.map((hour) => [`${hour.weekday}-${hour.hour}`, hour]));
  return (
    <table class="table">
      <caption class="visually-hidden">{say.value(`statistics.heat.${heat}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{say.value("statistics.weekday")}</th>
          {columns.map((hour) => (
            <th key={hour} scope="col" class="table__figures">
              {hour}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {DAYS.map((weekday) => (
          <tr key={weekday}>
            <th scope="row">{nameOfWeekday(weekday, "long")}</th>
            {columns.map((hour) => {
              const found = at.get(`${weekday}-${hour}`);
              return (
                <td key={hour} class="table__figures">
                  {found === undefined ? "–" : sayFigure(figureOf(found, heat), heat)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function figureOf({ measures }: StatisticsHour, heat: Heat): number | null {
  if (heat === "offered") return measures.offered;
  return measures.offered < ENOUGH ? null : measures.service_level;
}

function sayFigure(figure: number | null, heat: Heat): string {
  if (figure === null) return "–";
  return heat === "offered" ? count(figure) : percent(figure);
}

/** From the first hour to the last in which somebody called. */
function hoursOf(hours: readonly StatisticsHour[]): number[] {
  const all = hours.map(({ hour }) => hour);
  if (all.length === 0) return [];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  return Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
}
