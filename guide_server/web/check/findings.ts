/** What the check before the shift found, and what follows from it. No browser in here: it is all values. */
import type { Relay } from "../api_types";

/** One thing that was tried. */
export type Trial<Result> =
  | { state: "waiting" }
  | { state: "running" }
  | { state: "done"; result: Result }
  /** `why` is for the report: a word of the browser's, never an address or a device's name. */
  | { state: "failed"; why: string };

export type RouteName = Relay["route"];

export interface CallFigures {
  framesPerSecond: number;
  /** Milliseconds. */
  roundTrip: number | null;
  /** Percent. */
  loss: number;
  /** The loudest that came back, on the meter's scale of 0 to 1. */
  loudness: number;
  width: number;
  height: number;
  /** How the packets went. */
  route: "direct" | `relay_${RouteName}` | "unknown";
}

export interface Findings {
  /** Parts of the browser that are missing. */
  missing: readonly string[];
  camera: Trial<{ width: number; height: number }>;
  microphone: Trial<{ heard: boolean }>;
  speaker: Trial<{ heard: boolean }>;
  /** Milliseconds there and back. */
  socket: Trial<{ roundTrip: number }>;
  /** null until it is known which there are. */
  relays: readonly { route: RouteName; trial: Trial<{ after: number }> }[] | null;
  call: Trial<CallFigures>;
}

export const WAITING: { readonly state: "waiting" } = { state: "waiting" };
export const NOTHING_FOUND: Findings = {
  missing: [],
  camera: WAITING,
  microphone: WAITING,
  speaker: WAITING,
  socket: WAITING,
  relays: null,
  call: WAITING,
};

/** `weak`: it works, and could be better. */
export type Grade = "waiting" | "running" | "good" | "weak" | "bad";

/** Fewer pictures a second are no talk with a face (EN 301 549 §6.5.3). */
const FEWEST_PICTURES = 20;
/** Milliseconds there and back, above which people talk into each other (ITU-T G.114, both ways). */
const SLOWEST = 300;
/** Percent. */
const MOST_LOST = 3;
/** On the meter's scale: what is quieter is nobody's voice. */
export const AUDIBLE = 0.2;

export function gradeOf(found: Findings): Readonly<Record<Line, Grade>> {
  return {
    browser: found.missing.length > 0 ? "bad" : "good",
    camera: grade(found.camera, () => "good", "weak"),
    microphone: grade(found.microphone, ({ heard }) => (heard ? "good" : "weak")),
    speaker: grade(found.speaker, ({ heard }) => (heard ? "good" : "bad")),
    socket: grade(found.socket, ({ roundTrip }) => (roundTrip <= SLOWEST ? "good" : "weak")),
    relays: gradeOfRelays(found.relays),
    call: grade(found.call, gradeOfCall),
  };
}

export const LINES = ["browser", "camera", "microphone", "speaker", "socket", "relays", "call"] as const;
export type Line = (typeof LINES)[number];

/** One that works will do; that another is shut off should be mended all the same. */
function gradeOfRelays(relays: Findings["relays"]): Grade {
  if (relays === null) return "waiting";
  const some = relays.some(({ trial }) => trial.state === "done");
  return worst(relays.map(({ trial }) => grade(trial, () => "good", some ? "weak" : "bad")));
}

function gradeOfCall({ framesPerSecond, roundTrip, loss }: CallFigures): Grade {
  if (framesPerSecond < 1) return "bad";
  const fine =
    Math.round(framesPerSecond) >= FEWEST_PICTURES && (roundTrip ?? 0) <= SLOWEST && loss <= MOST_LOST;
  return fine ? "good" : "weak";
}

function grade<Result>(trial: Trial<Result>, judge: (result: Result) => Grade, failed: Grade = "bad"): Grade {
  if (trial.state === "done") return judge(trial.result);
  return trial.state === "failed" ? failed : trial.state;
}

const ORDER: readonly Grade[] = ["good", "weak", "waiting", "running", "bad"];

function worst(grades: readonly Grade[]): Grade {
  return grades.reduce((one, other) => (ORDER.indexOf(one) < ORDER.indexOf(other) ? other : one), "good");
}

export type Verdict = "not_begun" | "running" | "ready" | "usable" | "not_ready";

/** Whether somebody can take calls here. What only a person can say (the speaker) is not waited for. */
export function verdictOf(found: Findings): Verdict {
  const grades = gradeOf(found);
  const tried = LINES.filter((line) => line !== "speaker").map((line) => grades[line]);
  if (tried.includes("running")) return "running";
  if (grades.call === "waiting" && grades.socket === "waiting") return "not_begun";
  const all = grades.speaker === "waiting" ? tried : [...tried, grades.speaker];
  if (all.includes("bad")) return "not_ready";
  return all.includes("weak") || all.includes("waiting") || grades.speaker === "waiting" ? "usable" : "ready";
}
