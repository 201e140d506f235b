import { useState } from "preact/hooks";
import type { DeskView } from "../../../signaling/client/types";
import type { DeskModel } from "./desk_model";
import { Key } from "./keys";
import type { Ringer } from "./ringer";
import { ariaKeysOf, type ShortcutId } from "./shortcuts";
import { nameOfLanguage, say, sayCode, spokenDuration, timeOfDay } from "./texts";

const REASONS = ["other_work", "break", "lunch", "meeting"] as const;
const KEYS: Partial<Record<(typeof REASONS)[number], ShortcutId>> = {
  other_work: "other_work",
  break: "break",
};
/** How long a break can be planned to last. */
const MINUTES = [10, 15, 30, 45, 60] as const;

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
          {view.back_at != null && <Back at={view.back_at} now={model.now.value} />}
        </span>
      </p>
      <Choices model={model} view={view} ringer={ringer} />
    </section>
  );
}

/** What I can help in today; nothing where I am here to interpret alone. */
export function LanguagesPanel({ view }: { view: DeskView }) {
  if (view.languages.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="languages-heading">
      <h2 class="panel__heading" id="languages-heading">
        {say.value("languages.heading")}
      </h2>
      <ul class="tags">
        {view.languages.map((tag) => (
          <li key={tag}>{nameOfLanguage(tag)}</li>
        ))}
      </ul>
    </section>
  );
}

/** When I said to be back, and how long that is from now. */
function Back({ at, now }: { at: number; now: number }) {
  const time = timeOfDay(at);
  return (
    <span class={now < at ? "status__back" : "status__back status__back--over"}>
      {now < at
        ? say.value("break.left", { time, left: spokenDuration(at - now) })
        : say.value("break.should", { time })}
    </span>
  );
}

/** What I can be now; during a call or wrap-up, what I will be after it. */
function Choices({ model, view, ringer }: Props) {
  const [minutes, setMinutes] = useState<number | null>(null);
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
      {later && <Planned view={view} />}
      <button
        type="button"
        class="choice"
        aria-pressed={chosen === "available"}
        aria-keyshortcuts={ariaKeysOf("available")}
        onClick={become}
      >
        {say.value(view.status === "away" ? "status.return" : "status.available")}
        <Key of="available" />
      </button>
      {REASONS.map((option) => {
        const key = KEYS[option];
        return (
          <button
            key={option}
            type="button"
            class="choice"
            aria-pressed={chosen === "away" && reason === option}
            aria-keyshortcuts={key && ariaKeysOf(key)}
            onClick={() => model.setStatus("away", option, minutes)}
          >
            {say.value(`reason.${option}`)}
            {key && <Key of={key} />}
          </button>
        );
      })}
      <label class="field choices__length">
        <span class="label">{say.value("break.length")}</span>
        <select
          name="minutes"
          value={minutes ?? ""}
          onChange={(event) => {
            const length = Number(event.currentTarget.value) || null;
            setMinutes(length);
            const own = REASONS.find((option) => option === reason);
            if (chosen === "away" && own !== undefined) model.setStatus("away", own, length);
          }}
        >
          <option value="">{say.value("break.open")}</option>
          {MINUTES.map((length) => (
            <option key={length} value={length}>
              {say.value("duration.minutes", { count: length })}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="choice"
        aria-pressed={chosen === "offline"}
        aria-keyshortcuts={ariaKeysOf("offline")}
        onClick={() => model.setStatus("offline")}
      >
        {say.value("status.leave")}
        <Key of="offline" />
      </button>
    </fieldset>
  );
}

/** What an admin planned for me, or when my planned break is to end. */
function Planned({ view }: { view: DeskView }) {
  const { next_status, next_by_admin, next_back_at } = view;
  if (next_by_admin && next_status !== null) {
    return (
      <p class="choices__planned" role="status">
        {sayCode("planned", next_status)}
      </p>
    );
  }
  if (next_back_at == null) return null;
  return <p class="choices__planned">{say.value("break.planned", { time: timeOfDay(next_back_at) })}</p>;
}
