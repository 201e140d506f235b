/** What lies over a screen for a moment. All of it works without a server. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import { LOUDEST } from "../state";
import { Fact, WideButton } from "./parts";
import { useStage } from "./stage";

interface DialogProps {
  title: string;
  /** Escape, or whatever else closes it. */
  onClose(): void;
  children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      class="panel"
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 class="panel__title" id={id} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

export function ClosePanel() {
  const { say, act } = useStage();
  return (
    <WideButton name="close" kind="primary" icon="check" onClick={() => act({ type: "panel", panel: null })}>
      {say("panel.close")}
    </WideButton>
  );
}

const NUMBERS = [
  { number: "112", key: "emergency.112" },
  { number: "114 14", key: "emergency.11414" },
  { number: "1177", key: "emergency.1177" },
  { number: "113 13", key: "emergency.11313" },
] as const;

export function EmergencyPanel() {
  const { say, act } = useStage();
  return (
    <Dialog title={say("emergency.title")} onClose={() => act({ type: "panel", panel: null })}>
      <p class="lead">{say("emergency.lead")}</p>
      <dl class="numbers">
        {NUMBERS.map(({ number, key }) => (
          <div key={number}>
            <dt>
              <bdi dir="ltr">{number}</bdi>
            </dt>
            <dd>{say(key)}</dd>
          </div>
        ))}
      </dl>
      <ClosePanel />
    </Dialog>
  );
}

export function PrivacyPanel() {
  const { say, act } = useStage();
  return (
    <Dialog title={say("privacy.title")} onClose={() => act({ type: "panel", panel: null })}>
      <div class="facts">
        <Fact icon="lock">{say("privacy.recording")}</Fact>
        <Fact icon="person">{say("privacy.name")}</Fact>
        <Fact icon="camera">{say("privacy.camera")}</Fact>
        <Fact icon="letter">{say("privacy.log")}</Fact>
      </div>
      <ClosePanel />
    </Dialog>
  );
}

export function SoundPanel() {
  const { state, say, act } = useStage();
  const { volume } = state.visit.comfort;
  const turn = (by: number) => act({ type: "adjust", comfort: { volume: clamp(volume + by) } });
  return (
    <Dialog title={say("sound.title")} onClose={() => act({ type: "panel", panel: null })}>
      <div class="volume">
        <button type="button" class="button volume__turn" data-action="softer" onClick={() => turn(-1)}>
          <Icon name={volume <= 1 ? "sound_off" : "sound_low"} />
          {say("sound.softer")}
        </button>
        <span
          class="volume__level"
          role="img"
          aria-label={say("sound.level", { level: volume, most: LOUDEST })}
        >
          {Array.from({ length: LOUDEST }, (_, step) => (
            <span key={step} data-on={step < volume} />
          ))}
        </span>
        <button type="button" class="button volume__turn" data-action="louder" onClick={() => turn(1)}>
          <Icon name="sound" />
          {say("sound.louder")}
        </button>
      </div>
      <ClosePanel />
    </Dialog>
  );
}

function clamp(volume: number): number {
  return Math.min(LOUDEST, Math.max(0, volume));
}

/** Nobody has touched the screen for a while. */
export function StillThere({ seconds }: { seconds: number }) {
  const { say, act } = useStage();
  return (
    <Dialog title={say("still.title")} onClose={() => act({ type: "touch" })}>
      <p class="lead" role="timer">
        {say("still.lead", { count: seconds })}
      </p>
      <div class="choices">
        <WideButton name="still" kind="now" icon="check" onClick={() => act({ type: "touch" })}>
          {say("still.yes")}
        </WideButton>
        <WideButton name="done" onClick={() => act({ type: "done" })}>
          {say("still.no")}
        </WideButton>
      </div>
    </Dialog>
  );
}
