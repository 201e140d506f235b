/** In the call: the guide, and four things to press. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../../../signaling/theme/icons";
import { Title } from "./parts";
import { Mirror } from "./pictures";
import { Ring } from "./ring";
import { useStage } from "./stage";

export function Call({ guide, interrupted }: { guide: string; interrupted: boolean }) {
  const { state, say } = useStage();
  const name = guide || say("guide.unnamed");
  return (
    <>
      <section class="people call__people">
        {state.devices.microphone !== "on" && state.devices.microphone !== "opening" && (
          <p class="notice notice--danger call__device">
            <Icon name="microphone_off" />
            {say("mirror.no_microphone")}
          </p>
        )}
        {interrupted ? (
          <div class="call__lost" role="alert">
            <Ring calling icon="phone" />
            <Title>{say("interrupted.title")}</Title>
            <p class="lead">{say("interrupted.lead")}</p>
          </div>
        ) : (
          <h1 class="call__guide" tabIndex={-1}>
            <bdi>{name}</bdi>
          </h1>
        )}
      </section>
      <section class="hands call__hands">
        <OwnPicture />
        <Controls />
      </section>
    </>
  );
}

function OwnPicture() {
  const { state, say, act } = useStage();
  const { mirror } = state.visit;
  return (
    <div class="own-picture" data-shown={mirror}>
      {mirror && <Mirror />}
      <button
        type="button"
        class="button own-picture__switch"
        onClick={() => act({ type: "switch", what: "mirror" })}
      >
        <Icon name={mirror ? "eye_off" : "eye"} />
        {say(mirror ? "mirror.hide" : "mirror.show")}
      </button>
    </div>
  );
}

function Controls() {
  const { state, say, act } = useStage();
  const { microphone, camera } = state.visit;
  return (
    <div class="controls">
      <Control
        name="microphone"
        icon={microphone ? "microphone" : "microphone_off"}
        off={!microphone}
        onClick={() => act({ type: "switch", what: "microphone" })}
      >
        {say(microphone ? "call.microphone" : "call.microphone_off")}
      </Control>
      <Control
        name="camera"
        icon={camera ? "camera" : "camera_off"}
        off={!camera}
        onClick={() => act({ type: "switch", what: "camera" })}
      >
        {say(camera ? "call.camera" : "call.camera_off")}
      </Control>
      <Control name="sound" icon="sound" onClick={() => act({ type: "panel", panel: "sound" })}>
        {say("call.sound")}
      </Control>
      <Control name="leave" icon="hang_up" danger onClick={() => act({ type: "leave" })}>
        {say("call.hang_up")}
      </Control>
    </div>
  );
}

interface ControlProps {
  name: string;
  icon: IconName;
  /** What it switches is off. */
  off?: boolean;
  danger?: boolean;
  onClick(): void;
  children: ComponentChildren;
}

/** A round button with its word below, which says how things are now. */
function Control({ name, icon, off = false, danger = false, onClick, children }: ControlProps) {
  return (
    <button
      type="button"
      class="control"
      data-action={name}
      data-off={off}
      data-danger={danger}
      onClick={onClick}
    >
      <span class="control__round">
        <Icon name={icon} />
      </span>
      <span class="control__word">{children}</span>
    </button>
  );
}
