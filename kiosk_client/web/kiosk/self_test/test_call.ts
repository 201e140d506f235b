/**
 * A call to the centre's test guide, a program, with the real camera and microphone: what each side has of it.
 *
 * The guide shows a picture, sounds a tone and says each second over a data channel what it sees and hears of this
 * kiosk. Where relays are set only they are used, as by most calls from a municipality's network.
 */
import { answerTo, type Failure, isFailure, wholeOffer } from "./offer";
import { pause } from "./pause";
import { type Finding, measured, type Sample, type Seen, sampled } from "./quality";
import type { IceServer } from "./relays";
import { ear, GUIDE_TONE, sound } from "./tone";

export interface CallTried {
  failure: Failure | null;
  seen?: Seen;
}

const CONNECTING = 15_000;
/** The call finds its pace first, and is measured then. */
const SETTLING = 5_000;
const MEASURED = 5_000;
const BUSY_PATIENCE = 150_000;
const BUSY_PAUSE = 10_000;

/** Other kiosks may be in their test calls: it is tried again until one is over. */
export async function tryCall(stream: MediaStream, ice: IceServer | null): Promise<CallTried> {
  const deadline = performance.now() + BUSY_PATIENCE;
  for (;;) {
    const tried = await callOnce(stream, ice);
    if (tried.failure !== "busy" || performance.now() > deadline) return tried;
    await pause(BUSY_PAUSE);
  }
}

async function callOnce(stream: MediaStream, ice: IceServer | null): Promise<CallTried> {
  const relays = ice?.urls.some((url) => url.startsWith("turn")) ?? false;
  const pc = new RTCPeerConnection({
    iceServers: ice === null ? [] : [{ ...ice, urls: [...ice.urls] }],
    iceTransportPolicy: relays ? "relay" : "all",
    bundlePolicy: "max-bundle",
  });
  const context = new AudioContext();
  try {
    return await talk(pc, context, stream);
  } finally {
    pc.close();
    await context.close();
  }
}

async function talk(pc: RTCPeerConnection, context: AudioContext, stream: MediaStream): Promise<CallTried> {
  const remote = new MediaStream();
  const findings: Finding[] = [];
  pc.addEventListener("track", ({ track }) => remote.addTrack(track));
  pc.createDataChannel("self-test").addEventListener("message", ({ data }) =>
    findings.push(JSON.parse(data)),
  );
  for (const kind of ["audio", "video"]) {
    const [track] = stream.getTracks().filter((each) => each.kind === kind);
    if (track === undefined) pc.addTransceiver(kind, { direction: "recvonly" });
    else pc.addTrack(track, stream);
  }
  const answer = await answerTo(await wholeOffer(pc));
  if (isFailure(answer)) return { failure: answer };
  await pc.setRemoteDescription({ type: "answer", sdp: answer });
  if (!(await connected(pc))) return { failure: "unconnected" };
  watch(remote);
  const heard = ear(context, remote, GUIDE_TONE);
  await context.resume();
  sound(context);
  await pause(SETTLING);
  const before = await sample(pc, findings);
  await pause(MEASURED);
  return { failure: null, seen: measured(before, await sample(pc, findings), heard()) };
}

async function sample(pc: RTCPeerConnection, findings: readonly Finding[]): Promise<Sample> {
  return sampled([...(await pc.getStats()).values()], findings.at(-1) ?? null);
}

/** Chromium gives a page no sound of another party that no element plays. */
function watch(remote: MediaStream): void {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = remote;
  void video.play().catch(() => undefined);
}

function connected(pc: RTCPeerConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (pc.connectionState === "connected") resolve(true);
      if (pc.connectionState === "failed") resolve(false);
    };
    pc.addEventListener("connectionstatechange", look);
    setTimeout(() => resolve(false), CONNECTING);
    look();
  });
}
