import type { AuditRow } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Trouble } from "../parts/trouble";
import { count, say, sayCode, timeIn } from "../texts";

const LAST_READING = 1;
/** What adds the first accounts and places, as the store names it. */
const SET_UP = "set_up";

/** The audit: who read or changed what, and why. */
export function ReadingsView({ model }: { model: AdminModel }) {
  const state = model.readings.state.value;
  const rows = state.value?.rows ?? [];
  const last = rows.at(-1);
  const times = timeIn(model.directory.state.value.value?.zone ?? "Europe/Stockholm");
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("readings.title")}</p>
        <h1>
          {say.value(state.value !== null && rows.length === 0 ? "readings.none" : "readings.headline")}
        </h1>
        <p class="summary__lead">{say.value("readings.lead")}</p>
      </section>
      <Trouble of={state} retry={() => model.reload()} />
      {rows.length > 0 && (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={[
                "readings.time",
                "readings.who",
                "readings.what",
                { figures: "readings.rows" },
                "readings.why",
                "readings.given",
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td class="table__time">{times.moment(row.at)}</td>
                  <td>{row.who === SET_UP ? say.value("readings.set_up") : <bdi>{row.who}</bdi>}</td>
                  <td>{sayCode("action", row.what)}</td>
                  <td class="table__figures">{count(row.rows)}</td>
                  <td>{row.why === "" ? "–" : sayCode("why", row.why)}</td>
                  <td class="table__wide table__given">{givenOf(row, times.moment) || "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {last !== undefined && last.id > LAST_READING && (
        <p>
          <button type="button" class="button" onClick={() => void model.olderReadings(last)}>
            {say.value("readings.older")}
          </button>
        </p>
      )}
    </>
  );
}

/** The selection as the store kept it; instants as times. */
function givenOf({ given }: AuditRow, moment: (at: number) => string): string {
  return Object.entries(given)
    .filter(([name, value]) => !UNSAID.has(name) && value !== "")
    .map(([name, value]) => `${sayCode("given", name)} ${INSTANTS.has(name) ? moment(Number(value)) : value}`)
    .join(" · ");
}

/** How the rows were sorted says nothing about what was read. */
const UNSAID = new Set(["order", "offset"]);
const INSTANTS = new Set(["since", "until"]);
