/** The desk: on the left my status and the queue, in the middle the resident, on the right one panel at a time. */
import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { DeskView } from "../../../signaling/client/types";
import { type Desk as Arrangement, act, isPossible, release } from "./actions";
import { CallStage } from "./call_stage";
import type { DeskModel, Stage } from "./desk_model";
import { headingOf } from "./fit";
import { Help } from "./help";
import { LeaderReady } from "./leader_panel";
import { comesOnlyToJoin } from "./leading";
import { Closed, LinkNotice } from "./link_notice";
import { PlacePanel } from "./place_panel";
import { QueuePanel } from "./queue_panel";
import { ReadyStage } from "./ready_stage";
import type { Records } from "./records";
import { RestPanels } from "./rest_panels";
import { RingStage } from "./ring_stage";
import type { Ringer } from "./ringer";
import type { Room } from "./room";
import { belongsToControl, isHeld, type ShortcutId, shortcutOf } from "./shortcuts";
import { SidePanels } from "./side_panels";
import { SoundDialog } from "./sound_dialog";
import { LanguagesPanel, StatusPanel } from "./status_panel";
import { nameOfLanguage, say, spokenDuration, UNDETERMINED } from "./texts";
import { theme } from "./theme_choice";
import { TopBar } from "./top_bar";
import { WrapUpStage } from "./wrap_up_stage";

interface DeskProps {
  model: DeskModel;
  room: Room;
  records: Records;
  ringer: Ringer;
}

export function Desk(props: DeskProps) {
  const { model, room, ringer } = props;
  useRinging(model, ringer);
  useReminder(model, ringer);
  useShortcuts(props);
  useRoom(props);
  const view = model.view.value;
  const stage = model.stage.value;
  // Dark with the picture and not before: a page that paints itself anew holds up the picture that is coming.
  const dark = theme.value === "dark" || (stage.kind === "call" && model.picture.value !== "coming");
  return (
    <div class={`desk desk--${stage.kind}`} data-theme={dark ? "dark" : "light"}>
      {model.link.value !== "closed" && (
        <a class="desk__skip" href="#stage">
          {say.value("skip")}
        </a>
      )}
      <TopBar model={model} room={room} />
      <LinkNotice model={model} />
      {model.link.value === "closed" ? (
        <Closed model={model} />
      ) : (
        view !== null && <Rooms {...props} view={view} stage={stage} />
      )}
      <Help room={room} />
      <SoundDialog room={room} ringer={ringer} />
    </div>
  );
}

interface RoomsProps extends DeskProps {
  view: DeskView;
  stage: Stage;
}

function Rooms(props: RoomsProps) {
  const { model, ringer, view, stage } = props;
  return (
    <div class="desk__rooms">
      {/* Where nothing in it can be pressed, it must be reached by keys itself to be scrolled. */}
      <aside
        class="desk__side"
        aria-label={say.value("status.heading")}
        tabIndex={model.link.value === "up" && stage.kind !== "ringing" ? -1 : 0}
      >
        <StatusPanel model={model} view={view} ringer={ringer} />
        <QueuePanel queue={view.queue} now={model.now.value} />
        <LanguagesPanel view={view} />
      </aside>
      <main class="desk__stage" id="stage" tabIndex={-1}>
        <Middle {...props} />
      </main>
      {stage.kind !== "wrap_up" && <Right {...props} />}
    </div>
  );
}

/** What the right side is called, stage by stage. */
const SIDE = {
  ready: "rest.heading",
  ringing: "place.heading",
  call: "panels.name",
  wrap_up: "place.heading",
} as const;

/** What belongs to the stage; after a call its codes need the room. */
function Right(props: RoomsProps) {
  const { stage, records } = props;
  return (
    <aside
      class="desk__side"
      aria-label={say.value(SIDE[stage.kind])}
      tabIndex={stage.kind === "ringing" ? 0 : -1}
    >
      {stage.kind === "call" && <SidePanels {...props} call={stage.call} />}
      {stage.kind === "ready" && <RestPanels records={records} />}
      {stage.kind === "ringing" && <PlacePanel stage={stage} records={records} />}
    </aside>
  );
}

function Middle({ model, room, records, ringer, view, stage }: RoomsProps) {
  switch (stage.kind) {
    case "ringing":
      return <RingStage model={model} view={view} ring={stage.ring} records={records} />;
    case "call":
      return <CallStage model={model} room={room} call={stage.call} key={stage.call.id} />;
    case "wrap_up":
      return (
        <WrapUpStage
          model={model}
          records={records}
          ringer={ringer}
          view={view}
          wrapUp={stage.wrapUp}
          key={stage.wrapUp.call}
        />
      );
    case "ready":
      if (comesOnlyToJoin(model.fromBoard, view)) return <LeaderReady />;
      return <ReadyStage model={model} view={view} ringer={ringer} />;
  }
}

/** Sound, title and notification follow the stage. */
function useRinging(model: DeskModel, ringer: Ringer): void {
  useSignalEffect(() => {
    const stage = model.stage.value;
    if (stage.kind !== "ringing") {
      ringer.stop();
      return;
    }
    const { place, spoken, tapped_at } = stage.ring;
    const language = nameOfLanguage(spoken.language);
    const time = spokenDuration(model.now.peek() - tapped_at);
    ringer.ring(headingOf(stage.ring), say.value("ring.notification", { place: place.name, language, time }));
  });
}

/** Once, when a planned break is over: the desk stays away until the guide says otherwise. */
function useReminder(model: DeskModel, ringer: Ringer): void {
  const reminded = useRef<number | null>(null);
  useSignalEffect(() => {
    const back = model.view.value?.back_at ?? null;
    if (back === null || back === reminded.current || model.now.value < back) return;
    reminded.current = back;
    ringer.remind(say.value("break.over"), say.value("break.over_body"));
  });
}

/** A call begins with its own panels, the place is looked up when it rings, and the day anew when the desk rests. */
function useRoom({ model, room, records }: DeskProps): void {
  const seen = useRef<string | null>(null);
  useSignalEffect(() => {
    const stage = model.stage.value;
    records.showPlace(placeOf(stage));
    const at = stage.kind === "call" ? `call ${stage.call.id}` : stage.kind;
    if (at === seen.current || model.view.value === null) return;
    seen.current = at;
    if (stage.kind === "call") {
      const isTriage = stage.call.spoken.language === UNDETERMINED && stage.call.role === "guide";
      room.reset(isTriage ? "language" : "write");
    }
    if (stage.kind === "ready" || stage.kind === "wrap_up") records.refresh();
  });
}

function placeOf(stage: Stage): string | null {
  switch (stage.kind) {
    case "ringing":
      return stage.ring.place.kiosk;
    case "call":
      return stage.call.place.kiosk;
    case "wrap_up":
      return stage.wrapUp.place.kiosk;
    case "ready":
      return null;
  }
}

/** From the moment at which the desk can be seen: a key that is pressed at once is not lost. */
function useShortcuts(desk: Arrangement): void {
  useLayoutEffect(() => {
    let held: ShortcutId | null = null;
    const letGo = (): void => {
      if (held !== null) release(held, desk);
      held = null;
    };
    const pressed = (press: KeyboardEvent): void => {
      const id = shortcutOf(press);
      if (id === null || !isPossible(id, desk)) return;
      if ((id === "take" || id === "pass") && belongsToControl(press)) return;
      press.preventDefault();
      if (press.repeat && !isRepeatable(id)) return;
      if (isHeld(id)) held = id;
      act(id, desk);
    };
    addEventListener("keydown", pressed);
    addEventListener("keyup", letGo);
    addEventListener("blur", letGo);
    return () => {
      letGo();
      removeEventListener("keydown", pressed);
      removeEventListener("keyup", letGo);
      removeEventListener("blur", letGo);
    };
  }, [desk.model, desk.room, desk.ringer]);
}

/** A key that is kept down goes on with these. */
function isRepeatable(id: ShortcutId): boolean {
  return id === "louder" || id === "quieter" || id === "closer" || id === "wider";
}
