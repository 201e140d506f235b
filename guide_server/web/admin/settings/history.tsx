import { useSignal } from "@preact/signals";
import type { SettingsVersion } from "../../api_types";
import { Trouble } from "../parts/trouble";
import { say, times } from "../texts";
import { ChangesTable } from "./changes_table";
import { differences } from "./differences";
import type { Names } from "./editing";
import type { SettingsModel } from "./settings_model";
import { UndoForm } from "./undo_form";

interface Told {
  model: SettingsModel;
  names: Names;
  undo: (number: number, note: string) => Promise<boolean>;
}

/** Every version of the area, the newest first: who, when and why, what it changed, and the way back. */
export function History({ model, names, undo }: Told) {
  const state = model.history.state.value;
  const versions = state.value?.versions ?? [];
  const last = versions.at(-1);
  return (
    <section class="history">
      <h3>{say.value("settings.history")}</h3>
      <Trouble of={state} retry={() => void model.reload()} />
      {state.value !== null && versions.length === 0 && (
        <p class="help">{say.value("settings.no_history")}</p>
      )}
      <ol class="history__list">
        {versions.map((version, index) => (
          <Version
            key={version.number}
            version={version}
            before={versions[index + 1] ?? null}
            {...{ model, names, undo }}
          />
        ))}
      </ol>
      {state.value?.more === true && last !== undefined && (
        <p>
          <button type="button" class="button" onClick={() => void model.older(last)}>
            {say.value("readings.older")}
          </button>
        </p>
      )}
    </section>
  );
}

interface OneVersion extends Told {
  version: SettingsVersion;
  /** The version before it; null where it is not known here, or is the file's. */
  before: SettingsVersion | null;
}

function Version({ version, before, model, names, undo }: OneVersion) {
  const undoing = useSignal(false);
  const current = model.current.value;
  if (current === null) return null;
  const isFirst = version.number === 1;
  const isNewest = version.number === current.version;
  const was = before?.content ?? (isFirst ? current.file : null);
  const area = current.area;
  return (
    <li class="history__version">
      <p class="history__when">
        <span>{say.value("settings.version", { number: String(version.number) })}</span>
        <span class="help">{times.value.moment(version.at)}</span>
      </p>
      <div class="history__what">
        <p>
          <bdi>
            <strong>{version.who}</strong>
          </bdi>
          {version.note !== "" && <> · {version.note}</>}
        </p>
        <Marks version={version} current={current.version === version.number} />
        {was !== null && (
          <details>
            <summary>{say.value("settings.what_changed")}</summary>
            <ChangesTable
              area={area}
              changes={differences(was, version.content)}
              names={names}
              caption={say.value("settings.changed_in", { number: String(version.number) })}
            />
          </details>
        )}
        {undoing.value && was !== null && (
          <UndoForm
            area={area}
            names={names}
            title={say.value("settings.undo_title", { number: String(version.number) })}
            also={alsoUndone(version.number, current.version)}
            wished={was}
            model={model}
            yes={say.value(isNewest ? "settings.undo" : "settings.go_back")}
            undo={(note) => undo(version.number, note)}
            close={() => {
              undoing.value = false;
            }}
          />
        )}
      </div>
      {was !== null && !undoing.value && (
        <button
          type="button"
          class="button button--small"
          aria-label={say.value(isNewest ? "settings.undo_of" : "settings.undo_title", {
            number: String(version.number),
          })}
          disabled={model.draft.value !== null}
          onClick={() => {
            undoing.value = true;
          }}
        >
          {say.value(isNewest ? "settings.undo" : "settings.go_back_here")}
        </button>
      )}
    </li>
  );
}

/** The versions that came after it are taken back with it. */
function alsoUndone(number: number, newest: number): string | null {
  if (newest === number) return null;
  const later = Array.from({ length: newest - number }, (_, index) => String(number + 1 + index));
  return say.value("settings.undo_also", { count: later.length, versions: listOf(later) });
}

function listOf(numbers: readonly string[]): string {
  const [first = "", last = ""] = [numbers[0], numbers.at(-1)];
  return numbers.length === 1 ? first : `${first}–${last}`;
}

function Marks({ version, current }: { version: SettingsVersion; current: boolean }) {
  const marks = [
    current && say.value("settings.in_force"),
    version.undoes !== null &&
      say.value(version.undoes === version.number - 1 ? "settings.undoes" : "settings.went_back", {
        number: String(version.undoes),
      }),
    version.from_file && say.value("settings.back_to_file"),
  ].filter((mark) => mark !== false);
  return marks.length === 0 ? null : <p class="help">{marks.join(" · ")}</p>;
}
