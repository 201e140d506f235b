/** What lies between the parties of a call at one moment, and how each message changes it. Pure. */

import { type Framing, type Point, WHOLE_PICTURE } from "./geometry";
import type { Header, Sheet } from "./sheets";
import type { Note, NoteAnswer, SheetFault, Signs, TableMessage } from "./table_messages";

export interface Written {
  /** Whose, as a number in the call. */
  number: number;
  text: string;
}

export interface Stroke {
  id: string;
  /** Which sheet it is on. */
  sheet: string;
  by: number;
  points: readonly Point[];
}

/** A sheet and who laid it: the kiosk a letter, a guide one page of a document. */
export type Laid = Sheet & { by: number };

/** Another party's sheet on its way here. */
export interface Coming {
  by: number;
  document: string;
  page: number;
  pages: number;
  /** From 0 to 1. */
  share: number;
}

/** How one's own sheet comes to the others. */
export interface Delivery {
  /** From 0 to 1: how much has been handed over to everybody. */
  share: number;
  /** On whose screens it is, by number. */
  seenBy: readonly number[];
  /** Why it is not on one of them. */
  fault: SheetFault | null;
}

export interface Shared {
  /** What this party wrote. */
  own: string;
  theirs: readonly Written[];
  /** A guide would like to see a letter. */
  letterWanted: boolean;
  sheet: Laid | null;
  coming: Coming | null;
  delivery: Delivery;
  /** Which part of the sheet all look at. */
  look: Framing;
  /** Another party would like to see this page of what lies here. */
  wantedPage: number | null;
  /** On the sheet, and on the other pages of its document. */
  strokes: readonly Stroke[];
  pointer: { by: number; at: Point } | null;
  note: Note | null;
  /** The resident's word on the note; null while there is none. */
  answer: NoteAnswer | null;
  /** Which part of its picture the kiosk sends. */
  framing: Framing;
  /** How things are with each other party, as far as they say. */
  signs: readonly ({ number: number; picture: boolean } & Signs)[];
}

const NOT_DELIVERED: Delivery = { share: 0, seenBy: [], fault: null };

export const EMPTY: Shared = {
  own: "",
  theirs: [],
  letterWanted: false,
  sheet: null,
  coming: null,
  delivery: NOT_DELIVERED,
  look: WHOLE_PICTURE,
  wantedPage: null,
  strokes: [],
  pointer: null,
  note: null,
  answer: null,
  framing: WHOLE_PICTURE,
  signs: [],
};

/** On all pages of a document together. */
export const MOST_STROKES = 200;
export const LONGEST_STROKE = 2_000;
const KIOSK = 0;

/** Before a party has told how things are with it. */
const UNTOLD: Signs = {
  microphone: "opening",
  camera: "opening",
  sending: "on",
  frames: 0,
  loss: 0,
  delay: 0,
};

/** What is shared after party `by` said `message`, seen from party `own`. What is not theirs to say changes nothing. */
export function heard(shared: Shared, by: number, message: TableMessage, own: number): Shared {
  switch (message.type) {
    case "want_letter":
      return own === KIOSK ? { ...shared, letterWanted: true } : shared;
    case "want_picture":
      return told(shared, by, { picture: message.wanted });
    case "signs": {
      const { type: _, ...signs } = message;
      return told(shared, by, signs);
    }
    case "framing": {
      const { zoom, at } = message;
      return own === KIOSK ? { ...shared, framing: { zoom, at } } : shared;
    }
    case "note": {
      const { id, text, link } = message;
      return own === KIOSK ? { ...shared, note: { id, text, link }, answer: null } : shared;
    }
    case "answer":
      return by === KIOSK && shared.note?.id === message.note
        ? { ...shared, answer: message.answer }
        : shared;
    case "away": {
      const without = shared.coming?.document === message.document ? { ...shared, coming: null } : shared;
      return shared.sheet?.document === message.document ? putAway(without) : without;
    }
    default:
      return aboutSheet(shared, by, message, own);
  }
}

/** Party `by` laid this sheet: it takes the place of whatever lay there. */
export function laid(shared: Shared, by: number, sheet: Sheet): Shared {
  const turned = shared.sheet?.by === by && shared.sheet.document === sheet.document;
  return {
    ...shared,
    sheet: { ...sheet, by },
    coming: null,
    delivery: NOT_DELIVERED,
    look: WHOLE_PICTURE,
    wantedPage: null,
    strokes: turned ? shared.strokes : [],
    pointer: null,
    letterWanted: false,
  };
}

/** A share of party `by`'s sheet is here; null: no more of it comes. */
export function coming(shared: Shared, by: number, news: { header: Header; share: number } | null): Shared {
  if (news === null) return shared.coming?.by === by ? { ...shared, coming: null } : shared;
  const { document, page, pages } = news.header;
  return { ...shared, coming: { by, document, page, pages, share: news.share } };
}

/** Nothing of party `by` lies there any more. */
export function gone(shared: Shared, by: number): Shared {
  const without = coming(shared, by, null);
  return shared.sheet?.by === by ? putAway(without) : without;
}

function putAway(shared: Shared): Shared {
  const { delivery, look, wantedPage } = EMPTY;
  return { ...shared, sheet: null, delivery, look, wantedPage, strokes: [], pointer: null };
}

type AboutSheet = Extract<TableMessage, { sheet: string }>;

function aboutSheet(shared: Shared, by: number, message: AboutSheet, own: number): Shared {
  const { sheet } = shared;
  if (sheet === null || message.sheet !== sheet.id) return shared;
  return sheet.by === own ? answered(shared, by, message, sheet) : marked(shared, by, message, sheet);
}

/** What others may say about a sheet of one's own, besides all that may be said about any. */
function answered(shared: Shared, by: number, message: AboutSheet, sheet: Laid): Shared {
  const { delivery } = shared;
  switch (message.type) {
    case "turn": {
      const isPage = message.page >= 1 && message.page <= sheet.pages;
      return isPage ? { ...shared, wantedPage: message.page } : shared;
    }
    case "seen": {
      const seenBy = [...delivery.seenBy.filter((number) => number !== by), by];
      return { ...shared, delivery: { ...delivery, seenBy, fault: null } };
    }
    case "unseen":
      return { ...shared, delivery: { ...delivery, fault: message.fault } };
    default:
      return marked(shared, by, message, sheet);
  }
}

function marked(shared: Shared, by: number, message: AboutSheet, sheet: Laid): Shared {
  switch (message.type) {
    case "corners":
      return { ...shared, sheet: { ...sheet, corners: message.corners } };
    case "stroke":
      return { ...shared, strokes: drawn(shared.strokes, by, message) };
    case "point":
      return { ...shared, pointer: message.at === null ? null : { by, at: message.at } };
    case "look": {
      const { zoom, at } = message;
      return by === KIOSK ? shared : { ...shared, look: { zoom, at } };
    }
    case "clear": {
      const strokes = shared.strokes.filter((stroke) => stroke.sheet !== message.sheet);
      return { ...shared, strokes, pointer: null };
    }
    default:
      return shared;
  }
}

/** Strokes of two parties never mix, whatever they are called. */
function drawn(
  strokes: readonly Stroke[],
  by: number,
  { sheet, stroke: id, points }: Extract<TableMessage, { type: "stroke" }>,
): readonly Stroke[] {
  const isIt = (stroke: Stroke): boolean => stroke.id === id && stroke.by === by && stroke.sheet === sheet;
  if (!strokes.some(isIt)) {
    return strokes.length < MOST_STROKES ? [...strokes, { id, sheet, by, points }] : strokes;
  }
  return strokes.map((stroke) =>
    isIt(stroke) ? { ...stroke, points: [...stroke.points, ...points].slice(0, LONGEST_STROKE) } : stroke,
  );
}

function told(shared: Shared, number: number, news: Partial<Signs & { picture: boolean }>): Shared {
  const known = shared.signs.find((line) => line.number === number) ?? { number, picture: true, ...UNTOLD };
  const others = shared.signs.filter((line) => line.number !== number);
  return { ...shared, signs: [...others, { ...known, ...news }] };
}
