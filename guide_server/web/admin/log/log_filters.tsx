import type { Guide, LogQuery, Purpose } from "../../api_types";
import type { AdminModel } from "../model";
import { Days, NamedPeriods } from "../parts/period";
import { GRADES, HOWS, isNarrowed, NARROWING, narrowed, OUTCOMES, PURPOSES, TICKETS, WAITS } from "../place";
import { nameOfLanguage, say, sayCode } from "../texts";
import { SavedViewsRow } from "./saved_views";

const EMPTY: LogQuery = Object.fromEntries(NARROWING.map((name) => [name, null]));

/** What is asked for less often stands behind a fold, which is open where any of it is chosen. */
const MORE = ["site", "kiosk", "spoken", "how", "waited", "ticket", "topic", "quality", "guide"] as const;

/** What narrows the log. Each choice takes effect at once and stands in the address. */
export function LogFilters({ model }: { model: AdminModel }) {
  const place = model.place.value;
  const { log } = place;
  const known = model.directory.state.value.value;
  const shown = (place.record ? model.publicLog : model.log).state.value.value;
  const choose = (change: LogQuery) => model.go(narrowed(place, change));
  const languages = (known?.languages ?? []).map(
    ({ tag }) => [tag, nameOfLanguage(tag, known?.languages ?? [])] as const,
  );
  return (
    <search class="filters">
      <h2 class="visually-hidden">{say.value("filter.title")}</h2>
      <NamedPeriods
        from={log.from ?? null}
        to={log.to ?? null}
        period={log.period ?? null}
        choose={(days) => choose({ ...days })}
      />
      <Days
        from={log.from ?? shown?.start ?? null}
        to={log.to ?? shown?.end ?? null}
        choose={(days) =>
          choose({ from: shown?.start ?? null, to: shown?.end ?? null, ...days, period: null })
        }
      />
      <Choice
        name="neighbourhood"
        value={log.neighbourhood ?? null}
        options={(known?.neighbourhoods ?? []).map(({ id, name }) => [id, name])}
        choose={(neighbourhood) => choose({ neighbourhood })}
      />
      <Choice
        name="language"
        value={log.language ?? null}
        options={languages}
        choose={(language) => choose({ language })}
      />
      <Coded name="outcome" value={log.outcome} codes={OUTCOMES} choose={(outcome) => choose({ outcome })} />
      <details class="filters__more" open={MORE.some((name) => (log[name] ?? null) !== null)}>
        <summary>{say.value("filter.more")}</summary>
        <div class="filters__fields">
          <Choice
            name="site"
            value={log.site ?? null}
            options={(known?.sites ?? []).map(({ id, name }) => [id, name])}
            choose={(site) => choose({ site })}
          />
          <Choice
            name="kiosk"
            value={log.kiosk ?? null}
            options={(known?.kiosks ?? []).map(({ id, name, site_name }) => [id, `${name}, ${site_name}`])}
            choose={(kiosk) => choose({ kiosk })}
          />
          <Choice
            name="spoken"
            value={log.spoken ?? null}
            options={languages}
            choose={(spoken) => choose({ spoken })}
          />
          <Coded name="how" value={log.how} codes={HOWS} choose={(how) => choose({ how })} />
          <Coded name="waited" value={log.waited} codes={WAITS} choose={(waited) => choose({ waited })} />
          <Coded name="ticket" value={log.ticket} codes={TICKETS} choose={(ticket) => choose({ ticket })} />
          <Coded
            name="topic"
            value={log.topic}
            codes={known?.topics ?? []}
            choose={(topic) => choose({ topic })}
          />
          <Coded
            name="quality"
            value={log.quality}
            codes={GRADES}
            choose={(quality) => choose({ quality })}
          />
          <Choice
            name="guide"
            value={log.guide ?? null}
            options={(known?.guides ?? []).filter(worksAtADesk).map(({ id, name }) => [id, name])}
            choose={(guide) => choose({ guide })}
          />
        </div>
      </details>
      <div class="filters__row">
        <SavedViewsRow model={model} />
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

type Narrowing = Exclude<(typeof NARROWING)[number], "from" | "to" | "period">;

/** A choice among the codes of one closed list. */
function Coded<Code extends string>({
  name,
  value,
  codes,
  choose,
}: {
  name: Narrowing;
  value: Code | null | undefined;
  codes: readonly Code[];
  choose: (value: Code | null) => void;
}) {
  return (
    <Choice
      name={name}
      value={value ?? null}
      options={codes.map((code) => [code, sayCode(name, code)])}
      choose={(chosen) => choose(codes.find((code) => code === chosen) ?? null)}
    />
  );
}

interface Choosing {
  name: Narrowing;
  value: string | null;
  options: readonly (readonly [string, string])[];
  choose: (value: string | null) => void;
}

function Choice({ name, value, options, choose }: Choosing) {
  // What is chosen is seen, though it is not offered any more: a kiosk that was removed, a mistyped link.
  const unknown = value !== null && options.every(([id]) => id !== value);
  return (
    <div class="field">
      <label for={`filter-${name}`}>{say.value(`filter.${name}`)}</label>
      <select
        id={`filter-${name}`}
        value={value ?? ""}
        onChange={(event) => choose(event.currentTarget.value || null)}
      >
        <option value="">{say.value("filter.all")}</option>
        {unknown && (
          <option value={value} selected>
            {name === "language" || name === "spoken" ? nameOfTag(value) : value}
          </option>
        )}
        {options.map(([id, text]) => (
          <option key={id} value={id} selected={id === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The name of a language that is not offered here; what is no tag as it is. */
function nameOfTag(tag: string): string {
  return /^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(tag) ? nameOfLanguage(tag, []) : tag;
}

function worksAtADesk({ roles }: Guide): boolean {
  return roles.includes("guide") || roles.includes("leader");
}
