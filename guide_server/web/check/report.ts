/** The check as a text to send to whoever helps: no name, no address, no device's own name. */

import { figuresOf } from "./figures";
import { type Findings, gradeOf, LINES, type Line, verdictOf } from "./findings";
import { say } from "./texts";

export function reportOf(found: Findings, browser: string, at: Date): string {
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
    at.toISOString().slice(0, 16).replace("T", " "),
    say.value(`verdict.${verdictOf(found)}`),
    "",
    ...lines,
    "",
  ].join("\n");
}
