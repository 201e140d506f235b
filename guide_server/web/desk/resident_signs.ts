/** What the kiosk's page says of itself and the guide cannot see: the first thing that matters, as a text's key. Pure. */
import { KIOSK, type Shared } from "../../../signaling/client";

export type ResidentSign =
  | "signs.no_sound"
  | "signs.no_camera"
  | "signs.sound_only"
  | "signs.camera_off"
  | "signs.slow";

const WORKS: ReadonlySet<string> = new Set(["on", "opening"]);
/** EN 301 549 §6.5.3: fewer pictures a second are too few for sign language. */
const FOR_SIGNING = 20;
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
  const picture = residentSign({ ...shared, signs: [{ ...kiosk, microphone: "on" }] }, "");
  return picture !== null && UNSEEN.has(picture);
}

export function residentSign({ signs }: Shared, language: string): ResidentSign | null {
  const kiosk = signs.find(({ number }) => number === KIOSK);
  if (kiosk === undefined) return null;
  if (!WORKS.has(kiosk.microphone)) return "signs.no_sound";
  if (kiosk.sending === "network") return "signs.sound_only";
  if (!WORKS.has(kiosk.camera)) return "signs.no_camera";
  if (kiosk.sending === "off") return "signs.camera_off";
  const slow = kiosk.frames > 0 && kiosk.frames < FOR_SIGNING;
  return language === SIGNED && slow ? "signs.slow" : null;
}
