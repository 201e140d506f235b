/** One party of a call for tests: a `Peer` over a relay that only forwards. The test drives it through `party`. */
import {
  Conversation,
  type IceCredentials,
  LocalMedia,
  Peer,
  pageTimers,
  type RelayBody,
  type RelayChannel,
} from "../../../signaling/client";

const query = new URLSearchParams(location.search);
const polite = query.get("role") === "guide";
const ice = JSON.parse(query.get("ice") ?? "null") as IceCredentials | null;
const video = document.querySelector("video") as HTMLVideoElement;

/** Every connection of this page, so that a test can tell an ICE restart from a new connection. */
const connections: RTCPeerConnection[] = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** Keeps what comes before anyone listens, as a channel must. */
function channelOver(socket: WebSocket): RelayChannel {
  let early: RelayBody[] = [];
  let hear = (body: RelayBody): void => {
    early.push(body);
  };
  socket.addEventListener("message", ({ data }) => hear(JSON.parse(data) as RelayBody));
  return {
    up: true,
    send: (body) => socket.send(JSON.stringify(body)),
    listen(listener) {
      hear = listener;
      for (const body of early) listener(body);
      early = [];
      return () => {
        hear = () => {};
      };
    },
  };
}

/** The brightest point that is shown, 0 to 255. */
function brightness(): number {
  const canvas = new OffscreenCanvas(16, 12);
  const context = canvas.getContext("2d");
  context?.drawImage(video, 0, 0, 16, 12);
  const { data } = context?.getImageData(0, 0, 16, 12) ?? { data: new Uint8ClampedArray() };
  return Math.max(0, ...data.filter((_, place) => place % 4 < 3));
}

const WHOLE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** A picture that hardly compresses, of about four megabytes. */
async function noise(): Promise<{ picture: Blob; width: number; height: number }> {
  const [width, height] = [1_600, 1_600];
  const canvas = new OffscreenCanvas(width, height);
  const pixels = new ImageData(width, height);
  for (let at = 0; at < pixels.data.length; at += 65_536)
    crypto.getRandomValues(pixels.data.subarray(at, at + 65_536));
  for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  return { picture: await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 }), width, height };
}

async function begin(): Promise<void> {
  const media = new LocalMedia();
  await media.open();
  const socket = new WebSocket(query.get("relay") ?? "");
  const relay = channelOver(socket);
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  let peer: Peer | null = null;
  const talk = new Conversation({ own: polite ? 1 : 0, timers: pageTimers });
  const party = {
    /** `offerAfter` as the page of this role would have it at a ring; 0 in a call that has begun. */
    ring(offerAfter = polite ? 1_000 : 0): void {
      peer = new Peer({
        relay,
        polite,
        offerAfter,
        ice,
        relayOnly: ice !== null,
        tracks: media.tracks.value,
      });
      talk.join(polite ? 0 : 1, peer.lines);
      peer.remote.subscribe((stream) => {
        video.srcObject = stream;
      });
    },
    open: () => peer?.open(),
    useIce: (newer: IceCredentials) => peer?.useIce(newer),
    end: () => peer?.end(),
    quality: () => peer?.quality.value,
    frames: () => video.getVideoPlaybackQuality().totalVideoFrames,
    lines: () => video.videoHeight,
    facts: () => media.facts.value,
    brightness,
    write: (text: string) => talk.write(text),
    theirs: () => talk.shared.value.theirs[0]?.text ?? "",
    showLetter: async () => {
      const letter = await noise();
      void talk.lay({ id: "a", document: "a", page: 1, pages: 1, corners: WHOLE, ...letter });
      return letter.picture.size;
    },
    letterSize: () => talk.shared.value.sheet?.picture.size ?? 0,
    point: (x: number, y: number) => talk.point([x, y]),
    pointer: () => talk.shared.value.pointer,
    connections: () => connections.length,
    fragment: () => /a=ice-ufrag:(\S+)/.exec(connections.at(-1)?.localDescription?.sdp ?? "")?.[1] ?? "",
  };
  Object.assign(window, { party });
}

void begin();
