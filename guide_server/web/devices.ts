/** Which camera, microphone and speaker this guide works with: chosen once for this browser, by check and desk alike. */
import type { DeviceChoice } from "../../signaling/client";

export type DeviceRole = "camera" | "microphone" | "speaker";
export const DEVICE_ROLES: readonly DeviceRole[] = ["camera", "microphone", "speaker"];

export const KIND_OF: Readonly<Record<DeviceRole, MediaDeviceKind>> = {
  camera: "videoinput",
  microphone: "audioinput",
  speaker: "audiooutput",
};

export type ChosenDevices = DeviceChoice & {
  /** A `deviceId`; the browser's choice where absent. */
  speaker?: string;
};

const KEY = "desk.devices";

/** What was chosen last. A device that is gone by now is the browser's to replace. */
export function chosenDevices(): ChosenDevices {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const pairs = Object.entries(kept).filter(
      ([role, id]) => DEVICE_ROLES.some((known) => known === role) && typeof id === "string",
    );
    return Object.fromEntries(pairs);
  } catch {
    return {};
  }
}

/** `id` null: the browser's choice. */
export function chooseDevice(role: DeviceRole, id: string | null): void {
  const { [role]: _, ...others } = chosenDevices();
  localStorage.setItem(KEY, JSON.stringify(id === null ? others : { ...others, [role]: id }));
}

interface Sounding {
  setSinkId?(id: string): Promise<void>;
}

/** Let an element or an audio context sound from the chosen speaker; from the usual one where that is gone. */
export async function toChosenSpeaker(sounding: HTMLMediaElement | AudioContext): Promise<void> {
  const { speaker } = chosenDevices();
  if (speaker === undefined) return;
  await (sounding as Sounding).setSinkId?.(speaker).catch(() => undefined);
}
