/**
 * The page for the ear: the same screens as menus of spoken lines, walked with four keys. Pure.
 *
 * Down and up go from line to line, Enter does what was heard last, Escape goes back. It begins with the first arrow or
 * with a headset that is plugged in, and needs no eye at any step. Every menu has a way on, and none runs out of time
 * without saying so.
 */

import type { Choice as Offer } from "../../../signaling/client/types";
import { isWell } from "./ending";
import type { Act } from "./events";
import { acceptedOf, type Choice, countdown, type Screen, screenOf } from "./screen";
import {
  digitLines,
  type Fixed,
  LAST_PLACE,
  type Line,
  line,
  minutesLine,
  nameLine,
  placeLine,
  speakerFor,
  timeLines,
} from "./speech/phrases";
import { type Ear, LOUDEST, lying, MOODS, type State, TICKET_DIGITS, UNDETERMINED } from "./state";
import { type Say, sayIn } from "./texts";

interface Item {
  lines: readonly Line[];
  act: Act;
}

interface Menu {
  /** Of which screen it is, and so whether it is still the same one. */
  id: string;
  title: readonly Line[];
  items: readonly Item[];
  /** What Escape does; null where it would undo too much. */
  back: Act | null;
}

export type Key = "next" | "previous" | "choose" | "back";

const KEYS: Readonly<Record<string, Key>> = {
  ArrowDown: "next",
  ArrowRight: "next",
  ArrowUp: "previous",
  ArrowLeft: "previous",
  Enter: "choose",
  Escape: "back",
};

/** What a key means here; null where it is not for the ear. An arrow begins it, the rest only go on. */
export function keyOf(name: string, { visit }: State): Key | null {
  const key = KEYS[name] ?? null;
  const begins = name.startsWith("Arrow");
  return visit.ear === null && !begins ? null : key;
}

/** What that key does now. */
export function heard(state: State, key: Key): Act {
  const menu = menuOf(state);
  const at = placeOf(menu, state.visit.ear);
  if (state.visit.ear === null) return begin(state);
  switch (key) {
    case "next":
      return to(menu, (at + 1) % Math.max(menu.items.length, 1));
    case "previous":
      return to(menu, at <= 0 ? menu.items.length - 1 : at - 1);
    case "choose":
      return menu.items[at]?.act ?? to(menu, 0);
    case "back":
      return menu.back ?? to(menu, -1);
  }
}

export function begin(state: State): Act {
  return to(menuOf(state), -1);
}

/** What is to be said now, and a name for it: another name is something new to say. Null for whoever sees. */
export function sayingOf(state: State): { id: string; lines: readonly Line[] } | null {
  const { ear } = state.visit;
  if (ear === null) return null;
  const menu = menuOf(state);
  const at = placeOf(menu, ear);
  const lines = menu.items[at]?.lines ?? menu.title;
  return { id: `${menu.id} ${at} ${lines.map(({ text }) => text).join(" ")}`, lines };
}

function to({ id }: Menu, at: number): Act {
  return { type: "hear", ear: { menu: id, at } };
}

function placeOf(menu: Menu, ear: Ear | null): number {
  return ear?.menu === menu.id ? ear.at : -1;
}

function menuOf(state: State): Menu {
  const { visit } = state;
  const say = speakerFor(visit.language);
  if (countdown(state) !== null) {
    return menu("still", lines(say, "still.title"), [
      item(say, "still.yes", { type: "touch" }),
      item(say, "still.no", { type: "done" }),
    ]);
  }
  if (visit.panel !== null) return panelMenu(state, say);
  const screen = screenOf(state);
  const id = [screen.name, visit.mood, visit.digits, lying(state.shared)].join(" ");
  const { title, items, back } = screenMenu(screen, state, say);
  return { id, title, items: [...items, emergency(say)], back };
}

function menu(id: string, title: readonly Line[], items: readonly Item[], back: Act | null = null): Menu {
  return { id, title, items, back };
}

function lines(say: Say, ...keys: readonly Fixed[]): Line[] {
  return keys.map((key) => line(say, key));
}

function item(say: Say, key: Fixed, act: Act): Item {
  return { lines: lines(say, key), act };
}

const HOME: Act = { type: "done" };

/** Last in every menu: nobody has to leave a call or a queue for it. */
function emergency(say: Say): Item {
  return item(say, "ear.emergency", { type: "panel", panel: "emergency" });
}

function panelMenu(state: State, say: Say): Menu {
  const { panel } = state.visit;
  const close: Act = { type: "panel", panel: null };
  if (panel === "also") return alsoMenu(state, say, close);
  const title =
    panel === "emergency" ? lines(say, "emergency.title", "emergency.lead") : lines(say, "panel.close");
  return menu(`panel ${panel}`, title, [item(say, "panel.close", close)], close);
}

/** Each further language by its own voice, and before it whether it is said already. */
function alsoMenu(state: State, say: Say, close: Act): Menu {
  const accepted = acceptedOf(state);
  const offered = state.view?.languages.map(({ language }) => language) ?? state.profile?.languages ?? [];
  const items = offered
    .filter((language) => language !== UNDETERMINED && language !== accepted[0])
    .map((language): Item => {
      const chosen = accepted.includes(language) ? lines(say, "also.chosen") : [];
      return { lines: [...chosen, nameLine(language)], act: { type: "also", language } };
    });
  const title = lines(say, "also.title", "also.lead");
  return menu("panel also", title, [...items, item(say, "panel.close", close)], close);
}

function screenMenu(screen: Screen, state: State, say: Say): Menu {
  switch (screen.name) {
    case "starting":
      return menu("", [], []);
    case "start":
      return languageMenu([...screen.first, ...screen.others], [haveTicket()]);
    case "languages":
      return languageMenu(screen.choices, []);
    case "talk":
      return talkMenu(screen, say);
    case "waiting":
    case "ringing":
    case "connecting":
      return callingMenu(screen, state, say);
    case "live":
      return liveMenu(state, say);
    case "interrupted":
      return menu("", lines(say, "interrupted.title", "interrupted.lead"), [
        item(say, "call.hang_up", { type: "leave" }),
      ]);
    case "ended":
      return endedMenu(screen, state, say);
    case "closed":
      return menu("", [...closedLines(screen, say), ...phoneLines(state, say)], [], HOME);
    case "ticket":
      return ticketMenu(screen, say);
  }
}

/** The ten digits; what was typed is read back after each. */
function ticketMenu({ digits }: Extract<Screen, { name: "ticket" }>, say: Say): Menu {
  const typed = digitLines(say, digits);
  const back: Act = { type: "go", step: "start" };
  const keys = Array.from({ length: 10 }, (_, digit) => String(digit)).map(
    (digit): Item => ({
      lines: digitLines(say, digit),
      act: { type: "digits", digits: digits + digit },
    }),
  );
  const whole = digits.length === TICKET_DIGITS;
  const redeem = item(say, "ticket.redeem", { type: "talk", camera: true });
  const erase = item(say, "ticket.erase", { type: "digits", digits: digits.slice(0, -1) });
  const items = [
    ...(whole ? [redeem] : keys),
    ...(digits === "" ? [] : [erase]),
    item(say, "languages.back", back),
  ];
  return menu("", digits === "" ? lines(say, "ticket.title", "ticket.lead") : typed, items, back);
}

/** Said in the two languages that most people here have heard; the names that follow are each language's own. */
function languageMenu(choices: readonly Choice[], more: readonly Item[]): Menu {
  const title = [sayIn("sv"), sayIn("en")].map((say) => line(say, "ear.welcome"));
  const items = choices
    .filter(({ language }) => language !== "und" && language !== "swl")
    .map((choice) => ({
      lines: [nameLine(choice.language), ...serviceLines(choice)],
      act: { type: "choose", language: choice.language } as const,
    }));
  return menu("", title, [...items, ...more], HOME);
}

function haveTicket(): Item {
  return item(sayIn("sv"), "ticket.have", { type: "go", step: "ticket" });
}

function serviceLines({ language, availability }: Choice): Line[] {
  return availability.kind === "unknown"
    ? []
    : lines(speakerFor(language), `availability.${availability.kind}`);
}

function talkMenu({ availability }: Extract<Screen, { name: "talk" }>, say: Say): Menu {
  const other = item(say, "talk.other", { type: "go", step: "languages" });
  const back: Act = { type: "go", step: "start" };
  if (availability.kind === "closed") {
    return menu("", lines(say, "ended.outside_hours.title"), [other], back);
  }
  const away = availability.kind === "away" ? lines(say, "talk.away") : [];
  const title = [...lines(say, "talk.title"), ...away, ...lines(say, "talk.privacy", "ear.keys")];
  const items = [
    item(say, "talk.start", { type: "talk", camera: true }),
    item(say, "talk.start_unseen", { type: "talk", camera: false }),
    item(say, "choices.also", { type: "panel", panel: "also" }),
    other,
  ];
  return menu("", title, items, back);
}

type Calling = Extract<Screen, { name: "waiting" | "ringing" | "connecting" }>;

function callingMenu(screen: Calling, state: State, say: Say): Menu {
  const leave = item(say, screen.name === "waiting" ? "waiting.stop" : "call.stop", { type: "leave" });
  switch (screen.name) {
    case "ringing":
      return menu("", lines(say, "ringing.title", "ringing.lead"), [leave]);
    case "connecting":
      return menu("", lines(say, "connecting.lead"), [leave]);
    case "waiting": {
      const offered = screen.offers.flatMap((offer) => offerItems(offer, say));
      const phone = screen.offers.some(({ kind }) => kind === "phone") ? phoneLines(state, say) : [];
      const choices = offered.length > 0 ? lines(say, "choices.title") : [];
      return menu("", [...waitingLines(screen, say), ...phone, ...choices], [...offered, leave]);
    }
  }
}

/** What the screen offers as a card is offered by ear as a line; a telephone number is said with the title. */
function offerItems({ kind, language }: Offer, say: Say): Item[] {
  const act: Act = { type: "answer", choice: kind, language };
  switch (kind) {
    case "phone":
      return [];
    case "also":
      return [item(say, "choices.also", { type: "panel", panel: "also" })];
    case "substitute":
      return [{ lines: [...lines(say, "choices.substitute_hint"), nameLine(language ?? "")], act }];
    default:
      return [item(say, `choices.${kind}`, act)];
  }
}

function waitingLines(screen: Extract<Calling, { name: "waiting" }>, say: Say): Line[] {
  const { position, guides, wait, reached } = screen;
  if (!reached) return lines(say, "waiting.lost");
  if (position === null) return lines(say, "waiting.asking", "waiting.stay");
  if (guides === 0) return lines(say, "waiting.asking", "waiting.no_guides");
  const place = position <= LAST_PLACE ? [placeLine(say, position)] : lines(say, "waiting.asking");
  const time = wait === null ? line(say, "waiting.unsure") : minutesLine(say, wait.high);
  return [...place, time, line(say, "waiting.stay")];
}

/** No word more than needed: the resident listens to the guide. */
function liveMenu({ visit, view, shared }: State, say: Say): Menu {
  const { volume } = visit.comfort;
  const turn = (by: number): Act => ({
    type: "adjust",
    comfort: { volume: Math.min(LOUDEST, Math.max(1, volume + by)) },
  });
  const microphone = visit.microphone ? "ear.microphone_off" : "ear.microphone_on";
  const shown = lying(shared) === "document" ? lines(say, "document.lead") : [];
  return menu(
    "",
    [...shown, ...lines(say, view?.call?.on_hold === true ? "call.on_hold" : "ear.live")],
    [
      item(say, microphone, { type: "switch", what: "microphone" }),
      item(say, "sound.louder", turn(1)),
      item(say, "sound.softer", turn(-1)),
      item(say, "call.hang_up", { type: "leave" }),
    ],
  );
}

const SPOKEN_ENDINGS = {
  thanks: ["ended.thanks.title"],
  stopped: ["ended.stopped.title", "ended.stopped.lead"],
  no_guide: ["ended.no_guide.title"],
  outside_hours: ["ended.outside_hours.title"],
  waited_long: ["ended.waited_long.title"],
  broke_off: ["ended.broke_off.title", "ended.broke_off.lead"],
  crowded: ["ended.crowded.title"],
  unreachable: ["ended.unreachable.title"],
  ticket: ["ended.ticket.title", "ended.ticket.lead"],
  unknown_ticket: ["ended.unknown_ticket.title", "ended.unknown_ticket.lead"],
  ticket_over: ["ended.ticket_over.title", "ended.ticket_over.lead"],
} as const satisfies Record<string, readonly Fixed[]>;

type Ended = Extract<Screen, { name: "ended" }>;

/** The number, said as often as it is gone to, and the times at which it is good. */
function ticketItem({ ticket }: Ended, say: Say): Item[] {
  if (ticket === null) return [];
  const times = [
    ...timeLines(say, "ticket.from", ticket.from),
    ...timeLines(say, "ticket.until", ticket.until),
  ];
  return [{ lines: [...digitLines(say, ticket.code), ...times], act: { type: "touch" } }];
}

function endedMenu(screen: Ended, state: State, say: Say): Menu {
  const { ending } = screen;
  const { mood, camera } = state.visit;
  if (ending === "ticket" || ending === "unknown_ticket" || ending === "ticket_over") {
    const slip = ticketItem(screen, say);
    const told = lines(say, ...SPOKEN_ENDINGS[ending]);
    const other = item(say, "talk.other", { type: "go", step: "languages" });
    const retype =
      ending === "unknown_ticket" ? [item(say, "ended.again", { type: "go", step: "ticket" })] : [];
    const title = [...told, ...slip.flatMap((one) => one.lines)];
    return menu("", title, [...slip, ...retype, item(say, "ended.done", HOME), other], HOME);
  }
  const well = isWell(ending);
  const asks = ending === "thanks" && mood === null;
  const faces = asks ? MOODS.map((face) => item(say, `mood.${face}`, { type: "rate", mood: face })) : [];
  const asked = asks ? lines(say, "mood.ask") : mood === null ? [] : lines(say, "mood.thanks");
  const title = [...lines(say, ...SPOKEN_ENDINGS[ending]), ...(well ? [] : phoneLines(state, say)), ...asked];
  const again = item(say, well ? "ended.talk_again" : "ended.again", { type: "talk", camera });
  return menu("", title, [...faces, item(say, "ended.done", HOME), again], HOME);
}

function closedLines({ why }: Extract<Screen, { name: "closed" }>, say: Say): Line[] {
  switch (why) {
    case "offline":
      return lines(say, "closed.offline.title", "closed.offline.lead");
    case "revoked":
      return lines(say, "closed.revoked.title");
    default:
      return lines(say, "closed.not_enrolled.title");
  }
}

function phoneLines({ view, profile }: State, say: Say): Line[] {
  const phone = view?.phone ?? profile?.phone;
  return phone ? [line(say, "phone.call"), ...digitLines(say, phone)] : [];
}
