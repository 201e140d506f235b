import type { PlanningHour } from "../../api_types";
import { say, shortFigure } from "../texts";
import { hourName, type Week, weekdayName } from "./week";

/** The same hours in figures: taps, guides needed with their range, and guides at work. */
export function WeekTable({ week, title }: { week: Week; title: string }) {
  return (
    <div class="table-frame">
      <table class="table week-table">
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{say.value("planning.hour")}</th>
            {week.weekdays.map((weekday) => (
              <th key={weekday} scope="col" class="table__figures">
                {weekdayName(weekday, "short")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {week.hours.map((hour) => (
            <tr key={hour}>
              <th scope="row" class="table__time">
                {hourName(hour)}
              </th>
              {week.weekdays.map((weekday) => (
                <td key={weekday} class="table__figures">
                  <Cell hour={week.at(weekday, hour)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ hour }: { hour: PlanningHour | undefined }) {
  if (hour === undefined) return <>–</>;
  const range =
    hour.needed_low === hour.needed_high ? `${hour.needed}` : `${hour.needed_low}–${hour.needed_high}`;
  return (
    <>
      <strong class="table__main">
        {say.value("planning.of", { on_duty: shortFigure(hour.on_duty), needed: range })}
      </strong>
      <span class="table__side">
        {say.value(hour.own ? "planning.taps_own" : "planning.taps_spread", {
          taps: shortFigure(hour.taps.value),
        })}
      </span>
    </>
  );
}
