/** The level of the microphone, and a tone for the speaker. */
import { toChosenSpeaker } from "../devices";

const LOOK_EVERY = 50;
/** Decibels below full scale that the meter begins at. */
const QUIETEST = -60;

/** Tell the level, 0 to 1 on a scale of decibels, some twenty times a second. Call the result to stop. */
export function followLevel(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  void context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 1_024 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
    const decibels = 10 * Math.log10(power + 1e-12);
    tell(Math.min(1, Math.max(0, 1 - decibels / QUIETEST)));
  }, LOOK_EVERY);
  return () => {
    clearInterval(timer);
    if (context.state !== "closed") void context.close();
  };
}

const NOTES = [523.25, 659.25, 783.99] as const;
const NOTE_SECONDS = 0.35;
const LOUDNESS = 0.2;

/** Three notes upwards from the chosen speaker; resolves when they are over. */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  await toChosenSpeaker(context);
  await context.resume();
  for (const [index, frequency] of NOTES.entries()) {
    const begin = context.currentTime + 0.05 + index * NOTE_SECONDS;
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + NOTE_SECONDS);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000 * (NOTES.length * NOTE_SECONDS + 0.1)));
  await context.close();
}
