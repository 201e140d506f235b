/** Whether the microphone hears a tone that the speaker plays. */
import { pause } from "./pause";
import { ear, KIOSK_TONE, sound, type ToneHeard } from "./tone";

const SOUNDING = 2_000;

export async function listen(stream: MediaStream): Promise<ToneHeard> {
  const context = new AudioContext();
  const heard = ear(context, stream, KIOSK_TONE);
  await context.resume();
  sound(context);
  await pause(SOUNDING);
  const found = heard();
  await context.close();
  return found;
}
