import type { KeptKind, ReviewPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Trouble } from "../parts/trouble";
import { dayInWords, say } from "../texts";
import { Approvals } from "./approvals";
import { FindCall } from "./find_call";
import { Proof } from "./proof";
import { countsOf, Receipts } from "./receipts";

/** What the law wants looked after: what is destroyed when, what was, who must approve, and the proof. */
export function ReviewView({ model }: { model: AdminModel }) {
  const state = model.review.page.state.value;
  const page = state.value;
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("review.title")}</p>
        <h1>{page === null ? say.value("review.title") : headline(page)}</h1>
        <p class="summary__lead">{say.value("review.lead")}</p>
      </section>
      <Trouble of={state} retry={() => model.reload()} />
      <Approvals model={model} />
      {page !== null && (
        <>
          <Plan plan={page.plan} />
          <Receipts model={model.review} receipts={page.receipts} />
          <Proof model={model.review} proof={page.proof} />
        </>
      )}
      <FindCall model={model} />
    </>
  );
}

function Plan({ plan }: { plan: readonly KeptKind[] }) {
  return (
    <section>
      <h2>{say.value("review.plan")}</h2>
      <div class="table-frame">
        <table class="table">
          <Columns
            of={[
              "review.kind",
              { figures: "review.days" },
              "review.decision",
              { figures: "review.due" },
              "review.next",
            ]}
          />
          <tbody>
            {plan.map((line) => (
              <tr key={line.kind}>
                <th scope="row">{say.value(`review.kind.${line.kind}`)}</th>
                <td class="table__figures">
                  {line.days === null
                    ? say.value("review.kept")
                    : say.value("review.days_of", { count: line.days })}
                </td>
                <td class="table__wide">{decisionOf(line)}</td>
                <td class="table__figures">{countsOf(line.due) || "–"}</td>
                <td>{line.next === null ? "–" : dayInWords(line.next)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function decisionOf({ kind, decision, days }: KeptKind): string {
  if (decision !== "") return decision;
  if (kind === "notes") return say.value("review.no_notes");
  return say.value(days === null ? "review.no_decision" : "review.needs_no_decision");
}

/** Records first: that a key is thrown away is no news. */
function headline({ plan }: ReviewPage): string {
  const records = plan.filter(({ kind }) => kind !== "sessions");
  const next = records.flatMap((line) => line.next ?? []).sort()[0];
  if (next !== undefined) return say.value("review.headline", { day: dayInWords(next) });
  const decided = records.some(({ kind, days }) => kind !== "notes" && days !== null);
  return say.value(decided ? "review.nothing_kept" : "review.undecided");
}
