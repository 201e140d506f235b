import type { PlanningHour } from "../../api_types";
import { say } from "../texts";
import { hourName, lacking, type Week, weekdayName } from "./week";

const NAME = 64;
const HEAD = 30;
const CELL = 84;
const ROW = 40;

/** Each hour of the week as a field: how many guides it needs, and with a thick edge how many are missing. */
export function WeekDrawing({ week, title }: { week: Week; title: string }) {
  const width = NAME + week.weekdays.length * CELL;
  const height = HEAD + week.hours.length * ROW;
  return (
    <figure class="plot">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={title}
        style={{ maxInlineSize: `${width}px` }}
      >
        {week.weekdays.map((weekday, nth) => (
          <text key={weekday} class="plot__tick" x={NAME + (nth + 0.5) * CELL} y={18} text-anchor="middle">
            {weekdayName(weekday, "short")}
          </text>
        ))}
        {week.hours.map((hour, row) => (
          <g key={hour}>
            <text class="plot__tick" x={NAME - 10} y={HEAD + row * ROW + 25} text-anchor="end">
              {hourName(hour)}
            </text>
            {week.weekdays.map((weekday, column) => {
              const found = week.at(weekday, hour);
              return (
                found && <Field key={weekday} hour={found} x={NAME + column * CELL} y={HEAD + row * ROW} />
              );
            })}
          </g>
        ))}
      </svg>
      <figcaption class="help">{say.value("planning.week_caption")}</figcaption>
    </figure>
  );
}

function Field({ hour, x, y }: { hour: PlanningHour; x: number; y: number }) {
  const missing = lacking(hour);
  const middle = x + CELL / 2;
  return (
    <g class={missing > 0 ? "week week--lacking" : "week"}>
      <rect class="week__field" x={x + 3} y={y + 3} width={CELL - 6} height={ROW - 6} rx={6} />
      <text class="week__needed" x={missing > 0 ? middle - 12 : middle} y={y + 26} text-anchor="middle">
        {hour.needed}
      </text>
      {missing > 0 && (
        <text class="week__missing" x={middle + 16} y={y + 25} text-anchor="middle">
          −{missing}
        </text>
      )}
    </g>
  );
}
