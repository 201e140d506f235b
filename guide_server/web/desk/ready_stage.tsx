import type { DeskView } from "../../../signaling/client/types";
import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { DeviceNotices } from "./device_notices";
import { Key } from "./keys";
import { OwnPicture } from "./own_picture";
import type { Ringer } from "./ringer";
import { ariaKeysOf } from "./shortcuts";
import { say } from "./texts";

interface Props {
  model: DeskModel;
  view: DeskView;
  ringer: Ringer;
}

/** No call: what is the case, and the one thing to do. */
export function ReadyStage({ model, view, ringer }: Props) {
  if (view.status === "available") {
    return (
      <div class="ready">
        <OwnPicture model={model} label={say.value("ready.self")} />
        <h1 class="ready__lead">
          {say.value(model.link.value === "up" ? "ready.available" : "status.unreachable")}
        </h1>
        <DeviceNotices model={model} />
      </div>
    );
  }
  const missed = view.reason === "missed_ring";
  const over = view.back_at != null && model.now.value >= view.back_at;
  const become = (): void => {
    ringer.unlock();
    model.setStatus("available");
  };
  return (
    <div class="ready">
      <h1 class="ready__title">{missed ? say.value("missed.heading") : heading(view, over)}</h1>
      <p class="ready__lead">
        {say.value(missed ? "missed.body" : over ? "break.over_body" : "ready.offline_body")}
      </p>
      <button
        type="button"
        class="button button--now ready__start"
        disabled={model.pending.value || model.link.value !== "up"}
        aria-keyshortcuts={ariaKeysOf("available")}
        onClick={become}
      >
        {say.value(view.status === "away" ? "status.return" : "status.start")}
        <Key of="available" />
      </button>
      <a class="button button--quiet" href="/check/">
        <Icon name="check" />
        {say.value("ready.check")}
      </a>
    </div>
  );
}

function heading(view: DeskView, over: boolean): string {
  return view.status === "away"
    ? say.value(over ? "break.over" : "ready.away")
    : say.value("ready.offline", { name: view.guide.name });
}
