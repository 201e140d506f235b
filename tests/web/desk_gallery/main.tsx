import "../../../signaling/theme/theme.css";
import "../../../guide_server/web/desk/styles";
import { computed, signal } from "@preact/signals";
import { render } from "preact";
import { Desk } from "../../../guide_server/web/desk/desk";
import { type DeskModel, type Stage, stageOf } from "../../../guide_server/web/desk/desk_model";
import type { DocumentModel } from "../../../guide_server/web/desk/documents/document_model";
import { AS_IT_COMES, zoomed } from "../../../guide_server/web/desk/framing";
import type { Records } from "../../../guide_server/web/desk/records";
import { Ringer } from "../../../guide_server/web/desk/ringer";
import { Room } from "../../../guide_server/web/desk/room";
import { language } from "../../../guide_server/web/desk/texts";
import { theme } from "../../../guide_server/web/desk/theme_choice";
import { Cell, type Link, type Quality, type Tracks } from "../../../signaling/client";
import { type Person, paintedStream } from "../painted";
import { type Example, NOW, STATES, sharedOf } from "./states";

const RESIDENT: Person = { wall: "#d8d0de", clothes: "#5a3d6b", skin: "#8d5f45", hair: "#1e1714" };
const GUIDE: Person = { wall: "#cfd8d2", clothes: "#0f5b4c", skin: "#b98a6a", hair: "#2b211c" };
const GUEST: Person = { wall: "#e3d9c8", clothes: "#4a5752", skin: "#d3a98a", hair: "#5b4636" };
const QUALITY: Quality = {
  flowing: true,
  framesPerSecond: 29,
  kilobitsPerSecond: 1_400,
  loss: 0,
  roundTrip: 48,
  width: 1280,
  height: 720,
  speaks: true,
  route: { local: "host", remote: "srflx", protocol: "udp" },
};

function show(video: HTMLVideoElement, person: Person): () => void {
  video.muted = true; // A browser that nobody has touched plays nothing aloud.
  const painted = paintedStream(person);
  video.srcObject = painted.stream;
  return painted.stop;
}

/** Stands for the model: the same signals, and commands that go nowhere. */
function modelOf(example: Example): DeskModel {
  const nothing = (): void => {};
  const camera = paintedStream(GUIDE).stream.getVideoTracks()[0] ?? null;
  const tracks = new Cell<Tracks>({ audio: null, video: camera });
  const view = signal(example.view);
  const guests = [2, 3].slice(0, example.guests ?? 0).map((number) => ({
    number,
    show: (video: HTMLVideoElement) => show(video, GUEST),
  }));
  const model = {
    view,
    stage: computed<Stage>(() => stageOf(view.value)),
    now: signal(NOW),
    link: signal(example.link ?? "up"),
    closing: signal(example.closing ?? null),
    picture: signal("up"),
    quality: signal(QUALITY),
    grade: signal("good"),
    slow: signal(false),
    devices: signal({ audio: "on", video: "on" }),
    guests: signal(guests as unknown as Link[]),
    shared: signal(sharedOf(example)),
    microphoneOn: signal(!example.microphoneOff),
    cameraOn: signal(true),
    talking: signal(false),
    volume: signal(0.8),
    resident: signal(null),
    slept: signal(example.slept ? { from: NOW - 300_000, to: NOW } : null),
    pending: signal(false),
    notice: signal(null),
    local: { tracks },
    conversation: null,
    documents: documentsOf(example),
    showResident: (video: HTMLVideoElement) => show(video, RESIDENT),
  };
  const commands = ["take", "pass", "hangUp", "setStatus", "toggle", "talk", "setVolume", "extendWrapUp"];
  return Object.assign(
    model,
    Object.fromEntries(commands.map((name) => [name, nothing])),
  ) as unknown as DeskModel;
}

/** Stands for the document that the guide shows. */
function documentsOf({ document }: Example): DocumentModel {
  return {
    name: signal(document?.name ?? null),
    busy: signal(document?.busy ?? null),
    problem: signal(document?.problem ?? null),
  } as unknown as DocumentModel;
}

function recordsOf({ place, day, notes }: Example): Records {
  const fetched = <T,>(value: T | undefined) => ({
    state: signal({ value: value ?? null, loading: false, problem: null }),
  });
  return {
    place: fetched(place),
    day: fetched(day),
    notes: fetched(notes),
    refused: signal(null),
    showPlace: () => {},
    refresh: () => {},
  } as unknown as Records;
}

/** Show what a query like that of the address asks for. */
function showState(query: string): Promise<void> {
  const asked = new URLSearchParams(query);
  const example = STATES[asked.get("state") ?? "ready"];
  if (example === undefined) throw new Error(`There is no state ${asked.get("state")}.`);
  language.value = asked.get("language") === "en" ? "en" : "sv";
  theme.value = asked.get("theme") === "dark" ? "dark" : "light";
  document.documentElement.lang = language.value;
  localStorage.setItem("desk.topics", JSON.stringify({ school: 9, letter_or_decision: 7, housing: 2 }));
  const { call } = example.view.wrap_up ?? { call: "" };
  sessionStorage.setItem("desk.draft", JSON.stringify({ call, note: "", ...example.draft }));
  const room = new Room();
  render(null, document.body);
  render(
    <Desk model={modelOf(example)} room={room} records={recordsOf(example)} ringer={new Ringer()} />,
    document.body,
  );
  // After the call has begun, which arranges the room.
  return new Promise((arranged) => {
    setTimeout(() => {
      if (example.panel) room.panel.value = example.panel;
      if (example.near) room.framing.value = zoomed(zoomed(AS_IT_COMES, 1), 1);
      room.help.value = example.help ?? false;
      room.sound.value = example.sound ?? false;
      arranged();
    }, 100);
  });
}

Object.assign(globalThis, { show: showState, states: Object.keys(STATES) });
void showState(location.search);
