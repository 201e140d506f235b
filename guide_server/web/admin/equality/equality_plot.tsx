import type { EqualityLine } from "../../api_types";
import { percent, say, shortName } from "../texts";

const LINE = 30;
const NAME = 184;
const WIDTH = 540;
const FOOT = 26;
const AIM = 0.8;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The share answered in time for each line: a dot, and as a bar the range in which the true share lies. */
export function EqualityPlot({ title, lines }: { title: string; lines: readonly EqualityLine[] }) {
  if (lines.length === 0) return null;
  const x = (share: number) => NAME + share * (WIDTH - NAME - 20);
  const height = lines.length * LINE;
  return (
    <figure class="plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${height + FOOT}`}
        role="img"
        aria-label={say.value("equality.plot", { title })}
      >
        {TICKS.map((tick) => (
          <g key={tick}>
            <line class="plot__grid" x1={x(tick)} x2={x(tick)} y1={0} y2={height} />
            <text class="plot__tick" x={x(tick)} y={height + 18} text-anchor="middle">
              {percent(tick)}
            </text>
          </g>
        ))}
        <line class="plot__aim" x1={x(AIM)} x2={x(AIM)} y1={0} y2={height} />
        {lines.map((line, nth) => {
          const middle = nth * LINE + LINE / 2;
          const { share, low, high } = line.within_target ?? { share: 0, low: 0, high: 0 };
          return (
            <g key={line.key}>
              <text class="plot__name" x={NAME - 14} y={middle + 5} text-anchor="end">
                {shortName(line.name)}
              </text>
              <line class="plot__range" x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
              <circle class="plot__dot" cx={x(share)} cy={middle} r={5} />
            </g>
          );
        })}
      </svg>
      <figcaption class="help">{say.value("equality.caption")}</figcaption>
    </figure>
  );
}
