/** A tone of our own, and whether another one is heard. The Python twin is `signaling/headless/tones.py`. */
export const KIOSK_TONE = 1_000;
/** Hertz. Neither is an overtone of the other. */
export const GUIDE_TONE = 600;
const LOUDNESS = 0.25;
const FFT = 4_096;
const QUIETEST = -120;

export interface ToneHeard {
  /** Level at the tone's pitch, in dB below full scale. */
  tone: number;
  /** Median level of all pitches meanwhile. */
  floor: number;
}

/** Of a party that sends no sound at all. */
export const SILENCE: ToneHeard = { tone: QUIETEST, floor: QUIETEST };

/** Sounds from the speaker until the context is closed. */
export function sound(context: AudioContext): void {
  const tone = new OscillatorNode(context, { frequency: KIOSK_TONE });
  tone.connect(new GainNode(context, { gain: LOUDNESS })).connect(context.destination);
  tone.start();
}

/** Call the result whenever it is to be known how `pitch` stands out of `stream` at that moment. */
export function ear(context: AudioContext, stream: MediaStream, pitch: number): () => ToneHeard {
  if (stream.getAudioTracks().length === 0) return () => SILENCE;
  const analyser = new AnalyserNode(context, { fftSize: FFT, smoothingTimeConstant: 0.5 });
  context.createMediaStreamSource(stream).connect(analyser);
  const at = Math.round((pitch * FFT) / context.sampleRate);
  return () => {
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const heard = [...levels].map((level) => Math.max(level, QUIETEST));
    const sorted = [...heard].sort((one, other) => one - other);
    return {
      tone: Math.max(...heard.slice(at - 2, at + 3)),
      floor: sorted[Math.floor(sorted.length / 2)] ?? QUIETEST,
    };
  };
}
