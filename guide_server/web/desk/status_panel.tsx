import type { DeskView } from "../../../signaling/client/types";
import type { DeskModel } from "./desk_model";
import type { Ringer } from "./ringer";
import { labelOf } from "./shortcuts";
import { nameOfLanguage, say, sayCode, timeOfDay } from "./texts";

const REASONS = ["break", "lunch", "meeting", "other_work"] as const;

const DOT: Readonly<Record<DeskView["status"], string>> = {
  offline: "dot",
  available: "dot dot--free",
  ringing: "dot dot--busy",
  in_call: "dot dot--busy",
  wrap_up: "dot dot--busy",
  away: "dot",
};

interface Props {
  model: DeskModel;
  view: DeskView;
  ringer: Ringer;
}

export function StatusPanel({ model, view, ringer }: Props) {
  const reachable = model.link.value === "up";
  return (
    <section class="panel" aria-labelledby="status-heading">
      <h2 class="panel__heading" id="status-heading">
        {say.value("status.heading")}
      </h2>
      <p class={`status ${reachable ? DOT[view.status] : "dot dot--danger"}`} role="status">
        <span>
          <strong class="status__word">
            {say.value(reachable ? `status.${view.status}` : "status.unreachable")}
          </strong>
          <span class="status__since">
            {view.reason !== null && `${sayCode("reason", view.reason)}, `}
            {say.value("status.since", { time: timeOfDay(view.since) })}
          </span>
        </span>
      </p>
      <Choices model={model} view={view} ringer={ringer} />
      <h3 class="panel__subheading">{say.value("languages.heading")}</h3>
      <ul class="tags">
        {view.languages.map((tag) => (
          <li key={tag}>{nameOfLanguage(tag)}</li>
        ))}
      </ul>
    </section>
  );
}

/** What I can be now; during a call or wrap-up, what I will be after it. */
function Choices({ model, view, ringer }: Props) {
  const later = view.status === "in_call" || view.status === "wrap_up";
  const chosen = later ? (view.next_status ?? "available") : view.status;
  const reason = later ? view.next_reason : view.reason;
  const become = (): void => {
    ringer.unlock();
    model.setStatus("available");
  };
  return (
    <fieldset class="choices" disabled={model.link.value !== "up" || view.status === "ringing"}>
      <legend class={later ? "panel__subheading" : "visually-hidden"}>
        {say.value(later ? "status.next_heading" : "status.heading")}
      </legend>
      <button
        type="button"
        class="choice"
        aria-pressed={chosen === "available"}
        aria-keyshortcuts={labelOf("available")}
        onClick={become}
      >
        {say.value(view.status === "away" ? "status.return" : "status.available")}
      </button>
      {REASONS.map((option) => (
        <button
          key={option}
          type="button"
          class="choice"
          aria-pressed={chosen === "away" && reason === option}
          onClick={() => model.setStatus("away", option)}
        >
          {say.value(`reason.${option}`)}
        </button>
      ))}
      <button
        type="button"
        class="choice"
        aria-pressed={chosen === "offline"}
        onClick={() => model.setStatus("offline")}
      >
        {say.value("status.leave")}
      </button>
    </fieldset>
  );
}
