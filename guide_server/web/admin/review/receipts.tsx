import type { ReceiptRow } from "../../api_types";
import { Columns } from "../parts/columns";
import { count, say, sayCode, times } from "../texts";
import type { ReviewModel } from "./review_model";

const FIRST = 1;

/** What was destroyed, the latest first. Receipts are never destroyed themselves. */
export function Receipts({ model, receipts }: { model: ReviewModel; receipts: readonly ReceiptRow[] }) {
  const last = receipts.at(-1);
  return (
    <section>
      <h2>{say.value("review.receipts")}</h2>
      {last === undefined ? (
        <p class="help">{say.value("review.no_receipts")}</p>
      ) : (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={[
                { figures: "review.number" },
                "review.time",
                "review.kind",
                "review.until",
                "review.counts",
                "review.by",
              ]}
            />
            <tbody>
              {receipts.map((row) => (
                <tr key={row.id}>
                  <th scope="row" class="table__figures">
                    {row.id}
                  </th>
                  <td class="table__time">{times.value.moment(row.at)}</td>
                  <td>{say.value(`review.kind.${row.kind}`)}</td>
                  <td class="table__time">{row.until === null ? "–" : times.value.moment(row.until)}</td>
                  <td>{countsOf(row.counts)}</td>
                  <td class="table__wide">{row.decision || sayCode("ground", row.why || "none")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {last !== undefined && last.id > FIRST && (
        <p class="review__more">
          <button type="button" class="button" onClick={() => void model.olderReceipts(last)}>
            {say.value("readings.older")}
          </button>
        </p>
      )}
    </section>
  );
}

/** “calls 3 · entries 27”; nothing where nothing is. */
export function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, rows]) => rows > 0)
    .map(([table, rows]) => `${sayCode("rows", table)} ${count(rows)}`)
    .join(" · ");
}
