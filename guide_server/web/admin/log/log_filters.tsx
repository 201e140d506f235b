import type { LogQuery, Purpose } from "../../api_types";
import type { AdminModel } from "../model";
import { Days, Periods } from "../parts/period";
import { HOWS, isNarrowed, NARROWING, narrowed, OUTCOMES, PURPOSES, TICKETS, WAITS } from "../place";
import { nameOfLanguage, say, sayCode } from "../texts";

const EMPTY: LogQuery = Object.fromEntries(NARROWING.map((name) => [name, null]));

/** What narrows the log. Each choice takes effect at once and stands in the address. */
export function LogFilters({ model }: { model: AdminModel }) {
  const place = model.place.value;
  const { log } = place;
  const known = model.directory.state.value.value;
  const shown = model.log.state.value.value;
  const choose = (change: LogQuery) => model.go(narrowed(place, change));
  const languages = (known?.languages ?? []).map(
    ({ tag }) => [tag, nameOfLanguage(tag, known?.languages ?? [])] as const,
  );
  return (
    <search class="filters">
      <h2 class="visually-hidden">{say.value("filter.title")}</h2>
      <Days from={log.from ?? shown?.start ?? null} to={log.to ?? shown?.end ?? null} choose={choose} />
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
        options={languages}
        choose={(language) => choose({ language })}
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
      <Coded name="outcome" value={log.outcome} codes={OUTCOMES} choose={(outcome) => choose({ outcome })} />
      <div class="filters__row">
        <Periods from={log.from ?? null} to={log.to ?? null} choose={choose} />
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

type Narrowing = Exclude<(typeof NARROWING)[number], "from" | "to">;

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
