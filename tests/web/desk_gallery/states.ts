/** One example of every state in which a guide can find the desk. All names are the demo's. */
import type { OwnDay, PlaceCard, ShiftNotes } from "../../../guide_server/web/api_types";
import type { DocumentProblem } from "../../../guide_server/web/desk/documents/problems";
import type { Panel } from "../../../guide_server/web/desk/room";
import {
  type LinkState,
  NOTHING_SHARED,
  type Problem,
  type Shared,
  WHOLE_PHOTO,
} from "../../../signaling/client";
import type { DeskCall, DeskRing, DeskView, DeskWrapUp, Place } from "../../../signaling/client/types";
import { paintedPage } from "../painted_page";

/** The time in the gallery: always the same. */
export const NOW = Date.UTC(2026, 10, 26, 9, 24, 0);
const CALL = "0197f0c2-5a51-7cc3-a3c5-0f6f1c2d3e4f";
const MINUTE = 60_000;

export interface Example {
  view: DeskView;
  link?: LinkState;
  closing?: Problem;
  shared?: Partial<Shared>;
  panel?: Panel;
  help?: boolean;
  sound?: boolean;
  slept?: boolean;
  microphoneOff?: boolean;
  guests?: number;
  place?: PlaceCard;
  day?: OwnDay;
  notes?: ShiftNotes;
  near?: boolean;
  draft?: Record<string, string>;
  type?: { into: string; text: string };
  document?: { name: string; busy?: "opening"; problem?: DocumentProblem };
}

const PLACE: Place = {
  kiosk: "demo-varby",
  name: "Demoskärm 1",
  site: "demo-varby-library",
  site_name: "Demobiblioteket i Vårby",
  neighbourhood: "demo-varby",
  neighbourhood_name: "Vårby",
};
const LONG_PLACE: Place = {
  ...PLACE,
  name: "Demoskärm till vänster om informationsdisken på entréplanet",
  site_name: "Demokulturhuset med bibliotek, träffpunkt och medborgarkontor",
  neighbourhood_name: "Demoområdet Flemingsberg-Visättra-Grantorp",
};
export const ME = { id: "me", name: "Demoguide Amina" };
const NOOR = { id: "noor", name: "Demotolk Noor" };
const SVEN = { id: "sven", name: "Demokollega Sven" };
const LONG_NAME = {
  id: "long",
  name: "Demoperson Annika-Maria Fredrika af Wettersten-Lindencrona von Langenburg",
};

const TOPICS = [
  "letter_or_decision", "form", "school", "childcare", "housing", "work", "money",
  "health", "family", "residence_permit", "taxes", "citizen_proposal", "municipal_service", "other",
]; // biome-ignore format: a list

export const BASE: DeskView = {
  type: "desk",
  guide: ME,
  status: "available",
  reason: null,
  since: NOW - 42 * MINUTE,
  next_status: null,
  next_reason: null,
  languages: ["sv", "ar", "ti", "prs"],
  skills: [
    { language: "ar", level: "fluent", mode: "speak" },
    { language: "ti", level: "fluent", mode: "speak" },
    { language: "prs", level: "good", mode: "speak" },
  ],
  ring: null,
  call: null,
  wrap_up: null,
  queue: [
    { language: "sv", waiting: 0, oldest: null, free: 2 },
    { language: "ar", waiting: 3, oldest: NOW - 4 * MINUTE, free: 0 },
    { language: "ti", waiting: 1, oldest: NOW - 71_000, free: 0 },
  ],
  colleagues: [NOOR, SVEN],
  offered: ["sv", "en", "fi", "ar", "so", "tr", "ti", "fa", "prs", "ckb", "kmr"],
  topics: TOPICS,
  dispositions: ["solved", "referred", "will_return", "not_solved"],
  topic_groups: [
    { group: "authorities", topics: ["letter_or_decision", "form", "residence_permit", "taxes"] },
    { group: "children", topics: ["school", "childcare", "family"] },
    { group: "daily_life", topics: ["housing", "work", "money", "health"] },
    { group: "municipality", topics: ["citizen_proposal", "municipal_service", "other"] },
  ],
  referrals: ["municipality", "tax_agency", "health_care", "other"],
};

const RING: DeskRing = {
  call: CALL,
  epoch: 1,
  place: PLACE,
  language: "fa",
  spoken: { language: "prs", how: "substitute" },
  tapped_at: NOW - 95_000,
  until: NOW + 21_000,
  role: "guide",
  parties: [{ epoch: 1, role: "guide", guide: ME, state: "ringing" }],
};
const TALK: DeskCall = {
  id: CALL,
  state: "live",
  epoch: 1,
  place: PLACE,
  language: "ar",
  spoken: { language: "ar", how: "asked" },
  tapped_at: NOW - 6 * MINUTE,
  taken_at: NOW - 5 * MINUTE,
  live_since: NOW - 4.5 * MINUTE,
  kiosk_connected: true,
  role: "guide",
  parties: [{ epoch: 1, role: "guide", guide: ME, state: "present" }],
  held_since: null,
  until: null,
};
const WRAP_UP: DeskWrapUp = {
  call: CALL,
  language: "ar",
  place: PLACE,
  until: NOW + 84_000,
  extensions_left: 5,
};
const THREE: DeskCall = {
  ...TALK,
  parties: [
    ...TALK.parties,
    { epoch: 2, role: "interpreter", guide: NOOR, state: "present" },
    { epoch: 3, role: "colleague", guide: SVEN, state: "present" },
  ],
};

const CARD: PlaceCard = {
  information: "Skärmen står vid entrén. Personal på plats tisdag och torsdag; skrivare vid disken.",
  closes_at: NOW + 8 * 60 * MINUTE,
  recent: [
    { topic: "school", at: NOW - 80 * MINUTE },
    { topic: "letter_or_decision", at: NOW - 130 * MINUTE },
    { topic: "housing", at: NOW - 190 * MINUTE },
  ],
};
const DAY: OwnDay = {
  taken: 7,
  passed: 1,
  missed: 0,
  talk: 73 * MINUTE,
  languages: [
    { language: "ar", calls: 4 },
    { language: "ti", calls: 2 },
    { language: "sv", calls: 1 },
  ],
};
const NOTES: ShiftNotes = {
  terms: { days: 30, decision: "DEMO 2026/1" },
  notes: [
    {
      guide_name: SVEN.name,
      at: NOW - 15 * 60 * MINUTE,
      until: NOW + 29 * 24 * 60 * MINUTE,
      text: "Skrivaren på demobiblioteket är slut på papper, ny rulle kommer i morgon.",
    },
  ],
};
const GOOD_SIGNS = {
  microphone: "on",
  camera: "on",
  sending: "on",
  frames: 14,
  loss: 4,
  delay: 180,
} as const;

const inCall = (call: DeskCall): DeskView => ({ ...BASE, status: "in_call", call });
const called: Example = {
  view: inCall(TALK),
  place: CARD,
  shared: { signs: [{ number: 0, picture: true, ...GOOD_SIGNS }] },
};

const PAGE: Pick<Shared, "sheet"> = {
  sheet: { id: "d-2", document: "d", page: 2, pages: 5, by: 1, corners: WHOLE_PHOTO, ...paintedPage() },
};

export const STATES: Readonly<Record<string, Example>> = {
  offline: { view: { ...BASE, status: "offline" }, day: DAY },
  ready: { view: BASE, day: DAY, notes: NOTES },
  away: {
    view: { ...BASE, status: "away", reason: "lunch", back_at: NOW + 25 * MINUTE },
    day: DAY,
    notes: { ...NOTES, notes: [] },
  },
  missed: { view: { ...BASE, status: "away", reason: "missed_ring", queue: [] }, day: DAY },
  asleep: { view: { ...BASE, status: "offline" }, slept: true, day: DAY },
  unreachable: { view: BASE, link: "down", day: DAY },
  superseded: {
    view: BASE,
    link: "closed",
    closing: { id: "superseded", category: "identity", message: "" },
  },
  signed_out: { view: BASE, link: "closed", closing: { id: "revoked", category: "identity", message: "" } },
  ringing: { view: { ...BASE, status: "ringing", ring: RING }, place: CARD },
  ringing_interpreter: {
    view: {
      ...BASE,
      status: "ringing",
      ring: { ...RING, role: "interpreter", language: "ti", spoken: { language: "ti", how: "asked" } },
    },
  },
  ringing_triage: {
    view: {
      ...BASE,
      status: "ringing",
      ring: { ...RING, language: "und", spoken: { language: "und", how: "asked" }, place: LONG_PLACE },
    },
    place: CARD,
  },
  call: called,
  call_written: {
    ...called,
    shared: {
      ...called.shared,
      own: "Vad står det längst upp på brevet? /vän",
      theirs: [{ number: 0, text: "عندي رسالة من البلدية\nلا أفهمها" }],
    },
  },
  call_give: { ...called, panel: "give" },
  call_document: {
    ...called,
    panel: "give",
    document: { name: "Ansökan om förskoleplats.pdf" },
    shared: {
      ...called.shared,
      ...PAGE,
      delivery: { share: 1, seenBy: [0], fault: null },
      strokes: [
        {
          id: "s",
          sheet: "d-2",
          by: 0,
          points: [
            [0.1, 0.3],
            [0.5, 0.31],
          ],
        },
      ],
      pointer: { by: 1, at: [0.4, 0.5] },
    },
  },
  call_document_going: {
    ...called,
    panel: "give",
    document: { name: `Beslut_${"om_hyra_".repeat(12)}.pdf` },
    shared: { ...called.shared, ...PAGE, delivery: { share: 0.4, seenBy: [], fault: null } },
  },
  call_document_lost: {
    ...called,
    panel: "give",
    document: { name: "Karta.png", problem: "document_not_received" },
    shared: { ...called.shared, ...PAGE, look: { zoom: 1.953125, at: [0.5, 0.2] } },
  },
  call_document_refused: {
    ...called,
    panel: "give",
    document: { name: "Beslut.pdf", problem: "document_encrypted" },
  },
  call_document_opening: { ...called, panel: "give", document: { name: "Beslut.pdf", busy: "opening" } },
  call_place: { ...called, panel: "place" },
  call_people: { ...called, panel: "people" },
  call_view: { ...called, panel: "view", near: true, microphoneOff: true },
  call_three: { ...called, view: inCall(THREE), panel: "people", guests: 2 },
  call_hold: { ...called, view: inCall({ ...TALK, held_since: NOW - 95_000 }) },
  call_interrupted: {
    ...called,
    view: inCall({ ...TALK, state: "interrupted", kiosk_connected: false, until: NOW + 31_000 }),
  },
  call_triage: {
    ...called,
    panel: "language",
    view: inCall({ ...TALK, language: "und", spoken: { language: "und", how: "asked" } }),
  },
  call_guest: {
    ...called,
    view: {
      ...inCall({ ...THREE, epoch: 3, role: "colleague" }),
      next_status: "away",
      next_reason: "break",
      next_back_at: NOW + 20 * MINUTE,
    },
  },
  wrap_up: { view: { ...BASE, status: "wrap_up", wrap_up: WRAP_UP }, place: CARD },
  wrap_up_before_a_break: {
    view: { ...BASE, status: "wrap_up", wrap_up: WRAP_UP, next_status: "away", next_reason: "other_work" },
    place: CARD,
  },
  wrap_up_before_leaving: {
    view: { ...BASE, status: "wrap_up", wrap_up: WRAP_UP, next_status: "offline" },
    place: CARD,
  },
  wrap_up_note: {
    view: { ...BASE, status: "wrap_up", wrap_up: WRAP_UP },
    place: CARD,
    notes: NOTES,
    draft: { topic: "school", disposition: "referred", note: "Ring 070-123 45 67" },
  },
  wrap_up_late: {
    view: { ...BASE, status: "wrap_up", wrap_up: { ...WRAP_UP, until: NOW + 14_000, extensions_left: 0 } },
    draft: { topic: "housing" },
  },
  help: { ...called, help: true },
  sound: { view: BASE, sound: true, day: DAY },
  long: {
    ...called,
    view: {
      ...inCall({
        ...THREE,
        language: "kmr",
        place: LONG_PLACE,
        parties: THREE.parties.map((party) => (party.epoch === 2 ? { ...party, guide: LONG_NAME } : party)),
      }),
      guide: LONG_NAME,
      languages: [...BASE.offered],
      colleagues: [LONG_NAME, NOOR],
    },
    panel: "people",
    guests: 2,
  },
  long_place: {
    ...called,
    panel: "place",
    view: { ...inCall({ ...TALK, place: LONG_PLACE, language: "kmr" }), guide: LONG_NAME },
  },
};

export function sharedOf(example: Example): Shared {
  return { ...NOTHING_SHARED, ...example.shared };
}
