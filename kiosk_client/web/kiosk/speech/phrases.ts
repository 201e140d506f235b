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
  "choices.interpreter",
  "phone.call",
  "ringing.title",
  "ringing.lead",
  "connecting.lead",
  "call.hang_up",
  "call.stop",
  "call.on_hold",
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

/** Every text that may be asked of this language's voice. */
export function spokenTexts(language: string, all: readonly string[]): string[] {
  const say = sayIn(language);
  const lines = [
    ...FIXED.map((key) => line(say, key)),
    ...Array.from({ length: LAST_PLACE }, (_, before) => placeLine(say, before + 1)),
    ...MINUTES.map((minutes) => minutesLine(say, minutes)),
    ...digitLines(say, "0123456789"),
    ...all.map(nameLine).filter((name) => name.language === language),
  ];
  return [...new Set(lines.map(({ text }) => text))];
}
