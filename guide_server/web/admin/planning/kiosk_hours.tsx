import type { KioskHour, KioskHours } from "../../api_types";
import { count, percent, say } from "../texts";
import { hourName, weekdayName } from "./week";

const BAR = 18;
const HEIGHT = 90;
const SHOWN = 6;

/** When people come to each kiosk, set against when it is open. Those that are found closed most come first. */
export function KioskHoursPart({ kiosks }: { kiosks: readonly KioskHours[] }) {
  const named = kiosks.map((each) =>
    each.kiosk === null ? { ...each, name: say.value("planning.all_kiosks") } : each,
  );
  return (
    <section class="equality">
      <h2>{say.value("planning.kiosks")}</h2>
      <div class="kiosk-hours">
        {named.slice(0, SHOWN).map((kiosk) => (
          <Drawing key={kiosk.kiosk} kiosk={kiosk} />
        ))}
      </div>
      <p class="help">{say.value("planning.kiosks_caption")}</p>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say.value("planning.kiosk")}</th>
              {(["taps", "outside", "share"] as const).map((column) => (
                <th key={column} scope="col" class="table__figures">
                  {say.value(`planning.kiosk_column.${column}`)}
                </th>
              ))}
              <th scope="col">{say.value("planning.kiosk_column.when")}</th>
            </tr>
          </thead>
          <tbody>
            {named.map((kiosk) => (
              <tr key={kiosk.kiosk}>
                <th scope="row">
                  <span class="table__main">
                    <bdi>{kiosk.name}</bdi>
                  </span>
                  <span class="table__side">
                    <bdi>{kiosk.site_name}</bdi>
                  </span>
                </th>
                <td class="table__figures">{count(kiosk.taps)}</td>
                <td class="table__figures">{count(kiosk.outside)}</td>
                <td class="table__figures">{kiosk.taps === 0 ? "–" : percent(kiosk.outside / kiosk.taps)}</td>
                <td>{commonest(kiosk.hours)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The hours of the day: the taps that were let in, and on top of them those that found it closed. */
function Drawing({ kiosk }: { kiosk: KioskHours }) {
  const days = Array.from({ length: 24 }, (_, hour) => kiosk.hours.filter((each) => each.hour === hour));
  const sums = days.map((hours) => ({
    taps: hours.reduce((sum, each) => sum + each.taps, 0),
    outside: hours.reduce((sum, each) => sum + each.outside, 0),
    open: Math.max(0, ...hours.map((each) => each.open)),
  }));
  const most = Math.max(1, ...sums.map(({ taps }) => taps));
  const high = (taps: number) => (taps / most) * HEIGHT;
  const title = say.value("planning.kiosk_plot", {
    kiosk: kiosk.name,
    taps: count(kiosk.taps),
    outside: count(kiosk.outside),
  });
  return (
    <figure class="plot">
      <h3 class="kiosk-hours__name">
        <bdi>{kiosk.name}</bdi>
      </h3>
      <svg viewBox={`0 0 ${24 * BAR} ${HEIGHT + 34}`} role="img" aria-label={title}>
        {sums.map(({ taps, outside, open }, hour) => {
          const inside = taps - outside;
          return (
            <g key={hour}>
              <rect
                class="bar"
                x={hour * BAR + 2}
                y={HEIGHT - high(inside)}
                width={BAR - 4}
                height={high(inside)}
              />
              {outside > 0 && (
                <rect
                  class="bar bar--outside"
                  x={hour * BAR + 3}
                  y={HEIGHT - high(taps) + 1}
                  width={BAR - 6}
                  height={Math.max(1, high(outside) - 2)}
                />
              )}
              {open > 0 && (
                <rect class="bar__open" x={hour * BAR} y={HEIGHT + 4} width={BAR * open} height={6} />
              )}
            </g>
          );
        })}
        <line class="plot__grid" x1={0} x2={24 * BAR} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
        {[0, 6, 12, 18, 24].map((hour) => (
          <text
            key={hour}
            class="plot__tick"
            x={hour * BAR}
            y={HEIGHT + 28}
            text-anchor={hour === 0 ? "start" : hour === 24 ? "end" : "middle"}
          >
            {hour}
          </text>
        ))}
      </svg>
    </figure>
  );
}

/** The hours in which most found it closed. */
function commonest(hours: readonly KioskHour[]): string {
  const closed = hours.filter((hour) => hour.outside > 0).toSorted((a, b) => b.outside - a.outside);
  if (closed.length === 0) return "–";
  return closed
    .slice(0, 3)
    .map((hour) => `${weekdayName(hour.weekday, "short")} ${hourName(hour.hour)} (${count(hour.outside)})`)
    .join(", ");
}
