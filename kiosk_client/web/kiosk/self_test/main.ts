/**
 * Tries the real camera, microphone, speaker and TURN servers once, calls the centre's test guide, and tells the agent
 * what came of it. Nobody sees this page.
 */

import { watch } from "./camera";
import { listen } from "./microphone";
import { type IceServer, reach } from "./relays";
import { type CallTried, tryCall } from "./test_call";

/** Without the processing that would take the speaker's own tone out of what the microphone hears. */
const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
/** As most calls have it: see `LocalMedia`. */
const VGA = { width: 640, height: 480, frameRate: 30 };

async function on<T>(wanted: MediaStreamConstraints, use: (stream: MediaStream) => Promise<T>): Promise<T> {
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  try {
    return await use(stream);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

async function iceServers(): Promise<IceServer | null> {
  return (await (await fetch("/self-test/ice")).json()).ice;
}

/** With whatever can be opened: a camera that cannot is another check's to tell. */
async function called(
  ice: IceServer | null,
  has: { camera: boolean; microphone: boolean },
): Promise<CallTried> {
  const wanted = { ...(has.camera ? { video: VGA } : {}), ...(has.microphone ? { audio: RAW } : {}) };
  const call = (stream: MediaStream) => tryCall(stream, ice);
  return has.camera || has.microphone ? on(wanted, call) : call(new MediaStream());
}

const camera = await on({ video: true }, watch).catch(() => null);
const microphone = await on({ audio: RAW }, listen).catch(() => null);
const ice = await iceServers().catch(() => null);
const relays = ice === null ? [] : await reach(ice).catch(() => []);
const call = await called(ice, { camera: camera !== null, microphone: microphone !== null }).catch(
  (): CallTried => ({ failure: "unconnected" }),
);
await fetch("/self-test", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ camera, microphone, relays, call }),
});
