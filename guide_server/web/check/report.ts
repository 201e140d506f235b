/** The check as a text to send to whoever helps: no name, no address, no device's own name. */

import { figuresOf } from "./figures";
import { type Findings, gradeOf, LINES, type Line, verdictOf } from "./findings";
import { momentOf, say } from "./texts";

/** `at`: when it was made, in milliseconds since 1970 UTC. */
export function reportOf(found: Findings, browser: string, at: number): string {
  const grades = gradeOf(found);
  const detail: Partial<Record<Line, string>> = { browser };
  const lines = LINES.map((line) => {
    const more = [detail[line], ...figuresOf(found, line)].filter(
      (part) => part !== undefined && part !== "",
    );
    const grade = say.value(`grade.${grades[line]}`);
    return `${say.value(`line.${line}`)}: ${grade}${more.length > 0 ? ` (${more.join("; ")})` : ""}`;
  });
  return [
    say.value("report.heading"),
    momentOf(at),
    say.value(`verdict.${verdictOf(found)}`),
    "",
    ...lines,
    "",
  ].join("\n");
}
