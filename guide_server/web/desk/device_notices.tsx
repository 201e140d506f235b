import type { DeskModel } from "./desk_model";
import { sayCode } from "./texts";

/** What is wrong with the microphone or the camera, and what to do about it. */
export function DeviceNotices({ model }: { model: DeskModel }) {
  const faults = Object.entries(model.devices.value).filter(
    ([, fact]) => fact !== "on" && fact !== "opening",
  );
  return (
    <>
      {faults.map(([kind, fact]) => (
        <p key={kind} class="notice notice--danger" role="alert">
          {sayCode("device", `${kind}_${fact}`)}
        </p>
      ))}
    </>
  );
}
