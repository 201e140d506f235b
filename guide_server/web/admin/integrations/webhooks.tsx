import { useSignal } from "@preact/signals";
import type { WebhookInfo, WebhookSecret } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Trouble } from "../parts/trouble";
import { say, sayCode, times } from "../texts";
import { faresOf, faultText, stateOf } from "./attempt";
import { Secret } from "./secret";
import { WebhookForm } from "./webhook_form";
import { WebhookPanel } from "./webhook_panel";
import { Folded } from "./wish_form";

/** The systems that are told what happens. One of them can be looked at more closely. */
export function Webhooks({ model }: { model: AdminModel }) {
  const { integrations } = model;
  const state = integrations.webhooks.state.value;
  const open = useSignal<string | null>(null);
  const secret = useSignal<WebhookSecret | null>(null);
  const said = useSignal("");
  const webhooks = state.value?.webhooks ?? [];
  const shown = webhooks.find(({ id }) => id === open.value);
  const attempt = async (work: () => Promise<string>) => {
    said.value = "";
    said.value = await work().catch(faultText);
  };
  const look = (webhook: WebhookInfo) => {
    open.value = open.value === webhook.id ? null : webhook.id;
    integrations.attempts.clear();
    if (open.value !== null) void integrations.loadAttempts(webhook.id);
  };
  return (
    <section class="part">
      <h2>{say.value("integrations.webhooks")}</h2>
      <p class="help">{say.value("integrations.webhooks_help")}</p>
      <Trouble of={state} retry={() => void integrations.loadWebhooks()} />
      {webhooks.length > 0 && <Table webhooks={webhooks} open={open.value} look={look} />}
      <p role="status" class="said">
        {said.value}
      </p>
      {secret.value !== null && (
        <Secret
          title={say.value("integrations.secret")}
          secret={secret.value.secret}
          help={say.value("integrations.secret_help")}
          done={() => {
            secret.value = null;
          }}
        />
      )}
      {shown !== undefined && (
        <WebhookPanel
          key={shown.id}
          model={model}
          webhook={shown}
          attempt={(work) => void attempt(work)}
          show={(made) => {
            secret.value = made;
          }}
        />
      )}
      {state.value !== null && (
        <Folded label={say.value("integrations.add_webhook")} primary={webhooks.length === 0}>
          {(close) => (
            <WebhookForm
              plain={state.value?.plain ?? false}
              save={async (wish) => {
                secret.value = await integrations.addWebhook(wish);
                close();
              }}
              cancel={close}
            />
          )}
        </Folded>
      )}
    </section>
  );
}

interface Rows {
  webhooks: readonly WebhookInfo[];
  open: string | null;
  look: (webhook: WebhookInfo) => void;
}

function Table({ webhooks, open, look }: Rows) {
  return (
    <div class="table-frame">
      <table class="table">
        <Columns
          of={[
            "integrations.system",
            "integrations.stream",
            "kiosks.state",
            "integrations.taken_at",
            "kiosks.actions",
          ]}
        />
        <tbody>
          {webhooks.map((webhook) => (
            <tr key={webhook.id}>
              <th scope="row">
                <span class="table__main">
                  <bdi>{webhook.name}</bdi>
                </span>
                <span class="table__side address">{webhook.url}</span>
              </th>
              <td>{sayCode("integrations.stream", webhook.stream)}</td>
              <td>
                <span class={`dot dot--${faresOf(webhook)}`}>{stateOf(webhook)}</span>
                {webhook.failing_since !== null && (
                  <span class="table__side">
                    {say.value("integrations.failing_since", {
                      time: times.value.moment(webhook.failing_since),
                    })}
                  </span>
                )}
              </td>
              <td class="table__time">
                {webhook.taken_at === null ? "–" : times.value.moment(webhook.taken_at)}
              </td>
              <td>
                <button
                  type="button"
                  class="button button--small"
                  aria-expanded={open === webhook.id}
                  aria-label={`${say.value("integrations.manage")}: ${webhook.name}`}
                  onClick={() => look(webhook)}
                >
                  {say.value("integrations.manage")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
