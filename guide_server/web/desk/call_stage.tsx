import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { DeskCall } from "../../../signaling/client/types";
import { Icon, type IconName } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { DeviceNotices } from "./device_notices";
import { useDroppedFiles } from "./documents/document_section";
import { moved, movedByKey, styleOf } from "./framing";
import { Key } from "./keys";
import { LeaderHere } from "./leader_panel";
import { OwnPicture } from "./own_picture";
import { GuestPictures } from "./parties_panel";
import { QualityLine } from "./quality_line";
import { isUnseen, residentSign } from "./resident_signs";
import type { Room } from "./room";
import { SheetStage } from "./sheet_stage";
import { ariaKeysOf, type ShortcutId } from "./shortcuts";
import { clockDuration, nameOfLanguage, say } from "./texts";

interface Props {
  model: DeskModel;
  room: Room;
  call: DeskCall;
}

/** The resident large, one's own picture small, and under them what there is to do. */
export function CallStage({ model, room, call }: Props) {
  const { sheet } = model.shared.value;
  const unseen = call.held_since === null && isUnseen(model.shared.value);
  useDroppedFiles(model.documents, call.state === "live");
  return (
    <section class="call" aria-labelledby="call-heading">
      <h1 class="visually-hidden" id="call-heading">
        {say.value("call.stage")}
      </h1>
      <div class="call__picture" data-letter={sheet !== null}>
        <Resident model={model} room={room} unseen={unseen} />
        {sheet !== null && <SheetStage model={model} sheet={sheet} own={call.epoch} />}
        <GuestPictures links={model.guests.value} call={call} volume={model.volume.value} />
        {room.ownPicture.value && <OwnPicture model={model} label={say.value("call.self")} inCall />}
        <Banner model={model} call={call} />
        <LeaderHere call={call} />
      </div>
      <DeviceNotices model={model} />
      <div class="call__facts">
        <span class="call__time" role="timer" aria-label={say.value("call.time")}>
          {clockDuration(model.now.value - (call.live_since ?? call.taken_at))}
        </span>
        <span class="call__language">{nameOfLanguage(call.language)}</span>
        <QualityLine
          quality={model.quality.value}
          grade={model.grade.value}
          signs={model.shared.value.signs}
          call={call}
          cameraOn={model.cameraOn.value}
        />
      </div>
      <Controls model={model} call={call} />
    </section>
  );
}

/** The resident's picture. Once it is closer than it comes, it is moved by dragging or with the arrow keys. */
function Resident({ model, room, unseen }: Pick<Props, "model" | "room"> & { unseen: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  const framing = room.framing.value;
  useEffect(() => (video.current === null ? undefined : model.showResident(video.current)), [model]);
  useEffect(() => {
    if (video.current) video.current.volume = model.volume.value;
  }, [model.volume.value]);
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (event.buttons !== 1) return;
    const { clientWidth, clientHeight } = event.currentTarget;
    const reach = (room.framing.peek().zoom - 1) / 2;
    if (reach <= 0) return;
    const [x, y] = [-event.movementX / clientWidth / reach, -event.movementY / clientHeight / reach];
    room.framing.value = moved(room.framing.peek(), x, y);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || framing.zoom === 1) return;
    const next = movedByKey(framing, event.key);
    if (next === null) return;
    event.preventDefault();
    room.framing.value = next;
  };
  const near = framing.zoom > 1;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a group that can be looked around in while it is close.
    <div
      class="call__frame"
      data-near={near}
      {...(near ? { role: "group", tabIndex: 0, "aria-label": say.value("view.move") } : {})}
      onPointerMove={drag}
      onKeyDown={press}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: live speech has no caption track. */}
      <video
        ref={video}
        class="call__resident"
        data-unseen={unseen}
        style={styleOf(framing)}
        autoplay
        playsInline
        aria-label={say.value("call.resident")}
      />
    </div>
  );
}

/** What is the matter with the picture, in words over it. */
function Banner({ model, call }: { model: DeskModel; call: DeskCall }) {
  const words = bannerOf(model, call);
  return (
    <div class="call__banner">
      <div role="status">{words !== null && <p class="notice">{words}</p>}</div>
      {call.held_since !== null && (
        <p class="notice call__held" role="timer" aria-label={say.value("call.held")}>
          {clockDuration(model.now.value - call.held_since)}
        </p>
      )}
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
  if (call.held_since !== null) return say.value("call.on_hold");
  if (call.state === "ringing") return say.value("call.awaits_partner");
  if (call.state === "connecting") return say.value("call.connecting");
  if (model.picture.value === "coming") return say.value("call.coming");
  const sign = residentSign(model.shared.value, model.slow.value);
  return sign === null ? null : say.value(sign);
}

function Controls({ model, call }: { model: DeskModel; call: DeskCall }) {
  const microphone = model.microphoneOn.value || model.talking.value;
  const camera = model.cameraOn.value;
  const live = call.state === "live";
  const held = call.held_since !== null;
  return (
    <fieldset class="call__controls" aria-label={say.value("call.controls")}>
      <Control
        of="microphone"
        icon={microphone ? "microphone" : "microphone_off"}
        pressed={!microphone}
        onPress={() => model.toggle("audio")}
      >
        {say.value(microphone ? "call.microphone_on" : "call.microphone_off")}
      </Control>
      <Control
        of="camera"
        icon={camera ? "camera" : "camera_off"}
        pressed={!camera}
        onPress={() => model.toggle("video")}
      >
        {say.value(camera ? "call.camera_on" : "call.camera_off")}
      </Control>
      {call.role === "guide" && (
        <Control
          of="hold"
          icon={held ? "play" : "pause"}
          pressed={held}
          disabled={!live || model.pending.value}
          onPress={() => model.hold(!held)}
        >
          {say.value(held ? "call.return" : "call.hold")}
        </Control>
      )}
      <Control of="letter" icon="letter" disabled={!live} onPress={() => model.conversation?.askForLetter()}>
        {say.value("letter.ask")}
      </Control>
      <Control
        of="hang_up"
        icon="hang_up"
        danger
        disabled={model.pending.value}
        onPress={() => model.hangUp()}
      >
        {say.value(call.role === "guide" ? "call.hang_up" : "call.leave")}
      </Control>
    </fieldset>
  );
}

interface ControlProps {
  of: ShortcutId;
  icon: IconName;
  pressed?: boolean;
  disabled?: boolean;
  danger?: boolean;
  onPress(): void;
  children: ComponentChildren;
}

function Control({ of, icon, pressed, disabled, danger, onPress, children }: ControlProps) {
  return (
    <button
      type="button"
      class={danger ? "button button--danger control" : "button control"}
      data-act={of}
      aria-pressed={pressed}
      disabled={disabled}
      aria-keyshortcuts={ariaKeysOf(of)}
      onClick={onPress}
    >
      <Icon name={icon} />
      <span>{children}</span>
      <Key of={of} />
    </button>
  );
}
