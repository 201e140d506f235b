/** What the kiosk's page says of itself and the guide cannot see: the first thing that matters, as a text's key. Pure. */
import { FOR_SIGNING, KIOSK, type Shared } from "../../../signaling/client";

export type ResidentSign =
  | "signs.no_sound"
  | "signs.no_camera"
  | "signs.sound_only"
  | "signs.camera_off"
  | "signs.slow";

const WORKS: ReadonlySet<string> = new Set(["on", "opening"]);
const SIGNED = "swl";

/** Where no picture comes: the last one must not stand there as if somebody were seen who is not. */
const UNSEEN: ReadonlySet<ResidentSign> = new Set([
  "signs.no_camera",
  "signs.sound_only",
  "signs.camera_off",
]);

export function isUnseen(shared: Shared): boolean {
  const kiosk = shared.signs.find(({ number }) => number === KIOSK);
  if (kiosk === undefined) return false;
  const picture = residentSign({ ...shared, signs: [{ ...kiosk, microphone: "on" }] });
  return picture !== null && UNSEEN.has(picture);
}

/** `slow`: too few pictures come to hands that sign, and that has lasted. */
export function residentSign({ signs }: Shared, slow = false): ResidentSign | null {
  const kiosk = signs.find(({ number }) => number === KIOSK);
  if (kiosk === undefined) return null;
  if (!WORKS.has(kiosk.microphone)) return "signs.no_sound";
  if (kiosk.sending === "network") return "signs.sound_only";
  if (!WORKS.has(kiosk.camera)) return "signs.no_camera";
  if (kiosk.sending === "off") return "signs.camera_off";
  return slow ? "signs.slow" : null;
}

/** Whether the resident speaks with hands and gets too few pictures for it, by the kiosk's newest figures. */
export function isSlow({ signs }: Shared, language: string): boolean {
  const kiosk = signs.find(({ number }) => number === KIOSK);
  return language === SIGNED && kiosk !== undefined && kiosk.frames > 0 && kiosk.frames < FOR_SIGNING;
}
