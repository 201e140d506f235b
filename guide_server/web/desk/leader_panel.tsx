/** The leader, as a guide sees them: asked for help, coming, or in the call; and a leader's own way to and from a call. */
import type { DeskCall, DeskView } from "../../../signaling/client/types";
import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { leaderIn, mayAsk } from "./leading";
import { say } from "./texts";

/** Always in view: ask the leader for help, or say that it is no longer needed. For a leader: back to the board. */
export function LeaderButton({ model }: { model: DeskModel }) {
  const view = model.view.value;
  if (model.fromBoard) {
    return (
      <a class="button button--quiet leader__board" href="/board/">
        <Icon name="back" />
        {say.value("leader.board")}
      </a>
    );
  }
  if (view === null || !mayAsk(view)) return null;
  const asked = (view.help ?? null) !== null;
  return (
    <button
      type="button"
      class="button button--quiet"
      data-act="help"
      aria-pressed={asked}
      disabled={model.link.value !== "up"}
      onClick={() => model.askForHelp(!asked)}
    >
      <Icon name={asked ? "check" : "person"} />
      {say.value(asked ? "leader.withdraw" : "leader.ask")}
    </button>
  );
}

/** That the request was heard, and who is coming: in the bar, so that nothing moves when it comes. */
export function LeaderNotice({ model }: { model: DeskModel }) {
  const help = model.view.value?.help ?? null;
  return (
    <p class="leader__said" role="status">
      {help !== null && said(help)}
    </p>
  );
}

function said({ coming }: NonNullable<DeskView["help"]>): string {
  return coming === null ? say.value("leader.asked") : say.value("leader.coming", { name: coming.name });
}

/** Nothing silent: whoever leads the guides is named from the moment they come. */
export function LeaderHere({ call }: { call: DeskCall }) {
  const leader = leaderIn(call);
  const name = leader?.guide?.name ?? "";
  return (
    <div class="call__leader" role="status">
      {leader !== null && <p class="notice">{say.value("leader.joined", { name })}</p>}
      {call.role === "leader" && <p class="notice">{say.value("leader.you_joined")}</p>}
    </div>
  );
}

/** A leader who takes no calls is in none: the board is where they go. */
export function LeaderReady() {
  return (
    <div class="ready">
      <h1 class="ready__title">{say.value("leader.no_call")}</h1>
      <a class="button button--now ready__start" href="/board/">
        {say.value("leader.board")}
      </a>
    </div>
  );
}
