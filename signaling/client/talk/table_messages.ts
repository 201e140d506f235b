/**
 * What two pages say to each other about the call itself: JSON, one object a message (PROTOCOL.md, "Data channels").
 *
 * The other party's page is not trusted: `parse` gives back only what has the shape, the size and the range it should
 * have, and null for everything else, which is ignored.
 */
import type { DeviceFact } from "../media";
import { CLOSEST, type Framing, type Point, type Quad } from "./geometry";
import { tame } from "./t140";

/** Whether a party's picture is sent, and if not, why. */
export type Sending = "on" | "off" | "network";

/** How things are on the other side, which only it can know. */
export interface Signs {
  microphone: DeviceFact;
  camera: DeviceFact;
  sending: Sending;
  /** Pictures a second, packet loss in percent and round trip in ms, of what it receives. */
  frames: number;
  loss: number;
  delay: number;
}

/** Why a sheet that was sent is not shown: it did not come in time, not as it was sent, or is no plain picture. */
export type SheetFault = "late" | "damaged" | "foreign";

export interface Note {
  id: string;
  text: string;
  /** Where more is to be read: http or https. */
  link: string | null;
}

export type NoteAnswer = "taken" | "declined" | "printed";

export type TableMessage =
  | ({ type: "signs" } & Signs)
  /** Please show a letter. */
  | { type: "want_letter" }
  /** Where the sheet's corners are in the photograph. */
  | { type: "corners"; sheet: string; corners: Quad }
  /** More of a stroke; the first of a name begins it. */
  | { type: "stroke"; sheet: string; stroke: string; points: readonly Point[] }
  /** A finger, held over the sheet; null: no more. */
  | { type: "point"; sheet: string; at: Point | null }
  /** Take away all strokes on this sheet. */
  | { type: "clear"; sheet: string }
  /** Put the letter or document away, on all sides. */
  | { type: "away"; document: string }
  /** A guide: let this part of the sheet be seen. */
  | ({ type: "look"; sheet: string } & Framing)
  /** Whoever laid the sheet: please turn to this page. */
  | { type: "turn"; sheet: string; page: number }
  /** The sheet is on the screen here. */
  | { type: "seen"; sheet: string }
  | { type: "unseen"; sheet: string; fault: SheetFault }
  | ({ type: "note" } & Note)
  | { type: "answer"; note: string; answer: NoteAnswer }
  /** The kiosk: send this part of the picture, as for someone who sits. */
  | ({ type: "framing" } & Framing)
  /** Send me a picture, or no picture: my network does not carry it, or I do not want it. */
  | { type: "want_picture"; wanted: boolean };

/** In characters of JSON. */
export const LONGEST_MESSAGE = 16_384;
export const MOST_POINTS = 256;
export const LONGEST_NOTE = 800;
export const LONGEST_LINK = 500;

/** What a message may hold, of whatever kind it turns out to be. */
type Fields = {
  readonly [name in
    | ("type" | "sheet" | "wanted" | "corners" | "stroke" | "points" | "at" | "id" | "text" | "link")
    | ("zoom" | "page" | "fault" | "document")
    | ("note" | "answer" | "microphone" | "camera" | "sending" | "frames" | "loss" | "delay")]?: unknown;
};

export function parse(said: unknown): TableMessage | null {
  if (typeof said !== "string" || said.length > LONGEST_MESSAGE) return null;
  try {
    const fields: unknown = JSON.parse(said);
    return typeof fields === "object" && fields !== null ? messageOf(fields) : null;
  } catch {
    return null;
  }
}

function messageOf(fields: Fields): TableMessage | null {
  const sheet = nameOf(fields.sheet);
  switch (fields.type) {
    case "signs":
      return signsOf(fields);
    case "want_letter":
      return { type: "want_letter" };
    case "away": {
      const document = nameOf(fields.document);
      return document === null ? null : { type: "away", document };
    }
    case "want_picture":
      return typeof fields.wanted === "boolean" ? { type: "want_picture", wanted: fields.wanted } : null;
    case "framing": {
      const framing = framingOf(fields);
      return framing && { type: "framing", ...framing };
    }
    case "note":
      return noteOf(fields);
    case "answer":
      return answerOf(fields);
    default:
      return sheet === null ? null : aboutSheet(sheet, fields);
  }
}

function aboutSheet(sheet: string, fields: Fields): TableMessage | null {
  switch (fields.type) {
    case "corners": {
      const corners = quadOf(fields.corners);
      return corners && { type: "corners", sheet, corners };
    }
    case "stroke": {
      const [stroke, points] = [nameOf(fields.stroke), pointsOf(fields.points)];
      return stroke === null || points === null ? null : { type: "stroke", sheet, stroke, points };
    }
    case "point": {
      const at = pointOf(fields.at);
      return at === null && fields.at !== null ? null : { type: "point", sheet, at };
    }
    case "look": {
      const look = framingOf(fields);
      return look && { type: "look", sheet, ...look };
    }
    case "turn": {
      const page = numberOf(fields.page);
      return page !== null && Number.isInteger(page) ? { type: "turn", sheet, page } : null;
    }
    case "unseen": {
      const fault = oneOf(FAULTS, fields.fault);
      return fault && { type: "unseen", sheet, fault };
    }
    case "clear":
    case "seen":
      return { type: fields.type, sheet };
    default:
      return null;
  }
}

const FACTS: readonly DeviceFact[] = ["on", "opening", "missing", "refused", "busy", "lost"];
const SENDING: readonly Sending[] = ["on", "off", "network"];
const FAULTS: readonly SheetFault[] = ["late", "damaged", "foreign"];
const ANSWERS: readonly NoteAnswer[] = ["taken", "declined", "printed"];

function signsOf(fields: Fields): TableMessage | null {
  const microphone = oneOf(FACTS, fields.microphone);
  const camera = oneOf(FACTS, fields.camera);
  const sending = oneOf(SENDING, fields.sending);
  const [frames, loss, delay] = [numberOf(fields.frames), numberOf(fields.loss), numberOf(fields.delay)];
  if (microphone === null || camera === null || sending === null) return null;
  if (frames === null || loss === null || delay === null) return null;
  return { type: "signs", microphone, camera, sending, frames, loss, delay };
}

function framingOf(fields: Fields): Framing | null {
  const [zoom, at] = [numberOf(fields.zoom), pointOf(fields.at)];
  if (zoom === null || zoom < 1 || zoom > CLOSEST || at === null) return null;
  return { zoom, at };
}

function noteOf(fields: Fields): TableMessage | null {
  const id = nameOf(fields.id);
  const link = fields.link === null ? null : safeLink(fields.link);
  if (id === null || typeof fields.text !== "string" || (link === null && fields.link !== null)) return null;
  const text = tame(fields.text, LONGEST_NOTE);
  return text === "" && link === null ? null : { type: "note", id, text, link };
}

function answerOf(fields: Fields): TableMessage | null {
  const [note, answer] = [nameOf(fields.note), oneOf(ANSWERS, fields.answer)];
  return note === null || answer === null ? null : { type: "answer", note, answer };
}

/** A web address that may be shown and printed; null where it is none, hides a name and password, or is too long. */
export function safeLink(given: unknown): string | null {
  if (typeof given !== "string" || given.length > LONGEST_LINK) return null;
  try {
    const url = new URL(given);
    const web = url.protocol === "https:" || url.protocol === "http:";
    return web && url.username === "" && url.password === "" && url.href.length <= LONGEST_LINK
      ? url.href
      : null;
  } catch {
    return null;
  }
}

export function quadOf(given: unknown): Quad | null {
  const points = pointsOf(given);
  return points?.length === 4 ? (points as unknown as Quad) : null;
}

function pointsOf(given: unknown): readonly Point[] | null {
  if (!Array.isArray(given) || given.length > MOST_POINTS) return null;
  const points = given.map(pointOf);
  return points.includes(null) ? null : (points as Point[]);
}

function pointOf(given: unknown): Point | null {
  if (!Array.isArray(given) || given.length !== 2) return null;
  const [x, y] = given.map(share);
  return x === null || y === null || x === undefined || y === undefined ? null : [x, y];
}

function share(given: unknown): number | null {
  return typeof given === "number" && given >= 0 && given <= 1 ? given : null;
}

function numberOf(given: unknown): number | null {
  return typeof given === "number" && given >= 0 && given < 1e6 ? given : null;
}

export function nameOf(given: unknown): string | null {
  return typeof given === "string" && /^[\w-]{1,40}$/.test(given) ? given : null;
}

function oneOf<T extends string>(known: readonly T[], given: unknown): T | null {
  return known.find((each) => each === given) ?? null;
}
