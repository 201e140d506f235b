/** What must never be a step away, while something else has the place of the call's controls. */
import { Icon } from "../../../../signaling/theme/icons";
import { useStage } from "./stage";

export function AtHand() {
  const { state, say, act } = useStage();
  const { microphone } = state.visit;
  return (
    <div class="at-hand">
      <button
        type="button"
        class="button at-hand__act"
        data-action="microphone"
        data-off={!microphone}
        onClick={() => act({ type: "switch", what: "microphone" })}
      >
        <Icon name={microphone ? "microphone" : "microphone_off"} />
        <span class="at-hand__word">{say(microphone ? "call.microphone" : "call.microphone_off")}</span>
      </button>
      <button
        type="button"
        class="button at-hand__act"
        data-action="leave"
        data-danger
        onClick={() => act({ type: "leave" })}
      >
        <Icon name="hang_up" />
        <span class="at-hand__word">{say("call.hang_up")}</span>
      </button>
    </div>
  );
}
