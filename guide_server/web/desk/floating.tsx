/** The resident's picture in a small window over other programs, while the guide looks something up (Document PiP). */
import { effect } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import type { Room } from "./room";
import { clockDuration, say } from "./texts";

interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

const SIZE = { width: 360, height: 300 };

function floats(): DocumentPictureInPicture | undefined {
  return (window as Window & { documentPictureInPicture?: DocumentPictureInPicture })
    .documentPictureInPicture;
}

/** Whether this browser can: W3C Document Picture-in-Picture, Chromium from 116. */
export function canFloat(): boolean {
  return floats() !== undefined;
}

/** Open the window; it closes with the call, or when the guide closes it. Only from a press of a key or a button. */
export async function float(model: DeskModel, room: Room): Promise<void> {
  const opened = await floats()
    ?.requestWindow(SIZE)
    // Refused where it does not follow a press: then there is no window.
    .catch(() => undefined);
  if (opened === undefined) return;
  for (const sheet of document.querySelectorAll("link[rel=stylesheet], style")) {
    opened.document.head.append(sheet.cloneNode(true));
  }
  opened.document.title = say.value("call.resident");
  opened.document.documentElement.lang = document.documentElement.lang;
  render(<Floating model={model} />, opened.document.body);
  room.floating.value = opened;
  const stop = effect(() => {
    if (model.stage.value.kind !== "call") opened.close();
  });
  opened.addEventListener("pagehide", () => {
    stop();
    render(null, opened.document.body);
    room.floating.value = null;
  });
}

function Floating({ model }: { model: DeskModel }) {
  const video = useRef<HTMLVideoElement>(null);
  const stream = model.resident.value;
  const stage = model.stage.value;
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  if (stage.kind !== "call") return null;
  const microphone = model.microphoneOn.value;
  return (
    <main class="floating" data-theme="dark">
      <video
        ref={video}
        class="floating__video"
        autoplay
        playsInline
        muted
        aria-label={say.value("call.resident")}
      />
      <div class="floating__controls">
        <button type="button" class="button" aria-pressed={!microphone} onClick={() => model.toggle("audio")}>
          <Icon name={microphone ? "microphone" : "microphone_off"} />
          {say.value(microphone ? "call.microphone_on" : "call.microphone_off")}
        </button>
        <span role="timer" aria-label={say.value("call.time")}>
          {clockDuration(model.now.value - (stage.call.live_since ?? stage.call.taken_at))}
        </span>
      </div>
    </main>
  );
}
