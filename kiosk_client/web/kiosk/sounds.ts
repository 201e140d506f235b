/** The kiosk's few sounds, made here. Each has a twin on the screen. */
import { LOUDEST } from "./state";

interface Note {
  /** Hertz. */
  pitch: number;
  /** Seconds from now. */
  at: number;
  lasts: number;
}

export type Sound = "waiting" | "still_there" | "ended";

const SCORES: Readonly<Record<Sound, readonly Note[]>> = {
  waiting: [{ pitch: 196, at: 0, lasts: 1.2 }],
  still_there: [
    { pitch: 392, at: 0, lasts: 0.35 },
    { pitch: 330, at: 0.4, lasts: 0.6 },
  ],
  ended: [
    { pitch: 294, at: 0, lasts: 0.3 },
    { pitch: 220, at: 0.25, lasts: 0.7 },
  ],
};
/** Full scale is 1. */
const SOFT = 0.12;

export class Sounds {
  #context: AudioContext | null = null;

  /** `volume` as the resident chose it. Silent until a hand has touched the page, as browsers demand. */
  play(sound: Sound, volume: number): void {
    if (volume === 0) return;
    this.#context ??= new AudioContext();
    const now = this.#context.currentTime;
    for (const note of SCORES[sound]) this.#sing(this.#context, note, now, (SOFT * volume) / LOUDEST);
  }

  #sing(context: AudioContext, { pitch, at, lasts }: Note, now: number, loudness: number): void {
    const voice = new OscillatorNode(context, { type: "sine", frequency: pitch });
    const swell = new GainNode(context, { gain: 0 });
    swell.gain.setValueAtTime(0, now + at);
    swell.gain.linearRampToValueAtTime(loudness, now + at + 0.08);
    swell.gain.exponentialRampToValueAtTime(0.0001, now + at + lasts);
    voice.connect(swell).connect(context.destination);
    voice.start(now + at);
    voice.stop(now + at + lasts);
  }
}
