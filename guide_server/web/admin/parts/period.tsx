import { say } from "../texts";

const DAY = 86_400_000;
const PERIODS = { today: 1, week: 7, month: 30, year: 365 } as const;

/** Days as `yyyy-mm-dd`, both included; null where the server's own choice is meant. */
export interface Period {
  from: string | null;
  to: string | null;
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
  const today = Date.now();
  return { from: dayOf(today - (days - 1) * DAY), to: dayOf(today) };
}

function isPeriod(period: Period, days: number): boolean {
  if (period.from === null && period.to === null) return days === PERIODS.month;
  const wished = lastDays(days);
  return period.from === wished.from && period.to === wished.to;
}

/** The day in the browser's own time zone, as `yyyy-mm-dd`. */
function dayOf(at: number): string {
  const day = new Date(at);
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
