/**
 * All that the page knows, and how it changes. Pure: time and ids come with the events, deeds go out as effects.
 *
 * The server's view is the truth about calls, what the resident chose on this screen is a `Visit`. What to show is
 * computed from both (see screen.ts). A visit ends when the resident is done or gone, and nothing of it is kept.
 */
import {
  type DeviceFact,
  KIOSK,
  type LinkState,
  NOTHING_SHARED,
  type PictureState,
  type Quality,
  type Sending,
  type Shared,
} from "../../../signaling/client";
import type { ChoiceKind, KioskCall, KioskView, Mood } from "../../../signaling/client/types";
import { CALM, felt, type Weather } from "./weather";

/** What the agent on this machine knows without the server. */
export interface Profile {
  standing: "enrolled" | "not_enrolled" | "revoked";
  name?: string;
  site_name?: string;
  neighbourhood_name?: string;
  phone?: string;
  /** Whether there is a printer for what a resident takes home. */
  printer?: boolean;
  /** Whether a technician's PIN is set. */
  technician?: boolean;
  /** All languages offered, the most used first. */
  languages?: readonly string[];
}

export const TEXT_SIZES = [1, 1.5, 2] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export const LOUDEST = 5;

/** How this resident sees and hears best. */
export interface Comfort {
  text: TextSize;
  contrast: boolean;
  /** Controls within reach of someone who sits. */
  lowered: boolean;
  /** 0 is silence, `LOUDEST` the most. */
  volume: number;
  /** Whether this page waits longer for a hand. */
  unhurried: boolean;
}

/** The faces, in the order in which they stand. */
export const MOODS = ["good", "fair", "poor"] as const satisfies readonly Mood[];

export const DEFAULT_COMFORT: Comfort = {
  text: 1,
  contrast: false,
  lowered: false,
  volume: 3,
  unhurried: false,
};

export const CAPTION_SIZES = ["small", "medium", "large"] as const;
export const CAPTION_TONES = ["dark", "light", "yellow"] as const;

/** How what the guide writes is shown. */
export interface CaptionLook {
  size: (typeof CAPTION_SIZES)[number];
  tone: (typeof CAPTION_TONES)[number];
}

/** What has taken the place of the call's controls. */
export type Aside = "write" | "letter" | "document";

/** A tap on its way to becoming a call in the server's view. */
export interface Request {
  /** Null until the tap is on this machine's disk. */
  call: string | null;
  /** Why it became none: an error id. */
  refused: string | null;
}

export type Panel = "emergency" | "privacy" | "sound" | "also" | "technician";
export type Step = "start" | "languages" | "talk" | "ticket";

/** “My language is not here”: a guide finds out which it is. */
export const UNDETERMINED = "und";
export const TICKET_DIGITS = 6;

export interface Visit {
  step: Step;
  language: string | null;
  /** What else the resident speaks, in the order of the taps. */
  also: readonly string[];
  /** What was typed of a ticket's number. */
  digits: string;
  comfort: Comfort;
  panel: Panel | null;
  /** When a hand last touched the screen. */
  touchedAt: number;
  request: Request | null;
  /** The call of this visit, once the server shows it. */
  call: string | null;
  endedAt: number | null;
  /** How it went, once the resident has said so. */
  mood: Mood | null;
  /** Which line of which spoken menu is heard; null where the resident sees (see ear.ts). */
  ear: Ear | null;
  microphone: boolean;
  camera: boolean;
  /** Whether the resident sees the own picture. */
  mirror: boolean;
  captions: CaptionLook;
  aside: Aside | null;
}

/** A place in a spoken menu. Where the menu is another by now, the place is before its first line. */
export interface Ear {
  menu: string;
  at: number;
}

export interface State {
  /** Monotonic milliseconds, as all times here. */
  now: number;
  profile: Profile | null;
  link: LinkState;
  /** Since when `link` is what it is. */
  linkSince: number;
  /** The id of the error with which the server closed the socket. */
  closing: string | null;
  view: KioskView | null;
  picture: PictureState;
  devices: { microphone: DeviceFact; camera: DeviceFact };
  /** What is written and shown in the call; nothing outside of one. */
  shared: Shared;
  /** How sound and picture come through. */
  weather: Weather;
  /** The call that a resident has left, for as long as the server still shows it. Outlives the visit. */
  left: string | null;
  /** When the corner was last touched, as often as counts. */
  knocks: readonly number[];
  visit: Visit;
}

export type Event =
  | { type: "tick"; now: number }
  | { type: "profile"; profile: Profile }
  | { type: "link"; link: LinkState; closing: string | null }
  | { type: "view"; view: KioskView }
  | { type: "picture"; picture: PictureState }
  | { type: "devices"; devices: State["devices"] }
  | { type: "shared"; shared: Shared }
  | { type: "quality"; quality: Quality; sending: Sending }
  | { type: "journalled"; call: string; tappedAt: number }
  | { type: "refused"; error: string }
  | Act;

/** What a resident does. */
export type Act =
  | { type: "touch" }
  | { type: "go"; step: Step }
  | { type: "choose"; language: string }
  /** On the step `ticket` with the number that was typed. */
  | { type: "talk"; camera: boolean }
  /** Speaks this language too, or rather does not. Said in a call it stays said. */
  | { type: "also"; language: string }
  | { type: "digits"; digits: string }
  /** To what the screen offers while waiting. */
  | { type: "answer"; choice: ChoiceKind; language: string | null }
  | { type: "leave" }
  | { type: "rate"; mood: Mood }
  | { type: "sample"; language: string }
  /** Be led by ear from here; null ends it. */
  | { type: "hear"; ear: Ear | null }
  | { type: "done" }
  | { type: "adjust"; comfort: Partial<Comfort> }
  | { type: "panel"; panel: Panel | null }
  /** Work here although the page is open elsewhere. */
  | { type: "reopen" }
  /** The upper corner was touched, which opens nothing for whoever does it by chance. */
  | { type: "knock" }
  | { type: "captions"; captions: Partial<CaptionLook> }
  /** Null: back to what lies before all, or to the controls. */
  | { type: "aside"; aside: Aside | null }
  | { type: "switch"; what: "microphone" | "camera" | "mirror" };

export type Effect =
  /** Write the tap to this machine's disk, then answer with `journalled`. */
  | { type: "tap"; language: string }
  | {
      type: "call";
      call: string;
      language: string;
      also: readonly string[];
      ticket: string | null;
      tappedAt: number;
    }
  | { type: "answer"; call: string; choice: ChoiceKind; language: string | null }
  | { type: "hang_up"; call: string }
  | { type: "rate"; call: string; mood: Mood }
  /** Let a language be heard: its own name, spoken. */
  | { type: "sample"; language: string }
  | { type: "reopen" };

export interface Change {
  state: State;
  effects: readonly Effect[];
}

/** After so long without a touch the page asks whether anyone is there; after `ANSWER` more it begins anew. */
export const IDLE = 40_000;
export const ANSWER = 20_000;
/** How many times longer both are for whoever asked for more time. */
export const UNHURRIED = 3;
/** So many touches of the corner within so many ms are a technician's. */
export const KNOCKS = 5;
export const KNOCKED_WITHIN = 4_000;
/** How long the last words of a visit stay. */
export const FAREWELL = 45_000;

export function firstState(now: number, over: string | null = null): State {
  return {
    now,
    profile: null,
    link: "connecting",
    linkSince: now,
    closing: null,
    view: null,
    picture: "none",
    devices: { microphone: "opening", camera: "opening" },
    shared: NOTHING_SHARED,
    weather: CALM,
    left: over,
    knocks: [],
    visit: newVisit(now),
  };
}

/** The call that this visit is about, unless the resident has left it. */
export function openCall({ view, left }: State): KioskCall | null {
  const call = view?.call ?? null;
  return call === null || call.id === left || call.state === "ended" ? null : call;
}

/** Whether camera and microphone shall be open: from the tap that asks for a guide until the call is over. */
export function mediaWanted(state: State): boolean {
  const { request } = state.visit;
  return openCall(state) !== null || (request !== null && request.refused === null);
}

/** Whether there is anything of a resident to forget. */
export function visited({ visit }: State): boolean {
  return (
    visit.step !== "start" ||
    visit.language !== null ||
    visit.panel !== null ||
    visit.comfort !== DEFAULT_COMFORT ||
    visit.request !== null ||
    visit.endedAt !== null ||
    visit.ear !== null
  );
}

/** How long the page asks whether anyone is there, in ms. */
export function answerTime({ comfort }: Visit): number {
  return comfort.unhurried ? ANSWER * UNHURRIED : ANSWER;
}

/** Milliseconds until this visit ends for want of a hand; null where it does not. Never in a call. */
export function patience(state: State): number | null {
  if (mediaWanted(state) || !visited(state)) return null;
  const { touchedAt, endedAt, comfort } = state.visit;
  const pace = comfort.unhurried ? UNHURRIED : 1;
  const rest =
    endedAt === null ? touchedAt + (IDLE + ANSWER) * pace : Math.max(touchedAt, endedAt) + FAREWELL * pace;
  return rest - state.now;
}

export function next(state: State, event: Event): Change {
  switch (event.type) {
    case "tick":
      return quietly(ticked({ ...state, now: event.now }));
    case "profile":
      return learned(state, event.profile);
    case "link":
      return quietly(linked(state, event.link, event.closing));
    case "view":
      return viewed(state, event.view);
    case "picture":
      return quietly({ ...state, picture: event.picture });
    case "devices":
      return quietly({ ...state, devices: event.devices });
    case "shared":
      return quietly(sharing(state, event.shared));
    case "quality":
      return quietly(weathered(state, event));
    case "journalled":
      return journalled(state, event);
    case "refused":
      return quietly(refused(state, event.error));
    default:
      return acted(state, event);
  }
}

function acted(state: State, act: Act): Change {
  const now = state.now;
  const visit: Visit = { ...state.visit, touchedAt: now };
  switch (act.type) {
    case "touch":
      return quietly({ ...state, visit });
    case "go":
      return quietly(
        mediaWanted(state) ? state : { ...state, visit: { ...visit, ...NO_CALL, step: act.step } },
      );
    case "choose":
      return quietly(chosen(state, visit, act.language));
    case "talk":
      return asked(state, visit, act.camera);
    case "also":
      return alsoSpeaks(state, visit, act.language);
    case "digits":
      return quietly({ ...state, visit: { ...visit, digits: act.digits.slice(0, TICKET_DIGITS) } });
    case "answer":
      return answered(state, visit, act.choice, act.language);
    case "leave":
      return left(state, visit);
    case "rate":
      return rated(state, visit, act.mood);
    case "hear":
      return quietly({ ...state, visit: { ...visit, ear: act.ear } });
    case "done":
      return quietly({ ...state, visit: newVisit(now) });
    case "adjust":
      return quietly({ ...state, visit: { ...visit, comfort: { ...visit.comfort, ...act.comfort } } });
    case "panel":
      return quietly({ ...state, visit: { ...visit, panel: act.panel } });
    case "captions":
      return quietly({ ...state, visit: { ...visit, captions: { ...visit.captions, ...act.captions } } });
    case "aside":
      return quietly({ ...state, visit: { ...visit, aside: act.aside ?? lying(state.shared) } });
    case "switch":
      return quietly({ ...state, visit: { ...visit, [act.what]: !visit[act.what] } });
    case "sample":
      return { state: { ...state, visit }, effects: [act] };
    case "reopen":
      return { state, effects: [act] };
    case "knock":
      return quietly(knocked(state, visit));
  }
}

const NO_CALL = { request: null, call: null, endedAt: null, mood: null, panel: null, aside: null } as const;

function newVisit(now: number): Visit {
  return {
    ...NO_CALL,
    step: "start",
    language: null,
    also: [],
    digits: "",
    comfort: DEFAULT_COMFORT,
    touchedAt: now,
    ear: null,
    microphone: true,
    camera: true,
    mirror: true,
    captions: { size: "medium", tone: "dark" },
  };
}

function knocked(state: State, visit: Visit): State {
  const recent = state.knocks.filter((at) => state.now - at < KNOCKED_WITHIN);
  const knocks = [...recent, state.now];
  if (state.profile?.technician !== true || knocks.length < KNOCKS) return { ...state, knocks };
  return { ...state, knocks: [], visit: { ...visit, panel: "technician" } };
}

function ticked(state: State): State {
  const left = patience(state);
  return left !== null && left <= 0 ? { ...state, visit: newVisit(state.now) } : state;
}

/** A kiosk that was revoked and is enrolled again comes back by itself. */
function learned(state: State, profile: Profile): Change {
  const back = state.link === "closed" && state.closing !== "superseded" && profile.standing === "enrolled";
  return { state: { ...state, profile }, effects: back ? [{ type: "reopen" }] : [] };
}

function linked(state: State, link: LinkState, closing: string | null): State {
  const linkSince = link === state.link ? state.linkSince : state.now;
  return { ...state, link, linkSince, closing };
}

/** A call that this page did not ask for is this visit's all the same: the page was loaded anew while it went on. */
function viewed(before: State, view: KioskView): Change {
  const left = view.call?.id === before.left ? before.left : null;
  const state = { ...before, view, left };
  const { visit } = state;
  const call = openCall(state);
  if (call !== null) {
    const joined = { ...visit, request: null, call: call.id, language: call.language, endedAt: null };
    return quietly({ ...state, visit: joined });
  }
  const over = visit.call !== null && visit.endedAt === null;
  return {
    state: over ? { ...state, visit: { ...visit, endedAt: state.now, panel: null } } : state,
    effects: farewell(state),
  };
}

function chosen(state: State, visit: Visit, language: string): State {
  if (mediaWanted(state)) return state;
  return { ...state, visit: { ...visit, ...NO_CALL, language, also: [], digits: "", step: "talk" } };
}

/** A ticket brings its own language; this one is named until the server has said so. */
const TICKET_LANGUAGE = "sv";

function alsoSpeaks(state: State, visit: Visit, language: string): Change {
  if (openCall(state) !== null) return answered(state, visit, "also", language);
  const known = visit.also.includes(language);
  const also = known ? visit.also.filter((other) => other !== language) : [...visit.also, language];
  return quietly({ ...state, visit: { ...visit, also } });
}

function answered(state: State, visit: Visit, choice: ChoiceKind, language: string | null): Change {
  const call = openCall(state);
  if (call === null) return quietly(state);
  return {
    state: { ...state, visit: { ...visit, panel: null } },
    effects: [{ type: "answer", call: call.id, choice, language }],
  };
}

/** A guide who asks for a letter opens the way to show one, and one who shows a document its place. */
function sharing(state: State, shared: Shared): State {
  const { visit } = state;
  const asked = shared.letterWanted && !state.shared.letterWanted;
  const [lay, lies] = [lying(state.shared), lying(shared)];
  const away = lies === null && lay !== null && visit.aside === lay;
  const aside = lies !== lay && lies !== null ? lies : asked ? "letter" : away ? null : visit.aside;
  return { ...state, shared, visit: aside === visit.aside ? visit : { ...visit, aside } };
}

/** What lies before all: the resident's letter, or a guide's document. */
export function lying({ sheet, coming }: Shared): "letter" | "document" | null {
  if (sheet !== null) return sheet.by === KIOSK ? "letter" : "document";
  return coming === null ? null : "document";
}

/** The guide of a call, as that guide's page says how things are there; null before it has said so. */
export function guideSigns(state: State): Shared["signs"][number] | null {
  const lead = openCall(state)?.parties.find(({ role }) => role === "guide")?.epoch;
  return state.shared.signs.find(({ number }) => number === lead) ?? null;
}

function weathered(state: State, read: { quality: Quality; sending: Sending }): State {
  const signs = guideSigns(state);
  const seesGuide = (signs?.sending ?? "on") === "on" && (signs?.camera ?? "on") === "on";
  const told = signs === null || signs.frames === 0 ? null : signs.frames;
  return { ...state, weather: felt(state.weather, { ...read, now: state.now, told, seesGuide }) };
}

/** A second tap while the first is under way does nothing. */
function asked(state: State, visit: Visit, camera: boolean): Change {
  const language = visit.language ?? (visit.step === "ticket" ? TICKET_LANGUAGE : null);
  if (language === null || mediaWanted(state)) return quietly(state);
  const request: Request = { call: null, refused: null };
  const asking = { ...visit, ...NO_CALL, language, request, camera, microphone: true, mirror: true };
  return { state: { ...state, visit: asking }, effects: [{ type: "tap", language }] };
}

function journalled(state: State, { call, tappedAt }: { call: string; tappedAt: number }): Change {
  const { request, language, also, step, digits } = state.visit;
  if (request === null || request.call !== null || language === null) return quietly(state);
  const visit = { ...state.visit, request: { ...request, call } };
  const ticket = step === "ticket" ? digits : null;
  return {
    state: { ...state, visit },
    effects: [...farewell(state), { type: "call", call, language, also, ticket, tappedAt }],
  };
}

/**
 * The server may not have heard yet that the resident before has left, as where it was away: it is told first, or it
 * would refuse the next one for the sake of a call that nobody is in.
 */
function farewell({ left }: State): Effect[] {
  return left === null ? [] : [{ type: "hang_up", call: left }];
}

function refused(state: State, error: string): State {
  const { visit } = state;
  if (visit.request === null) return state;
  return { ...state, visit: { ...visit, request: { ...visit.request, refused: error }, endedAt: state.now } };
}

/** Camera and microphone close at once; what the server knows of it follows. */
function left(state: State, visit: Visit): Change {
  const call = openCall(state)?.id ?? visit.request?.call ?? null;
  if (call === null || !mediaWanted(state)) return quietly(state);
  const gone = { ...visit, ...NO_CALL, call, endedAt: state.now };
  return { state: { ...state, left: call, visit: gone }, effects: [{ type: "hang_up", call }] };
}

/** Once: a second face says nothing new. */
function rated(state: State, visit: Visit, mood: Mood): Change {
  if (visit.call === null || visit.endedAt === null || visit.mood !== null) return quietly(state);
  return {
    state: { ...state, visit: { ...visit, mood } },
    effects: [{ type: "rate", call: visit.call, mood }],
  };
}

function quietly(state: State): Change {
  return { state, effects: [] };
}
