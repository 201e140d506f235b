/** One example of every state in which a resident can find the page. All names are the demo's. */
import { ANSWER, IDLE } from "../../../kiosk_client/web/kiosk/patience";
import { DEFAULT_COMFORT, firstState, type State, type Visit } from "../../../kiosk_client/web/kiosk/state";
import { type Laid, type Shared, WHOLE_PHOTO } from "../../../signaling/client";
import type {
  CallOutcome,
  CallState,
  Choice,
  KioskCall,
  KioskView,
  OpenTime,
  PartyLine,
  Ticket,
} from "../../../signaling/client/types";
import { paintedPage } from "../painted_page";

const CALL = "0197f0c2-5a51-7cc3-a3c5-0f6f1c2d3e4f";

const LANGUAGES = [
  { language: "sv", on_duty: 3, free: 2, waiting: 0, open: true, opens_at: null },
  { language: "ar", on_duty: 2, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "so", on_duty: 1, free: 0, waiting: 2, open: true, opens_at: null, wait: { low: 4, high: 9 } },
  { language: "ti", on_duty: 1, free: 0, waiting: 0, open: true, opens_at: null },
  { language: "fi", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "en", on_duty: 3, free: 2, waiting: 0, open: true, opens_at: null },
  { language: "fa", on_duty: 0, free: 0, waiting: 0, open: true, opens_at: null },
  { language: "prs", on_duty: 0, free: 0, waiting: 0, open: true, opens_at: null },
  { language: "tr", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "ckb", on_duty: 1, free: 0, waiting: 1, open: true, opens_at: null },
  { language: "kmr", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "es", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "pl", on_duty: 0, free: 0, waiting: 0, open: true, opens_at: null },
  { language: "ru", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "uk", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "bs", on_duty: 0, free: 0, waiting: 0, open: true, opens_at: null },
  { language: "aii", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "el", on_duty: 0, free: 0, waiting: 0, open: true, opens_at: null },
  { language: "bn", on_duty: 0, free: 0, waiting: 0, open: true, opens_at: null },
  { language: "swl", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
  { language: "und", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
];

const VIEW: KioskView = {
  type: "kiosk",
  place: {
    kiosk: "demo-varby",
    name: "Demoskärm Vårby",
    site: "demo-varby-library",
    site_name: "Demobiblioteket i Vårby",
    neighbourhood: "demo-varby",
    neighbourhood_name: "Vårby",
  },
  phone: "08-123 456 78",
  languages: LANGUAGES,
  call: null,
  ended: null,
};

const NOW = 1_000_000;

/** A working day, so many days from now. */
function opening(days: number): OpenTime {
  const at = (hour: number): number => {
    const day = new Date();
    day.setDate(day.getDate() + days);
    return day.setHours(hour, 0, 0, 0);
  };
  return { opens: at(8), closes: at(17) };
}

function room(language: string): State {
  const fresh = firstState(NOW);
  return {
    ...fresh,
    link: "up",
    view: VIEW,
    profile: {
      standing: "enrolled",
      languages: LANGUAGES.map((line) => line.language),
      phone: VIEW.phone,
      hours: [1, 2, 4].map((days) => opening(days)),
      printer: true,
      technician: true,
    },
    visit: { ...fresh.visit, language },
  };
}

function visiting(language: string, visit: Partial<Visit>): State {
  const state = room(language);
  return { ...state, visit: { ...state.visit, ...visit } };
}

function calling(language: string, state: CallState, more: Partial<KioskCall> = {}): State {
  const guide = state === "waiting" || state === "ringing" ? null : { id: "demo-guide", name: "Demo Amina" };
  const call: KioskCall = {
    id: CALL,
    state,
    language,
    accepts: [language],
    spoken: null,
    choices: [],
    tapped_at: 0,
    epoch: 1,
    position: state === "waiting" ? 2 : null,
    wait: state === "waiting" ? { low: 4, high: 9 } : null,
    guide,
    parties: [],
    on_hold: false,
    until: null,
    ...more,
  };
  const before = visiting(language, { call: CALL });
  const languages = LANGUAGES.map((line) =>
    line.language === language ? { ...line, free: 0, waiting: 2 } : line,
  );
  const picture = state === "live" ? "up" : state === "interrupted" ? "lost" : "none";
  return {
    ...before,
    view: { ...VIEW, languages, call },
    picture,
    devices: { microphone: "on", camera: "on" },
  };
}

function ended(language: string, outcome: CallOutcome): State {
  const before = visiting(language, { call: CALL, endedAt: NOW });
  return { ...before, view: { ...VIEW, ended: { id: CALL, language, outcome, at: 0, ticket: null } } };
}

function without(language: string, change: Partial<State>): State {
  return { ...room(language), linkSince: 0, ...change };
}

const OFFERS: Choice[] = [
  { kind: "keep_waiting", language: null },
  { kind: "also", language: null },
  { kind: "substitute", language: "prs" },
  { kind: "interpreter", language: null },
  { kind: "ticket", language: null },
  { kind: "phone", language: null },
];
const WRITTEN = {
  own: "Storgatan 4B, 141 30 Huddinge",
  theirs: "Hej! Du kan läsa här vad jag säger.\nVad är din adress?",
};
const NOTE = {
  id: "n",
  text: "Ta med brevet och din legitimation. Receptionen är öppen till 16.",
  link: "https://example.org/blankett",
};
function present(epoch: number, role: PartyLine["role"], id: string, name: string): PartyLine {
  return { epoch, role, guide: { id, name }, state: "present" };
}

const LEAD = present(1, "guide", "demo-guide", "Demo Amina");
const INTERPRETER = present(2, "interpreter", "demo-interpreter", "Demo Yusuf");
const LEADER = present(3, "leader", "demo-leader", "Demo Karin");
const SIGNS: Shared["signs"][number] = {
  number: 1,
  picture: true,
  microphone: "on",
  camera: "on",
  sending: "on",
  frames: 25,
  loss: 0,
  delay: 40,
};
export const PAGE: Laid = {
  id: "d-2",
  document: "d",
  page: 2,
  pages: 5,
  by: 1,
  corners: WHOLE_PHOTO,
  ...paintedPage(),
};
const TICKET: Ticket = { code: "482913", from: 1_795_422_700_000, until: 1_795_433_500_000 };

export const STATES: Readonly<Record<string, (language: string) => State>> = {
  start: (language) => ({ ...room(language), visit: { ...room(language).visit, language: null } }),
  languages: (language) => visiting(language, { step: "languages" }),
  talk: (language) => visiting(language, { step: "talk" }),
  talk_closed: (language) => {
    const state = visiting(language, { step: "talk" });
    const opens_at = Date.now() + 14 * 3_600_000;
    const languages = LANGUAGES.map((line) => ({ ...line, open: false, opens_at }));
    return { ...state, view: { ...VIEW, languages } };
  },
  talk_away: (language) => {
    const state = visiting(language, { step: "talk" });
    const languages = LANGUAGES.map((line) => ({ ...line, on_duty: 0, free: 0 }));
    return { ...state, view: { ...VIEW, languages } };
  },
  asking: (language) => visiting(language, { request: { call: null, refused: null } }),
  waiting: (language) => calling(language, "waiting"),
  waiting_next: (language) => calling(language, "waiting", { position: 1, wait: { low: 0, high: 3 } }),
  waiting_unserved: (language) => {
    const state = calling(language, "waiting", { position: 1 });
    const languages = LANGUAGES.map((line) => ({ ...line, on_duty: 0, free: 0 }));
    return { ...state, view: { ...VIEW, ...state.view, languages } };
  },
  waiting_lost: (language) => ({ ...calling(language, "waiting"), link: "down", linkSince: NOW - 5_000 }),
  choices: (language) => calling(language, "waiting", { choices: OFFERS, accepts: [language, "en"] }),
  also: (language) => visiting(language, { step: "talk", also: ["en", "fa"], panel: "also" }),
  not_listed: () => visiting("und", { step: "talk" }),
  ticket: (language) => {
    const state = ended(language, "ticket_given");
    const given = { id: CALL, language, outcome: "ticket_given", at: 0, ticket: TICKET } as const;
    return { ...state, view: { ...VIEW, ended: given } };
  },
  ticket_entry: (language) => visiting(language, { step: "ticket", digits: "482913" }),
  unknown_ticket: (language) =>
    visiting(language, { step: "ticket", request: { call: CALL, refused: "unknown_ticket" }, endedAt: NOW }),
  ringing: (language) => calling(language, "ringing"),
  connecting: (language) => ({ ...calling(language, "connecting"), picture: "coming" }),
  live: (language) => calling(language, "live"),
  live_off: (language) => {
    const state = calling(language, "live");
    return { ...state, visit: { ...state.visit, microphone: false, camera: false } };
  },
  live_hidden: (language) => {
    const state = calling(language, "live");
    return { ...state, visit: { ...state.visit, mirror: false } };
  },
  live_no_devices: (language) => ({
    ...calling(language, "live"),
    devices: { microphone: "missing", camera: "missing" },
  }),
  live_writing: (language) => {
    const state = calling(language, "live");
    const theirs = [{ number: 1, text: WRITTEN.theirs }];
    return {
      ...state,
      shared: { ...state.shared, own: WRITTEN.own, theirs },
      visit: { ...state.visit, aside: "write" },
    };
  },
  live_captions: (language) => {
    const state = calling(language, "live");
    return { ...state, shared: { ...state.shared, theirs: [{ number: 1, text: WRITTEN.theirs }] } };
  },
  live_speaks: (language) => {
    const state = calling(language, "live");
    return { ...state, weather: { ...state.weather, speaks: { ...state.weather.speaks, shown: true } } };
  },
  live_sound_only: (language) => {
    const state = calling(language, "live", { parties: [LEAD] });
    const signs = [{ ...SIGNS, sending: "network" as const }];
    return {
      ...state,
      shared: { ...state.shared, signs },
      weather: { ...state.weather, sending: "network" },
    };
  },
  live_poor: (language) => {
    const state = calling(language, "live");
    return { ...state, weather: { ...state.weather, poor: { ...state.weather.poor, shown: true } } };
  },
  live_three: (language) => {
    const state = calling(language, "live", { parties: [LEAD, INTERPRETER] });
    const theirs = [
      { number: 1, text: WRITTEN.theirs },
      { number: 2, text: "Hej, jag hjälper till med språket." },
    ];
    return { ...state, shared: { ...state.shared, theirs } };
  },
  live_leader: (language) => calling(language, "live", { parties: [LEAD, LEADER] }),
  live_on_hold: (language) => calling(language, "live", { parties: [LEAD, INTERPRETER], on_hold: true }),
  live_letter: (language) => {
    const state = calling(language, "live");
    return { ...state, visit: { ...state.visit, aside: "letter" } };
  },
  live_document: (language) => {
    const state = calling(language, "live");
    const { visit, shared } = state;
    return { ...state, shared: { ...shared, sheet: PAGE }, visit: { ...visit, aside: "document" } };
  },
  live_document_coming: (language) => {
    const state = calling(language, "live");
    const coming = { by: 1, document: "d", page: 1, pages: 3, share: 0.4 };
    const { visit, shared } = state;
    return { ...state, shared: { ...shared, coming }, visit: { ...visit, aside: "document" } };
  },
  live_note: (language) => {
    const state = calling(language, "live");
    return { ...state, shared: { ...state.shared, note: NOTE } };
  },
  live_note_shown: (language) => {
    const state = calling(language, "live");
    return { ...state, shared: { ...state.shared, note: NOTE, answer: "taken" } };
  },
  interrupted: (language) => calling(language, "interrupted"),
  thanks: (language) => ended(language, "completed"),
  rated: (language) => {
    const state = ended(language, "completed");
    return { ...state, visit: { ...state.visit, mood: "good" } };
  },
  stopped: (language) => ended(language, "abandoned_waiting"),
  no_guide: (language) => ended(language, "no_guide_available"),
  outside_hours: (language) => ended(language, "outside_hours"),
  waited_long: (language) => ended(language, "wait_limit"),
  broke_off: (language) => ended(language, "setup_failed"),
  crowded: (language) => ended(language, "rejected_overload"),
  unreachable: (language) =>
    visiting(language, { request: { call: CALL, refused: "no_answer" }, endedAt: NOW }),
  offline: (language) => {
    const state = without(language, { link: "down" });
    return { ...state, visit: { ...state.visit, language: null } };
  },
  offline_visit: (language) => without(language, { link: "down" }),
  not_enrolled: (language) => without(language, { view: null, profile: { standing: "not_enrolled" } }),
  revoked: (language) => without(language, { link: "closed", closing: "revoked" }),
  elsewhere: (language) => without(language, { link: "closed", closing: "superseded" }),
  link_notice: (language) => ({ ...room(language), link: "down", linkSince: NOW - 2_000 }),
  still_there: (language) => visiting(language, { step: "talk", touchedAt: NOW - IDLE - ANSWER + 17_000 }),
  emergency: (language) => visiting(language, { panel: "emergency" }),
  privacy: (language) => visiting(language, { step: "talk", panel: "privacy" }),
  technician: (language) => visiting(language, { panel: "technician" }),
  sound: (language) => visiting(language, { panel: "sound" }),
};

/** The state called `name`, for a resident who sees and hears best like this. */
export function example(name: string, language: string, comfort: Partial<Visit["comfort"]>): State {
  const state = STATES[name]?.(language);
  if (state === undefined) throw new Error(`There is no state “${name}”.`);
  const own = Object.keys(comfort).length > 0 ? { ...DEFAULT_COMFORT, ...comfort } : DEFAULT_COMFORT;
  return { ...state, visit: { ...state.visit, comfort: own } };
}
