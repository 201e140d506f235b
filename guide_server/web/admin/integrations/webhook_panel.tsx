import { useSignal } from "@preact/signals";
import type { WebhookInfo, WebhookSecret } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Confirm } from "../parts/confirm";
import { Trouble } from "../parts/trouble";
import { count, dayInWords, say, times } from "../texts";
import { outcomeOf } from "./attempt";

/** Attempts that one looks through at a glance. */
const SHOWN = 15;

interface Panel {
  model: AdminModel;
  webhook: WebhookInfo;
  /** Try something; what it returns is said. */
  attempt: (work: () => Promise<string>) => void;
  show: (secret: WebhookSecret) => void;
}

/** One webhook closely: what came of its last messages, and what can be done about it. */
export function WebhookPanel({ model, webhook, attempt, show }: Panel) {
  return (
    <section class="panel card" aria-label={webhook.name}>
      <h3>
        <bdi>{webhook.name}</bdi>
      </h3>
      <Deeds model={model} webhook={webhook} attempt={attempt} show={show} />
      {webhook.both_keys_until !== null && <BothKeys until={webhook.both_keys_until} />}
      <Replay model={model} webhook={webhook} attempt={attempt} />
      <Attempts model={model} webhook={webhook} />
    </section>
  );
}

function Deeds({ model: { integrations }, webhook, attempt, show }: Panel) {
  const { id, name, state } = webhook;
  const doomed = useSignal(false);
  const ping = async () => {
    const told = await integrations.ping(id);
    return told.fault === null
      ? say.value("integrations.ping_taken", { count: told.took })
      : say.value("integrations.ping_failed", { reason: outcomeOf(told) });
  };
  const turn = async () => {
    await integrations.changeWebhook(id, { state: state === "active" ? "paused" : "active" });
    return say.value(state === "active" ? "integrations.paused" : "integrations.resumed", { name });
  };
  const rotate = async () => {
    show(await integrations.rotate(id));
    return "";
  };
  const remove = async () => {
    await integrations.removeWebhook(id);
    return say.value("integrations.removed", { name });
  };
  return (
    <div class="table__actions">
      <button type="button" class="button" onClick={() => attempt(ping)}>
        {say.value("integrations.ping")}
      </button>
      <button type="button" class="button" onClick={() => attempt(turn)}>
        {say.value(state === "active" ? "integrations.pause" : "integrations.resume")}
      </button>
      <button type="button" class="button" onClick={() => attempt(rotate)}>
        {say.value("integrations.rotate")}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          doomed.value = true;
        }}
      >
        {say.value("integrations.remove")}
      </button>
      {doomed.value && (
        <Confirm
          question={say.value("integrations.remove_question", { name })}
          yes={say.value("integrations.remove_yes")}
          no={say.value("kiosks.revoke_no")}
          decide={(sure) => {
            doomed.value = false;
            if (sure) attempt(remove);
          }}
        />
      )}
    </div>
  );
}

function BothKeys({ until }: { until: number }) {
  return <p class="help">{say.value("integrations.both_keys", { time: times.value.moment(until) })}</p>;
}

function Replay({ model, webhook, attempt }: Omit<Panel, "show">) {
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const since = String(new FormData(event.currentTarget).get("since") ?? "");
    if (since < "2000") return;
    attempt(async () => {
      await model.integrations.replay(webhook.id, since);
      return say.value("integrations.replayed", { day: dayInWords(since) });
    });
  };
  return (
    <form class="replay" onSubmit={submit} noValidate>
      <div class="field">
        <label for="replay-since">{say.value("integrations.replay_since")}</label>
        <input id="replay-since" name="since" type="date" min="2000-01-01" max="2999-12-31" required />
      </div>
      <button type="submit" class="button">
        {say.value("integrations.replay")}
      </button>
      <p class="help">{say.value("integrations.replay_help")}</p>
    </form>
  );
}

function Attempts({ model, webhook }: { model: AdminModel; webhook: WebhookInfo }) {
  const state = model.integrations.attempts.state.value;
  const attempts = (state.value?.attempts ?? []).slice(0, SHOWN);
  return (
    <div>
      <h4>{say.value("integrations.attempts")}</h4>
      <Trouble of={state} retry={() => void model.integrations.loadAttempts(webhook.id)} />
      {state.value !== null && attempts.length === 0 && (
        <p class="help">{say.value("integrations.attempts_none")}</p>
      )}
      {attempts.length > 0 && (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={[
                "readings.time",
                "integrations.message",
                "integrations.outcome",
                { figures: "integrations.took" },
              ]}
            />
            <tbody>
              {attempts.map((attempt) => (
                <tr key={`${attempt.message} ${attempt.at}`}>
                  <td class="table__time">{times.value.moment(attempt.at)}</td>
                  <td>
                    <code>{attempt.message}</code>
                  </td>
                  <td>
                    <span class={attempt.fault === null ? "dot dot--free" : "dot dot--danger"}>
                      {outcomeOf(attempt)}
                    </span>
                  </td>
                  <td class="table__figures">{count(attempt.took)} ms</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
