/** Notices that a headset is plugged in: that another way out for sound has come. */

interface Ears {
  plugged(): void;
  unplugged(): void;
}

/** Names that stand for one of the others. */
const ALIASES = new Set(["default", "communications"]);

/** Runs for as long as the page lives. What is plugged in from the start is the kiosk's own loudspeaker. */
export function watchHeadset({ plugged, unplugged }: Ears): void {
  let known: number | null = null;
  const look = async (): Promise<void> => {
    const before = known;
    const outputs = await countOutputs();
    known = outputs;
    if (before === null || outputs === before) return;
    if (outputs > before) plugged();
    else unplugged();
  };
  navigator.mediaDevices.addEventListener("devicechange", () => void look());
  void look();
}

async function countOutputs(): Promise<number> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, deviceId }) => kind === "audiooutput" && !ALIASES.has(deviceId)).length;
}
