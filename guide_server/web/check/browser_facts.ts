/** Which browser this is, and what of it a call needs and it lacks. */

const NEEDED: Readonly<Record<string, () => boolean>> = {
  secure_context: () => isSecureContext,
  camera_and_microphone: () => "mediaDevices" in navigator,
  webrtc: () => "RTCPeerConnection" in globalThis,
  websocket: () => "WebSocket" in globalThis,
  workers: () => "Worker" in globalThis,
};

export function missingParts(): string[] {
  return Object.entries(NEEDED)
    .filter(([, has]) => !has())
    .map(([part]) => part);
}

const FAMILIES = ["Edg", "OPR", "Firefox", "Chrome", "Safari"] as const;

/** Family and main version, and the kind of machine; nothing that tells one person's browser from another's. */
export function browserName(agent: string = navigator.userAgent): string {
  for (const family of FAMILIES) {
    const version = new RegExp(`${family}/(\\d+)`).exec(agent)?.[1];
    if (version !== undefined) return `${family} ${version}, ${systemOf(agent)}`;
  }
  return systemOf(agent);
}

function systemOf(agent: string): string {
  return /Windows|Mac OS|Android|CrOS|Linux/.exec(agent)?.[0] ?? "?";
}
