import type { AdminModel } from "../model";
import { say } from "../texts";
import { Tokens } from "./tokens";
import { Webhooks } from "./webhooks";

function headline(told: number, reading: number): string {
  if (told + reading === 0) return say.value("integrations.none");
  const tells =
    told === 0 ? say.value("integrations.nobody_told") : say.value("integrations.told", { count: told });
  const reads =
    reading === 0
      ? say.value("integrations.nobody_reads")
      : say.value("integrations.reading", { count: reading });
  return `${tells} ${reads}`;
}

/** Other systems of the municipality: what they are told, and what they may read. */
export function IntegrationsView({ model }: { model: AdminModel }) {
  const { webhooks, tokens } = model.integrations;
  const told = webhooks.state.value.value?.webhooks.filter(({ state }) => state === "active").length ?? 0;
  const now = Date.now();
  const reading =
    tokens.state.value.value?.tokens.filter((token) => token.revoked_at === null && token.expires_at > now)
      .length ?? 0;
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("integrations.title")}</p>
        <h1>
          {webhooks.state.value.value === null ? say.value("integrations.title") : headline(told, reading)}
        </h1>
        <p class="summary__lead">{say.value("integrations.lead")}</p>
      </section>
      <Webhooks model={model} />
      <Tokens model={model} />
    </>
  );
}
