/** The desk: on the left my status and the queue, in the middle the resident, on the right one panel at a time. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { DeskView } from "../../../signaling/client/types";
import { CallStage } from "./call_stage";
import type { DeskModel, Stage } from "./desk_model";
import { Help, helpOpen } from "./help";
import { Closed, LinkNotice } from "./link_notice";
import { PlacePanel } from "./place_panel";
import { QueuePanel } from "./queue_panel";
import { ReadyStage } from "./ready_stage";
import { RingStage } from "./ring_stage";
import { Ringer } from "./ringer";
import { belongsToControl, type ShortcutId, shortcutOf } from "./shortcuts";
import { StatusPanel } from "./status_panel";
import { nameOfLanguage, say } from "./texts";
import { theme } from "./theme_choice";
import { TopBar } from "./top_bar";
import { WrapUpStage } from "./wrap_up_stage";

const ringer = new Ringer();

export function Desk({ model }: { model: DeskModel }) {
  useRinging(model);
  useShortcuts(model);
  const view = model.view.value;
  const stage = model.stage.value;
  const dark = theme.value === "dark" || stage.kind === "call";
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
        <PlacePanel stage={stage} />
      </aside>
    </div>
  );
}

function Middle({ model, view, stage }: { model: DeskModel; view: DeskView; stage: Stage }) {
  switch (stage.kind) {
    case "ringing":
      return <RingStage model={model} ring={stage.ring} />;
    case "call":
      return <CallStage model={model} call={stage.call} key={stage.call.id} />;
    case "wrap_up":
      return <WrapUpStage model={model} view={view} wrapUp={stage.wrapUp} key={stage.wrapUp.call} />;
    case "ready":
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
    const { place, language } = stage.ring;
    const spoken = nameOfLanguage(language);
    ringer.ring(
      say.value("ring.heading", { language: spoken }),
      say.value("ring.notification", { place: place.name, language: spoken }),
    );
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
