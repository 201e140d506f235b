import { useSignal } from "@preact/signals";
import type { SettingsVersion } from "../../api_types";
import { Trouble } from "../parts/trouble";
import { say, timeIn } from "../texts";
import { ChangesTable } from "./changes_table";
import { differences } from "./differences";
import type { Names } from "./editing";
import type { SettingsModel } from "./settings_model";
import { UndoForm } from "./undo_form";

interface Told {
  model: SettingsModel;
  names: Names;
  zone: string;
  undo: (number: number, note: string) => Promise<boolean>;
}

/** Every version of the area, the newest first: who, when and why, what it changed, and the way back. */
export function History({ model, names, zone, undo }: Told) {
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
            {...{ model, names, zone, undo }}
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

function Version({ version, before, model, names, zone, undo }: OneVersion) {
  const undoing = useSignal(false);
  const current = model.current.value;
  if (current === null) return null;
  const isFirst = version.number === 1;
  const was = before?.content ?? (isFirst ? current.file : null);
  const area = current.area;
  return (
    <li class="history__version">
      <p class="history__when">
        <span>{say.value("settings.version", { number: String(version.number) })}</span>
        <span class="help">{timeIn(zone).moment(version.at)}</span>
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
            changes={differences(current.content, was)}
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
          aria-label={say.value("settings.undo_of", { number: String(version.number) })}
          disabled={model.draft.value !== null}
          onClick={() => {
            undoing.value = true;
          }}
        >
          {say.value("settings.undo")}
        </button>
      )}
    </li>
  );
}

function Marks({ version, current }: { version: SettingsVersion; current: boolean }) {
  const marks = [
    current && say.value("settings.in_force"),
    version.undoes !== null && say.value("settings.undoes", { number: String(version.undoes) }),
    version.from_file && say.value("settings.back_to_file"),
  ].filter((mark) => mark !== false);
  return marks.length === 0 ? null : <p class="help">{marks.join(" · ")}</p>;
}
