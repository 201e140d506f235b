/** What lies between the parties of a call at one moment, and how each message changes it. Pure. */
import type { Letter } from "./letters";
import {
  type Framing,
  type Note,
  type NoteAnswer,
  type Point,
  type Signs,
  type TableMessage,
  WHOLE_PICTURE,
} from "./table_messages";

export interface Written {
  /** Whose, as a number in the call. */
  number: number;
  text: string;
}

export interface Stroke {
  id: string;
  by: number;
  points: readonly Point[];
}

export interface Shared {
  /** What this party wrote. */
  own: string;
  theirs: readonly Written[];
  /** A guide would like to see a letter. */
  letterWanted: boolean;
  letter: Letter | null;
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

export const EMPTY: Shared = {
  own: "",
  theirs: [],
  letterWanted: false,
  letter: null,
  strokes: [],
  pointer: null,
  note: null,
  answer: null,
  framing: WHOLE_PICTURE,
  signs: [],
};

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
    default:
      return message.letter === shared.letter?.id ? marked(shared, by, message) : shared;
  }
}

type AboutLetter = Extract<TableMessage, { letter: string }>;

function marked(shared: Shared, by: number, message: AboutLetter): Shared {
  switch (message.type) {
    case "corners":
      return shared.letter === null
        ? shared
        : { ...shared, letter: { ...shared.letter, corners: message.corners } };
    case "stroke":
      return { ...shared, strokes: drawn(shared.strokes, by, message.stroke, message.points) };
    case "point":
      return { ...shared, pointer: message.at === null ? null : { by, at: message.at } };
    case "clear":
      return { ...shared, strokes: [], pointer: null };
    case "away":
      return { ...shared, letter: null, strokes: [], pointer: null };
  }
}

/** Strokes of two parties never mix, whatever they are called. */
function drawn(
  strokes: readonly Stroke[],
  by: number,
  id: string,
  points: readonly Point[],
): readonly Stroke[] {
  const known = strokes.some((stroke) => stroke.id === id && stroke.by === by);
  if (!known) return strokes.length < MOST_STROKES ? [...strokes, { id, by, points }] : strokes;
  return strokes.map((stroke) =>
    stroke.id === id && stroke.by === by
      ? { ...stroke, points: [...stroke.points, ...points].slice(0, LONGEST_STROKE) }
      : stroke,
  );
}

function told(shared: Shared, number: number, news: Partial<Signs & { picture: boolean }>): Shared {
  const known = shared.signs.find((line) => line.number === number) ?? { number, picture: true, ...UNTOLD };
  const others = shared.signs.filter((line) => line.number !== number);
  return { ...shared, signs: [...others, { ...known, ...news }] };
}
