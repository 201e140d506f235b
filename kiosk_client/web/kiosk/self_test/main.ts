/** Tries the real camera, microphone, speaker and TURN servers once and tells the agent what came of it. Nobody sees this page. */

import { watch } from "./camera";
import { listen } from "./microphone";
import { type IceServer, type RelayTried, reach } from "./relays";

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

async function reached(): Promise<RelayTried[]> {
  const { ice }: { ice: IceServer | null } = await (await fetch("/self-test/ice")).json();
  return ice === null ? [] : reach(ice);
}

const camera = await seen().catch(() => null);
const microphone = await heard().catch(() => null);
const relays = await reached().catch(() => []);
await fetch("/self-test", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ camera, microphone, relays }),
});
