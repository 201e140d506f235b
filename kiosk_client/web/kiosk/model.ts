/**
 * How what the page knows changes. Pure: time and ids come with the events, deeds go out as effects.
 *
 * The server's view is the truth about calls. What to show is computed from the state (see screen.ts).
 */
import type { LinkState, Quality, Sending, Shared } from "../../../signaling/client";
import type { ChoiceKind, KioskView, Mood } from "../../../signaling/client/types";
import type { Act, Change, Effect, Event } from "./events";
import { patience } from "./patience";
import {
  guideSigns,
  lying,
  mediaWanted,
  NO_CALL,
  newVisit,
  openCall,
  type Profile,
  type Request,
  type State,
  TICKET_DIGITS,
  type Visit,
} from "./state";
import { felt } from "./weather";

/** So many touches of the corner within so many ms are a technician's. */
export const KNOCKS = 5;
export const KNOCKED_WITHIN = 4_000;

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
      return quietly(refused(state, event));
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
    // Further languages help to find a guide: where one is found they stand in nobody's way, seen or heard.
    const panel = visit.panel === "also" && call.state !== "waiting" ? null : visit.panel;
    const joined = { ...visit, request: null, call: call.id, language: call.language, endedAt: null, panel };
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

/** Of a request that the resident has left meanwhile it says nothing about the next one. */
function refused(state: State, { call, error }: { call: string | null; error: string }): State {
  const { visit } = state;
  if (visit.request === null || visit.request.call !== call) return state;
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
