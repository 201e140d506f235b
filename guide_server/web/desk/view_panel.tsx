/** Sound and picture in a call: how loud, how close, and how it goes at both ends. */
import type { DeskCall } from "../../../signaling/client/types";
import { Icon, type IconName } from "../../../signaling/theme/icons";
import { act, isPossible } from "./actions";
import type { DeskModel } from "./desk_model";
import { canFloat } from "./floating";
import { FramingKeys } from "./framing_keys";
import { Key } from "./keys";
import { BothEnds } from "./quality_line";
import type { Ringer } from "./ringer";
import type { Room } from "./room";
import { ariaKeysOf, type ShortcutId } from "./shortcuts";
import { say } from "./texts";

interface Props {
  model: DeskModel;
  room: Room;
  call: DeskCall;
  ringer: Ringer;
}

export function ViewPanel({ model, room, call, ringer }: Props) {
  const tool = (id: ShortcutId, icon: IconName, words: string, pressed?: boolean) => (
    <button
      type="button"
      class="button tool"
      data-act={id}
      aria-pressed={pressed}
      aria-keyshortcuts={ariaKeysOf(id)}
      disabled={!isPossible(id, { model, room, ringer })}
      onClick={() => act(id, { model, room, ringer })}
    >
      <Icon name={icon} />
      <span class="tool__words">{words}</span>
      <Key of={id} />
    </button>
  );
  const { whole } = room.framing.value;
  const shown = room.ownPicture.value;
  return (
    <>
      <section class="panel" aria-labelledby="sound-panel-heading">
        <h2 class="panel__heading" id="sound-panel-heading">
          {say.value("view.sound")}
        </h2>
        <label class="volume">
          <span class="volume__words">
            {say.value("view.volume")} <Key of="quieter" /> <Key of="louder" />
          </span>
          <input
            type="range"
            min="0"
            max="100"
            step="10"
            value={Math.round(model.volume.value * 100)}
            onInput={({ currentTarget }) => model.setVolume(Number(currentTarget.value) / 100)}
          />
        </label>
        <TalkButton model={model} />
      </section>
      <section class="panel" aria-labelledby="picture-panel-heading">
        <h2 class="panel__heading" id="picture-panel-heading">
          {say.value("view.picture")}
        </h2>
        <div class="tools">
          {tool("closer", "plus", say.value("view.closer"))}
          {tool("wider", "minus", say.value("view.wider"))}
          {tool("fit", "frame", say.value(whole ? "view.fill" : "view.whole"))}
          {tool(
            "own_picture",
            shown ? "eye_off" : "person",
            say.value(shown ? "view.hide_own" : "view.show_own"),
          )}
          {canFloat() && tool("float", "window", say.value("view.float"), room.floating.value !== null)}
        </div>
      </section>
      {call.role === "guide" && call.state === "live" && <FramingKeys model={model} />}
      <BothEnds
        quality={model.quality.value}
        grade={model.grade.value}
        signs={model.shared.value.signs}
        call={call}
        cameraOn={model.cameraOn.value}
      />
    </>
  );
}

/** Open for as long as it is held; by keyboard with the key that stands on it. */
function TalkButton({ model }: { model: DeskModel }) {
  const talk = (on: boolean) => () => model.talk(on);
  return (
    <button
      type="button"
      class="button tool"
      data-act="talk"
      aria-pressed={model.talking.value}
      aria-keyshortcuts={ariaKeysOf("talk")}
      disabled={model.microphoneOn.value}
      onPointerDown={talk(true)}
      onPointerUp={talk(false)}
      onPointerLeave={talk(false)}
      onPointerCancel={talk(false)}
    >
      <Icon name="microphone" />
      <span class="tool__words">
        {say.value(model.microphoneOn.value ? "view.talk_when_off" : "view.talk")}
      </span>
      <Key of="talk" />
    </button>
  );
}
