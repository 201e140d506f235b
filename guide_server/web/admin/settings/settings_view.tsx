import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "../../api";
import type { SettingsArea, SettingsChanged } from "../../api_types";
import type { AdminModel } from "../model";
import { Confirm } from "../parts/confirm";
import { Link } from "../parts/link";
import { problemText, Trouble } from "../parts/trouble";
import { say, times } from "../texts";
import { AREAS } from "./contents";
import { DraftPart } from "./draft_part";
import type { Names } from "./editing";
import { Editor } from "./editor";
import { FaultSummary } from "./fault_summary";
import { History } from "./history";
import { Overtaken } from "./overtaken";
import type { SettingsModel } from "./settings_model";
import { UndoForm } from "./undo_form";

/** What the municipality decides: an editor for each area, tried before it is applied, with all that was before. */
export function SettingsView({ model }: { model: AdminModel }) {
  const settings = model.settings;
  const state = settings.page.state.value;
  const current = settings.current.value;
  useLeavingAsks(settings);
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("settings.title")}</p>
        <h1>{current === null ? say.value("settings.title") : headline(current)}</h1>
        <p class="summary__lead">{say.value("settings.lead")}</p>
      </section>
      <div class="settings">
        <Areas model={model} />
        <div class="settings__area">
          <Trouble of={state} retry={() => void settings.reload()} />
          {current !== null && <AreaPart key={current.area} model={model} current={current} />}
        </div>
      </div>
      {settings.leaving.value !== null && (
        <Confirm
          question={say.value("settings.leave")}
          yes={say.value("settings.leave_yes")}
          no={say.value("settings.leave_no")}
          decide={(sure) => settings.leave(sure)}
        />
      )}
    </>
  );
}

/** The browser asks too, before the page is closed or left for another. */
function useLeavingAsks(settings: SettingsModel): void {
  const holds = settings.draft.value !== null;
  useEffect(() => {
    if (!holds) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [holds]);
}

/** Where the keyboard goes when the draft, its preview or the conflict that it was in has gone. */
function useHeadingToGoOnFrom(settings: SettingsModel): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const begun = useRef(false);
  const shown = [settings.draft, settings.preview, settings.overtaken].map(({ value }) => value !== null);
  useEffect(() => {
    const lost = begun.current && document.activeElement === document.body;
    if (lost) heading.current?.focus({ preventScroll: true });
    begun.current = true;
  }, shown);
  return heading;
}

function headline({ area, from_file, version, changed_at, changed_by }: SettingsArea): string {
  const values = {
    area: say.value(`settings.area.${area}`),
    who: changed_by ?? "",
    when: changed_at === null ? "" : times.value.long(changed_at),
  };
  if (version === 0) return say.value("settings.headline_file", values);
  return say.value(from_file ? "settings.headline_back" : "settings.headline_changed", values);
}

function Areas({ model }: { model: AdminModel }) {
  const place = model.place.value;
  const areas = model.settings.page.state.value.value?.areas ?? [];
  return (
    <nav class="areas" aria-label={say.value("settings.areas")}>
      {AREAS.map((area) => {
        const known = areas.find((one) => one.area === area);
        return (
          <Link
            key={area}
            model={model}
            to={{ ...place, area }}
            class="areas__link"
            current={area === model.settings.area.value}
          >
            {say.value(`settings.area.${area}`)}
            {known !== undefined && (
              <span class="areas__mark">
                {say.value(known.from_file ? "settings.mark_file" : "settings.mark_changed")}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}

function AreaPart({ model, current }: { model: AdminModel; current: SettingsArea }) {
  const { settings } = model;
  const fault = useSignal<string | null>(null);
  const said = useSignal("");
  const heading = useHeadingToGoOnFrom(settings);
  const names: Names = {
    languages: model.languages,
    sites: model.directory.state.value.value?.sites ?? [],
  };
  const attempt = async (deed: () => Promise<void>) => {
    fault.value = null;
    said.value = "";
    try {
      await deed();
    } catch (refused) {
      fault.value = faultText(refused);
    }
    return fault.value === null;
  };
  const tell = (changed: SettingsChanged | null) => {
    if (changed === null) return;
    said.value = say.value(changed.version === null ? "settings.waits" : "settings.applied");
    heading.current?.focus();
  };
  const undo = (number: number, note: string) => attempt(async () => tell(await settings.undo(number, note)));
  return (
    <>
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {say.value(`settings.area.${current.area}`)}
        </h2>
        <p class="help">{say.value(`settings.lead.${current.area}`)}</p>
      </div>
      <p class="said" role="status">
        {said.value}
      </p>
      <div role="alert" class="trouble">
        {fault.value !== null && <p class="notice notice--danger">{fault.value}</p>}
      </div>
      <FaultSummary area={current.area} faults={settings.faults.value} names={names} />
      <Overtaken model={settings} names={names} />
      <div class="settings__editor">
        <Editor
          area={current.area}
          model={settings}
          content={settings.content.value}
          edit={(content) => settings.edit(content as SettingsArea["content"])}
          faults={settings.faults.value}
          names={names}
        />
      </div>
      {settings.overtaken.value === null && (
        <DraftPart
          model={settings}
          area={current.area}
          names={names}
          attempt={attempt}
          apply={(note) => attempt(async () => tell(await settings.apply(note)))}
        />
      )}
      <History model={settings} names={names} undo={undo} />
      {!current.from_file && <BackToFile current={current} settings={settings} names={names} undo={undo} />}
    </>
  );
}

function faultText(refused: unknown): string {
  const id = refused instanceof Refused ? refused.id : "other";
  if (id === "settings_changed") return say.value("settings.changed_meanwhile");
  return id === "too_large" ? say.value("settings.too_large") : problemText(id);
}

interface Returning {
  current: SettingsArea;
  settings: SettingsModel;
  names: Names;
  undo: (number: number, note: string) => Promise<boolean>;
}

/** Version 0 is the settings file's. */
function BackToFile({ current, settings, names, undo }: Returning) {
  const open = useSignal(false);
  if (!open.value)
    return (
      <p>
        <button
          type="button"
          class="button"
          disabled={settings.draft.value !== null}
          onClick={() => {
            open.value = true;
          }}
        >
          {say.value("settings.to_file")}
        </button>
      </p>
    );
  return (
    <UndoForm
      area={current.area}
      names={names}
      title={say.value("settings.to_file")}
      wished={current.file}
      model={settings}
      yes={say.value("settings.go_back")}
      undo={(note) => undo(0, note)}
      close={() => {
        open.value = false;
      }}
    />
  );
}
