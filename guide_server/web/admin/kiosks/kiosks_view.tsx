import { useSignal } from "@preact/signals";
import { Refused } from "../../api";
import type { EnrolmentCode, Kiosk } from "../../api_types";
import { Columns } from "../log/columns";
import type { AdminModel } from "../model";
import { Confirm } from "../parts/confirm";
import { problemText, Trouble } from "../parts/trouble";
import { count, say, sayCode, timeIn } from "../texts";

const DOTS = { enrolled: "free", awaits_enrolment: "busy", revoked: "danger" } as const;

/** The kiosks: which are in use, and how a machine becomes one or stops being one. */
export function KiosksView({ model }: { model: AdminModel }) {
  const state = model.directory.state.value;
  const code = useSignal<{ kiosk: Kiosk; code: EnrolmentCode } | null>(null);
  const doomed = useSignal<Kiosk | null>(null);
  const said = useSignal("");
  const kiosks = state.value?.kiosks ?? [];
  const used = kiosks.filter((kiosk) => kiosk.state === "enrolled").length;
  const attempt = async (work: () => Promise<void>) => {
    said.value = "";
    await work().catch((fault: unknown) => {
      said.value = problemText(fault instanceof Refused ? fault.id : "other");
    });
  };
  const makeCode = (kiosk: Kiosk) =>
    attempt(async () => {
      code.value = { kiosk, code: await model.makeEnrolmentCode(kiosk.id) };
    });
  const revoke = (kiosk: Kiosk) =>
    attempt(async () => {
      doomed.value = null;
      await model.revoke(kiosk.id);
      said.value = say.value("kiosks.revoked", { name: fullName(kiosk) });
    });
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("kiosks.title")}</p>
        <h1>
          {kiosks.length === 0
            ? say.value(state.value === null ? "kiosks.title" : "kiosks.none")
            : say.value("kiosks.headline", { count: used, total: count(kiosks.length) })}
        </h1>
      </section>
      <Trouble of={state} retry={() => void model.reloadDirectory()} />
      <p role="status" class="said">
        {said.value}
      </p>
      {code.value !== null && <Code model={model} {...code.value} />}
      {doomed.value !== null && (
        <Confirm
          question={say.value("kiosks.revoke_question", { name: fullName(doomed.value) })}
          yes={say.value("kiosks.revoke_yes")}
          no={say.value("kiosks.revoke_no")}
          decide={(sure) => {
            const kiosk = doomed.value;
            doomed.value = null;
            if (sure && kiosk !== null) void revoke(kiosk);
          }}
        />
      )}
      {kiosks.length > 0 && (
        <Kiosks
          kiosks={kiosks}
          makeCode={(kiosk) => void makeCode(kiosk)}
          askToRevoke={(kiosk) => {
            doomed.value = kiosk;
          }}
        />
      )}
    </>
  );
}

interface Rows {
  kiosks: readonly Kiosk[];
  makeCode: (kiosk: Kiosk) => void;
  askToRevoke: (kiosk: Kiosk) => void;
}

function Kiosks({ kiosks, makeCode, askToRevoke }: Rows) {
  return (
    <div class="table-frame">
      <table class="table">
        <Columns of={["kiosks.name", "kiosks.place", "kiosks.phone", "kiosks.state", "kiosks.actions"]} />
        <tbody>
          {kiosks.map((kiosk) => (
            <tr key={kiosk.id}>
              <th scope="row">
                <bdi>{kiosk.name}</bdi>
              </th>
              <td>
                <span class="table__main">
                  <bdi>{kiosk.site_name}</bdi>
                </span>
                <span class="table__side">
                  <bdi>{kiosk.neighbourhood_name}</bdi>
                </span>
              </td>
              <td class="table__time">{kiosk.phone}</td>
              <td>
                <span class={`dot dot--${DOTS[kiosk.state]}`}>{sayCode("kiosks.state", kiosk.state)}</span>
              </td>
              <td>
                <div class="table__actions">
                  <button type="button" class="button button--small" onClick={() => makeCode(kiosk)}>
                    {say.value("kiosks.make_code")}
                  </button>
                  {kiosk.state !== "revoked" && (
                    <button type="button" class="button button--small" onClick={() => askToRevoke(kiosk)}>
                      {say.value("kiosks.revoke")}
                    </button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A kiosk's own name says little without its site's. */
function fullName({ name, site_name }: Kiosk): string {
  return `${name}, ${site_name}`;
}

function Code({ model, kiosk, code }: { model: AdminModel; kiosk: Kiosk; code: EnrolmentCode }) {
  const times = timeIn(model.directory.state.value.value?.zone ?? "Europe/Stockholm");
  return (
    <section class="code card" role="status">
      <h2>{say.value("kiosks.code", { name: fullName(kiosk) })}</h2>
      <p class="code__code">
        <code>{code.code}</code>
      </p>
      <p>{say.value("kiosks.code_help", { expires: times.long(code.expires) })}</p>
    </section>
  );
}
