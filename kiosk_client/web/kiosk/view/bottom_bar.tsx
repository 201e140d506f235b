/** Always the same, on every screen: language, text size, contrast, lower controls, more time, sound, 112. */
import { Icon, type IconName } from "../../../../signaling/theme/icons";
import { mediaWanted, TEXT_SIZES } from "../state";
import { useStage } from "./stage";

export function BottomBar() {
  const { state, say, act } = useStage();
  const { comfort } = state.visit;
  const nextSize = TEXT_SIZES[(TEXT_SIZES.indexOf(comfort.text) + 1) % TEXT_SIZES.length] ?? 1;
  return (
    <nav class="bar" aria-label={say("bar.name")}>
      <BarButton
        name="language"
        icon="language"
        label={say("bar.language")}
        disabled={mediaWanted(state)}
        onClick={() => act({ type: "go", step: "languages" })}
      />
      <BarButton
        name="text"
        icon="text_size"
        label={say("bar.text")}
        detail={`${comfort.text * 100} %`}
        pressed={comfort.text > 1}
        onClick={() => act({ type: "adjust", comfort: { text: nextSize } })}
      />
      <BarButton
        name="contrast"
        icon="contrast"
        label={say("bar.contrast")}
        pressed={comfort.contrast}
        onClick={() => act({ type: "adjust", comfort: { contrast: !comfort.contrast } })}
      />
      <BarButton
        name="lower"
        icon="lower"
        label={say(comfort.lowered ? "bar.raise" : "bar.lower")}
        pressed={comfort.lowered}
        onClick={() => act({ type: "adjust", comfort: { lowered: !comfort.lowered } })}
      />
      <BarButton
        name="unhurried"
        icon="clock"
        label={say("bar.unhurried")}
        pressed={comfort.unhurried}
        onClick={() => act({ type: "adjust", comfort: { unhurried: !comfort.unhurried } })}
      />
      <BarButton
        name="sound"
        icon={comfort.volume === 0 ? "sound_off" : "sound"}
        label={say("bar.sound")}
        onClick={() => act({ type: "panel", panel: "sound" })}
      />
      <BarButton
        name="emergency"
        icon="emergency"
        label="112"
        onClick={() => act({ type: "panel", panel: "emergency" })}
      />
    </nav>
  );
}

interface BarButtonProps {
  name: string;
  icon: IconName;
  label: string;
  detail?: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick(): void;
}

function BarButton({ name, icon, label, detail, pressed, disabled = false, onClick }: BarButtonProps) {
  return (
    <button
      type="button"
      class="bar__button"
      data-action={name}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span class="bar__label">{label}</span>
      {detail && <span class="visually-hidden">{detail}</span>}
    </button>
  );
}
