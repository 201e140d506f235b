/** How the centre's test guide is asked to take a call: an offer, and what came of it. */

/** Why there is no call: `busy` may pass, `absent` is the centre's own choice. */
export type Failure = "unreachable" | "declined" | "busy" | "absent" | "unconnected";

const GATHERING = 5_000;

/** The offer with all its candidates: there is one answer, and no relay to trickle through. */
export async function wholeOffer(pc: RTCPeerConnection): Promise<string> {
  const gathered = new Promise<void>((resolve) => {
    pc.addEventListener("icegatheringstatechange", () => {
      if (pc.iceGatheringState === "complete") resolve();
    });
  });
  await pc.setLocalDescription();
  await Promise.race([gathered, new Promise((resolve) => setTimeout(resolve, GATHERING))]);
  return pc.localDescription?.sdp ?? "";
}

/** The agent takes the offer to the centre, with the key that this page never sees. */
export async function answerTo(sdp: string): Promise<string | Failure> {
  const response = await fetch("/self-test/call", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sdp }),
  });
  const said = await response.json();
  if (response.ok) return said.sdp;
  if (said.id === "rate_limited") return "busy";
  if (said.id === "no_test_guide") return "absent";
  return said.id === "unavailable" || said.id === "draining" ? "unreachable" : "declined";
}

export function isFailure(said: string): said is Failure {
  return !said.startsWith("v=0");
}
