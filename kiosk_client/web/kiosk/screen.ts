/** What to show: one screen, computed from all that the page knows. */
import type { DeviceFact } from "../../../signaling/client";
import type {
  KioskCall,
  LanguageService,
  Choice as Offer,
  Ticket,
  WaitRange,
} from "../../../signaling/client/types";
import { type Ending, endingOf, ticketOf } from "./ending";
import { answerTime, isGoodbye, patience } from "./patience";
import { guideSigns, mediaWanted, openCall, type State, visited } from "./state";

/** How a language is served now, as far as is known. */
export type Availability =
  | { kind: "free" }
  /** All who speak it are in talks; so many residents wait for them. */
  | { kind: "busy"; waiting: number; wait: WaitRange | null }
  /** Nobody who speaks it is on duty. */
  | { kind: "away" }
  /** Not served at this time of the day; `opens` is when it next is (UTC ms), where that is known. */
  | { kind: "closed"; opens: number | null }
  | { kind: "unknown" };

export interface Choice {
  language: string;
  availability: Availability;
}

export type Closed = "offline" | "not_enrolled" | "revoked" | "elsewhere";

export type Screen =
  /** The first second: nothing is known yet. */
  | { name: "starting" }
  | { name: "closed"; why: Closed }
  /** A few languages large, the others one tap away. */
  | { name: "start"; first: readonly Choice[]; others: readonly Choice[] }
  | { name: "languages"; choices: readonly Choice[] }
  | { name: "talk"; availability: Availability }
  /** `position` is null until the server has the call, and unknown while it cannot be reached. */
  | {
      name: "waiting";
      position: number | null;
      /** Whole minutes; null where no number would be honest. */
      wait: WaitRange | null;
      guides: number;
      /** What the screen offers beside waiting. */
      offers: readonly Offer[];
      reached: boolean;
    }
  | { name: "ringing" }
  | { name: "connecting"; guide: string }
  | { name: "live"; guide: string }
  /** The other's picture is gone and is being mended. */
  | { name: "interrupted"; guide: string }
  | { name: "ended"; ending: Ending; ticket: Ticket | null; opens?: number }
  | { name: "ticket"; digits: string };

/** How many languages the first screen offers. */
export const FIRST = 5;
/** A link that is down for less is not worth a word. */
export const LINK_NOTICE = 1_000;
/** From then on the page says that it cannot reach anyone. */
export const LINK_LOST = 6_000;
/** A call whose picture is gone as well is given up by the page after so long without the server. */
export const STRANDED = 60_000;

export function screenOf(state: State): Screen {
  const call = openCall(state);
  const closed = closedBecause(state);
  if (closed !== null) return { name: "closed", why: closed };
  if (call !== null) return callScreen(state, call);
  const { visit, profile } = state;
  if (mediaWanted(state))
    return { name: "waiting", position: null, wait: null, guides: 0, offers: [], reached: reached(state) };
  if (visit.endedAt !== null) return endedScreen(state);
  const choices = choicesOf(state, profile?.languages ?? []);
  if (choices.length === 0) return { name: "starting" };
  switch (visit.step) {
    case "start":
      return { name: "start", first: choices.slice(0, FIRST), others: choices.slice(FIRST) };
    case "languages":
      return { name: "languages", choices };
    case "ticket":
      return { name: "ticket", digits: visit.digits };
    case "talk":
      return { name: "talk", availability: serviceOf(state, visit.language) };
  }
}

/** Whether a word about the lost link belongs on the screen, while nothing is given up yet. A call has its own words. */
export function linkNotice(state: State): boolean {
  return state.link === "down" && downFor(state) > LINK_NOTICE && !mediaWanted(state);
}

/** What the resident should know of sound and picture in the call; the text's key is `call.` and this. */
export type CallNotice =
  | "sound_only"
  | "guide_sound_only"
  | "guide_unseen"
  | "guide_unheard"
  | "sign_slow"
  | "poor";

const WORKS: ReadonlySet<DeviceFact> = new Set(["on", "opening"]);

/** Where nobody is seen, the last picture must not stand there as if somebody were. */
export function guideUnseen(state: State): "guide_sound_only" | "guide_unseen" | null {
  const signs = guideSigns(state);
  if (signs === null || openCall(state)?.on_hold) return null;
  if (signs.sending === "network") return "guide_sound_only";
  return signs.sending === "off" || !WORKS.has(signs.camera) ? "guide_unseen" : null;
}

/** What matters most first; at most two, so that the guide is still seen. */
export function callNotices(state: State): readonly CallNotice[] {
  const { weather, visit } = state;
  const signs = guideSigns(state);
  const unseen = guideUnseen(state);
  const notices: (CallNotice | null)[] = [
    signs !== null && !WORKS.has(signs.microphone) ? "guide_unheard" : null,
    unseen,
    weather.sending === "network" ? "sound_only" : null,
    visit.language === SIGNED && weather.slow.shown ? "sign_slow" : null,
    weather.poor.shown && unseen === null ? "poor" : null,
  ];
  return notices.filter((notice) => notice !== null).slice(0, 2);
}

/** Swedish Sign Language. */
const SIGNED = "swl";

/** Seconds left to answer “Are you still there?”; null where it is not asked. */
export function countdown(state: State): number | null {
  const left = patience(state);
  if (left === null || isGoodbye(state) || left > answerTime(state.visit)) return null;
  return Math.max(0, Math.ceil(left / 1000));
}

/** The hours in which nobody comes by: an untouched screen then shines less. */
const NIGHT = { from: 22, to: 6 };
const BRIGHT_AFTER_TOUCH = 60_000;

/** Whether the screen is dimmed at this hour of the day. A touch wakes it. */
export function dimmed(state: State, hour: number): boolean {
  const night = hour >= NIGHT.from || hour < NIGHT.to;
  const alone = !visited(state) && !mediaWanted(state);
  return night && alone && state.now - state.visit.touchedAt > BRIGHT_AFTER_TOUCH;
}

function closedBecause(state: State): Closed | null {
  const { profile, closing, link } = state;
  if (profile?.standing === "revoked" || closing === "revoked") return "revoked";
  if (profile?.standing === "not_enrolled") return "not_enrolled";
  if (link === "closed") return closing === "superseded" ? "elsewhere" : "offline";
  if (link === "up") return null;
  if (mediaWanted(state)) return downFor(state) > STRANDED && state.picture !== "up" ? "offline" : null;
  return downFor(state) > LINK_LOST && state.visit.endedAt === null ? "offline" : null;
}

function callScreen(state: State, call: KioskCall): Screen {
  const guide = call.guide?.name ?? "";
  switch (call.state) {
    case "ringing":
      return { name: "ringing" };
    case "connecting":
    case "live":
    case "interrupted":
      if (state.picture === "up") return { name: "live", guide };
      if (state.picture === "lost" || call.state === "interrupted") return { name: "interrupted", guide };
      return { name: "connecting", guide };
    default: {
      const service = state.view?.languages.find(({ language }) => language === call.language);
      return {
        name: "waiting",
        position: call.position,
        wait: call.wait,
        guides: service?.on_duty ?? 0,
        offers: call.choices,
        reached: reached(state),
      };
    }
  }
}

/** The languages that the resident can be helped in, the first one being what was tapped. */
export function acceptedOf(state: State): readonly string[] {
  const { language, also } = state.visit;
  return openCall(state)?.accepts ?? (language === null ? also : [language, ...also]);
}

function choicesOf(state: State, known: readonly string[]): Choice[] {
  const languages = state.view?.languages.map(({ language }) => language) ?? known;
  return languages.map((language) => ({ language, availability: serviceOf(state, language) }));
}

function serviceOf({ view }: State, language: string | null): Availability {
  const service = view?.languages.find((line) => line.language === language);
  return service === undefined ? { kind: "unknown" } : availabilityOf(service);
}

function availabilityOf({ open, opens_at, on_duty, free, waiting, wait }: LanguageService): Availability {
  if (!open) return { kind: "closed", opens: opens_at };
  if (on_duty === 0) return { kind: "away" };
  return free > waiting ? { kind: "free" } : { kind: "busy", waiting, wait: wait ?? null };
}

function endedScreen(state: State): Screen {
  const ending = endingOf(state);
  const service = serviceOf(state, state.visit.language);
  const opens = ending === "outside_hours" && service.kind === "closed" ? service.opens : null;
  const ended = { name: "ended", ending, ticket: ticketOf(state) } as const;
  return opens === null ? ended : { ...ended, opens };
}

function reached(state: State): boolean {
  return state.link === "up" || downFor(state) <= LINK_NOTICE;
}

function downFor({ now, linkSince }: State): number {
  return now - linkSince;
}
