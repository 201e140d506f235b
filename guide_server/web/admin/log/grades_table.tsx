import { GradeSign } from "../../grade_sign";
import { Columns } from "../parts/columns";
import { clockDuration, say, sayCode, times } from "../texts";
import { nameOf } from "./grade_bands";
import { figuresOf } from "./grade_figures";
import type { End } from "./grades";

/** The same as the bands: each end, from when, for how long, how, and by which figures. */
export function GradesTable({ ends }: { ends: readonly End[] }) {
  return (
    <div class="table-frame">
      <table class="table table--narrow">
        <Columns
          of={["grades.end", "call.time", { figures: "grades.length" }, "grades.grade", "grades.figures"]}
        />
        <tbody>
          {ends.flatMap(({ guide, stretches }) =>
            stretches.map(({ grade, start, end, figures }) => (
              <tr key={`${guide}${start}`} data-grade={grade}>
                <td>{nameOf(guide)}</td>
                <td class="table__time">{times.value.clock(start)}</td>
                <td class="table__figures">{clockDuration(end - start)}</td>
                <td>
                  <GradeSign grade={grade} /> {sayCode("quality", grade)}
                </td>
                <td>{figures === null ? say.value("grades.unknown") : figuresOf(figures)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
