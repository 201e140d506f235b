/** What each shortcut does, and whether it can be done now. Buttons and keys both go through here. */
import { type Framing, WHOLE_PICTURE } from "../../../signaling/client";
import type { DeskCall } from "../../../signaling/client/types";
import { zoomed as lookedCloser } from "../../../signaling/sheet/look";
import type { DeskModel, Stage } from "./desk_model";
import { canFloat, float } from "./floating";
import { fitted, zoomed } from "./framing";
import type { Ringer } from "./ringer";
import type { Panel, Room } from "./room";
import type { ShortcutId } from "./shortcuts";

export interface Desk {
  model: DeskModel;
  room: Room;
  ringer: Ringer;
}

const LOUDER = 0.1;
/** The button that sends the wrap-up: the draft is the form's own. */
const SEND = ".wrap-up button[type=submit]";

type Possible = (desk: Desk, stage: Stage) => boolean;

const always: Possible = () => true;
const ringing: Possible = ({ room }, { kind }) => kind === "ringing" && !room.help.value && !room.sound.value;
const inCall: Possible = (_, { kind }) => kind === "call";
const wrappingUp: Possible = (_, { kind }) => kind === "wrap_up";
const choosing: Possible = ({ model }, { kind }) => model.link.value === "up" && kind !== "ringing";
const live =
  (fits: (call: DeskCall) => boolean = () => true): Possible =>
  (_, stage) =>
    stage.kind === "call" && stage.call.state === "live" && fits(stage.call);

const sheetLies: Possible = ({ model }, stage) => stage.kind === "call" && model.shared.value.sheet !== null;

interface Action {
  possible: Possible;
  run(desk: Desk): void;
}

const ACTIONS: Readonly<Record<ShortcutId, Action>> = {
  take: { possible: ringing, run: ({ model }) => model.take() },
  pass: { possible: ringing, run: ({ model }) => model.pass() },
  hang_up: { possible: inCall, run: ({ model }) => model.hangUp() },
  microphone: { possible: inCall, run: ({ model }) => model.toggle("audio") },
  talk: { possible: inCall, run: ({ model }) => model.talk(true) },
  camera: { possible: inCall, run: ({ model }) => model.toggle("video") },
  hold: { possible: live(({ role }) => role === "guide"), run: ({ model }) => hold(model) },
  letter: { possible: live(), run: ({ model }) => model.conversation?.askForLetter() },
  write: { possible: inCall, run: ({ room }) => open(room, "write", "#text-own") },
  phrases: { possible: inCall, run: searchPhrases },
  give: { possible: inCall, run: ({ room }) => open(room, "give", "#card-search") },
  document: { possible: inCall, run: ({ room }) => open(room, "give", "#document-choose") },
  place: { possible: inCall, run: ({ room }) => open(room, "place", "#panel-place") },
  people: { possible: inCall, run: ({ room }) => open(room, "people", "#panel-people select") },
  view: { possible: inCall, run: ({ room }) => open(room, "view", "#panel-view input") },
  louder: { possible: inCall, run: ({ model }) => model.setVolume(model.volume.value + LOUDER) },
  quieter: { possible: inCall, run: ({ model }) => model.setVolume(model.volume.value - LOUDER) },
  closer: { possible: inCall, run: (desk) => zoom(desk, 1) },
  wider: { possible: inCall, run: (desk) => zoom(desk, -1) },
  fit: { possible: inCall, run: fit },
  page_on: { possible: sheetLies, run: ({ model }) => turnPage(model, 1) },
  page_back: { possible: sheetLies, run: ({ model }) => turnPage(model, -1) },
  put_away: { possible: sheetLies, run: ({ model }) => model.conversation?.putAway() },
  own_picture: { possible: inCall, run: ({ room }) => turn(room.ownPicture) },
  float: { possible: (_, { kind }) => kind === "call" && canFloat(), run: toggleFloating },
  send: {
    possible: wrappingUp,
    run: () => document.querySelector<HTMLButtonElement>(SEND)?.click(),
  },
  extend: { possible: wrappingUp, run: ({ model }) => model.extendWrapUp() },
  available: { possible: choosing, run: becomeAvailable },
  other_work: { possible: choosing, run: ({ model }) => model.setStatus("away", "other_work") },
  break: { possible: choosing, run: ({ model }) => model.setStatus("away", "break") },
  offline: { possible: choosing, run: ({ model }) => model.setStatus("offline") },
  sound: { possible: always, run: ({ room }) => turn(room.sound) },
  help: { possible: always, run: ({ room }) => turn(room.help) },
};

/** Whether the shortcut means something at this moment; where not, the key is left to the browser. */
export function isPossible(id: ShortcutId, desk: Desk): boolean {
  if (desk.model.link.value === "closed") return id === "help";
  return ACTIONS[id].possible(desk, desk.model.stage.value);
}

export function act(id: ShortcutId, desk: Desk): void {
  ACTIONS[id].run(desk);
}

/** A key that was held is let go. */
export function release(id: ShortcutId, { model }: Desk): void {
  if (id === "talk") model.talk(false);
}

function turn(choice: { value: boolean }): void {
  choice.value = !choice.value;
}

/** What lies before all, where something does, or else the resident's picture. */
function zoom({ model, room }: Desk, direction: 1 | -1): void {
  if (model.shared.value.sheet === null) room.framing.value = zoomed(room.framing.value, direction);
  else look(model, lookedCloser(model.shared.value.look, direction));
}

function fit({ model, room }: Desk): void {
  if (model.shared.value.sheet === null) room.framing.value = fitted(room.framing.value);
  else look(model, WHOLE_PICTURE);
}

function look(model: DeskModel, framing: Framing): void {
  model.conversation?.look(framing);
}

function turnPage(model: DeskModel, by: 1 | -1): void {
  const { sheet, wantedPage } = model.shared.value;
  if (sheet === null) return;
  const page = (wantedPage ?? sheet.page) + by;
  if (page >= 1 && page <= sheet.pages) model.conversation?.turn(page);
}

function hold(model: DeskModel): void {
  const stage = model.stage.value;
  if (stage.kind === "call") model.hold(stage.call.held_since === null);
}

function becomeAvailable({ model, ringer }: Desk): void {
  ringer.unlock();
  model.setStatus("available");
}

/** A slash at the end of what is written begins the search. */
function searchPhrases({ model, room }: Desk): void {
  const own = model.shared.value.own;
  if (!/(^|\s)\/\p{L}*$/u.test(own)) model.conversation?.write(own === "" ? "/" : `${own.trimEnd()} /`);
  open(room, "write", "#text-own");
}

function open(room: Room, panel: Panel, field: string): void {
  room.panel.value = panel;
  // Once it is drawn.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(field)?.focus());
}

function toggleFloating({ model, room }: Desk): void {
  if (room.floating.value === null) void float(model, room);
  else room.floating.value.close();
}
