import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import type { RegisterExtract } from "../../api_types";
import { saveText } from "../../save_text";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { Trouble } from "../parts/trouble";
import { dayInWords, say, sayCode, times } from "../texts";
import { EraseCall } from "./erase_call";

type Row = RegisterExtract["call"];

/** All that is kept of one call, as the tables have it: to be read, printed, kept as a file, or erased. */
export function RegisterView({ model }: { model: AdminModel }) {
  const state = model.review.extract.state.value;
  const call = model.place.value.call ?? "";
  const said = useSignal("");
  const found = said.value === "" ? state.value : null;
  return (
    <>
      <p class="eyebrow">
        <Link model={model} to={{ ...model.place.value, call: null }} class="back">
          <Icon name="back" />
          {say.value("review.title")}
        </Link>
      </p>
      <section class="summary">
        <h1>{say.value("register.title")}</h1>
        <p class="summary__lead">
          <code class="review__link">{call}</code>
        </p>
        {found !== null && (
          <p class="summary__lead">
            {found.destroyed_on === null
              ? say.value("register.never")
              : say.value("register.until", { day: dayInWords(found.destroyed_on) })}
          </p>
        )}
      </section>
      <p role="status" class="said">
        {said.value}
      </p>
      {said.value === "" && <Trouble of={state} retry={() => model.reload()} />}
      {found !== null && (
        <Extract model={model} call={call} found={found} erased={(told) => (said.value = told)} />
      )}
    </>
  );
}

function Extract({
  model,
  call,
  found,
  erased,
}: {
  model: AdminModel;
  call: string;
  found: RegisterExtract;
  erased: (told: string) => void;
}) {
  const parts = [
    { name: "register.call", rows: [found.call] },
    { name: "register.rings", rows: found.rings },
    { name: "register.entries", rows: found.entries.map(readable) },
    { name: "register.notes", rows: found.notes },
    { name: "register.readings", rows: found.readings },
  ] as const;
  return (
    <>
      <p class="table__actions">
        <button
          type="button"
          class="button"
          onClick={() => saveText(`${call}.json`, JSON.stringify(found, null, 2))}
        >
          <Icon name="download" />
          {say.value("register.json")}
        </button>
        <button type="button" class="button" onClick={() => print()}>
          {say.value("register.print")}
        </button>
      </p>
      {parts.map(({ name, rows }) => (
        <section key={name}>
          <h2>{say.value(name)}</h2>
          {rows.length === 0 ? (
            <p class="help">{say.value("register.none")}</p>
          ) : (
            rows.map((row, index) => <Facts key={index} row={row} />)
          )}
        </section>
      ))}
      <EraseCall model={model} call={call} over={found.call["state"] === "ended"} erased={erased} />
    </>
  );
}

/** An entry with the fields of its fact in the place of their JSON; the file has it as it is kept. */
function readable({ body, ...row }: Row): Row {
  const fields = Object.entries(JSON.parse(String(body)) as Record<string, unknown>);
  const told = fields.map(([name, value]) => [name, isPlain(value) ? value : JSON.stringify(value)] as const);
  return { ...row, ...Object.fromEntries(told) };
}

const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || typeof value !== "object";

/** What stands in every row, or is for programs: left out on the screen. */
const UNSAID = new Set(["pool", "call", "link"]);

/** One row of a table, its columns in words; the file has their own names. */
function Facts({ row }: { row: Row }) {
  const { moment } = times.value;
  return (
    <dl class="review__facts">
      {Object.entries(row)
        .filter(([name, value]) => value !== null && !UNSAID.has(name))
        .map(([name, value]) => (
          <div key={name}>
            <dt>{sayCode("column", name)}</dt>
            <dd>{isInstant(name) ? `${moment(Number(value))} (${value})` : String(value)}</dd>
          </div>
        ))}
    </dl>
  );
}

const isInstant = (name: string) => name === "at" || name === "until" || name.endsWith("_at");
