import type { CallOutcome, LogQuery, Purpose } from "../api_types";
import type { AdminModel } from "./model";
import { isNarrowed, narrowed, OUTCOMES, PURPOSES } from "./place";
import { nameOfLanguage, say, sayCode } from "./texts";

const DAY = 86_400_000;
const PERIODS = { today: 1, week: 7, month: 30, year: 365 } as const;
const EMPTY: LogQuery = {
  from: null,
  to: null,
  neighbourhood: null,
  kiosk: null,
  language: null,
  outcome: null,
};

/** What narrows the log. Each choice takes effect at once and stands in the address. */
export function LogFilters({ model }: { model: AdminModel }) {
  const place = model.place.value;
  const { log } = place;
  const known = model.directory.state.value.value;
  const shown = model.log.state.value.value;
  const choose = (change: LogQuery) => model.go(narrowed(place, change));
  return (
    <search class="filters">
      <h2 class="visually-hidden">{say.value("filter.title")}</h2>
      <Day name="from" value={log.from ?? shown?.start ?? null} choose={(from) => choose({ from })} />
      <Day name="to" value={log.to ?? shown?.end ?? null} choose={(to) => choose({ to })} />
      <Choice
        name="neighbourhood"
        value={log.neighbourhood ?? null}
        options={(known?.neighbourhoods ?? []).map(({ id, name }) => [id, name])}
        choose={(neighbourhood) => choose({ neighbourhood })}
      />
      <Choice
        name="kiosk"
        value={log.kiosk ?? null}
        options={(known?.kiosks ?? []).map(({ id, name, site_name }) => [id, `${name}, ${site_name}`])}
        choose={(kiosk) => choose({ kiosk })}
      />
      <Choice
        name="language"
        value={log.language ?? null}
        options={(known?.languages ?? []).map(({ tag }) => [
          tag,
          nameOfLanguage(tag, known?.languages ?? []),
        ])}
        choose={(language) => choose({ language })}
      />
      <Choice
        name="outcome"
        value={log.outcome ?? null}
        options={OUTCOMES.map((outcome) => [outcome, sayCode("outcome", outcome)])}
        choose={(outcome) => choose({ outcome: outcome as CallOutcome | null })}
      />
      <div class="filters__row">
        <fieldset class="periods">
          <legend>{say.value("filter.last")}</legend>
          {(Object.keys(PERIODS) as (keyof typeof PERIODS)[]).map((period) => (
            <button
              key={period}
              type="button"
              class="periods__choice"
              aria-pressed={isPeriod(log, PERIODS[period])}
              onClick={() => choose(lastDays(PERIODS[period]))}
            >
              {say.value(`filter.${period}`)}
            </button>
          ))}
        </fieldset>
        {isNarrowed(place) && (
          <button type="button" class="button button--quiet" onClick={() => choose(EMPTY)}>
            {say.value("filter.clear")}
          </button>
        )}
        <Why value={log.why ?? "follow_up"} choose={(why) => choose({ why })} />
      </div>
    </search>
  );
}

/** Every reading is audited with its purpose, so it is asked for where it can be seen. */
function Why({ value, choose }: { value: Purpose; choose: (why: Purpose) => void }) {
  return (
    <div class="filters__why">
      <label for="filter-why">{say.value("filter.why")}</label>
      <select
        id="filter-why"
        value={value}
        onChange={(event) => choose(event.currentTarget.value as Purpose)}
      >
        {PURPOSES.map((purpose) => (
          <option key={purpose} value={purpose}>
            {sayCode("why", purpose)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface Choosing {
  name: "neighbourhood" | "kiosk" | "language" | "outcome";
  value: string | null;
  options: readonly (readonly [string, string])[];
  choose: (value: string | null) => void;
}

function Choice({ name, value, options, choose }: Choosing) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{say.value(`filter.${name}`)}</label>
      <select
        id={`filter-${name}`}
        value={value ?? ""}
        onChange={(event) => choose(event.currentTarget.value || null)}
      >
        <option value="">{say.value("filter.all")}</option>
        {options.map(([id, text]) => (
          <option key={id} value={id} selected={id === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

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

function lastDays(days: number): LogQuery {
  const today = Date.now();
  return { from: dayOf(today - (days - 1) * DAY), to: dayOf(today) };
}

function isPeriod(log: LogQuery, days: number): boolean {
  if (log.from === null && log.to === null) return days === PERIODS.month;
  const wished = lastDays(days);
  return log.from === wished.from && log.to === wished.to;
}

/** The day in the browser's own time zone, as `yyyy-mm-dd`. */
function dayOf(at: number): string {
  const day = new Date(at);
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
