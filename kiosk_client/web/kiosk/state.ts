/**
 * All that the page knows: what the server last said of calls, what the agent said of this machine, and the `Visit`,
 * which is what the resident chose on this screen.
 *
 * A visit ends when the resident is done or gone, and nothing of it is kept.
 */
import {
  type DeviceFact,
  KIOSK,
  type LinkState,
  NOTHING_SHARED,
  type PictureState,
  type Shared,
} from "../../../signaling/client";
import type { KioskCall, KioskView, Mood, OpenTime } from "../../../signaling/client/types";
import { CALM, type Weather } from "./weather";

/** What the agent on this machine knows without the server. */
export interface Profile {
  standing: "enrolled" | "not_enrolled" | "revoked";
  name?: string;
  site_name?: string;
  neighbourhood_name?: string;
  phone?: string;
  /** When the site is open, as last heard, in ms since 1970 UTC; none where it always is. */
  hours?: readonly OpenTime[];
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

/** What of a visit belongs to one call, when there is none. */
export const NO_CALL = {
  request: null,
  call: null,
  endedAt: null,
  mood: null,
  panel: null,
  aside: null,
} as const;

export function newVisit(now: number): Visit {
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
