import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import type { LanguageTag, Level } from "../../api_types";
import { say } from "../texts";
import type { CloseLanguages } from "./contents";
import { type Fault, faultAt, languageIn, type Names } from "./editing";
import { Field } from "./field";
import { keepPlace } from "./keyboard";
import { LanguageSelect } from "./language_select";
import { TakeAway } from "./order";

const LEVELS: readonly Level[] = ["basic", "good", "fluent"];

interface Closeness {
  table: CloseLanguages | null;
  change: (table: CloseLanguages | null) => void;
  faults: readonly Fault[];
  names: Names;
}

/** Who understands whom, and how well: each direction for itself, reviewed and with a version. */
export function CloseLanguagesFields({ table, change, faults, names }: Closeness) {
  return (
    <section class="settings__part">
      <h3>{say.value("settings.languages.substitutes")}</h3>
      <p class="help">{say.value("settings.close_help")}</p>
      {table === null ? (
        <p>
          <button
            type="button"
            class="button"
            onClick={({ currentTarget }) => {
              keepPlace(currentTarget);
              change({ version: FIRST, close: {} });
            }}
          >
            <Icon name="plus" />
            {say.value("settings.begin_table")}
          </button>
        </p>
      ) : (
        <Table table={table} change={change} faults={faults} names={names} />
      )}
    </section>
  );
}

const FIRST = "1";

type Rows = readonly (readonly [LanguageTag, LanguageTag, Level])[];

function rowsOf({ close }: CloseLanguages): Rows {
  return Object.entries(close).flatMap(([asked, offered]) =>
    Object.entries(offered).map(([tag, level]) => [asked, tag, level] as const),
  );
}

function tableOf(version: string, rows: Rows): CloseLanguages {
  const close: Record<LanguageTag, Record<LanguageTag, Level>> = {};
  for (const [asked, offered, level] of rows) close[asked] = { ...close[asked], [offered]: level };
  return { version, close };
}

function Table({ table, change, faults, names }: Closeness & { table: CloseLanguages }) {
  const rows = rowsOf(table);
  const put = (changed: Rows) => change(tableOf(table.version, changed));
  const whole = faultAt(faults, ["substitutes"]) ?? faultAt(faults, ["substitutes", "close"], true);
  return (
    <>
      <div class="settings__short">
        <Field
          label={say.value("settings.languages.version")}
          help={say.value("settings.version_help")}
          fault={faultAt(faults, ["substitutes", "version"])}
        >
          {(bound) => (
            <input
              {...bound}
              value={table.version}
              maxLength={40}
              onInput={({ currentTarget }) => change({ ...table, version: currentTarget.value })}
            />
          )}
        </Field>
      </div>
      {whole !== null && <p class="field__fault settings__fault">{whole}</p>}
      <div class="table-frame">
        <table class="table table--narrow closeness">
          <caption class="visually-hidden">{say.value("settings.languages.substitutes")}</caption>
          <thead>
            <tr>
              <th scope="col">{say.value("settings.speaks")}</th>
              <th scope="col">{say.value("settings.understands")}</th>
              <th scope="col">{say.value("settings.how_well")}</th>
              <th scope="col">
                <span class="visually-hidden">{say.value("kiosks.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([asked, offered, level]) => {
              const both = `${languageIn(asked, names)} → ${languageIn(offered, names)}`;
              const isRow = ([one, other]: Rows[number]) => one === asked && other === offered;
              return (
                <tr key={`${asked} ${offered}`}>
                  <th scope="row">{languageIn(asked, names)}</th>
                  <td>{languageIn(offered, names)}</td>
                  <td>
                    <LevelSelect
                      label={say.value("settings.level_of", { of: both })}
                      level={level}
                      change={(chosen) =>
                        put(rows.map((row) => (isRow(row) ? ([asked, offered, chosen] as const) : row)))
                      }
                    />
                  </td>
                  <td>
                    <TakeAway of={both} away={() => put(rows.filter((row) => !isRow(row)))} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <AddPair names={names} rows={rows} add={(row) => put([...rows, row])} />
      <p>
        <button
          type="button"
          class="button button--small"
          onClick={({ currentTarget }) => {
            keepPlace(currentTarget);
            change(null);
          }}
        >
          {say.value("settings.drop_table")}
        </button>
      </p>
    </>
  );
}

interface Leveled {
  label: string;
  level: Level;
  change: (level: Level) => void;
}

function LevelSelect({ label, level, change }: Leveled) {
  return (
    <select
      class="settings__select"
      aria-label={label}
      value={level}
      onChange={({ currentTarget }) => change(LEVELS.find((each) => each === currentTarget.value) ?? level)}
    >
      {LEVELS.map((each) => (
        <option key={each} value={each} selected={each === level}>
          {say.value(`level.${each}`)}
        </option>
      ))}
    </select>
  );
}

function AddPair({ names, rows, add }: { names: Names; rows: Rows; add: (row: Rows[number]) => void }) {
  const asked = useSignal("");
  const offered = useSignal("");
  const isThere = rows.some(([one, other]) => one === asked.value && other === offered.value);
  const isWhole = asked.value !== "" && offered.value !== "" && asked.value !== offered.value;
  return (
    <div class="settings__add">
      <LanguageSelect label={say.value("settings.speaks")} names={names} chosen={asked} />
      <LanguageSelect label={say.value("settings.understands")} names={names} chosen={offered} />
      <button
        type="button"
        class="button"
        disabled={!isWhole || isThere}
        onClick={() => {
          add([asked.value, offered.value, "good"]);
          offered.value = "";
        }}
      >
        <Icon name="plus" />
        {say.value("settings.add_pair")}
      </button>
    </div>
  );
}
