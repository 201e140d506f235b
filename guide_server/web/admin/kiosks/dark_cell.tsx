import type { DarkDay, FleetKiosk } from "../../api_types";
import { dayAndMonth, say, shortFigure } from "../texts";

const HOUR = 3_600_000;
const HEIGHT = 28;
const STEP = 12;
const BAR = 9;
/** A quarter of an hour in a long day must be seen too. */
const LEAST = 4;

/**
 * For how long it was open at a kiosk that had no contact: the last fortnight drawn, sums beside it, days below.
 * Time in which no server ran is told apart.
 */
export function DarkCell({ of }: { of: FleetKiosk }) {
  if (of.month.open === 0) return <span class="table__side">{say.value("fleet.not_open")}</span>;
  return (
    <div class="fleet__dark">
      <Strip days={of.days} />
      <dl class="fleet__sums">
        {(["week", "month"] as const).map((span) => (
          <div key={span}>
            <dt>{say.value(`fleet.${span}`)}</dt>
            <dd class={of[span].dark > 0 ? "fleet__lacking" : undefined}>
              {say.value("fleet.hours", { hours: hours(of[span].dark) })}
            </dd>
          </div>
        ))}
      </dl>
      {of.month.no_server > 0 && (
        <span class="table__side">
          {say.value("fleet.no_server", {
            week: hours(of.week.no_server),
            month: hours(of.month.no_server),
          })}
        </span>
      )}
      <details class="self-test__parts">
        <summary>{say.value("fleet.days")}</summary>
        <table class="fleet__days">
          <thead>
            <tr>
              <th scope="col">{say.value("fleet.day")}</th>
              <th scope="col">{say.value("fleet.day_open")}</th>
              <th scope="col">{say.value("fleet.day_dark")}</th>
              <th scope="col">{say.value("fleet.day_no_server")}</th>
            </tr>
          </thead>
          <tbody>
            {[...of.days].reverse().map(({ day, open, dark, no_server }) => (
              <tr key={day}>
                <th scope="row">{dayAndMonth(day)}</th>
                <td>{open === 0 ? "–" : hours(open)}</td>
                <td>{open === 0 ? "–" : hours(dark)}</td>
                <td>{open === 0 ? "–" : hours(no_server)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

/**
 * A frame for each day that was open, filled from below by what of it was dark and, hollow above that, without a
 * server; a line for a day that was closed.
 */
function Strip({ days }: { days: readonly DarkDay[] }) {
  const dark = days.filter((day) => day.dark > 0);
  const title = say.value("fleet.strip", {
    count: dark.length,
    hours: hours(dark.reduce((sum, day) => sum + day.dark, 0)),
  });
  return (
    <svg
      class="fleet__strip"
      viewBox={`0 0 ${days.length * STEP} ${HEIGHT + 2}`}
      width={days.length * STEP}
      height={HEIGHT + 2}
      role="img"
      aria-label={title}
    >
      {days.map((day, nth) => (
        <Day key={day.day} of={day} x={nth * STEP + 1} />
      ))}
    </svg>
  );
}

function Day({ of: { open, dark, no_server }, x }: { of: DarkDay; x: number }) {
  if (open === 0) return <line class="fleet__closed" x1={x} x2={x + BAR} y1={HEIGHT} y2={HEIGHT} />;
  const high = dark === 0 ? 0 : Math.max(LEAST, (dark / open) * HEIGHT);
  const above = no_server === 0 ? 0 : Math.min(HEIGHT - high, Math.max(LEAST, (no_server / open) * HEIGHT));
  return (
    <g>
      <rect class="fleet__open" x={x} y={1} width={BAR} height={HEIGHT} />
      {high > 0 && <rect class="fleet__fill" x={x} y={1 + HEIGHT - high} width={BAR} height={high} />}
      {above > 0 && (
        <rect class="fleet__no-server" x={x} y={1 + HEIGHT - high - above} width={BAR} height={above} />
      )}
    </g>
  );
}

/** To the tenth; what is less than that but something is not nothing. */
function hours(time: number): string {
  return time > 0 && time < HOUR / 20 ? `< ${shortFigure(0.1)}` : shortFigure(time / HOUR);
}
