import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { givenInWords, whoInWords, whyInWords } from "../parts/given_in_words";
import { Trouble } from "../parts/trouble";
import { count, say, sayCode, times } from "../texts";

const LAST_READING = 1;

/** The audit: who read or changed what, and why. */
export function ReadingsView({ model }: { model: AdminModel }) {
  const state = model.readings.state.value;
  const rows = state.value?.rows ?? [];
  const last = rows.at(-1);
  const known = model.directory.state.value.value;
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
                  <td class="table__time">{times.value.moment(row.at)}</td>
                  <td>
                    <bdi>{whoInWords(row.who, known)}</bdi>
                  </td>
                  <td>{sayCode("action", row.what)}</td>
                  <td class="table__figures">{count(row.rows)}</td>
                  <td>{row.why === "" ? "–" : whyInWords(row.why)}</td>
                  <td class="table__wide table__given">{givenInWords(row.given, known) || "–"}</td>
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
