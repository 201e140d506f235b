/** Whether the microphone hears a tone that the speaker plays. */
const TONE = 1_000;
const SECONDS = 2;
const FFT = 4_096;
const QUIETEST = -120;

export interface MicrophoneHeard {
  /** Level at the tone's pitch while it sounds, in dB below full scale. */
  tone: number;
  /** Median level of all pitches meanwhile. */
  floor: number;
}

export async function listen(stream: MediaStream): Promise<MicrophoneHeard> {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: FFT, smoothingTimeConstant: 0.5 });
  context.createMediaStreamSource(stream).connect(analyser);
  const tone = new OscillatorNode(context, { frequency: TONE });
  tone.connect(new GainNode(context, { gain: 0.25 })).connect(context.destination);
  await context.resume();
  tone.start();
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  const levels = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(levels);
  tone.stop();
  await context.close();
  const heard = [...levels].map((level) => Math.max(level, QUIETEST));
  const at = Math.round((TONE * FFT) / context.sampleRate);
  const sorted = [...heard].sort((one, other) => one - other);
  return {
    tone: Math.max(...heard.slice(at - 2, at + 3)),
    floor: sorted[Math.floor(sorted.length / 2)] ?? QUIETEST,
  };
}
