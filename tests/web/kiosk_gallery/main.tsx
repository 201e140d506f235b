import "../../../signaling/theme/theme.css";
import "../../../kiosk_client/web/kiosk/styles/kiosk.css";
import { render } from "preact";
import { type Comfort, type State, TEXT_SIZES } from "../../../kiosk_client/web/kiosk/state";
import { sayIn } from "../../../kiosk_client/web/kiosk/texts";
import { Kiosk } from "../../../kiosk_client/web/kiosk/view/kiosk";
import type { Machine, Pictures } from "../../../kiosk_client/web/kiosk/view/stage";
import { dayLine } from "../../../signaling/theme/calendar";
import { pluralForms } from "../../../signaling/theme/plurals";
import { type Person, paintedStream } from "../painted";
import { pseudo } from "./pseudo";
import { example, STATES } from "./states";

/** How the resident of `asked` sees and hears best. */
function comfortOf(asked: URLSearchParams): Partial<Comfort> {
  const comfort: Partial<Comfort> = {};
  const text = TEXT_SIZES.find((size) => String(size) === asked.get("text"));
  if (text !== undefined) comfort.text = text;
  if (asked.has("contrast")) comfort.contrast = true;
  if (asked.has("lowered")) comfort.lowered = true;
  return comfort;
}

/** Stands for a QR code; no telephone reads it. */
const CODE = Array.from({ length: 29 }, (_, y) =>
  Array.from({ length: 29 }, (_, x) => ((x * y + x + y) % 3 === 0 ? "1" : "0")).join(""),
);

/** A painted stand-in for a person: nobody's face. */
const pictures: Pictures = {
  guide: (video) => paint(video, { wall: "#cfd8d2", clothes: "#0f5b4c", skin: "#b98a6a", hair: "#2b211c" }),
  guest: (_number, video) =>
    paint(video, { wall: "#d8d0de", clothes: "#5a3d6b", skin: "#8d5f45", hair: "#1e1714" }),
  mirror: (video) => paint(video, { wall: "#e3d9c8", clothes: "#4a5752", skin: "#d3a98a", hair: "#5b4636" }),
  qr: async () => CODE,
  ownCamera: () => null,
  conversation: null,
};

/** Does nothing, and says that it did. What it would have printed is `printed`. */
const machine: Machine = {
  print: async (slip) => {
    Object.assign(globalThis, { printed: slip });
  },
  enrol: async () => {},
  technician: async () => {},
};

function paint(video: HTMLVideoElement, person: Person) {
  video.muted = true; // A browser that nobody has touched plays nothing aloud.
  const painted = paintedStream(person);
  video.srcObject = painted.stream;
  return painted.stop;
}

/** As at a place where most speak `language`: its greeting and its card come first. */
function greetFirst({ view }: State, language: string | null): void {
  view?.languages.sort(
    (one, other) => Number(other.language === language) - Number(one.language === language),
  );
}

/** Show what a query like that of the address asks for. */
function show(query: string): void {
  const asked = new URLSearchParams(query);
  const state = example(asked.get("state") ?? "start", asked.get("language") ?? "sv", comfortOf(asked));
  greetFirst(state, asked.get("first"));
  const words = asked.has("pseudo") ? { say: pseudo(sayIn("sv"), asked.get("pseudo")) } : {};
  render(
    <Kiosk key={query} state={state} act={() => {}} pictures={pictures} machine={machine} {...words} />,
    document.body,
  );
}

Object.assign(globalThis, { show, states: Object.keys(STATES), dayLine, pluralForms });
show(location.search);
