/** Whether each TURN address lets this kiosk in: it allocates a relay there (RFC 8656 §7), as a call would. */

export interface IceServer {
  urls: readonly string[];
  username: string;
  credential: string;
}

export interface RelayTried {
  url: string;
  /** Milliseconds until the relay was there; null where it never was. */
  milliseconds: number | null;
}

const PATIENCE = 8_000;

/** All at once: a night has time, a technician has not. STUN addresses are left out. */
export function reach({ urls, username, credential }: IceServer): Promise<RelayTried[]> {
  const turn = urls.filter((url) => url.startsWith("turn"));
  return Promise.all(
    turn.map(async (url) => ({ url, milliseconds: await allocated({ urls: [url], username, credential }) })),
  );
}

async function allocated(server: RTCIceServer): Promise<number | null> {
  const begun = performance.now();
  const pc = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: "relay" });
  try {
    const found = new Promise<number>((resolve) => {
      pc.addEventListener("icecandidate", ({ candidate }) => {
        if (candidate?.type === "relay") resolve(Math.round(performance.now() - begun));
      });
    });
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE));
    pc.createDataChannel("test");
    await pc.setLocalDescription();
    return await Promise.race([found, late]);
  } finally {
    pc.close();
  }
}
