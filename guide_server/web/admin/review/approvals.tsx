import { useSignal } from "@preact/signals";
import { address, Refused } from "../../api";
import type { ApprovalRow, DirectoryPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { givenInWords, whyInWords } from "../parts/given_in_words";
import { problemText, Trouble } from "../parts/trouble";
import { say, sayCode, times } from "../texts";

/** What waits for a second admin. Whoever asked sees that it waits; the others decide. */
export function Approvals({ model }: { model: AdminModel }) {
  const state = model.review.approvals.state.value;
  const fault = useSignal<string | null>(null);
  const rows = state.value?.rows ?? [];
  const decide = async (row: ApprovalRow, approve: boolean) => {
    fault.value = null;
    try {
      await model.review.decide(row, approve);
    } catch (refused) {
      fault.value = problemText(refused instanceof Refused ? refused.id : "other");
      await model.review.reload();
    }
  };
  return (
    <section>
      <h2>{say.value("review.approvals")}</h2>
      <Trouble of={state} retry={() => model.reload()} />
      <div role="alert">{fault.value !== null && <p class="notice notice--danger">{fault.value}</p>}</div>
      {state.value !== null && rows.length === 0 && (
        <p class="help">{say.value(model.anySecond ? "review.none_waits" : "review.no_four_eyes")}</p>
      )}
      {rows.length > 0 && (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={[
                "review.asked",
                "review.who",
                "review.what",
                "review.until_when",
                "review.state",
                "kiosks.actions",
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <Request
                  key={row.id}
                  row={row}
                  known={model.directory.state.value.value}
                  decide={(approve) => void decide(row, approve)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Request({
  row,
  known,
  decide,
}: {
  row: ApprovalRow;
  known: DirectoryPage | null;
  decide: (approve: boolean) => void;
}) {
  const { moment } = times.value;
  const about = row.about || sayCode("deed", row.what);
  return (
    <tr>
      <td class="table__time">{moment(row.at)}</td>
      <th scope="row">
        <bdi>{row.asked_by}</bdi>
      </th>
      <td class="table__wide">
        {sayCode("deed", row.what)}
        <span class="table__side">{detailsOf(row, known)}</span>
      </td>
      <td class="table__time">{moment(row.until)}</td>
      <td>
        <span class={row.state === "waits" ? "dot dot--busy" : "dot"}>
          {say.value(`review.state.${row.state}`)}
        </span>
        {row.decided_by !== null && (
          <span class="table__side">
            <bdi>{row.decided_by}</bdi>
          </span>
        )}
      </td>
      <td>
        {row.state === "waits" && !row.own && (
          <span class="table__actions">
            <button
              type="button"
              class="button button--small"
              aria-label={`${say.value("review.approve")}: ${about}`}
              onClick={() => decide(true)}
            >
              {say.value("review.approve")}
            </button>
            <button
              type="button"
              class="button button--small"
              aria-label={`${say.value("review.refuse")}: ${about}`}
              onClick={() => decide(false)}
            >
              {say.value("review.refuse")}
            </button>
          </span>
        )}
        {row.state === "waits" && row.own && <span class="help">{say.value("review.own")}</span>}
        {row.state === "approved" && row.own && row.what === "export" && (
          <a
            class="button button--small"
            href={address("/api/log.csv", { ...row.given, why: row.why, approval: row.id })}
            download
          >
            {say.value("log.export")}
          </a>
        )}
      </td>
    </tr>
  );
}

/** Just what was asked for: the whole of it is what the verdict is about. */
function detailsOf({ what, given, about, why }: ApprovalRow, known: DirectoryPage | null): string {
  if (what === "roles") {
    const roles = String(given["roles"]).split(" ");
    return `${about}: ${roles.map((role) => sayCode("guides.role_name", role)).join(", ")}`;
  }
  if (what === "erasure") return `${given["call"]} · ${sayCode("ground", why)}`;
  if (what === "retention") {
    return [planOf(String(given["plan"])), given["decision"], given["note"]].filter(Boolean).join(" · ");
  }
  return [givenInWords(given, known), whyInWords(why)].filter(Boolean).join(" · ");
}

/** "calls 730 → 365, notes 30 → 10", with each kind by its name. */
function planOf(plan: string): string {
  const lines = plan.split(", ").map((line) => {
    const [kind = "", ...days] = line.split(" ");
    return `${sayCode("review.kind", kind)}: ${days.join(" ")}`;
  });
  return lines.join(", ");
}
