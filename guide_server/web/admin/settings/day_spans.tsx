import { Icon } from "../../../../signaling/theme/icons";
import { say } from "../texts";
import type { Spans } from "./contents";
import { TakeAway } from "./order";

interface Opened {
  /** The day, for those who do not see the row that it stands in. */
  of: string;
  spans: Spans;
  /** Said where there are none. */
  otherwise: string;
  change: (spans: Spans) => void;
  fault: string | null;
}

/** When it is open on one day. */
export function DaySpans({ of, spans, otherwise, change, fault }: Opened) {
  const put = (index: number, span: string) =>
    change(spans.map((each, place) => (place === index ? span : each)));
  return (
    <div class="spans">
      {spans.length === 0 && <span class="spans__closed">{otherwise}</span>}
      {spans.map((span, index) => {
        const { begins, ends } = timesOf(span);
        const part = spans.length > 1 ? `${of}, ${index + 1}` : of;
        return (
          <span key={index} class="spans__span">
            <Clock
              label={say.value("settings.opens", { of: part })}
              value={begins}
              fault={fault}
              change={(time) => put(index, spanOf(time, ends))}
            />
            –
            <Clock
              label={say.value("settings.closes", { of: part })}
              value={ends}
              fault={fault}
              change={(time) => put(index, spanOf(begins, time))}
            />
            <TakeAway
              of={`${of} ${span.replace("-", "–")}`}
              away={() => change(spans.filter((_, place) => place !== index))}
            />
          </span>
        );
      })}
      <button
        type="button"
        class="button button--quiet settings__icon"
        aria-label={say.value("settings.add_span", { of })}
        onClick={() => change([...spans, nextSpan(spans)])}
      >
        <Icon name="plus" />
      </button>
      {fault !== null && <p class="field__fault spans__fault">{fault}</p>}
    </div>
  );
}

interface Timed {
  label: string;
  value: string;
  fault: string | null;
  change: (time: string) => void;
}

function Clock({ label, value, fault, change }: Timed) {
  return (
    <input
      type="time"
      class="settings__time"
      aria-label={label}
      value={value}
      {...(fault !== null && { "aria-invalid": "true" as const })}
      onInput={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

/** Midnight as an end is shown as a clock shows it. */
export function timesOf(span: string): { begins: string; ends: string } {
  const [begins = "", ends = ""] = span.split("-");
  return { begins, ends: ends === "24:00" ? "00:00" : ends };
}

export function spanOf(begins: string, ends: string): string {
  return `${begins}-${ends === "00:00" ? "24:00" : ends}`;
}

const USUAL = "08:00-17:00";

/** An hour after the last one closes; the usual day where there is none. */
export function nextSpan(spans: Spans): string {
  const last = spans.at(-1);
  if (last === undefined) return USUAL;
  const hour = Number(last.slice(6, 8));
  const clock = (at: number) => `${String(Math.min(at, 24)).padStart(2, "0")}:00`;
  return hour >= 22 || Number.isNaN(hour) ? "-" : `${clock(hour + 1)}-${clock(hour + 2)}`;
}
