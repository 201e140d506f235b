import type { DeskModel } from "./desk_model";
import { goToSignIn } from "./session";
import { say, sayCode, timeOfDay } from "./texts";

/** A line under the top bar when the server cannot be reached, or when something was refused. */
export function LinkNotice({ model }: { model: DeskModel }) {
  const link = model.link.value;
  const refused = model.notice.value;
  const slept = model.slept.value;
  return (
    <div class="desk__notices" aria-live="polite">
      {link === "connecting" && <p class="notice">{say.value("link.connecting")}</p>}
      {link === "down" && <p class="notice notice--danger">{say.value("link.down")}</p>}
      {slept !== null && (
        <p class="notice notice--danger">
          <span>
            {say.value("link.slept", { from: timeOfDay(slept.from), to: timeOfDay(slept.to) })}{" "}
            {model.view.value?.status === "offline" && say.value("link.slept_offline")}
          </span>
          <button
            type="button"
            class="button"
            data-act="seen-sleep"
            onClick={() => {
              model.slept.value = null;
            }}
          >
            {say.value("link.understood")}
          </button>
        </p>
      )}
      {refused !== null && link === "up" && <p class="notice">{noticeOf(refused)}</p>}
    </div>
  );
}

function noticeOf(id: string): string {
  const words = sayCode("notice", id);
  return words === id.replaceAll("_", " ") ? say.value("notice.other") : words;
}

/** This desk shall not come back by itself: a newer one took its place, or the guide was signed out. */
export function Closed({ model }: { model: DeskModel }) {
  if (model.closing.value?.id !== "superseded") {
    return (
      <main class="closed">
        <h1>{say.value("link.closed")}</h1>
        <button type="button" class="button button--now" onClick={goToSignIn}>
          {say.value("link.sign_in")}
        </button>
      </main>
    );
  }
  return (
    <main class="closed">
      <h1>{say.value("link.superseded")}</h1>
      <p>{say.value("link.superseded_body")}</p>
      <button type="button" class="button button--now" onClick={() => model.workHere()}>
        {say.value("link.work_here")}
      </button>
    </main>
  );
}
