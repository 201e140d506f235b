/** What became of a webhook, and of one message to it, in words. Pure. */
import { Refused } from "../../api";
import type { WebhookAttempt, WebhookInfo } from "../../api_types";
import { problemText } from "../parts/trouble";
import { say, sayCode } from "../texts";

export type Fares = "free" | "busy" | "danger";

/** Whether it is told, waits for something, or needs somebody. */
export function faresOf({ state, failures }: WebhookInfo): Fares {
  if (state === "disabled") return "danger";
  return state === "paused" || failures > 0 ? "busy" : "free";
}

export function stateOf({ state, failures }: WebhookInfo): string {
  if (state === "active" && failures > 0) return say.value("integrations.state.failing");
  return sayCode("integrations.state", state);
}

export function outcomeOf({ fault, status }: WebhookAttempt): string {
  if (fault === null) return say.value("integrations.taken");
  const said = sayCode("integrations.fault", fault);
  return status === null ? said : `${said} (${status})`;
}

export function faultText(fault: unknown): string {
  const id = fault instanceof Refused ? fault.id : "other";
  if (id === "already_exists") return say.value("integrations.name_taken");
  if (id === "malformed") return say.value("integrations.incomplete");
  return id === "too_many" ? say.value("integrations.full") : problemText(id);
}
