import { useSignal } from "@preact/signals";
import type { Proof as Proven } from "../../api_types";
import { Columns } from "../parts/columns";
import { count, say, times } from "../texts";
import type { ReviewModel } from "./review_model";

/** Whether journal, audit and receipts are as they were written, and what to note down about it. */
export function Proof({ model, proof }: { model: ReviewModel; proof: Proven }) {
  const working = useSignal(proof.running);
  const prove = async () => {
    working.value = true;
    await model.prove().catch(() => undefined);
    working.value = false;
  };
  const broken = proof.chains.filter((chain) => chain.broken !== null);
  return (
    <section>
      <h2>{say.value("review.proof")}</h2>
      <p class="help">{say.value("review.proof_lead")}</p>
      <div role="status" class="review__said">
        {proof.at !== null && !working.value && (
          <p class={broken.length === 0 ? "said" : "notice notice--danger"}>
            {say.value(broken.length === 0 ? "review.whole" : "review.broken", {
              time: times.value.long(proof.at),
            })}
          </p>
        )}
      </div>
      {proof.chains.length > 0 && (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={[
                "review.chain",
                { figures: "review.rows" },
                { figures: "review.destroyed" },
                "review.found",
                "review.newest",
              ]}
            />
            <tbody>
              {proof.chains.map((chain) => (
                <tr key={chain.name}>
                  <th scope="row">{chain.name}</th>
                  <td class="table__figures">{count(chain.rows)}</td>
                  <td class="table__figures">{count(chain.destroyed)}</td>
                  <td>{chain.broken ?? say.value("review.chain_whole")}</td>
                  <td>
                    <code class="review__link">{chain.newest}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="review__more">
        <button type="button" class="button" disabled={working.value} onClick={() => void prove()}>
          {say.value(working.value ? "review.proving" : "review.prove")}
        </button>
      </p>
    </section>
  );
}
