/** Tries the real camera, microphone and speaker once and tells the agent what came of it. Nobody sees this page. */

import { watch } from "./camera";
import { listen } from "./microphone";

async function seen() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  try {
    return await watch(stream);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

/** Without the processing that would take the speaker's own tone out of what the microphone hears. */
async function heard() {
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  try {
    return await listen(stream);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

const camera = await seen().catch(() => null);
const microphone = await heard().catch(() => null);
await fetch("/self-test", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ camera, microphone }),
});
