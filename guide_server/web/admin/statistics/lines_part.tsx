import type { StatisticsLine, StatisticsPage } from "../../api_types";
import type { AdminModel } from "../model";
import { count, percent, say, shortName, spokenDuration } from "../texts";
import { Export } from "./export";
import { type Measure, sayChange, sayMeasure } from "./measures";

const COLUMNS: readonly Measure[] = [
  "offered",
  "handled",
  "service_level",
  "abandoned",
  "p90_wait",
  "average_talk",
];

interface Divided {
  model: AdminModel;
  page: StatisticsPage;
  part: "languages" | "neighbourhoods" | "sites" | "topics";
  lines: readonly StatisticsLine[];
}

/** One way to divide the calls: drawn, and the same figures as a table beside it. */
export function LinesPart({ model, page, part, lines }: Divided) {
  const compares = page.before !== null;
  return (
    <section class="statistics">
      <h2>{say.value(`statistics.part.${part}`)}</h2>
      <div class="statistics__pair">
        <Bars lines={lines} title={say.value(`statistics.part.${part}`)} />
        <div class="table-frame">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{say.value(`statistics.one.${part}`)}</th>
                {COLUMNS.map((name) => (
                  <th key={name} scope="col" class="table__figures">
                    {say.value(`statistics.${name}`, { target: spokenDuration(page.target) })}
                  </th>
                ))}
                {compares && (
                  <th scope="col" class="table__figures">
                    {say.value("statistics.level_change")}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Row key={line.key} line={line} compares={compares} />
              ))}
            </tbody>
          </table>
        </div>
      </div>
      <Export model={model} part={part} />
    </section>
  );
}

function Row({ line, compares }: { line: StatisticsLine; compares: boolean }) {
  const name = (
    <th scope="row">
      <bdi>{line.name}</bdi>
    </th>
  );
  if (line.measures === null)
    return (
      <tr>
        {name}
        <td class="table__kept-back" colSpan={COLUMNS.length + Number(compares)}>
          {say.value("equality.kept_back")}
        </td>
      </tr>
    );
  return (
    <tr>
      {name}
      {COLUMNS.map((column) => (
        <td key={column} class="table__figures">
          {sayMeasure(column, line.measures)}
        </td>
      ))}
      {compares && <td class="table__figures">{sayChange("service_level", line.measures, line.before)}</td>}
    </tr>
  );
}

const WIDTH = 520;
const NAMES = 188;
const LINE = 30;
/** What is less is told by the table alone. */
const DRAWN = 14;

/** A bar as long as the calls offered, the part of it that was answered in time dark, and both figures beside it. */
function Bars({ lines, title }: { lines: readonly StatisticsLine[]; title: string }) {
  const drawn = lines.flatMap(({ key, name, measures }) =>
    measures === null || measures.offered === 0 || key === "" ? [] : [{ key, name, measures }],
  );
  const shown = drawn.slice(0, DRAWN);
  if (shown.length === 0) return null;
  const room = WIDTH - NAMES - 118;
  const greatest = Math.max(...shown.map(({ measures }) => measures.offered));
  return (
    <figure class="plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${shown.length * LINE}`}
        role="img"
        aria-label={say.value("statistics.bars", { title })}
      >
        {shown.map(({ key, name, measures }, nth) => {
          const middle = nth * LINE + LINE / 2;
          const whole = (measures.offered / greatest) * room;
          const share = measures.service_level ?? 0;
          return (
            <g key={key}>
              <text class="plot__name" x={NAMES - 12} y={middle + 5} text-anchor="end">
                {shortName(name)}
              </text>
              <rect class="bars__whole" x={NAMES} y={middle - 9} width={whole} height={18} />
              <rect class="bars__part" x={NAMES} y={middle - 9} width={whole * share} height={18} />
              <text class="plot__tick" x={NAMES + whole + 8} y={middle + 5}>
                {`${count(measures.offered)} · ${percent(share)}`}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption class="help">{say.value("statistics.bars_help")}</figcaption>
    </figure>
  );
}
