/**
 * The bare minimum: a cold peer connection, the camera open already, joined by a relay that only forwards.
 *
 * `bare.call()` at one of two such pages of a room connects both.
 */
const query = new URLSearchParams(location.search);
const configuration = JSON.parse(query.get("rtc") ?? "{}") as RTCConfiguration;

interface Said {
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit;
}

async function begin(): Promise<void> {
  const video = document.querySelector("video") as HTMLVideoElement;
  const camera = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
  });
  const socket = new WebSocket(query.get("relay") ?? "");
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  const say = (said: Said): void => socket.send(JSON.stringify(said));
  let pc: RTCPeerConnection | null = null;

  const connect = (): RTCPeerConnection => {
    const fresh = new RTCPeerConnection(configuration);
    fresh.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate !== null) say({ candidate: candidate.toJSON() });
    });
    fresh.addEventListener("track", ({ streams }) => {
      video.srcObject = streams[0] ?? null;
    });
    for (const track of camera.getTracks()) fresh.addTrack(track, camera);
    pc = fresh;
    return fresh;
  };
  const describe = async (to: RTCPeerConnection): Promise<void> => {
    await to.setLocalDescription();
    if (to.localDescription !== null) say({ description: to.localDescription.toJSON() });
  };

  socket.addEventListener("message", async ({ data }) => {
    const { description, candidate } = JSON.parse(data) as Said;
    if (description?.type === "offer") {
      const fresh = connect();
      await fresh.setRemoteDescription(description);
      await describe(fresh);
    }
    if (description?.type === "answer") await pc?.setRemoteDescription(description);
    if (candidate) await pc?.addIceCandidate(candidate);
  });
  Object.assign(window, { bare: { call: () => describe(connect()) } });
}

void begin();
