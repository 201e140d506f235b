import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import { DEVICE_ROLES, type DeviceRole } from "../devices";
import { figuresOf } from "./figures";
import { gradeOf } from "./findings";
import type { CheckModel } from "./model";
import { say } from "./texts";

interface Props {
  model: CheckModel;
}

/** Camera, microphone and speaker: which ones, and whether they do what they should. */
export function DevicesPanel({ model }: Props) {
  return (
    <section class="panel card" aria-labelledby="devices-heading">
      <h2 id="devices-heading">{say.value("devices.heading")}</h2>
      <Picture model={model} />
      {DEVICE_ROLES.map((role) => (
        <div key={role} class="device">
          <Picker model={model} role={role} />
          <Trouble model={model} role={role} />
          {role === "microphone" && <Level model={model} />}
          {role === "speaker" && <Tone model={model} />}
        </div>
      ))}
    </section>
  );
}

/** The own picture; while the call with oneself lasts, as it comes back from there. */
function Picture({ model }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const returned = model.returned.value;
  const stream = returned ?? model.picture.value;
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  const caption = say.value(
    stream === null ? "picture.none" : returned === null ? "picture.self" : "picture.returned",
  );
  return (
    <figure class="mirror">
      <video ref={video} autoplay playsInline muted hidden={stream === null} aria-label={caption} />
      {stream === null && (
        <div class="mirror__empty">
          <Icon name="camera" />
        </div>
      )}
      <figcaption class="panel__help">{caption}</figcaption>
    </figure>
  );
}

function Picker({ model, role }: Props & { role: DeviceRole }) {
  const known = model.devicesFor(role);
  const chosen = model.chosen.value[role];
  const gone = chosen !== undefined && known.length > 0 && known.every(({ deviceId }) => deviceId !== chosen);
  return (
    <div class="field">
      <label for={role}>{say.value(`device.${role}`)}</label>
      <select
        id={role}
        value={gone ? "" : (chosen ?? "")}
        onChange={(event) => void model.choose(role, event.currentTarget.value || null)}
      >
        <option value="">{say.value("device.usual")}</option>
        {known
          .filter(({ deviceId }) => deviceId !== "default")
          .map(({ deviceId, label }) => (
            <option key={deviceId} value={deviceId}>
              {label}
            </option>
          ))}
      </select>
    </div>
  );
}

function Trouble({ model, role }: Props & { role: DeviceRole }) {
  const found = model.found.value;
  if (role === "speaker" || found[role].state !== "failed") return null;
  return (
    <p class="notice notice--danger" role="alert">
      <Icon name="warning" />
      {`${say.value(`device.${role}`)}: ${figuresOf(found, role).join(" ")}`}
    </p>
  );
}

function Level({ model }: Props) {
  const { microphone } = model.found.value;
  const grade = gradeOf(model.found.value).microphone;
  return (
    <div class="level">
      <meter class="level__meter" min={0} max={1} value={model.level.value} aria-label={say.value("level")} />
      {microphone.state === "done" && (
        <p class={`panel__help dot ${grade === "good" ? "dot--free" : "dot--busy"}`} role="status">
          {say.value(microphone.result.heard ? "level.heard" : "level.speak")}
        </p>
      )}
    </div>
  );
}

/** What only a person can say: whether the tone was heard. */
function Tone({ model }: Props) {
  const { speaker } = model.found.value;
  return (
    <div class="tone">
      <button
        type="button"
        class="button"
        aria-disabled={model.toning.value}
        onClick={() => {
          if (!model.toning.value) void model.playTone();
        }}
      >
        <Icon name="sound" />
        {say.value("tone.play")}
      </button>
      {speaker.state === "running" && !model.toning.value && (
        <>
          <button type="button" class="button" onClick={() => model.heardTone(true)}>
            {say.value("tone.heard")}
          </button>
          <button type="button" class="button" onClick={() => model.heardTone(false)}>
            {say.value("tone.silent")}
          </button>
        </>
      )}
      <p class="panel__help" role="status">
        {speaker.state === "done" && say.value(speaker.result.heard ? "speaker.heard" : "speaker.advice")}
      </p>
    </div>
  );
}
