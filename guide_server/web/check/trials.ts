/** Trying the way to the server and to the relays, each for real. */
import type { Relay, Relays } from "../api_types";

const PINGS = 7;
const SOCKET_PATIENCE = 8_000;
const RELAY_PATIENCE = 10_000;

/** Milliseconds there and back over a WebSocket: the middle of a few. Rejects with a short reason. */
export function tryEcho(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    const times: number[] = [];
    let sent = 0;
    const end = (settle: () => void) => {
      clearTimeout(patience);
      socket.onclose = null;
      socket.close();
      settle();
    };
    const patience = setTimeout(() => end(() => reject(new Error("no_answer"))), SOCKET_PATIENCE);
    const ping = () => {
      sent = performance.now();
      socket.send(String(times.length));
    };
    socket.onopen = ping;
    socket.onclose = () => end(() => reject(new Error("closed")));
    socket.onmessage = () => {
      times.push(performance.now() - sent);
      if (times.length < PINGS) ping();
      else end(() => resolve(times.sort((one, other) => one - other)[PINGS >> 1] ?? 0));
    };
  });
}

/** Milliseconds until this relay lent us an address. Rejects with the last error code of STUN, or `no_answer`. */
export async function tryRelay(relay: Relay, { username, credential }: Relays): Promise<number> {
  const pc = new RTCPeerConnection({
    iceServers: [{ urls: relay.url, username, credential }],
    iceTransportPolicy: "relay",
  });
  const began = performance.now();
  try {
    pc.createDataChannel("trial");
    const gathered = relayed(pc);
    await pc.setLocalDescription();
    await gathered;
    return performance.now() - began;
  } finally {
    pc.close();
  }
}

function relayed(pc: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    let code = "no_answer";
    const fail = () => reject(new Error(code));
    const patience = setTimeout(fail, RELAY_PATIENCE);
    pc.onicecandidateerror = ({ errorCode }) => {
      code = String(errorCode);
    };
    pc.onicecandidate = ({ candidate }) => {
      if (candidate !== null && candidate.type !== "relay") return;
      clearTimeout(patience);
      if (candidate === null) fail();
      else resolve();
    };
  });
}

/** As an RTCPeerConnection wants them. */
export function iceServersOf({ relays, username, credential }: Relays): RTCIceServer[] {
  return relays.length === 0 ? [] : [{ urls: relays.map(({ url }) => url), username, credential }];
}
