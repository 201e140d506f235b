import type { StatisticsPage, TrendPoint } from "../../api_types";
import { clockDuration, count, dayInShort, percent, say } from "../texts";

const WIDTH = 640;
const LEFT = 64;
const PANEL = 120;
const GAP = 58;
const TITLE = 34;
const AIM = 0.8;

interface Panel {
  name: "calls" | "level" | "p90";
  of: (point: TrendPoint) => number | null;
  spoken: (figure: number) => string;
  /** What the drawing reaches to; the greatest figure where it is not given. */
  top?: number;
}

const PANELS: readonly Panel[] = [
  { name: "calls", of: ({ measures }) => measures.offered, spoken: count },
  { name: "level", of: ({ measures }) => measures.service_level, spoken: percent, top: 1 },
  { name: "p90", of: ({ measures }) => measures.p90_wait, spoken: clockDuration },
];

/** Calls, service level and P90 wait over the period: one drawing below the other, with one axis of time. */
export function TrendPlot({ page }: { page: StatisticsPage }) {
  const { trend, step } = page;
  if (trend.length < 2) return null;
  const height = PANELS.length * (PANEL + GAP);
  const room = (WIDTH - LEFT - 12) / trend.length;
  const x = (nth: number) => LEFT + room * (nth + 0.5);
  const every = Math.ceil(trend.length / 8);
  return (
    <svg
      class="trend"
      viewBox={`0 0 ${WIDTH} ${height + 20}`}
      role="img"
      aria-label={say.value("statistics.trend_plot")}
    >
      {PANELS.map((panel, nth) => (
        <Drawing key={panel.name} panel={panel} trend={trend} top={nth * (PANEL + GAP)} x={x} room={room} />
      ))}
      {trend.map(
        (point, nth) =>
          nth % every === 0 && (
            <text key={point.first} class="plot__tick" x={x(nth)} y={height} text-anchor="middle">
              {dayInShort(point.first, step)}
            </text>
          ),
      )}
    </svg>
  );
}

interface Drawn {
  panel: Panel;
  trend: readonly TrendPoint[];
  top: number;
  x: (nth: number) => number;
  room: number;
}

function Drawing({ panel, trend, top, x, room }: Drawn) {
  const figures = trend.map(panel.of);
  const greatest = panel.top ?? Math.max(1, ...figures.map((figure) => figure ?? 0));
  const floor = top + TITLE + PANEL;
  const y = (figure: number) => floor - (figure / greatest) * PANEL;
  const points = figures.flatMap((figure, nth) => (figure === null ? [] : [{ nth, figure }]));
  return (
    <g>
      <text class="trend__title" x={0} y={top + 14}>
        {say.value(`statistics.trend.${panel.name}`)}
      </text>
      {[0, greatest].map((figure) => (
        <g key={figure}>
          <line class="plot__grid" x1={LEFT} x2={WIDTH} y1={y(figure)} y2={y(figure)} />
          <text class="plot__tick" x={LEFT - 8} y={y(figure) + 5} text-anchor="end">
            {panel.spoken(figure)}
          </text>
        </g>
      ))}
      {panel.name === "level" && (
        <>
          <line class="plot__aim" x1={LEFT} x2={WIDTH} y1={y(AIM)} y2={y(AIM)} />
          <text class="plot__tick" x={LEFT - 8} y={y(AIM) + 5} text-anchor="end">
            {percent(AIM)}
          </text>
        </>
      )}
      {panel.name === "calls" ? (
        points.map(({ nth, figure }) => (
          <rect
            key={nth}
            class="trend__bar"
            x={x(nth) - room * 0.36}
            width={room * 0.72}
            y={y(figure)}
            height={floor - y(figure)}
          />
        ))
      ) : (
        <>
          <polyline
            class="trend__line"
            points={points.map(({ nth, figure }) => `${x(nth)},${y(figure)}`).join(" ")}
          />
          {points.map(({ nth, figure }) => (
            <circle key={nth} class="plot__dot" cx={x(nth)} cy={y(figure)} r={room > 14 ? 4 : 2} />
          ))}
        </>
      )}
    </g>
  );
}
