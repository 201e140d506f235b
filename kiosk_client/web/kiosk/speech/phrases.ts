/**
 * All that the page may say aloud, in any language: the one registry from which speech is made.
 *
 * Say nothing that is not here. Recordings are found by their very words (see voice.ts), so one that was made of an older
 * text is silent rather than wrong; `node deploy/speech.mjs` makes those that are missing.
 */
import { nameOf, type Say, sayIn, type TextKey } from "../texts";

const FIXED = [
  "ear.welcome",
  "ear.keys",
  "ear.live",
  "ear.microphone_on",
  "ear.microphone_off",
  "ear.emergency",
  "start.more",
  "availability.free",
  "availability.busy",
  "availability.away",
  "availability.closed",
  "talk.title",
  "talk.away",
  "talk.start",
  "talk.start_unseen",
  "talk.other",
  "talk.privacy",
  "waiting.asking",
  "waiting.next",
  "waiting.unsure",
  "waiting.no_guides",
  "waiting.stay",
  "waiting.lost",
  "waiting.stop",
  "choices.title",
  "choices.keep_waiting",
  "choices.also",
  "choices.substitute_hint",
  "choices.interpreter",
  "choices.ticket",
  "also.title",
  "also.lead",
  "also.chosen",
  "ticket.have",
  "ticket.title",
  "ticket.lead",
  "ticket.erase",
  "ticket.redeem",
  "languages.back",
  "phone.call",
  "ringing.title",
  "ringing.lead",
  "connecting.lead",
  "call.hang_up",
  "call.stop",
  "call.on_hold",
  "document.lead",
  "sound.softer",
  "sound.louder",
  "interrupted.title",
  "interrupted.lead",
  "ended.thanks.title",
  "ended.thanks.lead",
  "ended.stopped.title",
  "ended.stopped.lead",
  "ended.no_guide.title",
  "ended.outside_hours.title",
  "ended.waited_long.title",
  "ended.broke_off.title",
  "ended.broke_off.lead",
  "ended.crowded.title",
  "ended.ticket.title",
  "ended.ticket.lead",
  "ended.unknown_ticket.title",
  "ended.unknown_ticket.lead",
  "ended.ticket_over.title",
  "ended.ticket_over.lead",
  "ended.unreachable.title",
  "ended.again",
  "ended.talk_again",
  "ended.done",
  "mood.ask",
  "mood.good",
  "mood.fair",
  "mood.poor",
  "mood.thanks",
  "closed.offline.title",
  "closed.offline.lead",
  "closed.not_enrolled.title",
  "closed.revoked.title",
  "still.title",
  "still.yes",
  "still.no",
  "panel.close",
  "emergency.title",
  "emergency.lead",
] as const satisfies readonly TextKey[];

export type Fixed = (typeof FIXED)[number];

/** The places in the line that are said as numbers. */
export const LAST_PLACE = 10;
/** The minutes that are said; a wait is rounded up to one of them. */
export const MINUTES = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60] as const;

/** What is said with a time of day in it. */
const TIMED = ["ticket.from", "ticket.until"] as const satisfies readonly TextKey[];
/** The hours of a day, and the minutes to which a time is rounded. */
const HOURS = 24;
const MINUTE_STEP = 5;

/** One thing that is said. */
export interface Line {
  /** Whose voice. */
  language: string;
  text: string;
}

/** The languages that a synthesiser speaks well enough to be understood. The others are heard in Swedish, as their texts were. */
export const VOICED = [
  "sv",
  "en",
  "fi",
  "ar",
  "tr",
  "fa",
  "kmr",
  "es",
  "pl",
  "ru",
  "uk",
  "bs",
  "el",
  "bn",
] as const;

const WITH_A_VOICE = new Set<string>(VOICED);

export function hasVoice(language: string): boolean {
  return WITH_A_VOICE.has(language);
}

/** Who speaks to a resident of `language`. */
export function speakerFor(language: string | null): Say {
  return sayIn(language !== null && hasVoice(language) ? language : "sv");
}

export function line(say: Say, key: Fixed): Line {
  return { language: say.language, text: say(key) };
}

/** The name of a language, by whoever can say it: itself, or in Swedish. */
export function nameLine(tag: string): Line {
  const { endonym, swedish } = nameOf(tag);
  return hasVoice(tag) ? { language: tag, text: endonym } : { language: "sv", text: swedish };
}

export function placeLine(say: Say, place: number): Line {
  const text = place === 1 ? say("waiting.next") : say("waiting.position", { position: place });
  return { language: say.language, text };
}

/** An upper bound, as the screen's range has it. */
export function minutesLine(say: Say, minutes: number): Line {
  const count = MINUTES.find((step) => step >= minutes);
  const text = count === undefined ? say("waiting.unsure") : say("waiting.up_to", { count });
  return { language: say.language, text };
}

/** A number, digit by digit. */
export function digitLines(say: Say, digits: string): Line[] {
  return [...digits.replace(/\D/g, "")].map((digit) => ({ language: say.language, text: digit }));
}

/**
 * A time of day within its sentence, rounded so that nobody comes too early or too late. `at` in ms since 1970.
 *
 * The parts of the sentence before and after the time are said as they stand, the time as its two numbers.
 */
export function timeLines(say: Say, key: (typeof TIMED)[number], at: number): Line[] {
  const step = MINUTE_STEP * 60_000;
  const rounded = new Date((key === "ticket.from" ? Math.ceil(at / step) : Math.floor(at / step)) * step);
  const minutes = rounded.getMinutes();
  const numbers = [rounded.getHours(), ...(minutes === 0 ? [] : minutes < 10 ? [0, minutes] : [minutes])];
  const [before, after] = around(say, key);
  return [before, ...numbers.map(String), after]
    .filter((text) => text !== "")
    .map((text) => ({ language: say.language, text }));
}

const TIME = "\u0000";

function around(say: Say, key: (typeof TIMED)[number]): [before: string, after: string] {
  const [before = "", after = ""] = say(key, { time: TIME }).split(TIME);
  return [before.replace(/[\s:]+$/u, ""), after.trim()];
}

/** Every text that may be asked of this language's voice. */
export function spokenTexts(language: string, all: readonly string[]): string[] {
  const say = sayIn(language);
  const lines = [
    ...FIXED.map((key) => line(say, key)),
    ...Array.from({ length: LAST_PLACE }, (_, before) => placeLine(say, before + 1)),
    ...MINUTES.map((minutes) => minutesLine(say, minutes)),
    ...TIMED.flatMap((key) => around(say, key)).map((text) => ({ language, text })),
    ...Array.from({ length: HOURS }, (_, hour) => ({ language, text: String(hour) })),
    ...Array.from({ length: 60 / MINUTE_STEP }, (_, step) => ({
      language,
      text: String(step * MINUTE_STEP),
    })),
    ...digitLines(say, "0123456789"),
    ...all.map(nameLine).filter((name) => name.language === language),
  ];
  return [...new Set(lines.map(({ text }) => text))].filter((text) => text !== "");
}
