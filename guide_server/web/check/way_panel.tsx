import { figuresOf } from "./figures";
import { type Grade, gradeOf, LINES, type Line } from "./findings";
import type { CheckModel } from "./model";
import { say } from "./texts";

const DOT: Readonly<Record<Grade, string>> = {
  waiting: "dot",
  running: "dot dot--busy",
  good: "dot dot--free",
  weak: "dot dot--busy",
  bad: "dot dot--danger",
};

/** Everything that was tried, one line each: what, how it went, and what was measured. */
export function WayPanel({ model }: { model: CheckModel }) {
  const found = model.found.value;
  const grades = gradeOf(found);
  return (
    <section class="panel card" aria-labelledby="way-heading">
      <h2 id="way-heading">{say.value("way.heading")}</h2>
      <ul class="way">
        {LINES.map((line) => (
          <li key={line} class="way__line">
            <span class="way__name">{say.value(`line.${line}`)}</span>
            <span class={DOT[grades[line]]}>{say.value(`grade.${grades[line]}`)}</span>
            <Figures parts={figuresOf(found, line)} line={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Figures({ parts, line }: { parts: readonly string[]; line: Line }) {
  if (parts.length === 0) return null;
  return (
    <ul class="way__figures panel__help" aria-label={say.value(`line.${line}`)}>
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  );
}
