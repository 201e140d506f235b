/** The right side in a call: one panel at a time, each a key away. */
import type { ComponentChildren } from "preact";
import type { DeskCall } from "../../../signaling/client/types";
import type { DeskModel } from "./desk_model";
import { GivePanel } from "./give_panel";
import { LanguagePanel } from "./language_panel";
import { PartiesPanel } from "./parties_panel";
import { PlacePanel } from "./place_panel";
import type { Records } from "./records";
import type { Ringer } from "./ringer";
import { PANELS, type Panel, type Room } from "./room";
import { ariaKeysOf, labelOf } from "./shortcuts";
import { TextPanel } from "./text_panel";
import { say, UNDETERMINED } from "./texts";
import { ViewPanel } from "./view_panel";

interface Props {
  model: DeskModel;
  room: Room;
  records: Records;
  ringer: Ringer;
  call: DeskCall;
}

export function SidePanels(props: Props) {
  const { room, call } = props;
  const tabs: readonly Panel[] = isTriage(call) ? ["language", ...PANELS] : PANELS;
  const shown = tabs.includes(room.panel.value) ? room.panel.value : "write";
  const select = (panel: Panel): void => {
    room.panel.value = panel;
    document.getElementById(`tab-${panel}`)?.focus();
  };
  const move = (press: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[press.key];
    if (step === undefined || press.altKey) return;
    press.preventDefault();
    const next = tabs[(tabs.indexOf(shown) + step + tabs.length) % tabs.length];
    if (next !== undefined) select(next);
  };
  return (
    <div class="panels">
      <div class="panels__tabs" role="tablist" aria-label={say.value("panels.name")} onKeyDown={move}>
        {tabs.map((panel) => (
          <button
            key={panel}
            type="button"
            role="tab"
            class="panels__tab"
            id={`tab-${panel}`}
            aria-selected={panel === shown}
            aria-controls={`panel-${panel}`}
            aria-keyshortcuts={panel === "language" ? undefined : ariaKeysOf(panel)}
            title={panel === "language" ? undefined : labelOf(panel)}
            tabIndex={panel === shown ? 0 : -1}
            onClick={() => select(panel)}
          >
            {say.value(`panels.${panel}`)}
            {panel === "write" && shown !== "write" && <Unread props={props} />}
          </button>
        ))}
      </div>
      <PanelBody panel={shown}>{bodyOf(shown, props)}</PanelBody>
    </div>
  );
}

function PanelBody({ panel, children }: { panel: Panel; children: ComponentChildren }) {
  return (
    <div
      class="panels__body"
      role="tabpanel"
      id={`panel-${panel}`}
      aria-labelledby={`tab-${panel}`}
      tabIndex={-1}
    >
      {children}
    </div>
  );
}

function bodyOf(panel: Panel, { model, room, records, ringer, call }: Props) {
  const view = model.view.value;
  if (view === null) return null;
  switch (panel) {
    case "language":
      return <LanguagePanel model={model} offered={view.offered} />;
    case "write":
      return <TextPanel model={model} call={call} />;
    case "give":
      return <GivePanel model={model} language={call.language} key={call.id} />;
    case "place":
      return <PlacePanel stage={{ kind: "call", call }} records={records} />;
    case "people":
      return <PartiesPanel model={model} view={view} call={call} />;
    case "view":
      return <ViewPanel model={model} room={room} ringer={ringer} call={call} />;
  }
}

/** Somebody has written while another panel was open. */
function Unread({ props: { model } }: { props: Props }) {
  if (model.shared.value.theirs.length === 0) return null;
  return (
    <>
      <span class="panels__unread" aria-hidden="true" />
      <span class="visually-hidden">{say.value("panels.unread")}</span>
    </>
  );
}

/** The one who leads the call has to find the resident's language. */
function isTriage({ spoken, role, state }: DeskCall): boolean {
  return spoken.language === UNDETERMINED && role === "guide" && state === "live";
}
