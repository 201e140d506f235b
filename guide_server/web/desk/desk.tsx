/** The desk: on the left my status and the queue, in the middle the resident, on the right one panel at a time. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { DeskView } from "../../../signaling/client/types";
import { CallStage } from "./call_stage";
import type { DeskModel, Stage } from "./desk_model";
import { headingOf } from "./fit";
import { Help, helpOpen } from "./help";
import { LanguagePanel } from "./language_panel";
import { LeaderReady } from "./leader_panel";
import { comesOnlyToJoin } from "./leading";
import { Closed, LinkNotice } from "./link_notice";
import { NotePanel } from "./note_panel";
import { PartiesPanel } from "./parties_panel";
import { PlacePanel } from "./place_panel";
import { QueuePanel } from "./queue_panel";
import { ReadyStage } from "./ready_stage";
import { RingStage } from "./ring_stage";
import { Ringer } from "./ringer";
import { belongsToControl, type ShortcutId, shortcutOf } from "./shortcuts";
import { StatusPanel } from "./status_panel";
import { TextPanel } from "./text_panel";
import { nameOfLanguage, say, UNDETERMINED } from "./texts";
import { theme } from "./theme_choice";
import { TopBar } from "./top_bar";
import { WrapUpStage } from "./wrap_up_stage";

const ringer = new Ringer();

export function Desk({ model }: { model: DeskModel }) {
  useRinging(model);
  useReminder(model);
  useShortcuts(model);
  const view = model.view.value;
  const stage = model.stage.value;
  // Dark with the picture and not before: a page that paints itself anew holds up the picture that is coming.
  const dark = theme.value === "dark" || (stage.kind === "call" && model.picture.value !== "coming");
  return (
    <div class={`desk desk--${stage.kind}`} data-theme={dark ? "dark" : "light"}>
      <a class="desk__skip" href="#stage">
        {say.value("skip")}
      </a>
      <TopBar model={model} ringer={ringer} />
      <LinkNotice model={model} />
      {model.link.value === "closed" ? (
        <Closed model={model} />
      ) : (
        view !== null && <Rooms model={model} view={view} stage={stage} />
      )}
      <Help />
    </div>
  );
}

function Rooms({ model, view, stage }: { model: DeskModel; view: DeskView; stage: Stage }) {
  return (
    <div class="desk__rooms">
      <aside class="desk__side" aria-label={say.value("status.heading")}>
        <StatusPanel model={model} view={view} ringer={ringer} />
        <QueuePanel queue={view.queue} now={model.now.value} />
      </aside>
      <main class="desk__stage" id="stage" tabIndex={-1}>
        <Middle model={model} view={view} stage={stage} />
      </main>
      <aside class="desk__side" aria-label={say.value("place.heading")}>
        {isTriage(stage) && <LanguagePanel model={model} offered={view.offered} />}
        {stage.kind === "call" && <TextPanel model={model} call={stage.call} />}
        {stage.kind === "call" && <NotePanel model={model} key={stage.call.id} />}
        <PlacePanel stage={stage} />
        {stage.kind === "call" && <PartiesPanel model={model} view={view} call={stage.call} />}
      </aside>
    </div>
  );
}

/** The one who leads the call has to find the resident's language. */
function isTriage(stage: Stage): boolean {
  if (stage.kind !== "call") return false;
  const { spoken, role, state } = stage.call;
  return spoken.language === UNDETERMINED && role === "guide" && state === "live";
}

function Middle({ model, view, stage }: { model: DeskModel; view: DeskView; stage: Stage }) {
  switch (stage.kind) {
    case "ringing":
      return <RingStage model={model} view={view} ring={stage.ring} />;
    case "call":
      return <CallStage model={model} call={stage.call} key={stage.call.id} />;
    case "wrap_up":
      return <WrapUpStage model={model} view={view} wrapUp={stage.wrapUp} key={stage.wrapUp.call} />;
    case "ready":
      if (comesOnlyToJoin(model.fromBoard, view)) return <LeaderReady />;
      return <ReadyStage model={model} view={view} ringer={ringer} />;
  }
}

/** Sound, title and notification follow the stage. */
function useRinging(model: DeskModel): void {
  useSignalEffect(() => {
    const stage = model.stage.value;
    if (stage.kind !== "ringing") {
      ringer.stop();
      return;
    }
    const { place, spoken } = stage.ring;
    const language = nameOfLanguage(spoken.language);
    ringer.ring(headingOf(stage.ring), say.value("ring.notification", { place: place.name, language }));
  });
}

/** Once, when a planned break is over: the desk stays away until the guide says otherwise. */
function useReminder(model: DeskModel): void {
  const reminded = useRef<number | null>(null);
  useSignalEffect(() => {
    const back = model.view.value?.back_at ?? null;
    if (back === null || back === reminded.current || model.now.value < back) return;
    reminded.current = back;
    ringer.remind(say.value("break.over"), say.value("break.over_body"));
  });
}

function useShortcuts(model: DeskModel): void {
  const actions = useRef<Record<ShortcutId, () => void>>({
    take: () => model.take(),
    pass: () => model.pass(),
    hang_up: () => model.hangUp(),
    microphone: () => model.toggle("audio"),
    camera: () => model.toggle("video"),
    available: () => model.setStatus("available"),
    away: () => model.setStatus("away", "break"),
    help: () => {
      helpOpen.value = !helpOpen.value;
    },
  });
  useEffect(() => {
    const pressed = (press: KeyboardEvent): void => {
      const id = shortcutOf(press);
      if (id === null) return;
      const bare = id === "take" || id === "pass";
      if (bare && (model.stage.value.kind !== "ringing" || belongsToControl(press))) return;
      press.preventDefault();
      actions.current[id]();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [model]);
}
