import { Icon, type IconName } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { MOVES, type Move, moved } from "./framing";
import { say } from "./texts";

const ICONS: Readonly<Record<Move, IconName>> = {
  closer: "search",
  lower: "down",
  higher: "up",
  whole: "person",
};

/** Four small keys that ask the kiosk for another part of its picture. */
export function FramingKeys({ model }: { model: DeskModel }) {
  return (
    <fieldset class="framing" aria-label={say.value("framing.name")}>
      {MOVES.map((move) => (
        <button
          type="button"
          class="button button--quiet framing__key"
          key={move}
          data-framing={move}
          title={say.value(`framing.${move}`)}
          onClick={() => model.conversation?.frame(moved(model.shared.value.framing, move))}
        >
          <Icon name={ICONS[move]} />
          <span class="visually-hidden">{say.value(`framing.${move}`)}</span>
        </button>
      ))}
    </fieldset>
  );
}
