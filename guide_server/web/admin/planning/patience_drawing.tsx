import type { PatienceEstimate, PatienceStep } from "../../api_types";
import { clockDuration, count, percent, say } from "../texts";

const LEFT = 56;
const WIDTH = 560;
const HEIGHT = 220;
const FOOT = 34;
const SHARES = [0, 0.25, 0.5, 0.75, 1];
const MINUTE = 60_000;

/** How many residents still wait after how long: as seen, with its bounds, and as the formulas assume it. */
export function PatienceDrawing({
  steps,
  estimate,
}: {
  steps: readonly PatienceStep[];
  estimate: PatienceEstimate | null;
}) {
  const longest = steps.at(-1)?.wait ?? 0;
  if (estimate === null || longest === 0) return <p class="help">{say.value("planning.patience_none")}</p>;
  const x = (wait: number) => LEFT + (wait / longest) * (WIDTH - LEFT - 8);
  const y = (share: number) => 8 + (1 - share) * (HEIGHT - 8);
  const tick = [1, 2, 5, 10, 30, 60].map((minutes) => minutes * MINUTE).find((each) => longest / each <= 8);
  const ticks = Array.from(
    { length: Math.floor(longest / (tick ?? longest)) + 1 },
    (_, nth) => nth * (tick ?? longest),
  );
  const assumed = Array.from({ length: 61 }, (_, nth) => (nth / 60) * longest);
  return (
    <figure class="plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`}
        role="img"
        aria-label={say.value("planning.patience_plot")}
      >
        {SHARES.map((share) => (
          <g key={share}>
            <line class="plot__grid" x1={LEFT} x2={WIDTH - 8} y1={y(share)} y2={y(share)} />
            <text class="plot__tick" x={LEFT - 8} y={y(share) + 4} text-anchor="end">
              {percent(share)}
            </text>
          </g>
        ))}
        {ticks.map((wait) => (
          <text key={wait} class="plot__tick" x={x(wait)} y={HEIGHT + 22} text-anchor="middle">
            {clockDuration(wait)}
          </text>
        ))}
        <path
          class="patience__bounds"
          d={`${stairs(steps, "high", x, y)} L${stairs(steps, "low", x, y, true)} Z`}
        />
        <path class="patience__seen" d={stairs(steps, "share", x, y)} />
        <path
          class="plot__aim"
          fill="none"
          d={`M${assumed.map((wait) => `${x(wait)} ${y(Math.exp(-wait / estimate.mean))}`).join(" L")}`}
        />
      </svg>
      <figcaption class="help">
        {say.value("planning.patience_caption", {
          mean: clockDuration(estimate.mean),
          low: clockDuration(estimate.low),
          high: clockDuration(estimate.high),
          left: count(estimate.left),
        })}
      </figcaption>
    </figure>
  );
}

/** A line that falls at each step; backwards without its first letter, to be joined to another. */
function stairs(
  steps: readonly PatienceStep[],
  part: "share" | "low" | "high",
  x: (wait: number) => number,
  y: (share: number) => number,
  backwards = false,
): string {
  const points = steps.flatMap((step, nth) => {
    const next = steps[nth + 1]?.wait ?? step.wait;
    return [`${x(step.wait)} ${y(step[part])}`, `${x(next)} ${y(step[part])}`];
  });
  return backwards ? points.reverse().join(" L") : `M${points.join(" L")}`;
}
