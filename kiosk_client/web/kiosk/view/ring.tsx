/** A slow breath says that this is alive. In it a figure, or what is being done. */
import { Icon, type IconName } from "../../../../signaling/theme/icons";
import { withNumerals } from "../../../../signaling/theme/numerals";
import { useStage } from "./stage";

interface RingProps {
  /** Saffron while somebody is being called. */
  calling?: boolean;
  /** The place in the queue; else an icon. */
  position?: number | null;
  icon: IconName;
}

export function Ring({ calling = false, position = null, icon }: RingProps) {
  const { say } = useStage();
  const figure = position === null ? null : withNumerals(String(position), say.language);
  return (
    <div class="ring" data-calling={calling} aria-hidden="true">
      <span class="ring__breath" />
      <span class="ring__core">
        {figure === null ? <Icon name={icon} /> : <span class="ring__position">{figure}</span>}
      </span>
    </div>
  );
}
