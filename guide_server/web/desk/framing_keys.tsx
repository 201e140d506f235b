import { Icon, type IconName } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { MOVES, type Move, moved } from "./kiosk_framing";
import { say } from "./texts";

const ICONS: Readonly<Record<Move, IconName>> = {
  closer: "search",
  lower: "down",
  higher: "up",
  whole: "person",
};

/** Ask the kiosk for another part of what its camera sees, so that someone who sits or is small is seen. */
export function FramingKeys({ model }: { model: DeskModel }) {
  return (
    <section class="panel" aria-labelledby="framing-heading">
      <h2 class="panel__heading" id="framing-heading">
        {say.value("framing.name")}
      </h2>
      <div class="tools">
        {MOVES.map((move) => (
          <button
            type="button"
            class="button tool"
            key={move}
            data-framing={move}
            onClick={() => model.conversation?.frame(moved(model.shared.value.framing, move))}
          >
            <Icon name={ICONS[move]} />
            <span class="tool__words">{say.value(`framing.${move}`)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
