import type { NamedPeriod } from "../../api_types";
import { ownDay } from "../../local_time";
import { PERIODS as NAMED } from "../place";
import { dayAndMonth, say, sayCode } from "../texts";

const DAY = 86_400_000;
const PERIODS = { today: 1, week: 7, month: 30, year: 365 } as const;

/** Days as `yyyy-mm-dd`, both included; null where the server's own choice is meant. */
export interface Period {
  from: string | null;
  to: string | null;
}

/** A period by its name, or by its days. */
export interface Named extends Period {
  period: NamedPeriod | null;
}

type Choose = (change: Partial<Period>) => void;

/** The first and the last day, as fields. */
export function Days({ from, to, choose }: Period & { choose: Choose }) {
  return (
    <>
      <Day name="from" value={from} choose={(day) => choose({ from: day })} />
      <Day name="to" value={to} choose={(day) => choose({ to: day })} />
    </>
  );
}

/** The usual periods up to today, a tap each. */
export function Periods({ from, to, choose }: Period & { choose: Choose }) {
  return (
    <fieldset class="periods">
      <legend>{say.value("filter.last")}</legend>
      {(Object.keys(PERIODS) as (keyof typeof PERIODS)[]).map((period) => (
        <button
          key={period}
          type="button"
          class="periods__choice"
          aria-pressed={isPeriod({ from, to }, PERIODS[period])}
          onClick={() => choose(lastDays(PERIODS[period]))}
        >
          {say.value(`filter.${period}`)}
        </button>
      ))}
    </fieldset>
  );
}

const WEEKS = 53;

/** Periods that move on with the calendar, and the weeks of the last year by their numbers. */
export function NamedPeriods({ from, to, period, choose }: Named & { choose: (change: Named) => void }) {
  const weeks = lastWeeks(WEEKS);
  const week = weeks.find((one) => one.from === from && one.to === to);
  const chosen = period ?? week?.from ?? "";
  const settle = (value: string) => {
    const named = NAMED.find((name) => name === value) ?? null;
    const days = weeks.find((one) => one.from === value);
    choose({ period: named, from: days?.from ?? null, to: days?.to ?? null });
  };
  return (
    <div class="field">
      <label for="filter-period">{say.value("filter.period")}</label>
      <select id="filter-period" value={chosen} onChange={(event) => settle(event.currentTarget.value)}>
        <option value="">{say.value(from === null && to === null ? "filter.month" : "period.days")}</option>
        <optgroup label={say.value("period.named")}>
          {NAMED.map((name) => (
            <option key={name} value={name} selected={name === chosen}>
              {sayCode("period", name)}
            </option>
          ))}
        </optgroup>
        <optgroup label={say.value("period.weeks")}>
          {weeks.map((one) => (
            <option key={one.from} value={one.from} selected={one.from === chosen}>
              {say.value("period.week", {
                week: String(one.number),
                start: dayAndMonth(one.from),
                end: dayAndMonth(one.to),
              })}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}

interface Week {
  number: number;
  from: string;
  to: string;
}

/** The present week and those before it, from Monday to Sunday. */
function lastWeeks(count: number): Week[] {
  const monday = daysBefore(today(), (new Date(`${today()}T00:00:00Z`).getUTCDay() + 6) % 7);
  return Array.from({ length: count }, (_, index) => {
    const from = daysBefore(monday, 7 * index);
    return { number: weekOf(from), from, to: daysBefore(from, -6) };
  });
}

/** The number of the week that a day is in, by ISO 8601: that of its Thursday, counted from January’s first. */
export function weekOf(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  const thursday = at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * DAY;
  return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / (7 * DAY)) + 1;
}

/** A day that is typed half is not chosen yet. */
function Day({
  name,
  value,
  choose,
}: {
  name: "from" | "to";
  value: string | null;
  choose: (day: string | null) => void;
}) {
  const settle = (day: string) => {
    if (day === "" || day >= "2000") choose(day || null);
  };
  return (
    <div class="field">
      <label for={`filter-${name}`}>{say.value(`filter.${name}`)}</label>
      <input
        id={`filter-${name}`}
        type="date"
        min="2000-01-01"
        max="2999-12-31"
        value={value ?? ""}
        onChange={(event) => settle(event.currentTarget.value)}
      />
    </div>
  );
}

function lastDays(days: number): Period {
  return { from: daysBefore(today(), days - 1), to: today() };
}

function isPeriod(period: Period, days: number): boolean {
  if (period.from === null && period.to === null) return days === PERIODS.month;
  const wished = lastDays(days);
  return period.from === wished.from && period.to === wished.to;
}

function today(): string {
  return ownDay(Date.now());
}

/** Days as `yyyy-mm-dd`. */
function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10);
}
