/** The page's voices: recordings in a file for each language, found by the words that were spoken. */
import { LOUDEST } from "../state";
import type { Line } from "./phrases";

/** What stands beside a recording. `made` says how: by a synthesiser or by a person. */
export interface Recording {
  made: "generated" | "read";
  voice: string;
  /** For each text where it begins and how long it lasts, in seconds. */
  slices: Readonly<Record<string, readonly [number, number]>>;
}

interface Tape {
  sound: AudioBuffer;
  slices: Recording["slices"];
}

const INDEXES = import.meta.glob<Recording>("./*.json", { import: "default" });
const SOUNDS = import.meta.glob<string>("./*.ogg", { query: "?url", import: "default", eager: true });
/** Of one mono channel: speech needs no more. */
const RATE = 24_000;
/** Between two lines, in seconds. */
const BREATH = 0.25;
/** The recordings are quiet beside a street. */
const LOUD = 2;

export class Voice {
  readonly #tapes = new Map<string, Promise<Tape | null>>();
  #context: AudioContext | null = null;
  #saying: AudioBufferSourceNode[] = [];
  #turn = 0;

  /**
   * Say these lines one after the other, and be silent about what was said before. Resolves to the lines that are heard:
   * those that are recorded in the very words asked for; to null where something else is said by now.
   */
  async say(lines: readonly Line[], volume: number): Promise<readonly Line[] | null> {
    this.stop();
    const turn = this.#turn;
    const tapes = await Promise.all(lines.map(({ language }) => this.#tape(language)));
    if (turn !== this.#turn) return null;
    this.#context ??= new AudioContext();
    const context = this.#context;
    const loudness = new GainNode(context, { gain: (LOUD * volume) / LOUDEST });
    loudness.connect(context.destination);
    let at = context.currentTime + BREATH;
    const heard: Line[] = [];
    for (const [number, line] of lines.entries()) {
      const tape = tapes[number];
      const slice = tape?.slices[line.text];
      if (tape == null || slice === undefined) continue;
      const source = new AudioBufferSourceNode(context, { buffer: tape.sound });
      source.connect(loudness);
      source.start(at, ...slice);
      this.#saying.push(source);
      at += slice[1] + BREATH;
      heard.push(line);
    }
    return heard;
  }

  stop(): void {
    this.#turn += 1;
    for (const source of this.#saying) source.stop();
    this.#saying = [];
  }

  #tape(language: string): Promise<Tape | null> {
    const known = this.#tapes.get(language);
    if (known !== undefined) return known;
    const tape = load(language).catch(() => {
      this.#tapes.delete(language);
      return null;
    });
    this.#tapes.set(language, tape);
    return tape;
  }
}

async function load(language: string): Promise<Tape | null> {
  const [index, sound] = [INDEXES[`./${language}.json`], SOUNDS[`./${language}.ogg`]];
  if (index === undefined || sound === undefined) return null;
  const [{ slices }, answer] = await Promise.all([index(), fetch(sound)]);
  const decoder = new OfflineAudioContext(1, 1, RATE);
  return { sound: await decoder.decodeAudioData(await answer.arrayBuffer()), slices };
}
