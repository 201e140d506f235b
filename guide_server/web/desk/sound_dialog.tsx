import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import type { Ringer } from "./ringer";
import type { Room } from "./room";
import { say } from "./texts";

/** Where the ringing sounds: chosen from what there is, and heard before it is needed. */
export function SoundDialog({ room, ringer }: { room: Room; ringer: Ringer }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = room.sound.value;
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  const close = (): void => {
    room.sound.value = false;
  };
  return (
    <dialog ref={dialog} class="sheet-dialog card" aria-labelledby="sound-heading" onClose={close}>
      <header class="sheet-dialog__head">
        <h2 id="sound-heading">{say.value("sound.heading")}</h2>
        <button type="button" class="button" onClick={close}>
          {say.value("help.close")}
        </button>
      </header>
      {open && <Sinks ringer={ringer} />}
      <p class="text__hint">{say.value("sound.help")}</p>
      <button type="button" class="button button--primary" data-act="ring-test" onClick={() => ringer.test()}>
        <Icon name="bell" />
        {say.value("sound.test")}
      </button>
    </dialog>
  );
}

function Sinks({ ringer }: { ringer: Ringer }) {
  const [sinks, setSinks] = useState<readonly MediaDeviceInfo[]>([]);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    const list = async (): Promise<void> => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      setSinks(devices.filter(({ kind, deviceId }) => kind === "audiooutput" && deviceId !== "default"));
    };
    void list();
    navigator.mediaDevices.addEventListener("devicechange", list);
    return () => navigator.mediaDevices.removeEventListener("devicechange", list);
  }, []);
  const choose = async (sink: string): Promise<void> => {
    setGone(!(await ringer.choose(sink)));
    ringer.test();
  };
  return (
    <div class="field">
      <label for="ring-sink">{say.value("sound.sink")}</label>
      <select id="ring-sink" value={ringer.sink} onChange={(event) => void choose(event.currentTarget.value)}>
        <option value="">{say.value("sound.system")}</option>
        {sinks.map(({ deviceId, label }, index) => (
          <option key={deviceId} value={deviceId}>
            {label || say.value("sound.unnamed", { number: index + 1 })}
          </option>
        ))}
      </select>
      {gone && (
        <p class="field__fault" role="alert">
          {say.value("sound.gone")}
        </p>
      )}
    </div>
  );
}
