import type { PublishedLine, PublishedMonth } from "../../api_types";
import { count, nameOfLanguage, percent, say, shortName } from "../texts";

const WIDTH = 440;
const NAMES = 136;
const LINE = 19;
const AIM = 0.8;
const FIGURES = 92;

/** The share answered in time, for each neighbourhood and each language that may be told, with the aim. */
export function EqualDrawing({ month }: { month: PublishedMonth }) {
  const languages = month.languages.map((line) => ({
    ...line,
    name: nameOfLanguage(line.key, month.names),
  }));
  const groups = [byShare(month.neighbourhoods), byShare(languages)].filter((lines) => lines.length > 0);
  const lines = groups.flatMap((group, nth) => (nth === 0 ? group : [null, ...group]));
  if (lines.length === 0) return null;
  const height = lines.length * LINE;
  const x = (share: number) => NAMES + share * (WIDTH - NAMES - FIGURES);
  const back = languages.filter((line) => line.within_percent === null).map(({ name }) => name);
  return (
    <figure class="report__drawing">
      <svg viewBox={`0 0 ${WIDTH} ${height + 18}`} role="img" aria-label={say.value("report.drawing")}>
        {lines.map(
          (line, nth) =>
            line !== null && <Bar key={line.key} line={line} middle={(nth + 0.5) * LINE} x={x} />,
        )}
        <line class="plot__aim" x1={x(AIM)} x2={x(AIM)} y1={0} y2={height} />
        <text class="plot__tick" x={x(AIM)} y={height + 14} text-anchor="middle">
          {say.value("report.aim", { percent: percent(AIM) })}
        </text>
      </svg>
      <figcaption class="help">
        {say.value("report.drawing_help")}
        {back.length > 0 && ` ${say.value("report.few", { names: back.join(", ") })}`}
      </figcaption>
    </figure>
  );
}

interface Drawn {
  line: PublishedLine;
  middle: number;
  x: (share: number) => number;
}

function Bar({ line, middle, x }: Drawn) {
  const share = (line.within_percent ?? 0) / 100;
  return (
    <g>
      <text class="plot__name" x={NAMES - 8} y={middle + 4} text-anchor="end">
        {shortName(line.name)}
      </text>
      <rect class="bars__whole" x={NAMES} y={middle - 6} width={x(1) - NAMES} height={12} />
      <rect class="bars__part" x={NAMES} y={middle - 6} width={x(share) - NAMES} height={12} />
      <text class="plot__tick" x={x(1) + 6} y={middle + 4}>
        {say.value("report.of", { percent: percent(share), count: count(line.offered ?? 0) })}
      </text>
    </g>
  );
}

/** Best first; what is kept back is not drawn. */
function byShare<T extends PublishedLine>(lines: readonly T[]): T[] {
  return lines
    .filter((line) => line.within_percent !== null)
    .sort((a, b) => (b.within_percent ?? 0) - (a.within_percent ?? 0));
}
