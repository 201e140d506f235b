import type { AdminModel } from "../model";
import { Days, Periods } from "../parts/period";
import { WholeMonths } from "../parts/whole_months";
import { narrowed, STEPS, type StatisticsChoice, shown, VERSUS } from "../place";
import { say } from "../texts";

interface Filtered {
  model: AdminModel;
  /** The days that are shown where none are chosen. */
  start: string | null;
  end: string | null;
}

/** Which days, what they are compared with, and how long each point of the trend is. */
export function StatisticsFilters({ model, start, end }: Filtered) {
  const place = model.place.value;
  const { from = null, to = null } = place.log;
  const { versus, versus_from, versus_to, step } = place.statistics;
  const choose = (change: Partial<{ from: string | null; to: string | null }>) =>
    model.go(narrowed(place, change));
  const show = (change: Partial<StatisticsChoice>) => model.go(shown(place, change));
  return (
    <search class="filters">
      <h2 class="visually-hidden">{say.value("filter.title")}</h2>
      {model.readsCalls ? (
        <Days from={from ?? start} to={to ?? end} choose={choose} />
      ) : (
        <WholeMonths from={from ?? start} to={to ?? end} choose={choose} />
      )}
      <Choice
        name="versus"
        value={versus}
        all={model.readsCalls ? VERSUS : VERSUS.filter((each) => each !== "chosen")}
        choose={(chosen) => show({ versus: chosen as StatisticsChoice["versus"] })}
      />
      {versus === "chosen" && (
        <>
          <Day name="versus_from" value={versus_from} choose={(day) => show({ versus_from: day })} />
          <Day name="versus_to" value={versus_to} choose={(day) => show({ versus_to: day })} />
        </>
      )}
      <Choice
        name="step"
        value={step ?? ""}
        all={["", ...STEPS]}
        choose={(chosen) => show({ step: STEPS.find((known) => known === chosen) ?? null })}
      />
      <div class="filters__row">
        {model.readsCalls ? (
          <Periods from={from} to={to} choose={choose} />
        ) : (
          <p class="help">{say.value("months.help")}</p>
        )}
      </div>
    </search>
  );
}

interface Chosen {
  name: "versus" | "step";
  value: string;
  all: readonly string[];
  choose: (value: string) => void;
}

function Choice({ name, value, all, choose }: Chosen) {
  return (
    <div class="field">
      <label for={`statistics-${name}`}>{say.value(`statistics.choose.${name}`)}</label>
      <select id={`statistics-${name}`} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {all.map((each) => (
          <option key={each} value={each}>
            {say.value(`statistics.choose.${name}.${each || "usual"}` as "statistics.choose.step.usual")}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ChosenDay {
  name: "versus_from" | "versus_to";
  value: string | null;
  choose: (day: string | null) => void;
}

function Day({ name, value, choose }: ChosenDay) {
  return (
    <div class="field">
      <label for={`statistics-${name}`}>{say.value(`statistics.choose.${name}`)}</label>
      <input
        id={`statistics-${name}`}
        type="date"
        min="2000-01-01"
        max="2999-12-31"
        value={value ?? ""}
        onChange={({ currentTarget: { value: day } }) => {
          if (day === "" || day >= "2000") choose(day || null);
        }}
      />
    </div>
  );
}
