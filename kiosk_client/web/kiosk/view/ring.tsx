/** A slow breath says that this is alive. In it a figure, or what is being done. */
import { Icon, type IconName } from "../../../../signaling/theme/icons";

interface RingProps {
  /** Saffron while somebody is being called. */
  calling?: boolean;
  /** The place in the queue; else an icon. */
  position?: number | null;
  icon: IconName;
}

export function Ring({ calling = false, position = null, icon }: RingProps) {
  return (
    <div class="ring" data-calling={calling} aria-hidden="true">
      <span class="ring__breath" />
      <span class="ring__core">
        {position === null ? <Icon name={icon} /> : <span class="ring__position">{position}</span>}
      </span>
    </div>
  );
}
