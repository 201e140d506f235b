import { useEffect, useRef } from "preact/hooks";
import type { DeskCall } from "../../../signaling/client/types";
import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { DeviceNotices } from "./device_notices";
import { LeaderHere } from "./leader_panel";
import { LetterStage } from "./letter_stage";
import { OwnPicture } from "./own_picture";
import { GuestPictures } from "./parties_panel";
import { QualityLine } from "./quality_line";
import { labelOf } from "./shortcuts";
import { clockDuration, nameOfLanguage, say } from "./texts";

/** The resident large, one's own picture small, and under them the four things to do. */
export function CallStage({ model, call }: { model: DeskModel; call: DeskCall }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => (video.current === null ? undefined : model.showResident(video.current)), [model]);
  return (
    <section class="call" aria-label={say.value("call.resident")}>
      <div class="call__picture" data-letter={model.shared.value.letter !== null}>
        {/* biome-ignore lint/a11y/useMediaCaption: live speech has no caption track. */}
        <video
          ref={video}
          class="call__resident"
          autoplay
          playsInline
          aria-label={say.value("call.resident")}
        />
        <LetterStage model={model} own={call.epoch} />
        <GuestPictures links={model.guests.value} call={call} />
        <OwnPicture model={model} label={say.value("call.self")} inCall />
        <Banner model={model} call={call} />
        <LeaderHere call={call} />
      </div>
      <DeviceNotices model={model} />
      <div class="call__facts">
        <span class="call__time" role="timer" aria-label={say.value("call.time")}>
          {clockDuration(model.now.value - (call.live_since ?? call.taken_at))}
        </span>
        <span>{nameOfLanguage(call.language)}</span>
        <QualityLine quality={model.quality.value} />
      </div>
      <Controls model={model} call={call} />
    </section>
  );
}

/** What is the matter with the picture, in words over it. */
function Banner({ model, call }: { model: DeskModel; call: DeskCall }) {
  const words = bannerOf(model, call);
  return (
    <div class="call__banner" role="status">
      {words !== null && <p class="notice">{words}</p>}
    </div>
  );
}

function bannerOf(model: DeskModel, call: DeskCall): string | null {
  if (call.state === "interrupted" && call.until !== null) {
    const seconds = Math.max(0, Math.ceil((call.until - model.now.value) / 1_000));
    return say.value("call.interrupted", { seconds });
  }
  if (model.picture.value === "lost") return say.value("call.lost");
  if (!call.kiosk_connected) return say.value("call.kiosk_lost");
  if (call.on_hold) return say.value("call.on_hold");
  if (call.state === "ringing") return say.value("call.awaits_partner");
  if (call.state === "connecting") return say.value("call.connecting");
  if (model.picture.value === "coming") return say.value("call.coming");
  return null;
}

function Controls({ model, call }: { model: DeskModel; call: DeskCall }) {
  const microphone = model.microphoneOn.value;
  const camera = model.cameraOn.value;
  return (
    <div class="call__controls">
      <button
        type="button"
        class="button"
        aria-pressed={!microphone}
        aria-keyshortcuts={labelOf("microphone")}
        onClick={() => model.toggle("audio")}
      >
        <Icon name={microphone ? "microphone" : "microphone_off"} />
        {say.value(microphone ? "call.microphone_on" : "call.microphone_off")}
        <kbd>{labelOf("microphone")}</kbd>
      </button>
      <button
        type="button"
        class="button"
        aria-pressed={!camera}
        aria-keyshortcuts={labelOf("camera")}
        onClick={() => model.toggle("video")}
      >
        <Icon name={camera ? "camera" : "camera_off"} />
        {say.value(camera ? "call.camera_on" : "call.camera_off")}
        <kbd>{labelOf("camera")}</kbd>
      </button>
      {call.role === "guide" && call.state === "live" && (
        <button
          type="button"
          class="button"
          aria-pressed={call.on_hold}
          data-act="hold"
          disabled={model.pending.value}
          onClick={() => model.hold(!call.on_hold)}
        >
          {say.value(call.on_hold ? "call.return" : "call.hold")}
        </button>
      )}
      {call.state === "live" && (
        <button
          type="button"
          class="button"
          data-act="letter"
          onClick={() => model.conversation?.askForLetter()}
        >
          <Icon name="letter" />
          {say.value("letter.ask")}
        </button>
      )}
      <button
        type="button"
        class="button button--danger"
        disabled={model.pending.value}
        aria-keyshortcuts={labelOf("hang_up")}
        onClick={() => model.hangUp()}
      >
        <Icon name="hang_up" />
        {say.value(call.role === "guide" ? "call.hang_up" : "call.leave")}
        <kbd>{labelOf("hang_up")}</kbd>
      </button>
    </div>
  );
}
