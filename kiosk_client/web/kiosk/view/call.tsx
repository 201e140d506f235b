/** In the call: the guide, what is written, and six things to press. */
import type { ComponentChildren } from "preact";
import { isolated } from "../../../../signaling/theme/i18n";
import { Icon, type IconName } from "../../../../signaling/theme/icons";
import { type CallNotice, callNotices, guideUnseen } from "../screen";
import type { Aside } from "../state";
import { AtHand } from "./at_hand";
import { DocumentDesk } from "./document";
import { LetterDesk } from "./letter";
import { Title } from "./parts";
import { GuestPicture, Mirror } from "./pictures";
import { Ring } from "./ring";
import { useStage } from "./stage";
import { Captions, Writing } from "./writing";

export function Call({ guide, interrupted }: { guide: string; interrupted: boolean }) {
  const { state, say, act } = useStage();
  const { aside } = state.visit;
  const name = guide || say("guide.unnamed");
  const speaks = state.weather.speaks.shown;
  return (
    <>
      <section class="people call__people">
        <Notices />
        {interrupted ? (
          <div class="call__lost" role="alert">
            <Ring calling icon="phone" />
            <Title>{say("interrupted.title")}</Title>
            <p class="lead">{say("interrupted.lead")}</p>
          </div>
        ) : (
          <div class="call__foot">
            <h1 class="call__guide" tabIndex={-1} data-speaks={speaks}>
              {speaks && <Icon name="sound" />}
              <bdi>{speaks ? say("call.speaks", { name }) : name}</bdi>
            </h1>
            <button
              type="button"
              class="button call__private"
              data-action="privacy"
              onClick={() => act({ type: "panel", panel: "privacy" })}
            >
              <Icon name="lock" />
              {say("call.private")}
            </button>
            {aside === "write" && <AtHand />}
          </div>
        )}
        {!interrupted && guideUnseen(state) !== null && (
          <span class="call__unseen">
            <Icon name="person" />
          </span>
        )}
        {state.view?.call?.on_hold && <p class="notice">{say("call.on_hold")}</p>}
        <Leader />
        <Guests />
        <Captions />
      </section>
      <section class="hands call__hands" data-aside={aside ?? undefined}>
        <Hands aside={aside} />
      </section>
    </>
  );
}

const NOTICE_ICONS: Readonly<Record<CallNotice, IconName>> = {
  guide_unheard: "microphone_off",
  guide_unseen: "camera_off",
  guide_sound_only: "camera_off",
  sound_only: "camera_off",
  sign_slow: "no_link",
  poor: "no_link",
};

/** How sound and picture are, in words. */
function Notices() {
  const { state, say } = useStage();
  const { microphone } = state.devices;
  return (
    <div class="call__notices" role="status">
      {microphone !== "on" && microphone !== "opening" && (
        <p class="notice notice--danger">
          <Icon name="microphone_off" />
          {say("mirror.no_microphone")}
        </p>
      )}
      {callNotices(state).map((notice) => (
        <p class="notice" key={notice} data-notice={notice}>
          <Icon name={NOTICE_ICONS[notice]} />
          {say(`call.${notice}`)}
        </p>
      ))}
    </div>
  );
}

function Hands({ aside }: { aside: Aside | null }) {
  if (aside === "write") return <Writing />;
  if (aside === "letter") return <LetterDesk />;
  if (aside === "document") return <DocumentDesk />;
  return (
    <>
      <OwnPicture />
      <Controls />
    </>
  );
}

/** Interpreter and colleagues, each in a small picture of their own. */
function Guests() {
  const { state } = useStage();
  const call = state.view?.call;
  const guests =
    call?.parties.filter((party) => party.epoch !== call.epoch && party.state !== "ringing") ?? [];
  if (guests.length === 0) return null;
  return (
    <div class="call__guests">
      {guests.map(({ epoch, guide }) => (
        <GuestPicture key={epoch} number={epoch} name={guide?.name ?? ""} />
      ))}
    </div>
  );
}

/** Nobody joins unsaid: whoever leads the guides is named from the moment they come, before any picture. */
function Leader() {
  const { state, say } = useStage();
  const leader = state.view?.call?.parties.find(({ role }) => role === "leader");
  return (
    <div class="call__who" role="status">
      {leader && (
        <p class="notice call__leader" data-leader={leader.state}>
          <Icon name="person" />
          {say("call.leader", { name: isolated(leader.guide?.name ?? "") })}
        </p>
      )}
    </div>
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
      <Control name="write" icon="keyboard" onClick={() => act({ type: "aside", aside: "write" })}>
        {say("call.write")}
      </Control>
      <Control name="letter" icon="letter" onClick={() => act({ type: "aside", aside: "letter" })}>
        {say("call.letter")}
      </Control>
      <Control name="sound" icon="sound" onClick={() => act({ type: "panel", panel: "sound" })}>
        {say("call.sound")}
      </Control>
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
